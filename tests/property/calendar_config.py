"""The config of a runner whose calendars a test holds in its hands."""

from collections.abc import Iterable
from pathlib import Path

from runlift.app.config import Config
from runlift.app.places import SourceConfig, TargetConfig
from runlift.calendars.caldav_place import CalDavPlace
from runlift.domain.kinds import Role
from tests.builders import a_runner, an_availability, windows
from tests.property.calendar_expected import CLUB, FEED, HOME, PROFILE, RUNS, WORK


def a_config(folder: Path, targets: Iterable[str]) -> Config:
    """Return the config; what it says of servers' calendars is not looked at but for their names."""
    places = {
        HOME: TargetConfig(caldav=CalDavPlace(url="https://calendars.example/home/")),
        WORK: TargetConfig(caldav=CalDavPlace(url="https://calendars.example/work/")),
        FEED: TargetConfig(path=folder / "strength.ics"),
    }
    return Config(
        profile=PROFILE,
        prefix="",
        runner=a_runner(since="2026-05-25"),
        availability=an_availability(at=windows("17:30-19:00", "09:30-11:00")),
        goal=None,
        horizon_days=8,
        sources=tuple(
            SourceConfig(path=Path(name), url=None, role=role, counts_strength=True, allow_private=False)
            for name, role in ((RUNS, Role.RUNS), (CLUB, Role.BUSY))
        ),
        targets=tuple(places[name] for name in targets),
    )
