"""A table of events and what they are taken for."""

from rich.table import Table

from runlift.app.classified import Classified
from runlift.cli.console import plain, terminal
from runlift.cli.options import Settings
from runlift.domain.phrasing import day_name


def show_classified(found: Classified, settings: Settings) -> None:
    """Print one line an event, and how to put right what is only a guess."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("day", no_wrap=True)
    table.add_column("kind", no_wrap=True)
    table.add_column("sure", justify="right", no_wrap=True)
    table.add_column("event", ratio=2)
    table.add_column("because", ratio=3)
    unsure = 0
    for event, said in found.pairs:
        unsure += said.is_unsure
        sure = f"{said.confidence:.0%}"
        reasons = said.because if settings.verbose else said.because[:1]
        reason = "; ".join(reason.text for reason in reasons)
        table.add_row(day_name(event.day), said.kind.value, sure, plain(event.summary), plain(reason))
    console = terminal(settings)
    console.print(table)
    if unsure:
        console.print(
            f"{unsure} of them are guesses; a tag in the title or the notes decides, as #easy or #hard, "
            'and so does `runlift classify --fix "TITLE=easy"`'
        )
