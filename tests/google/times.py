"""Times as Google writes them: an instant with a zone, or a day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.google.problems import Json, invalid


def zone_of(name: str) -> ZoneInfo:
    """Return a zone by its IANA name.

    Raises:
        Problem: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise invalid(f"Invalid time zone definition: {name}", "timeZone") from error


def instant(text: str) -> datetime:
    """Return the moment that an RFC 3339 timestamp with an offset names."""
    return datetime.fromisoformat(text.upper())


def timestamp(moment: datetime) -> str:
    """Write a moment as Google writes `updated`: in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local(when: Json, zone: ZoneInfo) -> datetime:
    """Return the moment of a start or an end on the clock of its own zone; a day begins at midnight in the calendar's.

    Args:
        when: what an event holds as start, end or originalStartTime.
        zone: the calendar's.
    """
    if "date" in when:
        return datetime.combine(date.fromisoformat(when["date"]), time(), zone)
    return instant(when["dateTime"]).astimezone(zone_of(when["timeZone"]) if "timeZone" in when else zone)


def settled(when: Json, zone: ZoneInfo, what: str) -> Json:
    """Return a start or an end as it is kept: a day, or an instant with its offset.

    An instant without an offset needs a zone beside it (EventDateTime: dateTime).

    Raises:
        Problem: it is neither a day nor an instant, or both.
    """
    given = {name: value for name, value in when.items() if value is not None}
    if ("date" in given) == ("dateTime" in given):
        raise invalid(f"Invalid {what} time.", what)
    if "date" in given:
        return {"date": given["date"]}
    moment = instant(given["dateTime"])
    named = zone_of(given["timeZone"]) if "timeZone" in given else None
    if moment.tzinfo is None and named is None:
        raise invalid(f"Missing time zone definition for {what} time.", what, "required")
    moment = moment if moment.tzinfo else moment.replace(tzinfo=named)
    return {
        "dateTime": moment.astimezone(named or zone).isoformat(timespec="seconds"),
        "timeZone": given.get("timeZone", zone.key),
    }


def shown(when: Json, zone: ZoneInfo) -> Json:
    """Return a start or an end as an answer shows it: on the clock that was asked for, with the event's own zone."""
    if "dateTime" not in when:
        return when
    text = instant(when["dateTime"]).astimezone(zone).isoformat(timespec="seconds")
    return {**when, "dateTime": text.replace("+00:00", "Z")}


def span(event: Json, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when an event begins and ends, in UTC: on the clock of one zone, a repeated hour would compare wrongly."""
    return local(event["start"], zone).astimezone(UTC), local(event["end"], zone).astimezone(UTC)


def length(event: Json) -> timedelta:
    """Return how long an event takes; days count 24 hours."""
    start, end = span(event, ZoneInfo("UTC"))
    return end.astimezone(UTC) - start.astimezone(UTC)
