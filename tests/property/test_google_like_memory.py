"""A calendar at Google does as the one in memory does, whatever happens to both."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from runlift.calendars.base import Result, Target
from runlift.calendars.memory import MemoryCalendar, MemoryTarget
from runlift.domain.events import EventUid, Timed
from runlift.formats.google_json import event_id
from runlift.sync.changes import Change, Field
from runlift.sync.marker import Marker
from runlift.sync.notes import notes_of
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests.builders import a_moment
from tests.changes import PROFILE, SUMMER, a_create, a_delete, a_release, a_session_event, an_update
from tests.google.server import google_server
from tests.google_desk import RUNNER, Desk

NOW = a_moment("2026-06-01 08:00")
FIELDS = st.frozensets(st.sampled_from(list(Field)))
NUMBERS = st.integers(min_value=0, max_value=2)
HOURS = st.integers(min_value=-40, max_value=40)


def shown(event: StandingEvent) -> object:
    """Return what an event says, but for where it stands and in which version."""
    said = event.fingerprints, event.title, notes_of(event.description)
    return said, event.marker, event.has_guests, event.repeats


class GoogleLikeMemory(RuleBasedStateMachine):
    """Both calendars under the same hands."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        google = self._stack.enter_context(google_server())
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        google.new_user(RUNNER)
        self.desk = Desk(google=google, folder=folder)
        self.desk.sign_in("calendar.app.created")
        self.memory = MemoryCalendar()
        self.made = 0
        self.create(0)

    def teardown(self) -> None:
        self._stack.close()

    # What runlift does

    @rule(hours=HOURS)
    def create(self, hours: int) -> None:
        self.made += 1
        wanted = a_session_event(a_moment("2026-07-10 18:00") + timedelta(hours=hours), key=f"2026-W28/{self.made}")
        assert self._write(lambda _: [a_create(wanted)]) == [Result.DONE]

    @precondition(lambda self: self.memory.events)
    @rule(number=NUMBERS, hours=HOURS, fields=FIELDS)
    def update(self, number: int, hours: int, fields: frozenset[Field]) -> None:
        uid = self._uid(number)

        def changes(there: dict[str, StandingEvent]) -> list[Change]:
            before = there[uid]
            if not isinstance(before.marker, Marker) or before.repeats:
                return []
            return [an_update(before, self._wanted(before.marker, hours), fields)]

        assert set(self._write(changes)) <= {Result.DONE}

    @precondition(lambda self: self.memory.events)
    @rule(number=NUMBERS, release=st.booleans())
    def let_go(self, number: int, *, release: bool) -> None:
        uid = self._uid(number)
        assert self._write(lambda there: [(a_release if release else a_delete)(there[uid])]) == [Result.DONE]

    # What the runner does

    @precondition(lambda self: self.memory.events)
    @rule(
        number=NUMBERS, what=st.sampled_from(["retitle", "annotate", "move", "all day", "invite", "repeat", "delete"])
    )
    def edit(self, number: int, what: str) -> None:
        uid = self._uid(number)
        hand, name = self.desk.google.hand(self.desk.google.calendars_made()[0].id), event_id(uid)
        when = self.memory.events[uid].when
        match what:
            case "retitle":
                hand.retitle(name, "Mine")
                self.memory.retitle(uid, "Mine", now=NOW)
            case "annotate":
                hand.annotate(name, "strong & <happy>, #sore 3")
                event = self.memory.events[uid]
                noted = f"strong & <happy>, #sore 3\n{event.description}"
                self.memory.put(replace(event, description=noted), now=NOW)
            case "move" if isinstance(when, Timed):
                hand.move(name, timedelta(hours=2))
                self.memory.move(uid, when.start + timedelta(hours=2), now=NOW)
            case "all day" if isinstance(when, Timed):
                hand.make_all_day(name, when.start.date())
                self.memory.make_all_day(uid, when.start.date(), now=NOW)
            case "invite":
                hand.invite(name, "kim@example.com")
                self.memory.invite(uid, "kim@example.com", now=NOW)
            case "repeat":
                hand.repeat(name)
                self.memory.repeat(uid, 3, now=NOW)
            case "delete":
                hand.delete(name)
                self.memory.delete(uid)
            case _:
                pass  # an event of whole days has no hour to move

    @precondition(lambda self: self.memory.bin)
    @rule(number=NUMBERS)
    def restore(self, number: int) -> None:
        uids = sorted(self.memory.bin)
        uid = uids[number % len(uids)]
        self.desk.google.hand(self.desk.google.calendars_made()[0].id).restore(event_id(uid))
        self.memory.restore(uid, now=NOW)

    # What goes wrong

    @rule()
    def forget_the_sync_token(self) -> None:
        self.desk.google.expire_sync_tokens()

    @rule()
    def lose_the_replica(self) -> None:
        self.desk.replica.replica = None

    @rule()
    def end_the_access_token(self) -> None:
        self.desk.google.expire_access_tokens()

    @rule(status=st.sampled_from([403, 429, 503]))
    def put_off(self, status: int) -> None:
        self.desk.google.fail_next(status, "rateLimitExceeded", method="calendar.events.list")

    @invariant()
    def both_show_the_same(self) -> None:
        ours, theirs = ({uid: shown(event) for uid, event in self._there(target).items()} for target in self._targets())
        assert ours == theirs

    def _targets(self) -> tuple[Target, Target]:
        return self.desk.target(), MemoryTarget(self.memory)

    def _there(self, target: Target) -> dict[str, StandingEvent]:
        return {event.uid: event for event in target.existing(SUMMER)}

    def _write(self, changes: Callable[[dict[str, StandingEvent]], list[Change]]) -> list[Result]:
        """Make the same changes in both, each decided on from what the target shows, and return what became of them."""
        found = []
        for target in self._targets():
            made = target.apply(changes(self._there(target)), now=NOW)
            found.append([outcome.result for outcome in made])
            there = self._there(target)
            assert all(there[event.uid] == event for event in target.settle())
        assert found[0] == found[1]
        return found[0]

    def _uid(self, number: int) -> EventUid:
        uids = sorted(self.memory.events)
        return uids[number % len(uids)]

    def _wanted(self, marker: Marker, hours: int) -> SessionEvent:
        start = a_moment("2026-07-08 12:00") + timedelta(hours=hours)
        return a_session_event(start, key=marker.key, title=f"Light lift · {hours}", profile=PROFILE)


GoogleLikeMemory.TestCase.settings = settings(
    settings.get_profile("deterministic"), max_examples=15, stateful_step_count=20, report_multiple_bugs=False
)
TestGoogleLikeMemory = GoogleLikeMemory.TestCase
