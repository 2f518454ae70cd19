"""The long run by its size, against the runner's own week."""

from tests.unit.classify.calendars import an_event, kinds, verdict, verdicts


def test_run_of_ninety_minutes_is_long_though_it_says_easy() -> None:
    found = verdict(an_event("Easy run 95 min"))
    assert (found.kind, found.because[0].rule) == ("long", "size")


def test_run_clearly_longest_of_its_week_is_long() -> None:
    week = [an_event("5 km", day=1), an_event("6 km", day=3), an_event("11 km", day=5)]
    found = verdicts(week)
    assert [each.kind.value for each in found] == ["easy", "easy", "long"]
    assert found[-1].because[0].rule == "week"


def test_run_a_little_longer_than_the_next_is_not_long() -> None:
    assert kinds(an_event("9 km", day=1), an_event("11 km", day=5)) == ["easy", "easy"]


def test_short_run_is_not_long_even_as_the_longest_of_its_week() -> None:
    assert kinds(an_event("4 km", day=1), an_event("7 km", day=5)) == ["easy", "easy"]


def test_runs_of_other_weeks_do_not_count() -> None:
    assert kinds(an_event("14 km", day=-1), an_event("5 km", day=1), an_event("11 km", day=5))[-1] == "long"


def test_two_copies_of_the_longest_run_are_both_long() -> None:
    week = [an_event("5 km", day=1), an_event("11 km", day=5), an_event("11 km", day=5, uid="copy")]
    assert kinds(*week) == ["easy", "long", "long"]


def test_only_run_of_a_week_is_not_compared() -> None:
    assert kinds(an_event("11 km", day=5)) == ["easy"]


def test_medium_long_run_stays_easy_beside_the_long_run() -> None:
    assert kinds(an_event("Medium-long 85 min", day=2), an_event("Long run 2 h", day=5)) == ["easy", "long"]


def test_medium_long_run_over_ninety_minutes_stays_easy_beside_a_longer_one() -> None:
    week = [an_event("Medium-long 19 km", day=2), an_event("24 km", day=5)]
    assert kinds(*week) == ["easy", "long"]
    assert kinds(week[0]) == ["long"]


def test_intervals_stay_hard_whatever_their_size() -> None:
    assert kinds(an_event("5 km", day=1), an_event("18 km with 6x1 km", day=5)) == ["easy", "hard"]


def test_fast_miles_in_clearly_the_longest_run_of_a_week_make_it_long() -> None:
    week = [an_event("8 km", day=1), an_event("10 km", day=3), an_event("20 km with 8 km at MP", day=5)]
    assert kinds(*week)[-1] == "long"


def test_fast_miles_beside_a_longer_run_are_hard() -> None:
    assert kinds(an_event("18 km with 8 km at MP", day=2), an_event("Long run 28 km", day=5)) == ["hard", "long"]


def test_placeholder_hour_does_not_hide_a_distance() -> None:
    assert verdict(an_event("Run 22 km", minutes=60)).kind == "long"


def test_marathon_stays_a_race_whatever_its_size() -> None:
    assert verdict(an_event("Run 42.2 km")).kind == "race"


def test_only_run_of_a_week_is_long_if_clearly_longer_than_the_runner_usually_runs() -> None:
    usual = [an_event("Run 8 km", day=7 * week) for week in range(5)]
    assert kinds(*usual, an_event("Run 11 km", day=36))[-1] == "long"
    assert kinds(*usual, an_event("Run 9 km", day=36))[-1] == "easy"


def test_only_run_of_a_week_is_not_compared_with_few_others() -> None:
    usual = [an_event("Run 8 km", day=7 * week) for week in range(3)]
    assert kinds(*usual, an_event("Run 11 km", day=36))[-1] == "easy"


def test_fast_miles_in_a_medium_long_run_are_hard_whatever_its_size() -> None:
    week = [an_event("8 km", day=1), an_event("Medium-long 18 km with 8 km at MP", day=4)]
    assert kinds(*week) == ["easy", "hard"]
