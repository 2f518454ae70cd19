"""Reasons as data: every decision carries the same `because`, wherever it is printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for one decision.

    Attributes:
        rule: the id of the rule that decided (H4, P2, C8 …), or the word for the evidence (title, tag …).
        text: one short sentence that a runner understands, without a full stop.
    """

    rule: str
    text: str


Because = tuple[Reason, ...]
