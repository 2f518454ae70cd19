"""A runner lives with runlift in two calendars while feeds fail, servers break off and the process dies."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from runlift.app.stops import Allowances
from runlift.domain.events import AllDay, Timed
from runlift.sync.marker import KEY, PROFILE
from tests.builders import BERLIN, later
from tests.property.calendar_expected import CLUB, EDITABLE, FEED, HOME, RUNS, WORK
from tests.property.calendar_faults import Faults, counts
from tests.property.calendar_life import PATTERNS, TAGS, TITLES, World

calendars = st.sampled_from(EDITABLE)
picks = st.integers(0, 7)
days = st.integers(0, 15)
hours = st.sampled_from(("07:15", "10:00", "12:15", "17:00", "18:00", "18:45", "20:00", "21:30"))
overrides = st.builds(Allowances, source=st.booleans(), target=st.booleans(), deletes=st.booleans())


class CalendarLife(RuleBasedStateMachine):
    """Every rule is something that happens; what must hold is looked at in every sync."""

    at_google: tuple[str, ...] = ()

    @initialize(
        pattern=st.sampled_from(PATTERNS), places=st.sampled_from(((HOME, WORK), (HOME, WORK), (HOME, WORK, FEED)))
    )
    def begin(self, pattern: tuple[str, ...], places: tuple[str, ...]) -> None:
        self.world = World(pattern, places, self.at_google)
        self.world.sync()

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.settle_down()
        finally:
            self.world.close()

    def settle_down(self) -> None:
        """Whatever has happened, a runner who answers the guards has all calendars right after at most three syncs."""
        self.world.targets = [HOME, WORK, *({FEED} & set(self.world.targets))]
        allowed = Allowances(source=True, target=True, deletes=True)
        synced = self.world.sync(allowances=allowed)
        assert synced, "nothing speaks against a sync any more"
        self.world.twice(synced)

    def at(self, day: int, hour: str) -> datetime:
        return datetime.combine(self.day(day), time.fromisoformat(hour), BERLIN)

    def day(self, number: int) -> date:
        return (self.world.now + timedelta(days=number)).date()

    def by_hand(self) -> None:
        counts["steps"] += 1
        self.world.tick()

    # The runner's hand on our sessions.

    @rule(calendar=calendars, pick=picks, day=st.integers(-1, 15), hour=hours)
    def moves(self, calendar: str, pick: int, day: int, hour: str) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            start = self.at(day, hour)
            self.world.move(calendar, event, Timed(start=start, end=later(start, 55)))

    @rule(calendar=calendars, pick=picks, minutes=st.sampled_from((-15, 15, 60)))
    def resizes(self, calendar: str, pick: int, minutes: int) -> None:
        self.by_hand()
        event = self.world.pick(calendar, pick)
        if event and isinstance(event.when, Timed):
            end = max(later(event.when.end, minutes), later(event.when.start, 5))
            self.world.move(calendar, event, Timed(start=event.when.start, end=end))

    @rule(calendar=calendars, pick=picks, day=days)
    def makes_all_day(self, calendar: str, pick: int, day: int) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.move(calendar, event, AllDay(start=self.day(day), end=self.day(day + 1)))

    @rule(calendar=calendars, pick=picks)
    def retitles(self, calendar: str, pick: int) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.retitle(calendar, event)

    @rule(calendar=calendars, pick=picks, text=st.sampled_from(("", *TAGS)))
    def annotates(self, calendar: str, pick: int, text: str) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.annotate(calendar, event, text)

    @rule(calendar=calendars, pick=picks)
    def erases_notes(self, calendar: str, pick: int) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.erase_notes(calendar, event)

    @rule(calendar=calendars, pick=picks)
    def edits_the_block(self, calendar: str, pick: int) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.edit_block(calendar, event)

    @rule(calendar=calendars, pick=picks)
    def deletes(self, calendar: str, pick: int) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.delete(calendar, event)

    @rule(calendar=calendars, pick=picks)
    def restores(self, calendar: str, pick: int) -> None:
        self.by_hand()
        self.world.restore(calendar, pick)

    @rule(calendar=calendars, pick=picks, day=days, hour=hours)
    def copies(self, calendar: str, pick: int, day: int, hour: str) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.copy(calendar, event, self.at(day, hour))

    @rule(calendar=calendars, pick=picks)
    def invites(self, calendar: str, pick: int) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.calendars[calendar].invite(event.uid, "mailto:coach@example.org", now=self.world.now)

    @rule(calendar=calendars, pick=picks)
    def makes_a_series(self, calendar: str, pick: int) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.calendars[calendar].repeat(event.uid, 3, now=self.world.now)
            self.world.expected.unclear.add(event.properties[KEY])

    @rule(calendar=calendars, pick=picks)
    def takes_it_to_the_club(self, calendar: str, pick: int) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.take_elsewhere(calendar, event)

    @rule(pick=picks, day=days, hour=hours, stays=st.booleans())
    def changes_it_at_the_club(self, pick: int, day: int, hour: str, *, stays: bool) -> None:
        self.by_hand()
        if event := self.world.pick(CLUB, pick):
            if stays:
                self.world.calendars[CLUB].move(event.uid, self.at(day, hour), now=self.world.now)
            else:
                self.world.delete_elsewhere(event)

    @rule(calendar=calendars, pick=picks, spoilt=st.sampled_from(("damaged", "newer", "stripped")))
    def has_a_mark_spoilt(self, calendar: str, pick: int, spoilt: str) -> None:
        self.by_hand()
        if event := self.world.pick(calendar, pick):
            self.world.spoil_mark(calendar, event, spoilt)

    @rule(calendar=st.sampled_from((HOME, WORK, CLUB)), day=days, hour=hours, other=st.booleans())
    def adds_an_event(self, calendar: str, day: int, hour: str, *, other: bool) -> None:
        self.by_hand()
        marks = {PROFILE: "jill", KEY: "2026-W28/1"} if other else {}
        self.world.add_event(calendar, self.day(day), hour, "Dinner", properties=marks)

    # The plan of runs.

    @rule(day=days, hour=hours, title=st.sampled_from(TITLES))
    def adds_a_run(self, day: int, hour: str, title: str) -> None:
        self.by_hand()
        self.world.add_event(RUNS, self.day(day), hour, title)

    @rule(pick=st.integers(0, 30), day=days, hour=hours, title=st.sampled_from((None, *TITLES)))
    def changes_a_run(self, pick: int, day: int, hour: str, title: str | None) -> None:
        self.by_hand()
        calendar = self.world.calendars[RUNS]
        if not calendar.events:
            return
        uid = sorted(calendar.events)[pick % len(calendar.events)]
        if title is None:
            calendar.delete(uid)
        elif pick % 2:
            calendar.retitle(uid, title, now=self.world.now)
        else:
            calendar.move(uid, self.at(day, hour), now=self.world.now)

    @rule()
    def finds_the_plan_empty(self) -> None:
        self.by_hand()
        self.world.hide_runs()

    @precondition(lambda self: self.world.hidden)
    @rule()
    def finds_the_plan_again(self) -> None:
        self.by_hand()
        self.world.show_runs()

    # The world.

    @rule(passed=st.sampled_from((0.5, 3, 11, 24, 50, 120)))
    def time_passes(self, passed: float) -> None:
        counts["steps"] += 1
        self.world.now = later(self.world.now, passed * 60)

    @rule(calendar=calendars)
    def has_a_calendar_emptied(self, calendar: str) -> None:
        self.by_hand()
        for event in self.world.sessions(calendar):
            self.world.delete(calendar, event)
        counts["fault: target emptied"] += 1

    @rule()
    def changes_the_config(self) -> None:
        counts["steps"] += 1
        targets = self.world.targets
        self.world.targets = [name for name in targets if name != WORK] if WORK in targets else [*targets, WORK]

    @precondition(lambda self: self.world.has_feed)
    @rule()
    def changes_its_mind_about_the_feed(self) -> None:
        counts["steps"] += 1
        targets = self.world.targets
        self.world.targets = [name for name in targets if name != FEED] if FEED in targets else [FEED, *targets]

    @rule(corrupt=st.booleans())
    def loses_the_state(self, *, corrupt: bool) -> None:
        counts["steps"] += 1
        self.world.lose_state(corrupt=corrupt)

    # Syncs.

    @rule()
    def syncs(self) -> None:
        counts["steps"] += 1
        if synced := self.world.sync():
            self.world.twice(synced)

    @rule()
    def syncs_again(self) -> None:
        self.syncs()

    @rule(allowances=overrides)
    def syncs_with_an_answer_to_the_guards(self, allowances: Allowances) -> None:
        counts["steps"] += 1
        if synced := self.world.sync(allowances=allowances):
            self.world.twice(synced)

    @rule(dies_at=st.integers(1, 90))
    def dies_while_it_syncs(self, dies_at: int) -> None:
        counts["steps"] += 1
        self.world.sync(Faults(dies_at=dies_at))

    @rule(down=st.sets(st.sampled_from((HOME, WORK, FEED, RUNS, CLUB)), min_size=1, max_size=2))
    def syncs_while_calendars_are_down(self, down: set[str]) -> None:
        counts["steps"] += 1
        self.world.sync(Faults(down=tuple(sorted(down))))

    @rule(write=st.integers(1, 8), made=st.booleans())
    def loses_the_connection(self, write: int, *, made: bool) -> None:
        counts["steps"] += 1
        self.world.sync(Faults(breaks=(write, made)))

    @rule(write=st.integers(1, 8))
    def meets_a_conflict(self, write: int) -> None:
        counts["steps"] += 1
        self.world.sync(Faults(conflicts=write))

    @rule(write=st.integers(1, 8), calendar=calendars, pick=picks, day=days, hour=hours, what=picks)
    def is_edited_while_it_syncs(self, write: int, calendar: str, pick: int, day: int, hour: str, what: int) -> None:
        counts["steps"] += 1
        self.world.sync(Faults(meanwhile=(write, self._hand(calendar, pick, day, hour, what))))

    def _hand(self, calendar: str, pick: int, day: int, hour: str, what: int) -> Callable[[], None]:
        def act() -> None:
            self.world.tick()
            event = self.world.pick(calendar, pick)
            if event is None:
                return
            start = self.at(day, hour)
            if what < 3:
                self.world.move(calendar, event, Timed(start=start, end=later(start, 55)))
            elif what < 6:
                self.world.annotate(calendar, event, TAGS[what])
            else:
                self.world.delete(calendar, event)
                self.world.expected.unclear.add(event.properties[KEY])

        return act


TestCalendarLife = CalendarLife.TestCase
TestCalendarLife.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
