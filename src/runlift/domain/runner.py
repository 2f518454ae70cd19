"""Who the runner is, and when there is time to lift: the choices of the config, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from runlift.domain.kinds import Experience, Policy

_MIDDLE_OF_WAKING_DAY = 14 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """Days that the runner spends in another zone, both ends included."""

    start: date
    end: date
    zone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of a day in which the runner can lift, in wall-clock time; it does not cross midnight.

    Attributes:
        start: when it opens.
        end: when it closes; 00:00 stands for the end of the day.
    """

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The runner's zone, day by day: at home, or where a trip leads."""

    home: ZoneInfo
    trips: tuple[Trip, ...] = ()

    def zone_on(self, day: date) -> ZoneInfo:
        """Return the zone in which the runner spends the day."""
        for trip in self.trips:
            if trip.start <= day <= trip.end:
                return trip.zone
        return self.home

    def at(self, day: date, wall: time) -> datetime:
        """Return the instant at which the runner's clock shows `wall` on `day`."""
        return datetime.combine(day, wall, self.zone_on(day))

    def local(self, instant: datetime) -> datetime:
        """Return the instant as the runner's own clock shows it.

        Around the night before or after a trip two clocks may claim an instant: the one that the instant is told in
        wins, else the one on which it is nearer to the middle of a waking day.
        """
        readings = [instant.astimezone(zone) for zone in (self.home, *(trip.zone for trip in self.trips))]
        fitting = [reading for reading in readings if self.zone_on(reading.date()) is reading.tzinfo]
        if len(fitting) < 2:
            return next(iter(fitting), readings[0])
        told = [reading for reading in fitting if reading.tzinfo is instant.tzinfo]
        return min(told or fitting, key=lambda reading: abs(reading.hour * 60 + reading.minute - _MIDDLE_OF_WAKING_DAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """The runner, as far as strength training is concerned.

    Attributes:
        strength_since: any day of the first week of strength training; None: the first planned week.
        body_weight_kg: None: loads are told as shares of body weight.
        dumbbells_kg: the dumbbells owned; None: not said; empty: body weight only.
        session_cap: at most so many sessions a week; None: as the season asks.
        session_bias: +1 or -1 session a week.
    """

    experience: Experience = Experience.INTERMEDIATE
    strength_since: date | None = None
    body_weight_kg: float | None = None
    dumbbells_kg: tuple[float, ...] | None = None
    slow_recovery: bool = False
    policy: Policy = Policy.LIGHT_RUN_HEAVY_LIFT
    session_cap: int | None = None
    session_bias: int = 0
    race_week_session: bool = True


_WEEKDAY_WISH, _WEEKEND_WISH = time(18), time(10)


def _default_windows() -> Mapping[int, tuple[Window, ...]]:
    weekday = (Window(start=time(12), end=time(13, 30)), Window(start=time(17), end=time(21)))
    weekend = (Window(start=time(7), end=time(19)),)
    return {day: weekday if day < 5 else weekend for day in range(7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """When the runner can and likes to lift, and when runs without an hour are assumed to be.

    Attributes:
        windows: by `date.weekday()`, sorted and apart.
        bedtime: before noon it belongs to the next day.
        prefer: the wished clock time; None: a few hours after the day's last run.
        gap_hours: the band after a run in which a session is welcome, in hours.
        travel: the way to the gym, kept free on both sides of a session.
        assumed_run: by `date.weekday()`: when a run without an hour is assumed to start.
    """

    clock: Clock
    windows: Mapping[int, tuple[Window, ...]] = field(default_factory=_default_windows)
    bedtime: time = time(22)
    prefer: time | None = None
    gap_hours: tuple[float, float] = (3, 8)
    travel: timedelta = timedelta(0)
    assumed_run: Mapping[int, time] = field(
        default_factory=lambda: {day: time(7) if day < 5 else time(8) for day in range(7)}
    )

    def usual_start(self, day: date) -> datetime:
        """Return when a session is welcome on a day without a run (P12)."""
        wall = self.prefer or (_WEEKDAY_WISH if day.weekday() < 5 else _WEEKEND_WISH)
        return self.clock.at(day, wall)
