"""The .ics file that we write: what stands in it, and what stays as it was."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from runlift.domain.events import AllDay, Timed
from runlift.errors import NotACalendar
from runlift.formats.ics_feed import RewrittenFeed, is_our_feed, read_feed, rewrite_feed
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Change, Field
from runlift.sync.marker import Flaw, Marker
from runlift.sync.notes import DIVIDER
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests.builders import a_moment
from tests.changes import PROFILE, a_create, a_delete, a_release, a_session_event, an_update
from tests.ics_lint import lint

LOOK = CalendarLook(name="Strength")
SUNDAY, MONDAY = a_moment("2026-07-05 20:00"), a_moment("2026-07-06 08:00")
TUESDAY = a_session_event("2026-07-07 18:00", key="2026-W28/1", title="Moderate lift · 45 min", intensity="moderate")
FRIDAY = a_session_event("2026-07-10 18:00", key="2026-W28/2")
FOREIGN = (
    b"BEGIN:VEVENT\r\nSUMMARY:Yoga\r\nDTSTART;TZID=Yoga Time:20260709T190000\r\nUID:yoga@example.com\r\n"
    b"X-MAT;X-COLOR=red:blue\\, thick\r\nEND:VEVENT\r\n"
)
YOGA_TIME = (
    b"BEGIN:VTIMEZONE\r\nTZID:Yoga Time\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
    b"TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def rewritten(
    body: bytes, *changes: Change, look: CalendarLook = LOOK, profile: str = PROFILE, now: datetime = MONDAY
) -> RewrittenFeed:
    return rewrite_feed(body, changes, profile=profile, look=look, now=now)


def a_feed(*events: SessionEvent, look: CalendarLook = LOOK, now: datetime = SUNDAY) -> bytes:
    return rewritten(b"", *map(a_create, events), look=look, now=now).body


def lines(body: bytes) -> str:
    return body.decode().replace("\r\n ", "").replace("\r\n", "\n")


def vevents(body: bytes) -> dict[str, str]:
    """Return each VEVENT's lines by its UID."""
    blocks = re.findall(r"BEGIN:VEVENT\n(.*?)\nEND:VEVENT", lines(body), re.DOTALL)
    return {match[1]: block for block in blocks if (match := re.search(r"^UID:(.*)$", block, re.MULTILINE))}


def standing(body: bytes, event: SessionEvent) -> StandingEvent:
    (found,) = (found for found in read_feed(body) if found.uid == event.uid)
    return found


def stamps(body: bytes, event: SessionEvent) -> tuple[str, str]:
    vevent = vevents(body)[event.uid]
    return re.findall(r"^DTSTAMP:(.*)$", vevent, re.MULTILINE)[0], re.findall(r"^SEQUENCE:(.*)$", vevent, re.MULTILINE)[
        0
    ]


def beside(body: bytes, *parts: bytes) -> bytes:
    return body.replace(b"END:VCALENDAR", b"".join(parts) + b"END:VCALENDAR")


NEW, CHANGED = ("20260705T180000Z", "0"), ("20260706T060000Z", "1")


def test_header_names_the_calendar_for_new_and_old_subscribers() -> None:
    body = a_feed(FRIDAY, look=CalendarLook(name="Strength, by runlift"))
    header = lines(body).split("BEGIN:VTIMEZONE", maxsplit=1)[0].splitlines()
    assert sorted(header) == sorted(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//runlift//strength sessions//EN",
            "NAME:Strength\\, by runlift",
            "X-WR-CALNAME:Strength\\, by runlift",
            "COLOR:seagreen",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
        ]
    )


