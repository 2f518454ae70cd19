"""Why an event is taken for what it is, in words and as data."""

from typing import Any

from runlift.app.explained import Explained
from runlift.cli import machine
from runlift.domain.classify.finding import Finding
from runlift.domain.phrasing import day_name
from runlift.domain.printing import one_line


def lines(explained: Explained) -> list[str]:
    """Return the evidence in its order, what won and why."""
    event, found = explained.event, explained.found
    sure = "a guess" if found.is_unsure else f"{found.confidence:.0%} sure"
    told = [
        f"{day_name(event.day)}  {one_line(event.summary)}  ({one_line(explained.source)})",
        f"  {found.kind}, {sure}, because {one_line(found.because[0].text)}",
        "  the evidence, in the order of its authority:",
        *(f"    {_line(finding, explained)}" for finding in explained.evidence),
    ]
    if found.also_strength:
        told.append("  it holds strength work too")
    if found.is_unsure:
        told.append("  a tag in its title or notes decides, as #easy or #hard, and so does `runlift classify --fix`")
    return told


def shape(explained: Explained) -> dict[str, Any]:
    """Return the same as data."""
    return {
        **machine.classification(explained.event, explained.found),
        "source": explained.source,
        "also_strength": explained.found.also_strength,
        "evidence": [
            {
                "rule": finding.reason.rule,
                "text": finding.reason.text,
                "kind": finding.kind.value if finding.kind else None,
                "confidence": round(finding.confidence, 3),
                "verdict": _verdict(finding, explained),
            }
            for finding in explained.evidence
        ],
    }


def _line(finding: Finding, explained: Explained) -> str:
    kind = finding.kind.value if finding.kind else "a run of some kind"
    said = f"{finding.reason.rule}: {one_line(finding.reason.text)}: {kind}, {finding.confidence:.0%}"
    return f"{said} ({_verdict(finding, explained)})"


def _verdict(finding: Finding, explained: Explained) -> str:
    """Return what became of a piece of evidence."""
    because = explained.found.because
    if finding.reason == because[0]:
        return "decides"
    return "heeded" if finding.reason in because else "too late"
