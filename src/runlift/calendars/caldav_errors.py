"""Why a CalDAV server gave no calendar or took no event, in sentences that tell the runner what to do."""

from runlift.errors import CalendarError, NoSuchCalendar, Unreachable

_LATER = "try again later"

_BY_STATUS = {
    403: "refuses access (403); ask whoever runs it for the right to read this calendar",
    408: f"does not answer in time (408); {_LATER}",
    423: f"is locked (423); {_LATER}",
    429: f"has been asked too often (429); {_LATER}",
}
_REFUSALS = {
    403: "it may not be written (403); ask for the right to write it, or choose a calendar of your own as the target",
    405: "it may not be written (405); choose a calendar of your own as the target",
    413: "the event is too large for it (413); choose another calendar as the target",
    507: "it is full (507); make room in it, or choose another calendar as the target",
}
_TEMPORARY = frozenset({408, 423, 425, 429})


def is_temporary(status: int) -> bool:
    """Tell whether the same request may well succeed later."""
    return status in _TEMPORARY or (status >= 500 and status != 507)


def no_success(status: int, name: str) -> CalendarError:
    """Return the error for an answer that is not the one that was asked for."""
    if status in {404, 405, 410}:
        return NoSuchCalendar(
            f"{name} has no CalDAV at this address ({status}); look up your calendar's CalDAV url and write that"
        )
    if status in _BY_STATUS:
        return Unreachable(f"{name} {_BY_STATUS[status]}")
    if status >= 500:
        return Unreachable(f"{name} has trouble of its own ({status}); {_LATER}")
    return Unreachable(f"{name} answers with the status {status}, which is not CalDAV; check the url")


def refusal(status: int, name: str) -> str:
    """Return why the calendar does not take an event."""
    reason = _REFUSALS.get(status, f"it does not take the event ({status}); choose another calendar as the target")
    return f"{name}: {reason}"
