"""Turns what the config says about the runner into the domain's values."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from runlift.app.config_schema import ConfigFile, WindowsTable
from runlift.domain.runner import Availability, Clock, Runner, Trip, Window

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def runner_of(tables: ConfigFile) -> Runner:
    """Return the runner that a readable config describes."""
    table, timing = tables.runner, tables.timing
    return Runner(
        experience=table.experience,
        strength_since=table.strength_since,
        body_weight_kg=table.body_weight_kg,
        dumbbells_kg=None if table.dumbbells_kg is None else tuple(sorted(set(table.dumbbells_kg))),
        slow_recovery=table.slow_recovery,
        policy=timing.policy,
        session_cap=timing.sessions_per_week.cap,
        session_bias=timing.sessions_per_week.bias,
        race_week_session=timing.race_week_session,
    )


def availability_of(tables: ConfigFile, home: ZoneInfo) -> Availability:
    """Return when the runner can lift; what the config leaves out is as usual."""
    timing = tables.timing
    trips = (Trip(start=trip.from_, end=trip.to, zone=trip.timezone) for trip in tables.travel if trip)
    usual = Availability(clock=Clock(home=home, trips=tuple(sorted(trips, key=lambda trip: trip.start))))
    assumed = timing.assumed_run
    low, high = timing.gap_hours or usual.gap_hours
    return replace(
        usual,
        windows={day: _windows_on(day, timing.windows, usual) for day in range(7)},
        bedtime=tables.runner.bedtime,
        prefer=timing.prefer.clock,
        gap_hours=(low, high),
        travel=timedelta(minutes=timing.travel_minutes),
        assumed_run={
            day: (assumed.weekday if day < 5 else assumed.weekend) or usual.assumed_run[day] for day in range(7)
        },
    )


def _windows_on(day: int, table: WindowsTable, usual: Availability) -> tuple[Window, ...]:
    named: tuple[Window, ...] | None = getattr(table, DAYS[day])
    of_kind = table.weekday if day < 5 else table.weekend
    chosen = next((choice for choice in (named, of_kind) if choice is not None), usual.windows[day])
    joined: list[Window] = []
    for window in sorted(chosen, key=lambda each: each.start):
        if joined and joined[-1].end == window.start:
            joined[-1] = replace(joined[-1], end=window.end)
        else:
            joined.append(window)
    return tuple(joined)
