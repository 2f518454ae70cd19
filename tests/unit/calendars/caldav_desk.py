"""A runner's CalDAV calendar for tests: bodies to put into it, and the ways to open it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from runlift.calendars.base import Reading
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.caldav_source import CalDavSource
from runlift.calendars.caldav_target import CalDavTarget
from runlift.calendars.feed import Patience
from runlift.calendars.replica import Replica
from runlift.domain.kinds import Intensity
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import ALL_FIELDS, Action, Change, Field
from runlift.sync.notes import DIVIDER
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests.builders import BERLIN
from tests.ics_texts import a_calendar

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
HASTY = Patience(connect=1, read=0.5, overall=2, retry_after=0, retries=0)
LOOK = CalendarLook(name="Strength")


@dataclass
class KeptReplica:
    """What the state keeps of one calendar."""

    replica: Replica | None = None
    saved: int = field(default=0, compare=False)

    def load(self) -> Replica | None:
        return self.replica

    def save(self, replica: Replica) -> None:
        self.replica = replica
        self.saved += 1


def a_run_body(uid: str, title: str, *, on: str = "20260504") -> str:
    return a_calendar(f"UID:{uid}\nDTSTAMP:20260101T000000Z\nDTSTART;VALUE=DATE:{on}\nSUMMARY:{title}").decode()


def open_source(url: str, kept: KeptReplica | None = None, patience: Patience = HASTY) -> CalDavSource:
    return CalDavSource(CalDavPlace(url=url), replica=kept or KeptReplica(), patience=patience)


def open_target(url: str, kept: KeptReplica | None = None, patience: Patience = HASTY) -> CalDavTarget:
    return CalDavTarget(CalDavPlace(url=url), look=LOOK, replica=kept or KeptReplica(), patience=patience)


def titles(reading: Reading) -> list[str]:
    return sorted(event.summary for event in reading.events)


def a_session(number: int = 1, *, day: int = 12, hour: int = 18, title: str = "Heavy lift · 55 min") -> SessionEvent:
    start = datetime(2026, 5, day, hour, tzinfo=BERLIN)
    return SessionEvent(
        profile="jo",
        key=f"2026-W20/{number}",
        start=start,
        end=start.replace(hour=hour + 1),
        intensity=Intensity.HEAVY,
        title=title,
        text=f"{DIVIDER}\n\nWORKOUT · 3 sets\n• Squat: 3 × 12, easy; slow",
    )


def creating(event: SessionEvent) -> Change:
    return Change(action=Action.CREATE, key=event.key, because=(), after=event, marks=event.fingerprints)


def updating(before: StandingEvent, after: SessionEvent, fields: frozenset[Field] = ALL_FIELDS) -> Change:
    return Change(
        action=Action.UPDATE,
        key=after.key,
        because=(),
        before=before,
        after=after,
        fields=fields,
        marks=after.fingerprints,
    )


def releasing(before: StandingEvent) -> Change:
    return Change(action=Action.UPDATE, key="2026-W20/1", because=(), before=before)


def deleting(before: StandingEvent) -> Change:
    return Change(action=Action.DELETE, key="2026-W20/1", because=(), before=before)
