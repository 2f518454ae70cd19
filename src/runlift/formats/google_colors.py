"""The colours that Google Calendar has for events."""

BY_INTENSITY = "intensity"
"""The colour that says how heavy a session is."""

COLORS = {
    "lavender": "1",
    "sage": "2",
    "grape": "3",
    "flamingo": "4",
    "banana": "5",
    "tangerine": "6",
    "peacock": "7",
    "graphite": "8",
    "blueberry": "9",
    "basil": "10",
    "tomato": "11",
}
"""Google's colours for events, by the names that its calendar shows."""
