"""The worked weeks: whole weeks whose cheapest plan is known to the minute."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from runlift.domain.kinds import Intensity, Policy
from runlift.domain.plan import Situation
from runlift.domain.runs import Run
from runlift.domain.weeks import Week
from tests import builders as given


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One session of a worked week."""

    start: datetime
    end: datetime
    intensity: Intensity
    sets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedWeek:
    """A situation and what it must lead to.

    Attributes:
        plan_week: as the situation's `strength_since` has it.
        request: what the season asks for, heaviest first.
        full_rest_day: False where the plan must warn that the week has none.
    """

    name: str
    situation: Situation
    plan_week: int
    request: tuple[Intensity, ...]
    expected: tuple[Expected, ...]
    cost: int
    full_rest_day: bool = True

    @property
    def week(self) -> Week:
        return Week.of(self.situation.now.date())


HEAVY, MODERATE, LIGHT = Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT


def _expected(line: str) -> Expected:
    """Return the session written as '2026-03-03 18:00-18:55 heavy 3'."""
    day, hours, intensity, sets = line.split()
    start, end = hours.split("-")
    return Expected(
        start=given.a_moment(f"{day} {start}"),
        end=given.a_moment(f"{day} {end}"),
        intensity=Intensity(intensity),
        sets=int(sets),
    )


def _worked_week(
    name: str,
    monday: str,
    *,
    plan_week: int,
    runs: Iterable[Run],
    request: tuple[Intensity, ...],
    expected: Iterable[str],
    cost: int,
    experience: str = "intermediate",
    policy: Policy = Policy.LIGHT_RUN_HEAVY_LIFT,
    full_rest_day: bool = True,
) -> WorkedWeek:
    since = date.fromisoformat(monday) - timedelta(weeks=plan_week - 1)
    situation = given.a_situation(
        *runs,
        given.MARATHON,
        now=f"{monday} 00:00",
        horizon_days=6,
        runner=given.a_runner(experience, since=since.isoformat(), policy=policy),
        availability=given.an_availability(at=given.windows("12:00-13:30 17:00-21:00", "07:00-19:00"), prefer="18:00"),
    )
    return WorkedWeek(
        name=name,
        situation=situation,
        plan_week=plan_week,
        request=request,
        expected=tuple(_expected(line) for line in expected),
        cost=cost,
        full_rest_day=full_rest_day,
    )


W1 = _worked_week(
    "W1 base",
    "2026-03-02",
    plan_week=6,
    runs=given.W1_RUNS,
    request=(HEAVY, HEAVY, MODERATE),
    expected=["2026-03-03 18:00-18:55 heavy 3", "2026-03-05 18:00-18:55 heavy 3", "2026-03-07 18:00-18:25 light 2"],
    cost=32,
)
W2 = _worked_week(
    "W2 first week of a beginner",
    "2026-03-02",
    plan_week=1,
    experience="beginner",
    runs=given.W2_RUNS,
    request=(MODERATE, MODERATE),
    expected=["2026-03-03 18:40-19:05 moderate 1", "2026-03-05 18:40-19:05 moderate 1"],
    cost=7,
)
W3 = _worked_week(
    "W3 build",
    "2026-07-06",
    plan_week=7,
    runs=given.W3_RUNS,
    request=(HEAVY, MODERATE),
    expected=["2026-07-07 18:00-18:45 moderate 3", "2026-07-10 18:00-18:55 heavy 3"],
    cost=16,
)
W4 = _worked_week(
    "W4 build, hard days hard",
    "2026-07-06",
    plan_week=7,
    experience="advanced",
    policy=Policy.HARD_DAYS_HARD,
    runs=given.W3_RUNS,
    request=(HEAVY, HEAVY),
    expected=["2026-07-07 17:30-18:25 heavy 3", "2026-07-09 18:00-18:55 heavy 3"],
    cost=13,
)
W4_LIGHT_RUN_HEAVY_LIFT = _worked_week(
    "W4 build, light run heavy lift",
    "2026-07-06",
    plan_week=7,
    experience="advanced",
    runs=given.W3_RUNS,
    request=(HEAVY, HEAVY),
    expected=["2026-07-07 18:00-18:45 moderate 3", "2026-07-10 18:00-18:55 heavy 3"],
    cost=36,
)
W5 = _worked_week(
    "W5 peak",
    "2026-09-07",
    plan_week=14,
    runs=given.W5_RUNS,
    request=(HEAVY,),
    expected=["2026-09-08 18:00-18:35 moderate 2"],
    cost=26,
)
W5B = _worked_week(
    "W5b peak, Monday off",
    "2026-09-07",
    plan_week=14,
    runs=given.W5B_RUNS,
    request=(HEAVY,),
    expected=["2026-09-11 18:00-18:45 heavy 2"],
    cost=10,
)
W6 = _worked_week(
    "W6 taper, third week before the race",
    "2026-09-28",
    plan_week=17,
    runs=(*given.W6_RUNS, *given.W6_LATE_RUNS),
    request=(HEAVY,),
    expected=["2026-10-02 18:00-18:40 heavy 2"],
    cost=10,
)
W6_LATE = _worked_week(
    "W6 taper, second week before the race",
    "2026-10-05",
    plan_week=18,
    runs=(*given.W6_LATE_RUNS, *given.W7_RUNS),
    request=(MODERATE,),
    expected=["2026-10-09 18:00-18:25 moderate 1"],
    cost=2,
)
W7 = _worked_week(
    "W7 race week",
    "2026-10-12",
    plan_week=19,
    runs=given.W7_RUNS,
    request=(LIGHT,),
    expected=["2026-10-13 18:00-18:20 light 1"],
    cost=7,
)
X1 = _worked_week(
    "X1 only hard days",
    "2026-07-06",
    plan_week=7,
    runs=given.X1_RUNS,
    request=(HEAVY, MODERATE),
    expected=["2026-07-06 18:00-18:25 light 2", "2026-07-10 18:00-18:45 moderate 3"],
    cost=55,
)
X3 = _worked_week(
    "X3 seven running days",
    "2026-07-06",
    plan_week=7,
    runs=given.X3_RUNS,
    request=(HEAVY, MODERATE),
    expected=["2026-07-07 18:00-18:45 moderate 3", "2026-07-10 18:00-18:55 heavy 3"],
    cost=16,
    full_rest_day=False,
)

WORKED_WEEKS = (W1, W2, W3, W4, W4_LIGHT_RUN_HEAVY_LIFT, W5, W5B, W6, W6_LATE, W7, X1, X3)
