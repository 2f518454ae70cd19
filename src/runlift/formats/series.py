"""Series, copies and overrides: VEVENTs to the occurrences inside a window.

What does not recur never reaches the recurrence library. What does is expanded one UID at a time, so that a series
that cannot be followed costs no other event and is noted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import recurring_ical_events  # type: ignore[import-untyped]  # it ships no types
from icalendar import Calendar
from icalendar import Event as Component
from icalendar.prop import vDDDTypes

from runlift.domain.events import AllDay, Event, ReadingWindow, Timed
from runlift.formats.moments import Moment
from runlift.formats.recurrence import BUDGET, Rule, UnusableRule, usable_rule
from runlift.formats.vevents import VEvent, titled

_MARGIN = timedelta(days=2)
"""Room for the library's reading of the window's edges; `ReadingWindow.holds` decides in the end."""

_POSITION = "X-POSITION"

_RULE_FAILURES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What dateutil meets in rules that are spelled well and mean nothing, such as two frequencies."""


def occurrences(vevents: Iterable[VEvent], window: ReadingWindow, notes: list[str]) -> Iterator[tuple[int, Event]]:
    """Yield the events inside the window, each with the place in the file of the first of its UID.

    Args:
        vevents: everything that a calendar holds.
        window: the stretch that is wanted.
        notes: gains a sentence for each series that is not followed.
    """
    by_uid: dict[str, list[VEvent]] = {}
    for vevent in vevents:
        by_uid.setdefault(vevent.event.uid, []).append(vevent)
    expander = _Expander(window, notes)
    for group in by_uid.values():
        for event in expander.events_of(group):
            if window.holds(event.when):
                yield group[0].position, event


class _Expander:
    """Follows the series of one calendar, as long as their rules stay within the budget."""

    def __init__(self, window: ReadingWindow, notes: list[str]) -> None:
        self._window = window
        self._notes = notes
        self._budget = BUDGET

    def events_of(self, group: Sequence[VEvent]) -> Iterator[Event]:
        """Yield the occurrences of the VEVENTs that share a UID; some lie outside the window."""
        masters = _current(vevent for vevent in group if vevent.instead_of is None)
        overrides = _newest(vevent for vevent in group if vevent.instead_of is not None)
        if not masters or not overrides:
            alone = [*masters, *overrides]
            for vevent in alone:
                for event in self._expanded(vevent, []):
                    yield replace(event, series=True) if len(alone) > 1 else event
        else:
            # Where several series share a UID, nothing says whose overrides these are; they must take place only once.
            first = min(masters, key=lambda master: master.start.isoformat())
            for master in masters:
                yield from self._expanded(master, overrides if master is first else [])

    def _expanded(self, master: VEvent, overrides: Sequence[VEvent]) -> Iterator[Event]:
        rules = list(self._usable(master))
        if not (rules or master.rdates or overrides):
            yield master.event
            return
        try:
            yield from self._followed(master, overrides, rules)
        except _RULE_FAILURES:
            self._notes.append(f"{titled(master.event)} is read once, since its series cannot be followed")
            yield from (vevent.event for vevent in (master, *overrides))

    def _usable(self, master: VEvent) -> Iterator[Rule]:
        for value in master.rules:
            try:
                rule = usable_rule(value, master.start, until_year=self._window.end.year + 1, budget=self._budget)
            except UnusableRule as error:
                self._notes.append(f"{titled(master.event)} is read once, without its repetitions: {error}")
            else:
                self._budget -= rule.cost
                yield rule

    def _followed(self, master: VEvent, overrides: Sequence[VEvent], rules: Sequence[Rule]) -> list[Event]:
        calendar = Calendar()
        calendar.add_component(_component(master, rules))
        for override in overrides:
            calendar.add_component(_component(override, ()))
        events = {vevent.position: vevent.event for vevent in (master, *overrides)}
        start, end = (edge.astimezone(self._window.zone) for edge in (self._window.start, self._window.end))
        found = recurring_ical_events.of(calendar).between(start - _MARGIN, end + _MARGIN)
        return [
            replace(
                events[int(component[_POSITION])],
                when=_when(component["DTSTART"].dt, component["DTEND"].dt),
                series=True,
            )
            for component in found
        ]


def _current(masters: Iterable[VEvent]) -> list[VEvent]:
    """Leave out what is superseded (RFC 5545, 3.8.7.4), and all but one of several copies.

    Events of one revision but at different times stay apart: there are calendars that give every event the same UID.
    """
    masters = list(masters)
    newest = max((master.revision[0] for master in masters), default=0)
    copies: dict[tuple[Moment, str], VEvent] = {}
    for master in masters:
        if master.revision[0] == newest:
            _keep_newer(copies, (master.start, master.event.summary), master)
    return list(copies.values())


def _newest(overrides: Iterable[VEvent]) -> list[VEvent]:
    copies: dict[tuple[Moment, str], VEvent] = {}
    for override in overrides:
        if override.instead_of is not None:
            _keep_newer(copies, (override.instead_of, ""), override)
    return list(copies.values())


def _keep_newer(copies: dict[tuple[Moment, str], VEvent], key: tuple[Moment, str], vevent: VEvent) -> None:
    if key not in copies or copies[key].revision < vevent.revision:
        copies[key] = vevent


def _component(vevent: VEvent, rules: Iterable[Rule]) -> Component:
    """Return as much of the event as its recurrence needs."""
    component = Component()
    component.add("UID", "series")
    component.add("DTSTART", vevent.event.when.start)
    component.add("DTEND", vevent.event.when.end)
    component.add("SEQUENCE", vevent.revision[0])
    component.add(_POSITION, str(vevent.position))
    for rule in rules:
        component.add("RRULE", rule.recur)
    for name, listed in (("EXDATE", vevent.exdates), ("RDATE", vevent.rdates)):
        if listed:
            component.add(name, list(listed))
    if vevent.instead_of is not None:
        recurrence_id = vDDDTypes(vevent.instead_of)
        if vevent.and_future:
            recurrence_id.params["RANGE"] = "THISANDFUTURE"
        component["RECURRENCE-ID"] = recurrence_id
    return component


def _when(start: date, end: date) -> Timed | AllDay:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return Timed(start=start, end=end)
    return AllDay(start=start, end=end)
