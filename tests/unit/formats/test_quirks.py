"""Every oddity of real calendars has a small calendar of its own, and what its author meant beside it."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from runlift.domain.events import Event
from runlift.formats.ics import read_events
from tests.ics_texts import YEAR_2026

QUIRKS = Path(__file__).parents[2] / "fixtures" / "quirks"


def as_json(event: Event) -> dict[str, Any]:
    def plain(value: object) -> object:
        match value:
            case date():
                return value.isoformat()
            case timedelta():
                return value.total_seconds()
            case tuple():
                return [plain(item) for item in value]
            case _:
                return value

    fields = {name: plain(getattr(event, name)) for name in Event.__slots__ if name != "when"}
    start = event.when.start
    zone = str(start.tzinfo) if isinstance(start, datetime) else None
    return fields | {"start": plain(start), "end": plain(event.when.end), "zone": zone}


@pytest.mark.parametrize("calendar", sorted(QUIRKS.glob("*.ics")), ids=lambda path: path.stem)
def test_quirk_reads_as_its_author_meant_it(calendar: Path) -> None:
    expected = json.loads(calendar.with_suffix(".expected.json").read_text("utf-8"))

    events, notes = read_events(calendar.read_bytes(), name=calendar.name, window=YEAR_2026)

    told = [as_json(event) for event in events]
    shown = [{name: event[name] for name in wanted} for event, wanted in zip(told, expected["events"], strict=False)]
    assert (shown, len(told), list(notes)) == (expected["events"], len(expected["events"]), expected["notes"])
