"""The lint itself finds each defect that it is there for."""

import pytest

from tests.ics_lint import lint

GOOD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//runlift//strength sessions//EN
NAME:Strength\\, by runlift
BEGIN:VTIMEZONE
TZID:Europe/Berlin
END:VTIMEZONE
BEGIN:VEVENT
UID:a@runlift
DTSTAMP:20260706T000000Z
DTSTART;TZID=Europe/Berlin:20260707T180000
SUMMARY:Heavy lift · 55 min
DESCRIPTION:first\\nsecond\\; third
 and the rest of a fold
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()


def test_good_file_has_no_findings() -> None:
    assert lint(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "finding"),
    [
        (b"\r\nEND:VCALENDAR\r\n", b"\r\nEND:VCALENDAR", "does not end with CRLF"),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\n", "control character"),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\n\r\n", "line 3: empty"),
        (b"Heavy", b"Heavy" * 20, "octets"),
        (b"Heavy", b"Hea\x07vy", "control character"),
        (b"Heavy", "Hea\u2028vy".encode(), "control character"),
        ("·".encode(), b"\xc2\r\n \xb7", "cut by a fold"),
        (b"Strength\\,", b"Strength,", "NAME not escaped"),
        (b"second\\;", b"second;", "DESCRIPTION not escaped"),
        (b"first\\n", b"first\\t", "DESCRIPTION not escaped"),
        (b"T000000Z", b"T000000", "DTSTAMP not in UTC"),
        (b"DTSTART;TZID=Europe/Berlin", b"DTSTART;TZID=Europe/Paris", "TZID=Europe/Paris without VTIMEZONE"),
        (b"UID:a@runlift\r\n", b"", "an event without UID"),
        (b"UID:a@runlift\r\n", b"UID:a@runlift\r\nUID:a@runlift\r\n", "a UID stands twice"),
        (b"TZID:Europe/Berlin\r\n", b"TZID:Europe/Berlin\r\nTZID:Europe/Berlin\r\n", "a VTIMEZONE stands twice"),
        (b"UID:", b"RRULE:FREQ=DAILY\r\nUID:", "a recurring event"),
    ],
)
def test_each_defect_is_found(good: bytes, bad: bytes, finding: str) -> None:
    assert good in GOOD
    assert any(finding in found for found in lint(GOOD.replace(good, bad, 1)))
