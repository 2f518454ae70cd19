"""How long Google is waited for."""

import pytest

from runlift.calendars.google_errors import seconds_asked
from runlift.calendars.google_manners import Manners, Patience
from runlift.errors import Unreachable


class Server:
    """Puts us off a few times, and says for how long; it is busy as long as `answers` has something in it."""

    def __init__(self, *answers: float | None) -> None:
        self._answers = list(answers)
        self.asked = 0

    def ask(self) -> float | None:
        self.asked += 1
        return self._answers.pop(0) if self._answers else None

    def break_off(self) -> float | None:
        self.asked += 1
        raise Unreachable("the line is dead")


def as_it_is(answer: float | None) -> float | None:
    return answer


def a_patience(waits: list[float], *, budget: float = 120) -> Patience:
    return Patience(Manners(attempts=5, longest=60, budget=budget, sleep=waits.append))


def test_answer_is_taken_at_once() -> None:
    waits: list[float] = []
    assert a_patience(waits).ask(Server().ask, as_it_is) is None
    assert waits == []


def test_refusals_are_met_with_longer_and_longer_waits() -> None:
    waits: list[float] = []
    server = Server(0, 0, 0)
    assert a_patience(waits).ask(server.ask, as_it_is) is None
    assert server.asked == 4
    for place, wait in enumerate(waits):
        assert 2**place <= wait <= 2**place + 1


def test_wait_that_is_asked_for_is_kept() -> None:
    waits: list[float] = []
    a_patience(waits).ask(Server(17, 0).ask, as_it_is)
    assert waits[0] == 17


def test_patience_ends_after_some_attempts_with_the_last_answer() -> None:
    server = Server(*[0] * 9)
    assert a_patience([]).ask(server.ask, as_it_is) == 0
    assert server.asked == 5


def test_wait_that_is_too_long_is_not_begun() -> None:
    waits: list[float] = []
    server = Server(3600)
    assert a_patience(waits).ask(server.ask, as_it_is) == 3600
    assert (server.asked, waits) == (1, [])


def test_all_waits_of_a_sync_come_out_of_one_budget() -> None:
    waits: list[float] = []
    patience = a_patience(waits, budget=30)
    patience.ask(Server(20).ask, as_it_is)
    patience.ask(Server(20).ask, as_it_is)
    assert waits == [20]


def test_dead_line_is_tried_again_and_told_in_the_end() -> None:
    server = Server()
    with pytest.raises(Unreachable, match="the line is dead"):
        a_patience([]).ask(server.break_off, as_it_is)
    assert server.asked == 5


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 7 "}, 7),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": "-7"}, 0),
        ({"retry-after": "Mon, 06 Jul 2026 08:00:30 GMT", "date": "Mon, 06 Jul 2026 08:00:00 GMT"}, 30),
        ({"retry-after": "Mon, 06 Jul 2026 08:00:00 GMT", "date": "Mon, 06 Jul 2026 08:00:30 GMT"}, 0),
        ({"retry-after": "Mon, 06 Jul 2026 08:00:30 GMT"}, 0),
    ],
)
def test_retry_after_is_a_number_or_a_date(headers: dict[str, str], seconds: float) -> None:
    assert seconds_asked(headers) == seconds