def test_event_carries_its_time_its_text_and_our_marker() -> None:
    marks = FRIDAY.fingerprints
    assert sorted(vevents(a_feed(FRIDAY))[FRIDAY.uid].splitlines()) == sorted(
        [
            f"UID:{FRIDAY.uid}",
            "DTSTAMP:20260705T180000Z",
            "SEQUENCE:0",
            "DTSTART;TZID=Europe/Berlin:20260710T180000",
            "DTEND;TZID=Europe/Berlin:20260710T185500",
            "SUMMARY:Heavy lift · 55 min",
            f"DESCRIPTION:{DIVIDER}\\n\\nWORKOUT\\nDeadlift: 3 × 8\\, slowly\\; rest",
            "TRANSP:TRANSPARENT",
            "X-RUNLIFT-VERSION:1",
            "X-RUNLIFT-PROFILE:k3v9",
            "X-RUNLIFT-KEY:2026-W28/2",
            "X-RUNLIFT-INTENSITY:heavy",
            f"X-RUNLIFT-FINGERPRINT-TIME:{marks.time}",
            f"X-RUNLIFT-FINGERPRINT-TITLE:{marks.title}",
            f"X-RUNLIFT-FINGERPRINT-TEXT:{marks.text}",
        ]
    )


def test_session_blocks_no_time_unless_asked() -> None:
    assert "TRANSP:TRANSPARENT\n" in lines(a_feed(FRIDAY))
    assert "TRANSP:OPAQUE\n" in lines(a_feed(FRIDAY, look=replace(LOOK, busy=True)))


def test_reminder_is_only_there_when_asked() -> None:
    assert "VALARM" not in lines(a_feed(FRIDAY))
    body = lines(a_feed(FRIDAY, look=replace(LOOK, alarm_minutes=30)))
    alarm = re.search(r"BEGIN:VALARM\n(.*)\nEND:VALARM", body, re.DOTALL)
    assert alarm is not None
    assert alarm[1].splitlines() == ["ACTION:DISPLAY", "DESCRIPTION:Heavy lift · 55 min", "TRIGGER:-PT30M"]


def test_file_that_does_not_exist_yet_holds_nothing() -> None:
    assert read_feed(b"") == ()


def test_calendar_takes_the_colour_that_the_runner_chose() -> None:
    assert b"\r\nCOLOR:tomato\r\n" in a_feed(look=replace(LOOK, color="tomato"))


def test_empty_plan_is_still_a_calendar() -> None:
    body = a_feed()
    assert lint(body) == []
    assert read_feed(body) == ()
    assert is_our_feed(body)


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC"])
def test_utc_needs_no_zone_of_its_own_or_brings_it(zone: str) -> None:
    event = a_session_event(zone=ZoneInfo(zone))
    body = a_feed(event)
    assert lint(body) == []
    assert standing(body, event).when == Timed(start=event.start, end=event.end)


def test_second_pass_of_a_repeated_hour_stays_that_instant() -> None:
    event = a_session_event("2026-10-25 02:30")
    event = replace(event, start=event.start.replace(fold=1), end=a_moment("2026-10-25 03:25"))
    when = standing(a_feed(event), event).when
    assert isinstance(when, Timed)
    assert when.start.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_hour_that_the_clock_skips_is_written_as_the_one_it_shows() -> None:
    event = replace(a_session_event("2026-03-29 02:30"), end=a_moment("2026-03-29 04:00"))
    assert "DTSTART;TZID=Europe/Berlin:20260329T033000" in lines(a_feed(event))


def test_fold_of_an_ordinary_hour_keeps_its_zone() -> None:
    event = replace(FRIDAY, start=FRIDAY.start.replace(fold=1))
    assert "DTSTART;TZID=Europe/Berlin:20260710T180000" in lines(a_feed(event))


def test_file_reads_back_as_written() -> None:
    found = standing(a_feed(TUESDAY, FRIDAY, look=replace(LOOK, alarm_minutes=10)), FRIDAY)
    assert found == StandingEvent(
        ref=found.ref,
        etag=None,
        uid=FRIDAY.uid,
        when=Timed(start=FRIDAY.start, end=FRIDAY.end),
        title=FRIDAY.title,
        description=FRIDAY.text,
        marker=Marker(profile=PROFILE, key=FRIDAY.key, intensity=FRIDAY.intensity, marks=FRIDAY.fingerprints),
    )


