"""How `runlift init` gets its answers: from options, from what is usual, or from the runner at a terminal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import click

from runlift.cli.report import say
from runlift.errors import RunliftError, UsageError

T = TypeVar("T")
Given = Mapping[str, str | None]
"""What the options say, by their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that only the runner can say, or that is usual.

    Attributes:
        option: says it without being asked.
        text: asks for it.
        usual: what most would answer; None: there is no such thing.
    """

    option: str
    text: str
    usual: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Gets the answers.

    Attributes:
        can_ask: somebody sits at a terminal.
        takes_usual: what is usual is not asked for.
    """

    can_ask: bool
    takes_usual: bool

    def tell(self, text: str) -> None:
        """Tell the runner something before a question; without a terminal nobody reads it."""
        if self.can_ask:
            click.echo(f"\n{text}", err=True)

    def ask(self, question: Question, given: Given | None) -> str:
        """Return the answer to a question.

        Args:
            question: the question.
            given: what the options say; None: the answer that they, or custom, gave before was refused.

        Raises:
            UsageError: it was not given, and cannot be asked.
        """
        answer = given.get(question.option) if given else None
        if answer is not None:
            return answer
        if given is not None and self.takes_usual and question.usual is not None:
            return question.usual
        if not self.can_ask:
            raise UsageError(f"there is no terminal to ask on; add --{question.option} ({question.text})")
        typed: str = click.prompt(question.text, default=question.usual, err=True)
        return typed

    def confirm(self, text: str) -> bool:
        """Return whether the runner agrees; who takes what is usual does."""
        return self.takes_usual or (self.can_ask and click.confirm(text, default=True, err=True))

    def repeat(self, attempt: Callable[[Given | None], T], given: Given | None) -> T:
        """Make an attempt with what the options say, and while it is refused and somebody can answer, once more.

        Raises:
            RunliftError: it is refused, and nobody can answer.
        """
        said = given
        while True:
            try:
                return attempt(said)
            except RunliftError as refusal:
                if not self.can_ask:
                    raise
                for line in str(refusal).splitlines():
                    say(line)
                said = None
