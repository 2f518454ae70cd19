"""Why an event of the sources is taken for what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from runlift.app.config import Config
from runlift.app.decide import Decision
from runlift.app.gather import Gathered
from runlift.domain.classification import Classification
from runlift.domain.classify.finding import Finding
from runlift.domain.classify.fixes import title_key
from runlift.domain.classify.hearing import evidence_on
from runlift.domain.events import Event
from runlift.domain.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One event with what it is taken for.

    Attributes:
        source: where it stands.
        evidence: all that speaks for what it is, in the order of its authority.
    """

    source: str
    event: Event
    found: Classification
    evidence: tuple[Finding, ...]


def explain_event(
    what: str, decision: Decision, gathered: Gathered, config: Config, lexicon: Lexicon
) -> Explained | None:
    """Return the event of a UID or a title, of several the next to come, else the last; None where there is none."""
    key = title_key(what)
    for source in decision.sources:
        pairs = source.classified
        named = [number for number, (event, _) in enumerate(pairs) if event.uid == what] or [
            number
            for number, (event, _) in enumerate(pairs)
            if key in {title_key(event.summary), title_key(event.summary.removeprefix(config.prefix))}
        ]
        if named:
            number = _nearest(named, [event.day for event, _ in pairs], decision.now.date())
            event, found = pairs[number]
            evidence = evidence_on(number, pairs, lexicon, prefix=config.prefix, fixes=gathered.fixes)
            return Explained(source=source.name, event=event, found=found, evidence=evidence)
    return None


def _nearest(numbers: Sequence[int], days: Sequence[date], today: date) -> int:
    ahead = [number for number in numbers if days[number] >= today]
    return min(ahead, key=days.__getitem__) if ahead else max(numbers, key=days.__getitem__)
