"""Series: the instances that `singleEvents` gives in their place, and those that were written on their own.

An instance's id is its series' with the original start in UTC, or its day, behind an underscore; this is what the API
gives out, and `recurringEventId` with `originalStartTime` is what it promises.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from tests.google.problems import Json, invalid
from tests.google.times import length, local

_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6}Z)")
_STAMP = re.compile(r"_(\d{8}(?:T\d{6}Z)?)$")
_TOO_MANY = 2000
"""Instances of a series that has no end, and is asked for without one."""


def split(event_id: str) -> tuple[str, str] | None:
    """Return the series and the stamp in the id of an instance."""
    found = _STAMP.search(event_id)
    return (event_id[: found.start()], found[1]) if found else None


def expand(events: Mapping[str, Json], zone: ZoneInfo, until: datetime | None) -> dict[str, Json]:
    """Return every single event and every instance, by id; the series themselves are not among them.

    Args:
        events: those of a calendar, cancelled ones too.
        zone: the calendar's.
        until: no instance that was to begin later is needed.
    """
    rows = {event["id"]: event for event in events.values() if "recurrence" not in event}
    for series in events.values():
        if "recurrence" not in series:
            continue
        for made in instances(series, zone, until):
            rows.setdefault(made["id"], made)
    return {event_id: _under(events, row) for event_id, row in rows.items()}


def _under(events: Mapping[str, Json], row: Json) -> Json:
    """Return an instance cancelled where its series is."""
    series = events.get(row.get("recurringEventId", ""), {})
    return {**row, "status": "cancelled"} if series.get("status") == "cancelled" else row


def instances(series: Json, zone: ZoneInfo, until: datetime | None = None) -> Iterator[Json]:
    """Return the instances of a series as its rule makes them."""
    takes = length(series)
    for number, start in enumerate(_starts(series, zone)):
        if number >= _TOO_MANY or (until and start.astimezone(UTC) > until):
            return
        yield _instance(series, start, takes)


def instance(series: Json, zone: ZoneInfo, stamp: str) -> Json | None:
    """Return one instance by its stamp; None where the rule makes none such."""
    day = datetime.strptime(stamp[:8], "%Y%m%d").replace(tzinfo=UTC) + timedelta(days=3)
    return next((made for made in instances(series, zone, day) if made["id"] == f"{series['id']}_{stamp}"), None)


def _instance(series: Json, start: datetime, takes: timedelta) -> Json:
    own = {name: value for name, value in series.items() if name != "recurrence"}
    if "date" in series["start"]:
        stamp = f"{start:%Y%m%d}"
        first: Json = {"date": start.date().isoformat()}
        last: Json = {"date": (start.date() + takes).isoformat()}
    else:
        named = {"timeZone": series["start"]["timeZone"]}
        stamp = f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        first = {"dateTime": start.isoformat(), **named}
        last = {"dateTime": (start.astimezone(UTC) + takes).astimezone(start.tzinfo).isoformat(), **named}
    return {
        **own,
        "id": f"{series['id']}_{stamp}",
        "start": first,
        "end": last,
        "recurringEventId": series["id"],
        "originalStartTime": first,
    }


def _starts(series: Json, zone: ZoneInfo) -> Iterator[datetime]:
    """Return the starts on the clock of the series' zone, which is where its rule is expanded (EventDateTime)."""
    first = local(series["start"], zone)
    for naive in rules(series["recurrence"], first):
        yield naive.replace(tzinfo=first.tzinfo)


def rules(lines: list[str], first: datetime) -> rruleset:
    """Read RRULE, RDATE and EXDATE lines on the clock of a series.

    Raises:
        Problem: they are none.
    """

    def to_clock(found: re.Match[str]) -> str:
        moment = datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return f"UNTIL={moment.astimezone(first.tzinfo):%Y%m%dT%H%M%S}"

    made = rruleset()
    naive = first.replace(tzinfo=None)
    try:
        for line in lines:
            name, _, value = line.partition(":")
            kind, _, parameters = name.partition(";")
            if kind == "RRULE":
                made.rrule(_rule(_UNTIL.sub(to_clock, value), naive))
            else:
                add = {"EXDATE": made.exdate, "RDATE": made.rdate}[kind]
                for text in value.split(","):
                    add(_listed(text, parameters, first))
    except (ValueError, KeyError, TypeError) as error:
        raise invalid("Invalid recurrence rule.", "recurrence") from error
    return made


def _rule(text: str, first: datetime) -> rrule:
    made = rrulestr(text, dtstart=first)
    if not isinstance(made, rrule):
        raise TypeError(text)
    return made


def _listed(text: str, parameters: str, first: datetime) -> datetime:
    if len(text) == 8:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        return datetime.combine(day, first.time())
    moment = datetime.fromisoformat(text.removesuffix("Z"))
    if text.endswith("Z"):
        return moment.replace(tzinfo=UTC).astimezone(first.tzinfo).replace(tzinfo=None)
    zone = re.search(r"TZID=([^;]+)", parameters)
    if zone:
        return moment.replace(tzinfo=ZoneInfo(zone[1])).astimezone(first.tzinfo).replace(tzinfo=None)
    return moment
