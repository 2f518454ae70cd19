"""Hears the evidence on one event, in the order of its authority."""

from collections.abc import Callable
from typing import NamedTuple

from runlift.domain.classify.case import Case
from runlift.domain.classify.context import Context
from runlift.domain.classify.evidence import banner, calendar, called_off, own_tag
from runlift.domain.classify.finding import RUNS, Finding
from runlift.domain.classify.words import note_words, title_words, vendor_field
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Concept
from runlift.domain.reasons import Because, Reason

EVIDENCE: tuple[Callable[[Case, Context], Finding | None], ...] = (
    own_tag,
    called_off,
    banner,
    vendor_field,
    title_words,
    note_words,
    calendar,
)
"""The table of the package's docstring, up to what is assumed."""


ASSUMED = "assumed"
"""The rule of a verdict for want of evidence."""


class Verdict(NamedTuple):
    """What the evidence on one event comes to.

    Attributes:
        kind: what it is.
        confidence: 0 to 1, as in `Classification`.
        because: the evidence, what decided first.
        also_strength: a run that holds strength work too.
    """

    kind: EventKind
    confidence: float
    because: Because
    also_strength: bool = False

    @property
    def rule(self) -> str:
        """What decided."""
        return self.because[0].rule


def judge(case: Case, context: Context) -> Verdict:
    """Return the kind that the first evidence names; a run that is left open by all is easy or hard by assumption."""
    open_run: Finding | None = None
    for evidence in EVIDENCE:
        finding = evidence(case, context)
        if finding is None:
            continue
        if finding.kind is None:
            open_run = open_run or finding
        elif open_run is None:
            return Verdict(finding.kind, finding.confidence, (finding.reason,), finding.also_strength)
        elif finding.kind in RUNS:
            strength = finding.also_strength or open_run.also_strength
            return Verdict(finding.kind, finding.confidence, (finding.reason, open_run.reason), strength)
    return _assumed(case, open_run)


def _assumed(case: Case, open_run: Finding | None) -> Verdict:
    if open_run is None:
        return Verdict(EventKind.OTHER, 0.6, (Reason(ASSUMED, "nothing in it speaks of training"),))
    plain = case.title.unknown == 0 or any(
        entry.concept is Concept.RUN and entry.phrase[0].isalnum() for _, entry in case.title.marks
    )
    if plain or case.texts.recorded:
        reason = Reason(ASSUMED, "nothing in it speaks of speed, so it counts as easy")
        return Verdict(EventKind.EASY, 0.75 if plain else 0.5, (reason, open_run.reason), open_run.also_strength)
    reason = Reason(ASSUMED, "a run of unknown kind counts as hard to be safe; tag it #easy if it is")
    return Verdict(EventKind.HARD, 0.4, (reason, open_run.reason), open_run.also_strength)