@pytest.mark.parametrize(
    ("put", "read"),
    [
        (b"", (False, False, None)),
        (b"RRULE:FREQ=WEEKLY;COUNT=3\r\n", (True, False, None)),
        (b"RDATE;TZID=Europe/Berlin:20260717T180000\r\n", (True, False, None)),
        (b"ATTENDEE:mailto:jo@example.com\r\n", (False, True, None)),
        (b"LAST-MODIFIED:20260706T060000Z\r\n", (False, False, MONDAY)),
        (b"LAST-MODIFIED:20260706T060000\r\n", (False, False, None)),
    ],
)
def test_what_others_put_into_it_is_read(put: bytes, read: tuple[bool, bool, datetime | None]) -> None:
    found = standing(a_feed(FRIDAY).replace(b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\n" + put), FRIDAY)
    assert (found.repeats, found.has_guests, found.modified) == read


def test_single_day_of_a_series_is_no_session_of_its_own() -> None:
    body = a_feed(FRIDAY)
    day = re.findall(rb"BEGIN:VEVENT.*END:VEVENT\r\n", body, re.DOTALL)[0]
    day = day.replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nRECURRENCE-ID;TZID=Europe/Berlin:20260717T180000")
    assert read_feed(beside(body, day)) == read_feed(body)


@pytest.mark.parametrize(
    ("start", "end", "day_after"),
    [(b":20260710T180000Z", b":20260710T170000Z", None), (b";VALUE=DATE:20260710", b";VALUE=DATE:20260709", 11)],
)
def test_event_that_ends_before_it_starts_is_read_as_the_shortest(
    start: bytes, end: bytes, day_after: int | None
) -> None:
    body = re.sub(rb"DTSTART;[^\r]*", b"DTSTART" + start, a_feed(FRIDAY))
    when = standing(re.sub(rb"DTEND;[^\r]*", b"DTEND" + end, body), FRIDAY).when
    assert when.end == (date(2026, 7, day_after) if day_after else when.start)


def test_zone_that_the_file_made_up_is_not_another_calendars_of_that_name() -> None:
    body = beside(a_feed(FRIDAY).replace(b"TZID=Europe/Berlin:", b"TZID=Yoga Time:"), YOGA_TIME)
    Calendar.from_ical(beside(a_feed(), YOGA_TIME.replace(b"+0300", b"-0900")))
    when = standing(body, FRIDAY).when
    assert when.start == datetime(2026, 7, 10, 15, tzinfo=UTC)


def test_zone_is_told_for_every_year_in_which_sessions_stand() -> None:
    next_year = a_session_event("2027-01-08 18:00", key="2027-W01/1")
    body = rewritten(a_feed(FRIDAY), a_create(next_year)).body
    onsets = set(re.findall(r"DTSTART:(\d{4})03\d\dT02", lines(body)))
    assert onsets == {"2026", "2027"}


def test_zones_and_sessions_of_one_start_stand_in_an_order_of_their_own() -> None:
    zones = ["Africa/Casablanca", "America/New_York", "Asia/Kathmandu", "Europe/Berlin", "Europe/London"]
    events = [
        replace(FRIDAY, start=FRIDAY.start.astimezone(ZoneInfo(zone)), key=f"2026-W28/{number}")
        for number, zone in enumerate(zones, start=1)
    ]
    body = a_feed(*events)
    assert a_feed(*reversed(events)) == body
    assert re.findall(r"^TZID:(.*)$", lines(body), re.MULTILINE) == sorted(zones)


def test_new_title_is_in_the_reminder_too() -> None:
    look = replace(LOOK, alarm_minutes=10)
    first = a_feed(FRIDAY, look=look)
    update = an_update(standing(first, FRIDAY), replace(FRIDAY, title="Light lift"), {Field.TITLE})
    then = vevents(rewritten(first, update, look=look).body)[FRIDAY.uid]
    assert then.count("Light lift") == 2
    assert "Heavy lift" not in then
    assert "SEQUENCE:1" in then


def test_new_time_takes_the_place_of_a_length() -> None:
    first = re.sub(rb"DTEND;[^\r]*", b"DURATION:PT20M", a_feed(FRIDAY))
    then = rewritten(first, an_update(standing(first, FRIDAY), TUESDAY, {Field.TIME})).body
    assert standing(then, FRIDAY).when == Timed(start=TUESDAY.start, end=TUESDAY.end)


def test_events_stand_in_the_order_of_their_start() -> None:
    body = rewritten(a_feed(FRIDAY), a_create(TUESDAY)).body
    assert list(vevents(body)) == [TUESDAY.uid, FRIDAY.uid]


def test_new_session_begins_at_sequence_0_with_the_second_of_its_making() -> None:
    assert stamps(a_feed(FRIDAY, now=SUNDAY.replace(microsecond=5)), FRIDAY) == NEW


def test_file_comes_out_the_same_while_nothing_changes() -> None:
    body = a_feed(TUESDAY, FRIDAY, look=replace(LOOK, alarm_minutes=10))
    assert rewritten(body, look=replace(LOOK, alarm_minutes=10)) == RewrittenFeed(body=body, made=())


@pytest.mark.parametrize(
    ("fields", "after", "written"),
    [
        (
            {Field.TIME},
            replace(FRIDAY, start=FRIDAY.start - timedelta(minutes=15), end=FRIDAY.end + timedelta(minutes=5)),
            {"DTSTART;TZID=Europe/Berlin:20260710T174500", "DTEND;TZID=Europe/Berlin:20260710T190000"},
        ),
        ({Field.TITLE}, replace(FRIDAY, title="Heavy lift · 60 min"), {"SUMMARY:Heavy lift · 60 min"}),
        ({Field.TEXT}, replace(FRIDAY, text="rest"), {"DESCRIPTION:rest"}),
        (set(), replace(FRIDAY, intensity=a_session_event(intensity="light").intensity), {"X-RUNLIFT-INTENSITY:light"}),
    ],
    ids=["time", "title", "text", "class"],
)
def test_update_writes_what_it_names_with_a_new_stamp_and_the_next_sequence(
    fields: set[Field], after: SessionEvent, written: set[str]
) -> None:
    first = a_feed(TUESDAY, FRIDAY)
    loud = replace(after, title=after.title or "loud") if Field.TITLE in fields else replace(after, title="loud")
    update = an_update(standing(first, FRIDAY), loud, fields)
    then = rewritten(first, update)
    before, now = (set(vevents(body)[FRIDAY.uid].splitlines()) for body in (first, then.body))
    changed = {line for line in now - before if not line.startswith("X-RUNLIFT-FINGERPRINT")}
    assert changed == written | {"DTSTAMP:20260706T060000Z", "SEQUENCE:1"}
    assert then.made == (True,)
    assert vevents(then.body)[TUESDAY.uid] == vevents(first)[TUESDAY.uid]
    marker = standing(then.body, FRIDAY).marker
    assert isinstance(marker, Marker)
    assert marker.marks == update.marks


def test_update_that_says_what_stands_already_is_no_change() -> None:
    first = a_feed(FRIDAY)
    assert rewritten(first, an_update(standing(first, FRIDAY), FRIDAY)) == RewrittenFeed(body=first, made=(True,))


def test_deleted_session_leaves_and_takes_its_zone_along() -> None:
    there = a_session_event("2026-07-08 12:00", key="2026-W28/3", zone=ZoneInfo("America/New_York"))
    first = a_feed(FRIDAY, there)
    assert rewritten(first, a_delete(standing(first, there))).body == a_feed(FRIDAY)


def test_released_session_loses_its_marker_alone() -> None:
    first = a_feed(FRIDAY)
    then = rewritten(first, a_release(standing(first, FRIDAY))).body
    gone = {line for line in vevents(first)[FRIDAY.uid].splitlines() if line.startswith("X-RUNLIFT")}
    left = set(vevents(first)[FRIDAY.uid].splitlines()) - gone - {"DTSTAMP:20260705T180000Z", "SEQUENCE:0"}
    assert set(vevents(then)[FRIDAY.uid].splitlines()) == left | {"DTSTAMP:20260706T060000Z", "SEQUENCE:1"}


def edited(body: bytes) -> bytes:
    return body.replace(b"SUMMARY:Heavy", b"SUMMARY:Very heavy")


@pytest.mark.parametrize("spoil", [edited, lambda _: a_feed(TUESDAY), lambda _: b""], ids=["edited", "gone", "no file"])
@pytest.mark.parametrize("change", [a_delete, a_release, lambda before: an_update(before, TUESDAY)])
def test_event_that_is_not_as_it_was_read_stays_as_it_is(
    spoil: Callable[[bytes], bytes], change: Callable[[StandingEvent], Change]
) -> None:
    first = a_feed(FRIDAY)
    spoilt = spoil(first)
    then = rewritten(spoilt, change(standing(first, FRIDAY)))
    assert then.made == (False,)
    assert vevents(then.body) == vevents(spoilt)


def test_session_is_not_created_where_one_stands() -> None:
    first = a_feed(FRIDAY)
    then = rewritten(first, a_create(replace(FRIDAY, title="Another")), a_create(TUESDAY))
    assert then.made == (False, True)
    assert vevents(then.body)[FRIDAY.uid] == vevents(first)[FRIDAY.uid]


@pytest.mark.parametrize(
    ("look", "line"),
    [
        (replace(LOOK, busy=True), "TRANSP:OPAQUE"),
        (replace(LOOK, alarm_minutes=30), "TRIGGER:-PT30M"),
        (replace(LOOK, alarm_minutes=5), "TRIGGER:-PT5M"),
        (replace(LOOK, alarm_minutes=None), "TRANSP:TRANSPARENT"),
    ],
    ids=["busy", "later reminder", "earlier reminder", "no reminder"],
)
def test_change_of_the_look_that_changes_the_sessions_is_the_next_sequence(look: CalendarLook, line: str) -> None:
    first = a_feed(FRIDAY, look=replace(LOOK, alarm_minutes=10))
    then = rewritten(first, look=look).body
    assert line in vevents(then)[FRIDAY.uid].splitlines()
    assert vevents(then)[FRIDAY.uid].count("TRIGGER") == (look.alarm_minutes is not None)
    assert stamps(then, FRIDAY) == CHANGED
    assert rewritten(then, look=look).body == then


@pytest.mark.parametrize("look", [CalendarLook(name="Lifting"), replace(LOOK, color="tomato")])
def test_change_of_the_look_that_changes_no_session_leaves_their_stamps(look: CalendarLook) -> None:
    first = a_feed(FRIDAY)
    then = rewritten(first, look=look).body
    assert then != first
    assert vevents(then) == vevents(first)


def test_new_look_is_not_for_what_has_started_nor_for_other_profiles() -> None:
    others = a_session_event("2026-07-08 18:00", profile="other")
    first = rewritten(a_feed(TUESDAY, FRIDAY), a_create(others), profile="other", now=SUNDAY).body
    then = rewritten(first, look=replace(LOOK, busy=True), now=TUESDAY.start).body
    changed = [uid for uid, block in vevents(then).items() if block != vevents(first)[uid]]
    assert changed == [FRIDAY.uid]


def test_other_profile_in_the_file_is_read_and_left_alone() -> None:
    others = a_session_event(profile="other")
    first = rewritten(b"", a_create(others), profile="other", now=SUNDAY).body
    then = rewritten(first, a_create(TUESDAY)).body
    assert vevents(then)[others.uid] == vevents(first)[others.uid]
    marker = standing(then, others).marker
    assert isinstance(marker, Marker)
    assert marker.profile == "other"


def test_foreign_event_in_our_file_is_not_read_and_survives_with_its_zone() -> None:
    body = beside(a_feed(FRIDAY), YOGA_TIME, FOREIGN)
    then = rewritten(body, a_create(TUESDAY), a_delete(standing(body, FRIDAY))).body
    assert [found.uid for found in read_feed(then)] == [TUESDAY.uid]
    assert vevents(then)["yoga@example.com"] == vevents(FOREIGN)["yoga@example.com"]
    assert YOGA_TIME in then
    assert lint(then) == []
    assert rewritten(then).body == then


@pytest.mark.parametrize(
    "part",
    [
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260709\r\nEND:VEVENT\r\n",
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260709T190000\r\nDTEND:nonsense\r\nEND:VEVENT\r\n",
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:nonsense\r\nEND:VEVENT\r\n",
        b"BEGIN:VTODO\r\nUID:1\r\nSUMMARY:Buy a mat\r\nEND:VTODO\r\n",
    ],
    ids=["all-day", "floating", "without a readable time", "a to-do"],
)
def test_whatever_else_stands_in_our_file_survives(part: bytes) -> None:
    then = rewritten(beside(a_feed(FRIDAY), part), a_create(TUESDAY)).body
    assert set(part.splitlines()) <= set(then.splitlines())
    assert rewritten(then).body == then


@pytest.mark.parametrize(
    ("spoil", "flaw"),
    [
        ((b"X-RUNLIFT-INTENSITY:heavy", b"X-RUNLIFT-INTENSITY:huge"), Flaw.DAMAGED),
        ((b"KEY:2026-W28/2", b"KEY:Friday"), Flaw.DAMAGED),
        ((b"X-RUNLIFT-VERSION:1", b"X-RUNLIFT-VERSION:2"), Flaw.NEWER),
    ],
)
def test_marker_that_cannot_be_relied_on_is_told_and_its_event_survives(spoil: tuple[bytes, bytes], flaw: Flaw) -> None:
    body = a_feed(FRIDAY).replace(*spoil)
    assert standing(body, FRIDAY).marker is flaw
    then = rewritten(body, a_create(TUESDAY), look=replace(LOOK, busy=True)).body
    assert vevents(then)[FRIDAY.uid] == vevents(body)[FRIDAY.uid]


def test_event_of_ours_that_somebody_made_all_day_is_read_so() -> None:
    body = re.sub(rb"DT(START|END);[^\r]*\r\n", b"", a_feed(FRIDAY))
    body = body.replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nDTSTART;VALUE=DATE:20260710")
    day = FRIDAY.start.date()
    assert standing(body, FRIDAY).when == AllDay(start=day, end=day + timedelta(days=1))


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body[: len(body) // 2],
        lambda body: re.sub(rb"DTSTART[^\r]*\r\n", b"", body),
        lambda body: re.sub(rb"DTSTART;[^\r]*\r\n", b"DTSTART:garbage\r\n", body),
        lambda body: re.sub(rb"DTSTART;[^\r]*\r\n", b"DTSTART;VALUE=DATE:20260710\r\n", body),
        lambda body: re.sub(rb"DTEND;[^\r]*\r\n", b"DTEND:20260710T190000\r\n", body),
        lambda body: body.replace(b"SEQUENCE:0", b"SEQUENCE:many"),
    ],
    ids=["truncated", "no start", "odd start", "half all-day", "floating end", "odd sequence"],
)
@pytest.mark.parametrize("do", [read_feed, rewritten])
def test_damaged_file_is_told_as_one_sentence(
    do: Callable[[bytes], Sequence[object]], damage: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(NotACalendar, match=r"^the strength calendar is damaged: move it away and sync again$"):
        do(damage(a_feed(FRIDAY)))


def test_our_own_file_is_known_by_its_prodid() -> None:
    assert is_our_feed(a_feed(FRIDAY))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>PRODID:-//runlift//</html>",
        b"BEGIN:VCALENDAR\r\nPRODID:-//Another Maker//EN\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nX-NOTE:PRODID:-//runlift//x\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nPRODID:-//runlift//x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
    ids=["empty", "web page", "another maker", "in a note", "in an event"],
)
def test_any_other_file_is_not_ours(body: bytes) -> None:
    assert not is_our_feed(body)
