"""Scenes to show, a publication that holds one, and a reader of pages that others wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from justhtml import Element, JustHTML

from runlift.domain.planner import plan
from runlift.domain.reasons import Reason
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, Session, Step
from runlift.web.page import render_page
from runlift.web.scene import Scene
from tests.builders import MARATHON, THIS_WEEK, W3_RUNS, a_moment, a_session, a_situation

TOKEN = "k" * 43
ADDRESS = f"http://127.0.0.1:8765/{TOKEN}/"
TODAY = THIS_WEEK.monday

DEADLIFT = Step(
    name="Single-leg deadlift",
    dose="3 × 8 per side · 14 kg · 2 reps in reserve · 2 min rest",
    cue="soft knee, hips level",
    sets=3,
    kg=14,
)
WARM_UP = Step(name="Warm-up", dose="8 min", cue="brisk march", minutes=8)
THRUST = Step(name="Hip thrust", dose="optional · 3 × 8–10", cue="one line", sets=3, beyond_seed=True)
WORKOUT = (WARM_UP, DEADLIFT, THRUST)


def a_lift(start: str, *, intensity: str = "heavy", key: str = "2026-W28/1", flag: str = "") -> Session:
    """Return a session with a workout and a reason."""
    session = a_session(intensity, start=start, key=key)
    return replace(session, workout=WORKOUT, because=(Reason("P3", "light run, heavy lift"),), flag=flag)


def a_scene(
    *,
    runs: Iterable[Run] = (*W3_RUNS, MARATHON),
    sessions: Iterable[Session] | None = None,
    done: Iterable[FixedSession] = (),
    own: Iterable[FixedSession] = (),
    workouts: Mapping[str, tuple[Step, ...]] | None = None,
    held: Iterable[str] = (),
    now: str = "2026-07-06 06:00",
    name: str = "Strength",
    troubles: Iterable[str] = (),
) -> Scene:
    """Return a planned week; its sessions are the plan's unless others are given."""
    situation = a_situation(*runs, now=now, horizon_days=13)
    planned = plan(situation)
    return Scene(
        name=name,
        now=a_moment(now),
        plan=planned,
        runs=situation.runs,
        sessions=planned.sessions if sessions is None else tuple(sessions),
        done=tuple(done),
        own=tuple(own),
        workouts=workouts or {},
        held=frozenset(date.fromisoformat(day) for day in held),
        troubles=tuple(troubles),
    )


@dataclass
class APublication:
    """What a test publishes."""

    token: str = TOKEN
    body: bytes | None = b""
    shown: Scene | None = None
    at: str = "2026-07-06 06:00"
    address: str | None = None

    def feed(self) -> bytes | None:
        return self.body

    def scene(self) -> Scene | None:
        return self.shown

    def now(self) -> datetime:
        return a_moment(self.at)


class Page:
    """A page as an HTML parser that is not ours understands it."""

    def __init__(self, html: str) -> None:
        self.html = html
        self._document = JustHTML(html, sanitize=False, collect_errors=True)
        self.errors = [error.code for error in self._document.errors]

    def all(self, selector: str) -> list[Element]:
        return [found for found in self._document.query(selector) if isinstance(found, Element)]

    def one(self, selector: str) -> Element:
        (found,) = self.all(selector)
        return found

    def texts(self, selector: str) -> list[str]:
        return [text_of(found) for found in self.all(selector)]


def text_of(element: Element) -> str:
    """Return an element's text with single spaces."""
    return " ".join(element.to_text().split())


def texts_in(element: Element, selector: str) -> list[str]:
    """Return the texts of what an element holds."""
    return [text_of(found) for found in element.query(selector) if isinstance(found, Element)]


def a_page(scene: Scene | None = None, *, today: date = TODAY, address: str = ADDRESS) -> Page:
    return Page(render_page(scene or a_scene(), today=today, address=address))
