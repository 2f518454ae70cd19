"""The .ics file that we write: what stands in it, and what stays as it was."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from runlift.domain.kinds import Intensity
from runlift.errors import NotACalendar
from runlift.formats.ics_feed import StampedEvent, is_our_feed, merge, read_feed, write_feed
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.session_event import SessionEvent
from tests.builders import BERLIN, a_moment
from tests.ics_lint import lint

LOOK = CalendarLook(name="Strength")
SUNDAY, MONDAY = a_moment("2026-07-05 20:00"), a_moment("2026-07-06 08:00")


def an_event(
    start: str = "2026-07-10 18:00",
    *,
    key: str = "2026-W28/1",
    title: str = "Heavy lift · 55 min",
    text: str = "WORKOUT\nDeadlift: 3 × 8, slowly; rest",
    intensity: Intensity = Intensity.HEAVY,
    profile: str = "k3v9",
    zone: ZoneInfo = BERLIN,
) -> SessionEvent:
    begins = a_moment(start, zone=zone)
    return SessionEvent(
        profile=profile,
        key=key,
        start=begins,
        end=begins + timedelta(minutes=55),
        intensity=intensity,
        title=title,
        text=text,
    )


TUESDAY = an_event("2026-07-07 18:00", key="2026-W28/1", title="Moderate lift · 45 min", intensity=Intensity.MODERATE)
FRIDAY = an_event("2026-07-10 18:00", key="2026-W28/2")


def merged(
    *desired: SessionEvent, existing: tuple[StampedEvent, ...] = (), now: datetime = SUNDAY
) -> tuple[StampedEvent, ...]:
    return merge(existing, desired, profile="k3v9", now=now)


def a_feed(*desired: SessionEvent, busy: bool = False, alarm_minutes: int | None = None) -> str:
    body = write_feed(
        merged(*desired), CalendarLook(name="Strength, by runlift", busy=busy, alarm_minutes=alarm_minutes)
    )
    return body.decode().replace("\r\n ", "").replace("\r\n", "\n")


def test_header_names_the_calendar_for_new_and_old_subscribers() -> None:
    header = a_feed(FRIDAY).split("BEGIN:VTIMEZONE", maxsplit=1)[0].splitlines()
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
    event = re.search(r"BEGIN:VEVENT\n(.*)\nEND:VEVENT", a_feed(FRIDAY), re.DOTALL)
    assert event is not None
    marks = FRIDAY.fingerprints
    assert sorted(event[1].splitlines()) == sorted(
        [
            f"UID:{FRIDAY.uid}",
            "DTSTAMP:20260705T180000Z",
            "SEQUENCE:0",
            "DTSTART;TZID=Europe/Berlin:20260710T180000",
            "DTEND;TZID=Europe/Berlin:20260710T185500",
            "SUMMARY:Heavy lift · 55 min",
            "DESCRIPTION:WORKOUT\\nDeadlift: 3 × 8\\, slowly\\; rest",
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
    assert "TRANSP:TRANSPARENT\n" in a_feed(FRIDAY)
    assert "TRANSP:OPAQUE\n" in a_feed(FRIDAY, busy=True)


def test_reminder_is_only_there_when_asked() -> None:
    assert "VALARM" not in a_feed(FRIDAY)
    alarm = re.search(r"BEGIN:VALARM\n(.*)\nEND:VALARM", a_feed(FRIDAY, alarm_minutes=30), re.DOTALL)
    assert alarm is not None
    assert alarm[1].splitlines() == ["ACTION:DISPLAY", "DESCRIPTION:Heavy lift · 55 min", "TRIGGER:-PT30M"]


def test_file_that_does_not_exist_yet_holds_nothing() -> None:
    assert read_feed(b"") == ()


def test_calendar_takes_the_colour_that_the_runner_chose() -> None:
    assert b"\r\nCOLOR:tomato\r\n" in write_feed((), CalendarLook(name="Strength", color="tomato"))


def test_empty_plan_is_still_a_calendar() -> None:
    body = write_feed((), LOOK)
    assert lint(body) == []
    assert read_feed(body) == ()
    assert is_our_feed(body)


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC"])
def test_utc_needs_no_zone_of_its_own_or_brings_it(zone: str) -> None:
    body = write_feed(merged(an_event(zone=ZoneInfo(zone))), LOOK)
    assert lint(body) == []
    assert read_feed(body)[0].event.start == datetime(2026, 7, 10, 18, tzinfo=UTC)


def test_second_pass_of_a_repeated_hour_stays_that_instant() -> None:
    second_pass = an_event("2026-10-25 02:30")
    second_pass = replace(second_pass, start=second_pass.start.replace(fold=1), end=a_moment("2026-10-25 03:25"))
    events = merged(second_pass)
    body = write_feed(events, LOOK)
    assert read_feed(body)[0].event.start.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert merged(second_pass, existing=read_feed(body), now=MONDAY) == read_feed(body)


def test_hour_that_the_clock_skips_is_written_as_the_one_it_shows() -> None:
    event = replace(an_event("2026-03-29 02:30"), end=a_moment("2026-03-29 04:00"))
    assert "DTSTART;TZID=Europe/Berlin:20260329T033000" in write_feed(merged(event), LOOK).decode()


def test_fold_of_an_ordinary_hour_keeps_its_zone() -> None:
    event = replace(FRIDAY, start=FRIDAY.start.replace(fold=1))
    assert "DTSTART;TZID=Europe/Berlin:20260710T180000" in write_feed(merged(event), LOOK).decode()


def test_events_stand_in_the_order_of_their_start() -> None:
    assert [stamped.event for stamped in merged(FRIDAY, TUESDAY)] == [TUESDAY, FRIDAY]


def test_new_session_begins_at_sequence_0_with_the_second_of_its_making() -> None:
    (stamped,) = merged(FRIDAY, now=SUNDAY.replace(microsecond=5))
    assert (stamped.sequence, stamped.changed) == (0, datetime(2026, 7, 5, 18, 0, tzinfo=UTC))


def test_unchanged_session_keeps_its_stamp() -> None:
    first = merged(TUESDAY, FRIDAY)
    assert merged(TUESDAY, FRIDAY, existing=first, now=MONDAY) == first


@pytest.mark.parametrize(
    "changed",
    [
        replace(FRIDAY, start=FRIDAY.start - timedelta(minutes=15)),
        replace(FRIDAY, end=FRIDAY.end + timedelta(minutes=5)),
        replace(FRIDAY, title="Heavy lift · 60 min"),
        replace(FRIDAY, text="WORKOUT\nrest"),
        replace(FRIDAY, intensity=Intensity.LIGHT),
        replace(FRIDAY, start=FRIDAY.start.astimezone(ZoneInfo("Europe/Paris"))),
    ],
    ids=["start", "end", "title", "text", "class", "zone"],
)
def test_changed_session_gets_a_new_stamp_and_the_next_sequence(changed: SessionEvent) -> None:
    first = merged(TUESDAY, FRIDAY)
    tuesday, friday = merged(TUESDAY, changed, existing=first, now=MONDAY)
    assert tuesday == first[0]
    assert friday == StampedEvent(event=changed, changed=MONDAY.astimezone(UTC), sequence=1)


def test_future_session_that_is_no_longer_wanted_leaves() -> None:
    assert merged(TUESDAY, existing=merged(TUESDAY, FRIDAY), now=MONDAY) == merged(TUESDAY)


def test_session_that_has_started_stays_whatever_the_plan_says() -> None:
    first = merged(TUESDAY, FRIDAY)
    edited = replace(TUESDAY, title="Light lift · 25 min")
    assert merged(edited, FRIDAY, existing=first, now=TUESDAY.start) == first
    assert merged(existing=first, now=TUESDAY.start) == first[:1]


def test_other_profile_in_the_file_is_left_alone() -> None:
    others = an_event(profile="other")
    existing = merge((), [others], profile="other", now=SUNDAY)
    assert merged(existing=existing, now=MONDAY) == existing


def test_file_reads_back_as_written() -> None:
    events = merged(TUESDAY, FRIDAY)
    assert read_feed(write_feed(events, CalendarLook(name="Strength", alarm_minutes=10))) == events


def test_foreign_event_in_our_file_is_not_read() -> None:
    body = write_feed(merged(FRIDAY), LOOK).replace(b"X-RUNLIFT-KEY", b"X-ANOTHER-KEY")
    assert read_feed(body) == ()


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body[: len(body) // 2],
        lambda body: body.replace(b"X-RUNLIFT-INTENSITY:heavy", b"X-RUNLIFT-INTENSITY:huge"),
        lambda body: re.sub(rb"DTSTART[^\r]*\r\n", b"", body),
        lambda body: re.sub(rb"DTSTART;[^\r]*\r\n", b"DTSTART:garbage\r\n", body),
        lambda body: re.sub(rb"DTSTART;[^\r]*\r\n", b"DTSTART;VALUE=DATE:20260710\r\n", body),
        lambda body: re.sub(rb"DTEND;[^\r]*\r\n", b"DTEND:20260710T190000\r\n", body),
        lambda body: body.replace(b"KEY:2026-W28/2", b"KEY:Friday"),
        lambda body: re.sub(rb"DTSTAMP[^\r]*\r\n", b"", body),
        lambda body: body.replace(b"SEQUENCE:0", b"SEQUENCE:many"),
        lambda body: body.replace(b"SUMMARY", b"X-SUMMARY"),
    ],
    ids=[
        "truncated",
        "class",
        "no start",
        "odd start",
        "all-day",
        "floating end",
        "odd key",
        "no stamp",
        "odd sequence",
        "no title",
    ],
)
def test_damaged_file_is_told_as_one_sentence(damage: Callable[[bytes], bytes]) -> None:
    body = write_feed(merged(FRIDAY), LOOK)
    with pytest.raises(NotACalendar, match=r"^the strength calendar is damaged: move it away and sync again$"):
        read_feed(damage(body))


def test_our_own_file_is_known_by_its_prodid() -> None:
    assert is_our_feed(write_feed(merged(FRIDAY), LOOK))


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
