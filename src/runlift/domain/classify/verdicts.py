"""What the evidence on every event of a calendar comes to, before sizes are compared."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from runlift.domain.classify.case import Case, recorded, whole_title
from runlift.domain.classify.context import Context, context_of
from runlift.domain.classify.evidence import own_tag
from runlift.domain.classify.fixes import Fixes, title_key
from runlift.domain.classify.judge import ASSUMED, Verdict, judge
from runlift.domain.classify.reading import Reader
from runlift.domain.classify.vendors.runna import type_in_uid
from runlift.domain.classify.words import BY_A_HINT
from runlift.domain.events import AllDay, Event
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Lexicon
from runlift.domain.reasons import Reason


class Judged(NamedTuple):
    """The events of one calendar with what their evidence comes to.

    Attributes:
        pairs: case and verdict of every event, in the order of the events; events that are alike share them.
        context: what the calendar as a whole tells.
    """

    pairs: list[tuple[Case, Verdict]]
    context: Context


def judge_all(events: Sequence[Event], lexicon: Lexicon, *, prefix: str, fixes: Fixes) -> Judged:
    """Judge every event by itself, then what was only assumed once more in the light of the whole calendar."""
    reader = Reader(lexicon)
    numbers: dict[Hashable, int] = {}
    cases: list[Case] = []
    alike: list[int] = []
    for event in events:
        number = numbers.setdefault(_likeness(event), len(cases))
        if number == len(cases):
            cases.append(Case(event, whole_title(event.summary.removeprefix(prefix), event.description), reader))
        alike.append(number)
    verdicts = [_first_verdict(case, prefix, fixes) for case in cases]
    context = context_of(verdicts[number].kind for number in alike)
    if context.training:
        verdicts = [
            judge(case, context) if verdict.rule == ASSUMED or _is_by_a_hint(verdict) else verdict
            for case, verdict in zip(cases, verdicts, strict=True)
        ]
    return Judged([(cases[number], verdicts[number]) for number in alike], context)


def _is_by_a_hint(verdict: Verdict) -> bool:
    """Tell whether a word that is only a hint made the event no run."""
    return verdict.kind is EventKind.OTHER and verdict.confidence <= BY_A_HINT


def _likeness(event: Event) -> Hashable:
    """Return what two events share if the same evidence speaks for both: all but their day."""
    days = event.when.days if isinstance(event.when, AllDay) else 0
    in_uid = type_in_uid(event.uid)
    return event.summary, event.description, event.categories, in_uid, event.cancelled, days, recorded(event)


def _first_verdict(case: Case, prefix: str, fixes: Fixes) -> Verdict:
    title = case.event.summary
    if title.startswith(prefix):
        kind = fixes.get(title_key(title.removeprefix(prefix))) if fixes else None
        if kind is None or case.event.cancelled or own_tag(case, Context()):
            return judge(case, Context())
        return Verdict(kind, 1.0, (Reason("fix", f"you said that this title is {kind}"),))
    return Verdict(EventKind.OTHER, 0.97, (Reason("title", f'its title does not begin with "{prefix}"'),))
