"""The runner's clock, at home and on trips."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from runlift.domain.runner import Clock, Trip
from tests.builders import BERLIN

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")


def a_clock(zone: ZoneInfo) -> Clock:
    return Clock(home=BERLIN, trips=(Trip(start=date(2026, 7, 7), end=date(2026, 7, 9), zone=zone),))


@pytest.mark.parametrize(
    ("zone", "instant", "shown"),
    [
        (TOKYO, "2026-07-06T08:00Z", "2026-07-06 10:00 Europe/Berlin"),
        (TOKYO, "2026-07-06T16:00Z", "2026-07-06 18:00 Europe/Berlin"),
        (TOKYO, "2026-07-06T22:00Z", "2026-07-07 07:00 Asia/Tokyo"),
        (TOKYO, "2026-07-09T09:00Z", "2026-07-09 18:00 Asia/Tokyo"),
        (TOKYO, "2026-07-10T05:00Z", "2026-07-10 07:00 Europe/Berlin"),
        (NEW_YORK, "2026-07-07T11:00Z", "2026-07-07 07:00 America/New_York"),
        (NEW_YORK, "2026-07-09T22:00Z", "2026-07-09 18:00 America/New_York"),
        (NEW_YORK, "2026-07-10T05:00Z", "2026-07-10 07:00 Europe/Berlin"),
    ],
)
def test_an_instant_is_read_on_the_clock_of_the_place_where_the_runner_is(
    zone: ZoneInfo, instant: str, shown: str
) -> None:
    local = a_clock(zone).local(datetime.fromisoformat(instant).astimezone(UTC))

    assert f"{local:%Y-%m-%d %H:%M} {local.tzinfo}" == shown


def test_a_run_that_is_told_in_the_zone_of_the_trip_stays_there() -> None:
    early = datetime(2026, 7, 7, 4, 30, tzinfo=TOKYO)

    assert a_clock(TOKYO).local(early).tzinfo is TOKYO
