"""What outranks what: tags, state, vendors' fields, title, notes, the calendar around."""

from datetime import timedelta

import pytest

from tests.unit.classify.calendars import an_event, kinds, verdict, verdicts


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("#easy", "easy"),
        ("#long", "long"),
        ("#hard", "hard"),
        ("#race", "race"),
        ("#rest", "rest"),
        ("#strength", "strength"),
        ("#cross", "cross"),
        ("#ignore", "other"),
        ("#Easy", "easy"),
    ],
)
def test_own_tag_outranks_the_title(tag: str, kind: str) -> None:
    found = verdict(an_event("Tempo Run", notes=f"so far so good\n{tag}"))
    assert (found.kind, found.confidence, found.because[0].rule) == (kind, 1.0, "tag")


@pytest.mark.parametrize("notes", ["item#easy", "#easyjet", "https://x.example/#easy"])
def test_what_only_looks_like_a_tag_is_none(notes: str) -> None:
    assert verdict(an_event("Tempo Run", notes=notes)).kind == "hard"


def test_tagged_run_stays_what_it_is_tagged_whatever_its_size() -> None:
    assert verdict(an_event("Run 30 km #easy")).kind == "easy"


def test_cancelled_event_is_no_run() -> None:
    found = verdict(an_event("Long Run", cancelled=True))
    assert (found.kind, found.because[0].text) == ("other", "the event is cancelled")


def test_heading_over_a_week_is_no_run() -> None:
    assert verdict(an_event("Long run week", days=7)).because[0].text == "it is a heading over 7 days"


def test_heading_over_a_weekend_is_no_run() -> None:
    assert verdict(an_event("Recovery days", days=2)).kind == "other"


def test_run_that_an_exporter_ends_a_day_late_is_a_run() -> None:
    assert verdict(an_event("Easy 8 km", days=2)).kind == "easy"


@pytest.mark.parametrize(
    ("title", "notes", "kind"),
    [
        ("🏃 Climbing High • 8km", "Tempo • 8km • 45m - 50m\n2km warm up", "hard"),
        ("🏃 Smooth Start • 5km", "Easy Run • 5km • 30m - 35m", "easy"),
        ("🏋️ Power Hour • 40m - 45m", "Legs And Core", "strength"),
        ("Run: Laufen locker", "Workout type: Run\nPlanned Time: 0:45", "easy"),
        ("Bike: 4x8 min hard", "", "cross"),
        ("Strength: easy session", "", "strength"),
        ("Saturday fun", "Workout: Long Run\nDistance: 9 mi", "long"),
        ("Saturday fun", "[easy_run] by the river", "easy"),
        ("Slow 3 km, then mat", "Workout: Recovery + stretching", "easy"),
        ("Long Run: The Big Loop", "- run 12km", "long"),
        ("Speed Run: Lucky Number", "", "hard"),
        ("NRC Guided Run - Lucky Number", "- run 25m recovery — 25:00 Recovery Run", "easy"),
        ("NRC Guided Run - Long Story", "- warmup 5m\n6x:\n- run 2m — 5K Pace\n- recovery 1m", "hard"),
        ("🏃 2027 Lakeside Festival", "Distance: 42.195K / 21K / 10K", "race"),
        ("⏰ Registration: 2027 Lakeside Festival", "Distance: 42.195K / 21K / 10K", "other"),
        ("Endurance 3 h @ 180-200 W", "", "cross"),
    ],
)
def test_field_of_an_app_outranks_the_title(title: str, notes: str, kind: str) -> None:
    assert verdict(an_event(title, notes=notes)).kind == kind


@pytest.mark.parametrize(
    ("title", "minutes", "kind"),
    [
        ("Trondheim - Base", 47.3, "easy"),
        ("Trondheim - Threshold", 47.3, "hard"),
        ("Trondheim - Sprint", 47.3, "hard"),
        ("Trondheim - Long Run", 47.3, "long"),
        ("Trondheim - Sprint", 60, "other"),
        ("Trondheim - Team meeting", 47.3, "other"),
    ],
)
def test_workout_behind_the_place_is_read_in_a_recording(title: str, minutes: float, kind: str) -> None:
    assert verdict(an_event(title, minutes=minutes)).kind == kind


