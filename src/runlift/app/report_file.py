"""Where the report on a profile's last sync is kept, beside its memory."""

import json
from contextlib import suppress
from pathlib import Path

from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from runlift.app.report import Report
from runlift.app.reporting import after_sync
from runlift.app.sync import Synced
from runlift.app.wiring import state_folder
from runlift.state.files import atomic_write

_converter = make_converter()


def read_report(profile: str) -> Report | None:
    """Return the last report; None where there is none, or none that can be read: the next sync writes another."""
    try:
        return _converter.loads(_place(profile).read_text(encoding="utf-8"), Report)
    except (OSError, ValueError, TypeError, BaseValidationError):
        return None


def keep_report(profile: str, report: Report) -> None:
    """Keep a report in place of the one before.

    Raises:
        OSError: the disk refuses; the one before is still there.
    """
    place = _place(profile)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic_write(place, json.dumps(as_json(report)).encode(), mode=0o600)


def keep_report_of(profile: str, synced: Synced) -> None:
    """Keep what a sync came to that the runner asked for."""
    # What stands in the calendars counts; a full disk keeps `status` behind, and nothing else.
    with suppress(OSError):
        keep_report(profile, after_sync(read_report(profile), synced))


def as_json(part: object) -> object:
    """Return a report, or a part of one, as JSON has it."""
    found: object = _converter.unstructure(part)
    return found


def _place(profile: str) -> Path:
    return state_folder() / f"{profile}.report.json"
