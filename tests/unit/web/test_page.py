"""The page as a parser, and whoever leans on one, understands it."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from runlift.domain.kinds import Intensity
from runlift.domain.plan import Notice, Unplaced, Violation
from runlift.domain.reasons import Reason
from tests.builders import THIS_WEEK, a_fixed_session, a_moment, a_run
from tests.unit.web.scenes import ADDRESS, TODAY, WORKOUT, a_lift, a_page, a_scene, text_of, texts_in

OUTLOOK = (
    "https://outlook.live.com/calendar/0/addfromweb?"
    "url=https%3A%2F%2Flift.example.com%2Fsecret%2Fstrength.ics&name=Strength"
)
HOSTILE = "</script><img src=x onerror=alert(1)>\"' onmouseover='x {{ 7*7 }} &amp; <!-- \u202egnp.exe"


def test_the_page_is_sound_html() -> None:
    assert a_page().errors == []


def test_the_page_has_the_landmarks_that_readers_jump_to() -> None:
    page = a_page()
    assert [len(page.all(landmark)) for landmark in ("header", "nav", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    assert page.one("html").attrs["lang"] == "en"
    assert page.one("nav").attrs["aria-label"]


def test_every_link_within_the_page_leads_somewhere() -> None:
    page = a_page()
    wanted = {str(link.attrs["href"])[1:] for link in page.all("a") if str(link.attrs["href"]).startswith("#")}
    assert wanted == {"today", "weeks", "season", "subscribe"}
    assert wanted <= {str(element.attrs["id"]) for element in page.all("[id]")}


def test_no_id_is_given_twice_and_every_label_exists() -> None:
    page = a_page(a_scene(sessions=[a_lift("2026-07-06 18:00")]))
    ids = [str(element.attrs["id"]) for element in page.all("[id]")]
    assert len(ids) == len(set(ids))
    assert {str(element.attrs["aria-labelledby"]) for element in page.all("[aria-labelledby]")} <= set(ids)


def test_headings_skip_no_level() -> None:
    levels = [int((heading.name or "")[1]) for heading in a_page().all("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_style_and_no_script_stands_in_the_page_itself() -> None:
    page = a_page()
    assert page.all("style, [style]") == []
    assert [script.attrs for script in page.all("script")] == [{"src": "page.js", "defer": ""}]
    assert [name for element in page.all("*") for name in element.attrs if name.startswith("on")] == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    page = a_page()
    fetched = [element.attrs.get("src") or element.attrs.get("href") for element in page.all("link, script, img, use")]
    assert fetched == ["icon.svg", "page.css", "page.js"]


@pytest.mark.parametrize("place", ["run", "own strength", "flag", "name", "trouble", "reason"])
def test_texts_of_calendars_are_shown_and_never_obeyed(place: str) -> None:
    scene = a_scene(sessions=[a_lift("2026-07-06 18:00")])
    own = replace(a_fixed_session("moderate", start="2026-07-08 18:00"), summary=HOSTILE)
    run = replace(a_run("easy", on="2026-07-06"), summary=HOSTILE)
    hostile = {
        "run": replace(scene, runs=(run,)),
        "own strength": replace(scene, own=(own,)),
        "flag": a_scene(sessions=[a_lift("2026-07-06 18:00", flag=HOSTILE)]),
        "name": replace(scene, name=HOSTILE),
        "trouble": replace(scene, troubles=(HOSTILE,)),
        "reason": replace(scene, runs=(replace(run, summary="", because=(Reason("title", HOSTILE),)),)),
    }
    page = a_page(hostile[place])
    assert page.errors == []
    assert page.all("img") == []
    assert len(page.all("script")) == 1
    assert "onerror=alert(1)&gt;" in page.html
    assert "{{ 7*7 }}" in page.html
    assert "\u202e" not in page.html


def test_a_week_shows_its_runs_and_lifts_by_the_hour() -> None:
    scene = a_scene(sessions=[a_lift("2026-07-08 18:00")])
    wednesday = a_page(scene).all("#weeks .day")[2]
    assert text_of(wednesday) == (
        "Wed 8 Jul 06:30–07:15 Easy run · 45 min Easy run "
        "18:00–18:55 Heavy lift · 55 min Light run, heavy lift "
        "Warm-up 8 min Single-leg deadlift 3 × 8 per side · 14 kg · 2 reps in reserve · 2 min rest "
        "Hip thrust optional · 3 × 8–10"
    )


def test_reasons_open_at_a_click_and_without_a_script() -> None:
    entry = next(
        entry
        for entry in a_page(a_scene(sessions=[a_lift("2026-07-08 18:00")])).all("#weeks details.entry")
        if "Heavy" in text_of(entry)
    )
    assert "open" not in entry.attrs
    assert texts_in(entry, ".reasons li") == ["Light run, heavy lift"]


def test_days_say_whether_they_are_today_past_or_on_hold() -> None:
    wednesday, held = THIS_WEEK.days[2], THIS_WEEK.days[4].isoformat()
    page = a_page(a_scene(sessions=[], held=[held]), today=wednesday)
    days = page.all("#weeks .day")[:7]
    assert [day.attrs.get("aria-current") for day in days] == [None, None, "date", None, None, None, None]
    assert ["past" in str(day.attrs["class"]).split() for day in days] == [True, True, *[False] * 5]
    assert "On hold, as you marked it" in text_of(days[4])
    assert text_of(days[0]) == "Mon 6 Jul Rest"


def test_what_has_no_place_says_why() -> None:
    scene = a_scene(sessions=[])
    gap = Unplaced(week=THIS_WEEK, intensity=Intensity.HEAVY, because=(Reason("H4", "too near to the long run"),))
    page = a_page(replace(scene, plan=replace(scene.plan, unplaced=(gap,))))
    assert page.texts(".gap") == ["No place for a heavy lift Too near to the long run"]


def test_warnings_and_broken_rules_stand_above_their_week() -> None:
    scene = a_scene(sessions=[])
    noticed = replace(scene.plan, warnings=(Notice(week=THIS_WEEK, text="no rest day is left"),))
    broken = (Violation(rule="H9", week=THIS_WEEK, text="two lifts within a day"),)
    page = a_page(replace(scene, plan=noticed, violations=broken))
    assert page.texts(".week .flag") == ["No rest day is left", "Two lifts within a day"]


def test_todays_workout_is_open_and_ticked_off_set_by_set() -> None:
    page = a_page(a_scene(sessions=[a_lift("2026-07-06 18:00")]))
    assert page.texts(".workout .eyebrow") == ["Your workout"]
    assert "open" in page.one(".workout details.sets").attrs
    ticks = page.all("input[type=checkbox]")
    assert [tick.attrs["aria-label"] for tick in ticks] == [
        "Warm-up",
        *(f"Single-leg deadlift, set {number} of 3" for number in (1, 2, 3)),
        *(f"Hip thrust, set {number} of 3" for number in (1, 2, 3)),
    ]
    names = [str(tick.attrs["name"]) for tick in ticks]
    assert len(set(names)) == len(names)
    assert all(name.startswith("2026-W28/1/") for name in names)


def test_optional_lines_of_a_workout_say_so() -> None:
    page = a_page(a_scene(sessions=[a_lift("2026-07-06 18:00")]))
    thrust = page.all(".exercise")[2]
    assert text_of(thrust).startswith("Hip thrust optional 3 × 8–10 ")
    assert "that the source article does not have" in text_of(thrust)


def test_on_a_day_without_a_lift_the_next_one_is_announced() -> None:
    page = a_page(a_scene(sessions=[a_lift("2026-07-10 18:00"), a_lift("2026-07-14 18:00", key="2026-W29/1")]))
    assert text_of(page.one(".workout-head")) == (
        "Next lift, in 4 days Heavy lift · 55 min Friday 10 July, 18:00–18:55"
    )
    assert "open" not in page.one(".workout details.sets").attrs


def test_a_lift_that_has_begun_keeps_its_workout() -> None:
    begun = a_fixed_session("heavy", start="2026-07-06 18:00", key="2026-W28/1")
    scene = a_scene(sessions=[], done=[begun], workouts={"2026-W28/1": WORKOUT}, now="2026-07-06 18:20")
    page = a_page(scene)
    assert page.one(".workout").attrs["data-workout"] == "2026-W28/1"
    assert len(page.all("input[type=checkbox]")) == 7


def test_without_any_lift_the_page_says_so() -> None:
    assert "No lift is planned yet" in text_of(a_page(a_scene(sessions=[])).one("#today"))


def test_a_flagged_lift_warns_before_it_is_done() -> None:
    page = a_page(a_scene(sessions=[a_lift("2026-07-06 18:00", flag="the long run is 9 h later")]))
    assert page.texts(".workout > .flag") == ["The long run is 9 h later"]


def test_the_calendar_can_be_subscribed_to_in_each_way() -> None:
    page = a_page(address="https://lift.example.com/secret/")
    links = {str(link.attrs["href"]) for link in page.all("#subscribe a")}
    assert links == {
        "webcal://lift.example.com/secret/strength.ics",
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Flift.example.com%2Fsecret%2Fstrength.ics",
        OUTLOOK,
        "strength.ics",
    }
    assert page.one("#subscribe a[download]").attrs["href"] == "strength.ics"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (ADDRESS, "answers on this computer only"),
        ("http://localhost:8765/x/", "answers on this computer only"),
        ("http://[::1]:8765/x/", "answers on this computer only"),
        ("http://192.168.1.5:8765/x/", "do not reach your home network"),
        ("http://pi.local:8765/x/", "do not reach your home network"),
    ],
)
def test_an_address_that_others_cannot_reach_is_called_that(address: str, said: str) -> None:
    assert said in text_of(a_page(address=address).one("#subscribe"))


def test_a_public_address_needs_no_such_note() -> None:
    assert a_page(address="https://lift.example.com/x/").all("#subscribe > .note") == []


def test_the_chart_says_the_same_as_its_table() -> None:
    scene = a_scene(sessions=[a_lift("2026-07-08 18:00")])
    page = a_page(scene)
    assert len(page.all(".chart .run-bar")) == len(page.all("#season tbody tr"))
    assert page.texts("#season tbody tr")[0] == "6 Jul build 6 h 20 55 min"
    assert page.one(".chart").attrs["role"] == "img"
    assert page.one(".chart").attrs["aria-labelledby"] == page.one(".chart title").attrs["id"]


def test_troubles_stand_at_the_top() -> None:
    page = a_page(a_scene(troubles=["runs.example cannot be reached"]))
    assert page.texts(".trouble") == ["Runs.example cannot be reached."]


def test_weeks_beyond_the_next_are_folded_away() -> None:
    scene = a_scene()
    later = replace(scene.plan.weeks[-1], week=scene.plan.weeks[-1].week.next())
    page = a_page(replace(scene, plan=replace(scene.plan, weeks=(*scene.plan.weeks, later))))
    assert page.texts(".week h3") == [
        "This week 6 Jul – 12 Jul",
        "Next week 13 Jul – 19 Jul",
        "Week of 20 Jul 20 Jul – 26 Jul",
    ]
    assert len(page.all(".week > details:not(.gap)")) == 1


def test_a_week_that_is_not_published_yet_is_not_called_rest() -> None:
    page = a_page(a_scene(runs=[a_run("easy", on="2026-07-07")], sessions=[]))
    second = page.all(".week")[1]
    assert "Your calendar has no runs there yet" in text_of(second)
    assert "Rest" not in text_of(second)


def test_on_race_day_nothing_is_counted_down() -> None:
    race = a_run("race", on="2026-07-06", at="09:00", km=42.2, goal=True)
    page = a_page(a_scene(runs=[race], sessions=[], now="2026-07-06 06:00"))
    assert page.texts(".season-line")[0].endswith("race day")


def test_weeks_that_are_over_are_not_shown() -> None:
    page = a_page(a_scene(), today=TODAY + timedelta(days=7))
    assert page.texts(".week h3")[0] == "This week 13 Jul – 19 Jul"


def test_the_page_says_when_it_was_planned() -> None:
    page = a_page(replace(a_scene(), now=a_moment("2026-07-06 06:05")))
    planned = page.one("footer time")
    assert (text_of(planned), planned.attrs["datetime"]) == ("Monday 6 July, 06:05", "2026-07-06T06:05+02:00")
