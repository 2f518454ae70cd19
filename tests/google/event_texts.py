"""Events as clients send them."""

from tests.google.problems import Json


def timed(start: str = "2026-07-07T18:00:00+02:00", end: str = "2026-07-07T19:00:00+02:00", **more: object) -> Json:
    """Return an event of an hour on a Tuesday evening, or at other times."""
    return {"summary": "Heavy lift", "start": {"dateTime": start}, "end": {"dateTime": end}, **more}


def all_day(first: str = "2026-07-07", last: str = "2026-07-08", **more: object) -> Json:
    """Return an event of days, the last one exclusive."""
    return {"summary": "Easy run", "start": {"date": first}, "end": {"date": last}, **more}


def weekly(count: int = 4, **more: object) -> Json:
    """Return a series on Tuesdays at 7:00 in Berlin."""
    return {
        "summary": "Club run",
        "start": {"dateTime": "2026-07-07T07:00:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-07-07T08:00:00", "timeZone": "Europe/Berlin"},
        "recurrence": [f"RRULE:FREQ=WEEKLY;COUNT={count}"],
        **more,
    }
