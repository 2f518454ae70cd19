"""What every sync needs, loaded once by the process that syncs are forked from."""

from collections.abc import Iterable

from runlift.app.config import Config
from runlift.app.lexicons import lexicon
from runlift.app.places import SourceConfig, TargetConfig
from runlift.calendars.registry import SOURCES, TARGETS


def modules_for(configs: Iterable[Config]) -> list[str]:
    """Return the modules that are worth loading ahead for these configs: this one, and their calendars'."""
    places = {
        *(SOURCES[_kind(source)] for config in configs for source in config.sources),
        *(TARGETS[_kind(target)] for config in configs for target in config.targets),
    }
    return [__name__, "runlift.app.daemon_job", *sorted(place.partition(":")[0] for place in places)]


def _kind(place: SourceConfig | TargetConfig) -> str:
    if place.google is not None:
        return "google"
    if place.caldav is not None:
        return "caldav"
    return "ics file" if place.path is not None else "ics url"


lexicon()
