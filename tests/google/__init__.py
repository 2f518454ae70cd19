"""A Google Calendar of the tests' own, held to Google's contract, and an emulator that others wrote."""
