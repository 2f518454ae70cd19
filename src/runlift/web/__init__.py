"""The feed that calendars subscribe to, and the page beside it."""
