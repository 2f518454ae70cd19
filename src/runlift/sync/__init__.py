"""What changes in a calendar and how it looks there: pure, no calendar is touched."""
