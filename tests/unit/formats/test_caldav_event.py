"""Calendar object resources: what is read of them, and that an edit touches nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from runlift.domain.events import AllDay, ReadingWindow, Timed
from runlift.domain.kinds import Intensity
from runlift.formats.caldav_event import CannotEdit, edited_event, new_event, read_standing
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import ALL_FIELDS, Action, Change, Field
from runlift.sync.marker import Flaw, Marker
from runlift.sync.notes import DIVIDER
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import Etag, EventRef, StandingEvent
from tests.builders import BERLIN
from tests.ics_lint import lint

REF = EventRef("/strength/x.ics")
NOW = datetime(2026, 5, 1, 8, 30, 15, 999, tzinfo=UTC)
SPRING = ReadingWindow(start=NOW, end=datetime(2026, 7, 1, tzinfo=UTC), zone=BERLIN)
SESSION = SessionEvent(
    profile="jo",
    key="2026-W20/1",
    start=datetime(2026, 5, 12, 18, tzinfo=BERLIN),
    end=datetime(2026, 5, 12, 18, 55, tzinfo=BERLIN),
    intensity=Intensity.HEAVY,
    title="Heavy lift · 55 min",
    text=f"{DIVIDER}\n\nWORKOUT · 3 sets, easy; slow\n• Squat",
)
MOVED = replace(
    SESSION,
    start=datetime(2026, 5, 13, 7, tzinfo=BERLIN),
    end=datetime(2026, 5, 13, 7, 25, tzinfo=BERLIN),
    intensity=Intensity.LIGHT,
    title="Light lift · 25 min",
    text=f"{DIVIDER}\n\nWORKOUT · 1 set",
)

EDITED_BY_THE_RUNNER = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Another App//EN
CALSCALE:GREGORIAN
X-WR-ODD;X=1:a,b;c
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:STANDARD
DTSTART:20251102T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:7kq@runlift
DTSTAMP:20260101T000000Z
SEQUENCE:4
dtstart;TZID=America/New_York:20260512T120000
DURATION:PT55M
SUMMARY;LANGUAGE=en:Heavy lift
DESCRIPTION:Knee is fine\\, coach says\\n\\n——— runlift · your own notes go above this
  line ———\\n\\nold
X-ALT-DESC;FMTTYPE=text/html:<b>Knee is fine</b>
ATTENDEE;CN="Doe; Jo":mailto:jo@example.com
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Gym, 2nd floor":geo:52.5,13.4
x-runlift-version:1
X-RUNLIFT-PROFILE:jo
X-RUNLIFT-KEY:2026-W20/1
X-RUNLIFT-INTENSITY:heavy
X-RUNLIFT-FINGERPRINT-TIME:a
X-RUNLIFT-FINGERPRINT-TITLE:b
X-RUNLIFT-FINGERPRINT-TEXT:c
NOT A PROPERTY AT ALL
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Go
SUMMARY:of the alarm
DURATION:PT5M
TRIGGER:-PT30M
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def read(body: str) -> StandingEvent | None:
    return read_standing(body, ref=REF, etag=Etag('"1"'), window=SPRING)


def standing(body: str) -> StandingEvent:
    event = read(body)
    assert event is not None
    return event


def an_update(*fields: Field, after: SessionEvent | None = MOVED) -> Change:
    marks = after.fingerprints if after else None
    return Change(
        action=Action.UPDATE, key="2026-W20/1", because=(), after=after, fields=frozenset(fields), marks=marks
    )


def lines_of(body: str) -> set[str]:
    return set(body.replace("\r\n", "\n").split("\n"))


def a_body(*lines: str) -> str:
    return "\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1@runlift", *lines, "END:VEVENT", "END:VCALENDAR"))


@pytest.mark.parametrize("busy", [False, True])
def test_new_event_is_read_back_as_it_was_meant(*, busy: bool) -> None:
    body = new_event(SESSION, SESSION.fingerprints, CalendarLook(name="x", busy=busy, alarm_minutes=30), now=NOW)

    event = standing(body)
    assert (event.uid, event.title, event.description) == (SESSION.uid, SESSION.title, SESSION.text)
    assert event.when == Timed(start=SESSION.start, end=SESSION.end)
    assert event.marker == Marker(profile="jo", key="2026-W20/1", intensity=Intensity.HEAVY, marks=SESSION.fingerprints)
    assert event.fingerprints == SESSION.fingerprints
    assert event.modified == NOW.replace(microsecond=0)
    assert (event.ref, event.etag, event.has_guests, event.repeats) == (REF, '"1"', False, False)
    assert lines_of(body) >= {"TRANSP:OPAQUE" if busy else "TRANSP:TRANSPARENT", "TRIGGER:-PT30M", "SEQUENCE:0"}


def test_new_event_is_well_formed_and_defines_its_zone() -> None:
    body = new_event(SESSION, SESSION.fingerprints, CalendarLook(name="x", alarm_minutes=30), now=NOW)

    assert lint(body.encode()) == []
    assert [zone.tz_name for zone in Calendar.from_ical(body).timezones] == ["Europe/Berlin"]
    assert "METHOD" not in body


def test_zone_of_an_event_reaches_into_the_year_that_it_may_be_moved_to() -> None:
    body = new_event(SESSION, SESSION.fingerprints, CalendarLook(name="x"), now=NOW)
    assert {"DTSTART:20260329T020000", "DTSTART:20270328T020000"} <= lines_of(body)


def test_new_event_in_utc_needs_no_zone() -> None:
    session = replace(SESSION, start=SESSION.start.astimezone(UTC), end=SESSION.end.astimezone(UTC))
    assert "VTIMEZONE" not in new_event(session, session.fingerprints, CalendarLook(name="x"), now=NOW)


def test_event_is_read_with_all_that_the_runner_made_of_it() -> None:
    event = standing(EDITED_BY_THE_RUNNER)

    assert event.uid == "7kq@runlift"
    assert event.when == Timed(
        start=datetime(2026, 5, 12, 12, tzinfo=ZoneInfo("America/New_York")),
        end=datetime(2026, 5, 12, 12, 55, tzinfo=ZoneInfo("America/New_York")),
    )
    assert event.title == "Heavy lift"
    assert event.description == f"Knee is fine, coach says\n\n{DIVIDER}\n\nold"
    assert isinstance(event.marker, Marker)
    assert (event.marker.key, event.marker.marks.title) == ("2026-W20/1", "b")
    assert (event.has_guests, event.repeats, event.modified) == (True, False, None)


def test_whole_update_changes_the_managed_fields_and_nothing_else() -> None:
    body = edited_event(EDITED_BY_THE_RUNNER, an_update(*ALL_FIELDS), now=NOW)

    before, after = lines_of(EDITED_BY_THE_RUNNER), lines_of(body)
    assert {line for line in before - after if not line.lower().startswith("x-runlift-")} == {
        "DTSTAMP:20260101T000000Z",
        "SEQUENCE:4",
        "dtstart;TZID=America/New_York:20260512T120000",
        "DURATION:PT55M",
        "SUMMARY;LANGUAGE=en:Heavy lift",
        "DESCRIPTION:Knee is fine\\, coach says\\n\\n——— runlift · your own notes go above this",
        "  line ———\\n\\nold",
        "X-ALT-DESC;FMTTYPE=text/html:<b>Knee is fine</b>",
    }
    assert {"DTSTAMP:20260501T083015Z", "LAST-MODIFIED:20260501T083015Z", "SEQUENCE:5"} <= after
    event = standing(body)
    assert event.when == Timed(start=MOVED.start, end=MOVED.end)
    assert (event.title, event.description) == (MOVED.title, MOVED.text)
    assert event.marker == Marker(profile="jo", key="2026-W20/1", intensity=Intensity.LIGHT, marks=MOVED.fingerprints)
    assert event.has_guests


@pytest.mark.parametrize("field", Field)
def test_update_of_one_field_leaves_the_others(field: Field) -> None:
    event = standing(edited_event(EDITED_BY_THE_RUNNER, an_update(field), now=NOW))
    was, wanted = standing(EDITED_BY_THE_RUNNER).fingerprints, MOVED.fingerprints

    assert event.fingerprints.time == (wanted if field is Field.TIME else was).time
    assert event.fingerprints.title == (wanted if field is Field.TITLE else was).title
    assert event.fingerprints.text == (wanted if field is Field.TEXT else was).text


def test_update_of_no_field_writes_the_marker() -> None:
    body = edited_event(EDITED_BY_THE_RUNNER, an_update(), now=NOW)
    event = standing(body)

    assert isinstance(event.marker, Marker)
    assert (event.marker.intensity, event.marker.marks) == (Intensity.LIGHT, MOVED.fingerprints)
    assert event.fingerprints == standing(EDITED_BY_THE_RUNNER).fingerprints
    assert "X-ALT-DESC;FMTTYPE=text/html:<b>Knee is fine</b>" in lines_of(body)


def test_alarm_keeps_its_own_texts() -> None:
    body = edited_event(EDITED_BY_THE_RUNNER, an_update(*ALL_FIELDS), now=NOW)
    (alarm,) = Calendar.from_ical(body).walk("VALARM")
    assert (alarm["DESCRIPTION"], alarm["SUMMARY"], alarm["TRIGGER"].to_ical()) == ("Go", "of the alarm", b"-PT30M")


def test_alarm_that_was_never_closed_ends_with_its_event() -> None:
    override = "BEGIN:VEVENT\nUID:1@runlift\nRECURRENCE-ID:20260519T160000Z\nBEGIN:VALARM\nSUMMARY:Beep\nEND:VEVENT\n"
    body = a_body("DTSTART:20260512T160000Z", "SUMMARY:Mine").replace("BEGIN:VEVENT\n", f"{override}BEGIN:VEVENT\n")
    edited = lines_of(edited_event(body, an_update(Field.TITLE), now=NOW))
    assert {f"SUMMARY:{MOVED.title}", "SUMMARY:Beep"} <= edited
    assert "SUMMARY:Mine" not in edited


def test_moved_event_brings_the_zone_that_it_needs_and_keeps_those_there_are() -> None:
    body = edited_event(EDITED_BY_THE_RUNNER, an_update(Field.TIME), now=NOW)
    again = edited_event(body, an_update(Field.TIME), now=NOW)

    for edited in (body, again):
        zones = [zone.tz_name for zone in Calendar.from_ical(edited).timezones]
        assert sorted(zones) == ["America/New_York", "Europe/Berlin"]


def test_release_takes_the_marker_off_and_nothing_else() -> None:
    body = edited_event(EDITED_BY_THE_RUNNER, an_update(after=None), now=NOW)

    gone = lines_of(EDITED_BY_THE_RUNNER) - lines_of(body)
    assert len(gone) == 7
    assert all(line.upper().startswith("X-RUNLIFT-") for line in gone)
    assert standing(body).marker is None  # and it is still told by its UID
    assert read(body.replace("@runlift", "@elsewhere")) is None


@pytest.mark.parametrize("series", ["RRULE:FREQ=WEEKLY;COUNT=3", "RDATE:20260519T160000Z"])
def test_time_is_not_written_onto_a_series(series: str) -> None:
    body = EDITED_BY_THE_RUNNER.replace("SEQUENCE:4", series)

    assert standing(body).repeats
    with pytest.raises(CannotEdit, match="its time cannot be changed, since it repeats"):
        edited_event(body, an_update(Field.TIME), now=NOW)
    assert standing(edited_event(body, an_update(Field.TITLE), now=NOW)).title == MOVED.title


@pytest.mark.parametrize(
    ("series", "days"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=3", ["2026-05-19", "2026-05-26"]),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=America/New_York:20260519T120000", ["2026-05-26"]),
        ("RDATE;TZID=America/New_York:20260520T120000", ["2026-05-20"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20250101T000000Z", []),
        ("SEQUENCE:4", []),
    ],
    ids=["weekly", "but for one", "once more", "never again", "no series"],
)
def test_series_tells_when_else_it_takes_place(series: str, days: list[str]) -> None:
    event = standing(EDITED_BY_THE_RUNNER.replace("SEQUENCE:4", series))

    assert [when.start.isoformat()[:10] for when in event.again] == days


def test_occurrence_of_a_series_that_was_moved_is_told_where_it_stands_and_one_that_was_called_off_is_not() -> None:
    moved = "RECURRENCE-ID:20260519T160000Z\nDTSTART:20260521T160000Z\nDTEND:20260521T170000Z"
    off = "RECURRENCE-ID:20260526T160000Z\nDTSTART:20260526T160000Z\nSTATUS:CANCELLED"
    others = "".join(f"BEGIN:VEVENT\nUID:7kq@runlift\n{lines}\nEND:VEVENT\n" for lines in (moved, off))
    series = EDITED_BY_THE_RUNNER.replace("SEQUENCE:4", "RRULE:FREQ=WEEKLY;COUNT=3")

    (again,) = standing(series.replace("END:VCALENDAR", f"{others}END:VCALENDAR")).again

    assert again == Timed(start=datetime(2026, 5, 21, 16, tzinfo=UTC), end=datetime(2026, 5, 21, 17, tzinfo=UTC))


def test_series_is_read_and_edited_by_its_first_part_wherever_that_stands() -> None:
    override = "BEGIN:VEVENT\nUID:7kq@runlift\nRECURRENCE-ID:20260519T160000Z\nSUMMARY:One of them\nEND:VEVENT\n"
    body = EDITED_BY_THE_RUNNER.replace("BEGIN:VEVENT\n", f"{override}BEGIN:VEVENT\n", 1)

    assert standing(body).title == "Heavy lift"
    assert standing(body).repeats
    edited = edited_event(body, an_update(Field.TITLE), now=NOW)
    assert standing(edited).title == MOVED.title
    assert "SUMMARY:One of them" in lines_of(edited)


@pytest.mark.parametrize("body", ["", "garbage", "BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR"])
def test_what_holds_no_event_cannot_be_edited(body: str) -> None:
    assert read(body) is None
    with pytest.raises(CannotEdit, match="there is no event in it"):
        edited_event(body, an_update(Field.TITLE), now=NOW)


def test_foreign_event_is_not_ours_whatever_it_says() -> None:
    assert read(a_body("DTSTART:20260512T160000Z").replace("1@runlift", "1@elsewhere")) is None
    talk = a_body("DTSTART:20260512T160000Z", "SUMMARY:runlift is nice").replace("1@runlift", "1@elsewhere")
    assert read(talk) is None


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        (["DTSTART;VALUE=DATE:20260512"], AllDay(start=date(2026, 5, 12), end=date(2026, 5, 13))),
        (
            ["DTSTART:20260512T180000", "DTEND:20260512T190000"],
            Timed(start=datetime(2026, 5, 12, 18, tzinfo=BERLIN), end=datetime(2026, 5, 12, 19, tzinfo=BERLIN)),
        ),
        (
            ["DTSTART;TZID=W. Europe Standard Time:20260512T180000", "DTEND:20260512T170000Z"],
            Timed(start=datetime(2026, 5, 12, 18, tzinfo=BERLIN), end=datetime(2026, 5, 12, 17, tzinfo=UTC)),
        ),
    ],
)
def test_times_are_read_as_their_author_meant_them(lines: list[str], when: Timed | AllDay) -> None:
    assert standing(a_body(*lines)).when == when


def test_event_of_ours_without_a_time_is_not_told() -> None:
    assert read(a_body("SUMMARY:Heavy lift")) is None


@pytest.mark.parametrize(
    ("line", "flaw"), [("X-RUNLIFT-VERSION:2", Flaw.NEWER), ("X-RUNLIFT-KEY:2026-W20/1", Flaw.DAMAGED)]
)
def test_marker_that_cannot_be_relied_on_is_told_as_such(line: str, flaw: Flaw) -> None:
    assert standing(a_body("DTSTART:20260512T160000Z", line)).marker is flaw


def test_event_of_ours_that_is_called_off_is_as_good_as_deleted() -> None:
    assert read(a_body("DTSTART:20260512T160000Z", "STATUS:CANCELLED")) is None
    assert read(a_body("DTSTART:20260512T160000Z", "STATUS:CONFIRMED")) is not None


@pytest.mark.parametrize("stamp", ["LAST-MODIFIED:yesterday", "LAST-MODIFIED:20260101", "X-OTHER:1"])
def test_unreadable_stamp_is_none(stamp: str) -> None:
    assert standing(a_body("DTSTART:20260512T160000Z", stamp)).modified is None


@pytest.mark.parametrize("stated", ["", "SEQUENCE:x", "SEQUENCE:99999999999999", "SEQUENCE:-1"])
def test_unreadable_sequence_begins_anew(stated: str) -> None:
    body = edited_event(a_body("DTSTART:20260512T160000Z", stated), an_update(Field.TITLE), now=NOW)
    assert "SEQUENCE:1" in lines_of(body)


def test_whole_day_flag_of_another_app_goes_with_the_whole_day() -> None:
    flagged = a_body("DTSTART;VALUE=DATE:20260512", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")
    assert "ALLDAYEVENT" not in edited_event(flagged, an_update(Field.TIME), now=NOW)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_come_out_as_the_standard_wants_them(end: str) -> None:
    body = edited_event(EDITED_BY_THE_RUNNER.replace("\n", end), an_update(Field.TITLE), now=NOW)
    assert body.replace("\r\n", "").count("\n") == 0
    assert "\r\r" not in body
    assert standing(body).title == MOVED.title
