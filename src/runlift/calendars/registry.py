"""The adapters by name, imported when one is wanted: an adapter's libraries cost nothing to those who do not use it."""

from importlib import import_module
from typing import Any

SOURCES = {
    "ics file": "runlift.calendars.ics_file:IcsFileSource",
    "ics url": "runlift.calendars.ics_url:IcsUrlSource",
    "caldav": "runlift.calendars.caldav_source:CalDavSource",
    "google": "runlift.calendars.google_source:GoogleSource",
    "resting": "runlift.calendars.resting:RestingSource",
}
TARGETS = {
    "ics file": "runlift.calendars.ics_target:IcsFileTarget",
    "caldav": "runlift.calendars.caldav_target:CalDavTarget",
    "google": "runlift.calendars.google_target:GoogleTarget",
}
# Google's adapters glance themselves: the client library costs more than all that they import besides.
GLANCES = {
    "ics file": "runlift.calendars.glance:glance_at_file",
    "ics url": "runlift.calendars.feed_glance:glance_at_feed",
    "caldav": "runlift.calendars.caldav_glance:glance_at_calendar",
}


def load(path: str) -> Any:  # noqa: ANN401 - the caller knows what it names
    """Return what a dotted path names, importing its module."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