def test_type_in_the_uid_of_runna_is_read() -> None:
    uid = "UPCOMING_PLAN_WORKOUT-1_plan_week_7_LONG_RUN_0"
    assert verdict(an_event("🏃 Up and Away • 8km", uid=uid)).kind == "long"


def test_category_is_read_where_the_title_is_silent() -> None:
    assert verdict(an_event("With Nora", categories=("Easy Run",))).kind == "easy"


@pytest.mark.parametrize(
    ("title", "notes", "kind"),
    [
        ("8 km", "2 km easy, 4 x 1 km at 10k pace, 2 km easy", "hard"),
        ("8 km", "relaxed all the way", "easy"),
        ("Run", "Long run through the woods", "long"),
        ("Run", "It has been a long day", "easy"),
        ("Run", "this will help you in the race", "easy"),
        ("12 km", "12 km, including 30min T", "hard"),
        ("Workout", "Back squat 3x8, lunges 3x10, deadlift 3x5", "strength"),
        ("Easy Run", "Tomorrow: intervals", "easy"),
        ("Run", "40 min at 70-75% of LT, relaxed", "easy"),
        ("Run", "40 min at 90% of LT", "hard"),
        ("Run", "Around the lake.\n\nCoach Notes: next week you will do intervals", "easy"),
    ],
)
def test_notes_speak_where_the_title_leaves_the_kind_open(title: str, notes: str, kind: str) -> None:
    assert verdict(an_event(title, notes=notes)).kind == kind


def test_notes_of_ordinary_events_make_no_run() -> None:
    assert verdict(an_event("Breakfast", notes="then an easy run with Kim, 5 km")).kind == "other"


def test_hint_counts_in_a_training_calendar_only() -> None:
    runs = [
        an_event(title, day=day) for day, title in enumerate(["Easy Run", "Tempo Run", "Rest Day", "Long Run", "Jog"])
    ]
    assert kinds(an_event("Zebra tempo"))[0] == "other"
    assert kinds(*runs, an_event("Zebra tempo", day=6))[-1] == "hard"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Séance du conseil municipal", "other"),
        ("Ver series con Ana", "other"),
        ("Easy round the old harbour", "easy"),
        ("Hill circuits x4", "hard"),
        ("20 min + 4x20s", "easy"),
        ("Q1: 2E, 4x1T, 2E", "hard"),
    ],
)
def test_training_calendar_makes_a_run_of_hints_and_numbers_but_not_of_strangers_words(title: str, kind: str) -> None:
    week = [an_event("Easy Run 8 km", day=day) for day in range(1, 7)]
    assert kinds(an_event(title), *week)[0] == kind


def test_recording_in_a_training_calendar_is_what_the_calendar_is_about() -> None:
    runs = [an_event("Malmö Löpning", day=day, minutes=40 + day / 7) for day in range(6)]
    found = verdicts([*runs, an_event("Zebra crossing", day=6, minutes=33.4)])[-1]
    assert (found.kind, found.confidence) == ("easy", 0.5)
    rides = [an_event("Malmö Cykling", day=day, minutes=40 + day / 7) for day in range(6)]
    assert kinds(*rides, an_event("Zebra crossing", day=6, minutes=33.4))[-1] == "cross"


def test_distance_in_the_notes_makes_a_recording_a_run() -> None:
    assert verdict(an_event("Zebra crossing", notes="Distance: 7.2 km", minutes=41.3)).kind == "easy"


def test_titles_of_others_are_left_out_in_a_shared_calendar() -> None:
    events = [an_event("Ida • Long Run • 9 mi"), an_event("Ole • Tempo Run • 5 mi")]
    assert [found.kind.value for found in verdicts(events, prefix="Ole •")] == ["other", "hard"]


def test_minutes_come_from_the_text_then_from_the_calendar() -> None:
    assert verdict(an_event("Run 50 min", minutes=60)).minutes == 50
    assert verdict(an_event("Run", minutes=60)).minutes == 60
    assert verdict(an_event("Run", duration=timedelta(minutes=35))).minutes == 35
    assert verdict(an_event("Run")).minutes is None
