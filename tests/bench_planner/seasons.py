"""Whole seasons, drawn at random from a number: four to 52 weeks of a runner's life."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from runlift.domain.kinds import Experience, Intensity, Policy, Status
from runlift.domain.plan import Situation
from runlift.domain.runner import Availability, Clock, Runner, Trip, Window
from runlift.domain.runs import Busy, Run
from runlift.domain.sessions import Declined, FixedSession, PublishedSession
from runlift.domain.weeks import Week
from tests import builders as given

DAY = timedelta(days=1)
ZONES = ("Europe/Berlin", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Tokyo")
MONDAYS_OF_NOTE = ("2026-03-02", "2026-03-23", "2026-10-05", "2026-10-26", "2025-12-08", "2026-12-14", "2027-12-20")
"""Before changes of the clock in both hemispheres, and before the end of years of 52 and of 53 weeks."""
RACES_KM = (5, 10, 21.1, 21.1, 42.2, 42.2, 42.2, 60, 161, None)
E, T = "easy 06:30 45", "hard 06:30 60"
# Monday to Sunday, where a day is chosen anew each week from its alternatives.
WEEKS_OF_RUNS = tuple(
    [[texts.strip() for texts in day.split("/")] for day in week.split("|")]
    for week in (
        f"| {T} | {E} | {T} | {E} | easy 08:00 50 | long 07:30 120/long 07:00 180",
        f"easy 06:30 40 | hard 06:30 75 | easy 06:30 60 | {T} || easy 08:00 40 | long 07:00 180/long 07:00 100",
        f"| {E}/easy 18:00 30 || {E}/ || easy 08:00 40 | long 08:00 90/easy 08:00 75",
        f"{E} | {T} | {E} | {T} | {E} | easy 08:00 50 | long 07:30 120",
        f"| hard 18:30 60 | easy 12:00 45/easy 17:30 60 | hard 18:00 50/{E} || long 09:00 100/{E} | long 09:00 150/{E}",
        f"{E} | {T}, easy 17:30 30 | {E}, easy 18:00 40 | {T}, easy 17:00 30/{E} || long 07:30 120 | long 08:00 90",
        f"{T} | {T} | {T} | {T} | {T} || long 07:30 120",
        "|".join([f"/{E}/easy 18:15 20/hard 07:00 75/hard 18:00 50/long 17:00 60/easy 06:45 90"] * 7),
    )
)
WINDOWS: tuple[Callable[[], Mapping[int, tuple[Window, ...]]], ...] = (
    lambda: given.windows("12:00-13:30 17:00-21:00", "07:00-19:00"),
    lambda: given.windows("12:00-13:30 17:00-21:00", "07:00-19:00"),
    lambda: given.windows("17:30-20:30", "09:00-12:00 15:00-18:00"),
    lambda: given.windows("05:30-07:30", "07:00-10:00"),
    lambda: given.windows("12:00-13:00", ""),
    lambda: given.windows("18:10-19:20"),
    lambda: given.windows("", "08:00-20:00"),
    lambda: given.windows("00:00-24:00"),
    lambda: {**given.windows("19:30-21:00", "10:00-11:30"), 2: (), 4: ()},
)
LIFT_HOURS = ("05:00", "06:45", "08:00", "12:00", "12:10", "17:30", "18:00", "18:07", "19:30", "21:30")


def season(seed: int, weeks: int | None = None) -> Situation:
    """Return the season that a number draws; of so many weeks, where that is asked."""
    return _Draw(seed, weeks).situation()


class _Draw:
    def __init__(self, seed: int, weeks: int | None) -> None:
        self.chance = chance = Random(seed)
        self.weeks = chance.choice((4, chance.randint(4, 9), chance.randint(4, 20), chance.randint(13, 52)))
        self.weeks = weeks or self.weeks
        notable = date.fromisoformat(chance.choice(MONDAYS_OF_NOTE))
        self.monday = chance.choice((notable, date(2025, 1, 6) + chance.randrange(150) * 7 * DAY))
        self.days = 7 * self.weeks
        self.clock = Clock(home=ZoneInfo(chance.choice(ZONES)), trips=self.trips())
        elapsed, hour = chance.choice(((0, 0), (0, 0), (0, 9), (1, 20), (3, 5), (5, 12), (6, 20)))
        self.now = self.at(elapsed, time(hour))
        self.horizon = self.days - 1 - elapsed

    def rarely(self, share: float = 0.15) -> bool:
        return self.chance.random() < share

    def day(self, n: int) -> date:
        return self.monday + n * DAY

    def at(self, n: int, wall: time) -> datetime:
        return self.clock.at(self.day(n), wall)

    def some_hour(self, first: int, last: int) -> datetime:
        return self.at(self.chance.randint(first, last), time.fromisoformat(self.chance.choice(LIFT_HOURS)))

    def trips(self) -> tuple[Trip, ...]:
        if not self.rarely(0.2):
            return ()
        start = self.day(self.chance.randrange(self.days))
        zone = ZoneInfo(self.chance.choice(("America/Denver", "Asia/Tokyo", "Europe/London")))
        return (Trip(start=start, end=start + self.chance.randint(2, 13) * DAY, zone=zone),)

    def situation(self) -> Situation:
        runs, fixed = self.runs(), self.fixed()
        taken = {lift.day for lift in fixed}
        return Situation(
            now=self.now,
            horizon_days=self.horizon,
            runner=self.runner(),
            availability=self.availability(),
            runs=tuple(runs),
            busy=tuple(self.busy()),
            fixed=tuple(fixed),
            published=tuple(lift for lift in self.published() if lift.day not in taken),
            held=self.held(),
            declined=tuple(self.declined()),
        )

    def runs(self) -> list[Run]:
        races = self.races()
        taken, runs = {race.day for race in races}, list(races)
        pattern = self.chance.choice(WEEKS_OF_RUNS)
        pauses = self.pauses()
        for week in range(-2, self.weeks + 2):
            if self.rarely(0.1):
                pattern = self.chance.choice(WEEKS_OF_RUNS)
            for weekday, texts in enumerate(pattern):
                n = 7 * week + weekday
                if self.day(n) not in taken and week not in pauses and not self.rarely(0.04):
                    runs += self.runs_on(n, self.chance.choice(texts))
        return runs

    def pauses(self) -> set[int]:
        """Return the weeks without a run."""
        pauses = {self.chance.randrange(self.weeks)} if self.rarely() else set()
        if self.rarely(0.06):
            start = self.chance.randrange(self.weeks)
            pauses |= set(range(start, start + self.chance.randint(2, 5)))
        return pauses

    def runs_on(self, n: int, texts: str) -> list[Run]:
        runs = []
        for text in filter(None, texts.split(", ")):
            kind, hour, minutes = text.split()
            zone = self.clock.zone_on(self.day(n))
            run = given.a_run(kind, on=str(self.day(n)), at=hour, minutes=int(minutes), zone=zone)
            runs.append(replace(run, cross=kind == "easy" and self.rarely(0.05)))
        return runs

    def races(self) -> list[Run]:
        found: dict[int, tuple[float | None, bool]] = {}
        for n in [-self.chance.randint(1, 60)] * self.rarely(0.3):
            found[n] = self.chance.choice(RACES_KM), self.rarely(0.5)
        for n in [self.chance.randrange(3, self.days + 120)] * self.rarely(0.85):
            found[n] = self.chance.choice(RACES_KM), self.rarely(0.7)
        for _ in range(self.chance.choice((0, 0, 1, 2))):
            found[self.chance.randrange(self.days)] = self.chance.choice((None, 5, 10, 21.1)), self.rarely(0.05)
        return [
            given.a_run(
                "race",
                on=str(self.day(n)),
                at=self.chance.choice(("09:00", "10:00", "18:30")),
                km=km,
                minutes=round(6 * (km or 21.1)),
                goal=goal,
                zone=self.clock.zone_on(self.day(n)),
            )
            for n, (km, goal) in found.items()
        ]

    def runner(self) -> Runner:
        chance = self.chance
        since = self.monday - (chance.choice((chance.randint(1, 30), 1, 0)) - 1) * 7 * DAY
        return Runner(
            experience=chance.choice(tuple(Experience)),
            strength_since=None if self.rarely(0.1) else since,
            slow_recovery=self.rarely(0.25),
            policy=chance.choice(tuple(Policy)),
            session_cap=chance.choice((None, None, None, None, 1, 2, 3)),
            session_bias=chance.choice((0, 0, 0, -1, 1)),
            race_week_session=not self.rarely(),
        )

    def availability(self) -> Availability:
        windows = {} if self.rarely(0.02) else self.chance.choice(WINDOWS)()
        return Availability(
            clock=self.clock,
            windows={weekday: windows.get(weekday, ()) for weekday in range(7)},
            bedtime=time.fromisoformat(self.chance.choice(("22:00", "22:00", "21:15", "00:30"))),
            prefer=self.chance.choice((None, None, time(18), time(12, 15), time(7))),
            travel=timedelta(minutes=self.chance.choice((0, 0, 0, 10, 20))),
        )

    def busy(self) -> list[Busy]:
        """Return meetings, a regular evening, and weeks on the road."""
        spans = [(self.some_hour(0, self.days - 1), self.chance.randint(15, 240)) for _ in range(self.few_or_many())]
        if self.rarely(0.3):
            weekday = self.chance.randrange(7)
            spans += [(self.at(7 * week + weekday, time(18)), 120) for week in range(self.weeks)]
        if self.rarely(0.3):
            spans.append((self.some_hour(0, self.days - 1), self.chance.randint(2, 10) * 24 * 60))
        return [Busy(start=start, end=given.later(start, minutes)) for start, minutes in spans]

    def few_or_many(self) -> int:
        return self.chance.choice((0, self.chance.randint(0, self.weeks), self.chance.randint(0, 4 * self.weeks)))

    def held(self) -> frozenset[date]:
        held: set[date] = set()
        while self.rarely(0.2):
            first = self.chance.randrange((self.now.date() - self.monday).days, self.days)
            held |= {self.day(first + n) for n in range(self.chance.choice((1, 2, 3, 7, self.chance.randint(3, 30))))}
        return frozenset(held)

    def fixed(self) -> list[FixedSession]:
        """Return what was done, perhaps with a gap, what the runner has moved, and strength of the runner's own."""
        starts = [self.some_hour(-n, -n) for n in range(1, 70) if self.rarely(0.25)] if self.rarely(0.4) else []
        gap = self.chance.choice((0, 0, 15, 22, 30)), self.chance.choice((0, 25, 45))
        starts = [start for start in starts if not gap[1] < (self.monday - start.date()).days <= sum(gap)]
        starts += [
            self.some_hour(0, self.days + 6) for _ in range(self.chance.choice((0, 0, 1, 2, 3, self.weeks // 4)))
        ]
        return [self.fixed_at(n, start) for n, start in enumerate(sorted(starts), start=1)]

    def fixed_at(self, n: int, start: datetime) -> FixedSession:
        week = Week.of(start.date() + 7 * DAY * (self.rarely(0.1) and start > self.now))
        return FixedSession(
            start=start,
            end=given.later(start, self.chance.choice((20, 25, 35, 45, 55, 60, 75))),
            intensity=self.chance.choice(tuple(Intensity)),
            week=week,
            status=Status.DONE if start < self.now else Status.PINNED,
            key=None if self.rarely(0.25) else f"{week}/{n}",
        )

    def published(self) -> list[PublishedSession]:
        """Return what stands already, in the first weeks or in all."""
        if not self.rarely(0.4):
            return []
        found: dict[date, PublishedSession] = {}
        for week in range(self.chance.choice((1, 2, self.weeks))):
            for n in range(self.chance.randint(0, 3)):
                start = self.some_hour(7 * week, 7 * week + 6)
                if start > self.now:
                    minutes, intensity = self.chance.choice((25, 45, 55)), self.chance.choice(tuple(Intensity))
                    key = f"{Week.of(start.date())}/{40 + n}"
                    end = given.later(start, minutes)
                    found[start.date()] = PublishedSession(key=key, start=start, end=end, intensity=intensity)
        return list(found.values())

    def declined(self) -> list[Declined]:
        days = [self.day(self.chance.randrange(self.days)) for _ in range(self.chance.choice((0, 0, 0, 1, 2)))]
        return [
            Declined(
                key=f"{Week.of(day)}/9", week=Week.of(day), intensity=self.chance.choice(tuple(Intensity)), day=day
            )
            for day in days
        ]
