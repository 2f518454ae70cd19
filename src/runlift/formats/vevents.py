"""One VEVENT, read as its author meant it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from runlift.domain.events import Event, EventUid
from runlift.formats.blocks import Block
from runlift.formats.html_text import without_html
from runlift.formats.moments import Clocks, Moment, Period, UnreadableTime, moment, moments
from runlift.formats.texts import text, texts
from runlift.formats.times import EventTimes, Properties, event_times

_STAMPS = frozenset({"CREATED", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"})
"""What differs between two copies of one event."""

_OUT_OF_OFFICE = {
    "X-MICROSOFT-CDO-BUSYSTATUS": "OOF",
    "X-MICROSOFT-CDO-INTENDEDSTATUS": "OOF",
    "X-GOOGLE-EVENTTYPE": "OUTOFOFFICE",
    "X-EVENTTYPE": "OUTOFOFFICE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VEvent:
    """A VEVENT before its recurrence is worked out.

    Attributes:
        position: its place in the file.
        event: what it says, at its own DTSTART.
        derived_uid: the calendar gives no UID.
        rules: its RRULEs, as written.
        exdates: the starts that do not take place.
        rdates: further starts.
        instead_of: its RECURRENCE-ID: the start whose place it takes.
        and_future: it takes the place of all later ones too.
        revision: what tells the newer of two copies (SEQUENCE, then LAST-MODIFIED or DTSTAMP, then anything).
    """

    position: int
    event: Event
    derived_uid: bool
    rules: tuple[str, ...]
    exdates: tuple[Moment, ...]
    rdates: tuple[Moment | Period, ...]
    instead_of: Moment | None
    and_future: bool
    revision: tuple[int, str, str]

    @property
    def start(self) -> Moment:
        """Its DTSTART."""
        return self.event.when.start


def read_vevent(block: Block, position: int, clocks: Clocks, notes: list[str]) -> VEvent | None:
    """Read one VEVENT; None, with a note, where it does not say when it takes place.

    Args:
        block: its lines.
        position: its place in the file.
        clocks: the zones of the calendar.
        notes: gains a sentence for each thing that could not be read as written.
    """
    properties = _by_name(block)
    user_zone = clocks.zones.published(_text(properties, "X-USER-TIMEZONE"))
    clocks = replace(clocks, floating=user_zone or clocks.floating)
    try:
        times = event_times(properties, clocks)
    except UnreadableTime as error:
        notes.append(f"{_text(properties, 'SUMMARY') or 'an event without a title'!r} is left out: {error}")
        return None
    event = _event(block, properties, times)
    remarks = list(times.notes)
    # The recurrence names instants of the series, so its floating times are in the zone of DTSTART.
    start = times.when.start
    if isinstance(start, datetime) and start.tzinfo is not None:
        clocks = replace(clocks, floating=start.tzinfo)
    instead_of = _first_moment(properties, "RECURRENCE-ID", clocks, remarks)
    vevent = VEvent(
        position=position,
        event=event,
        derived_uid=not _text(properties, "UID"),
        rules=tuple(line.value for line in properties.get("RRULE", ())),
        exdates=tuple(at for at in _listed(properties, "EXDATE", clocks, remarks) if not isinstance(at, tuple)),
        rdates=tuple(_listed(properties, "RDATE", clocks, remarks)),
        instead_of=instead_of,
        and_future="RANGE=THISANDFUTURE" in _parameters(properties, "RECURRENCE-ID"),
        revision=_revision(properties, block),
    )
    notes.extend(f"{titled(event)} {remark}" for remark in remarks)
    return vevent


def written_uid(block: Block) -> str:
    """Return the UID of a VEVENT; nothing where the calendar gives none."""
    return _text(_by_name(block), "UID")


def titled(event: Event) -> str:
    """Return what an event is called in a note."""
    return f"{event.summary or 'the event without a title'!r} on {event.day}"


def _by_name(block: Block) -> Properties:
    properties: dict[str, Block] = {}
    for line in block:
        properties.setdefault(line.name, []).append(line)
    return properties


def _event(block: Block, properties: Properties, times: EventTimes) -> Event:
    extensions = tuple((line.name, text(line.value)) for line in block if line.name.startswith("X-"))
    notes = _text(properties, "DESCRIPTION") or _text(properties, "X-ALT-DESC")
    return Event(
        uid=EventUid(_text(properties, "UID") or _content_uid(block)),
        when=times.when,
        summary=_text(properties, "SUMMARY"),
        description=without_html(notes),
        location=_text(properties, "LOCATION"),
        categories=tuple(item for line in properties.get("CATEGORIES", ()) for item in texts(line.value)),
        transparent=_text(properties, "TRANSP").upper() == "TRANSPARENT",
        cancelled=_text(properties, "STATUS").upper() in {"CANCELLED", "CANCELED"},
        out_of_office=any(_OUT_OF_OFFICE.get(name) == _letters(value) for name, value in extensions),
        duration=times.duration,
        series=any(name in properties for name in ("RRULE", "RDATE", "RECURRENCE-ID")),
        properties=extensions,
    )


def _text(properties: Properties, name: str) -> str:
    return text(properties[name][0].value) if name in properties else ""


def _letters(value: str) -> str:
    return re.sub(r"[^A-Z]", "", value.upper())


def _parameters(properties: Properties, name: str) -> str:
    return properties[name][0].parameters.upper().replace(" ", "") if name in properties else ""


def _content_uid(block: Block) -> str:
    return f"without-uid-{_digest(block)[:32]}"


def _digest(block: Block) -> str:
    lines = sorted(f"{line.name}{line.parameters}:{line.value}" for line in block if line.name not in _STAMPS)
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _revision(properties: Properties, block: Block) -> tuple[int, str, str]:
    sequence = _text(properties, "SEQUENCE")
    stamp = _text(properties, "LAST-MODIFIED") or _text(properties, "DTSTAMP")
    return (int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0, stamp, _digest(block))


def _first_moment(properties: Properties, name: str, clocks: Clocks, remarks: list[str]) -> Moment | None:
    try:
        return moment(properties[name][0], clocks) if name in properties else None
    except UnreadableTime as error:
        remarks.append(f"has an unreadable {name}, which is ignored: {error}")
        return None


def _listed(properties: Properties, name: str, clocks: Clocks, remarks: list[str]) -> Iterator[Moment | Period]:
    for line in properties.get(name, ()):
        try:
            yield from moments(line, clocks)
        except UnreadableTime as error:
            remarks.append(f"has an unreadable {name}, which is ignored: {error}")
