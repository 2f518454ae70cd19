"""The profiles as a coach reads them in the morning: one row each, and below them what is wrong."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from runlift.app.status import Row
from runlift.cli.console import plain, terminal
from runlift.cli.options import Settings
from runlift.domain.phrasing import day_name, moment

_COLUMNS = ("profile", "last read", "next session", "unplaced", "declined", "sore", "breaks")
_DAYS_A_WEEK = 7
_NONE = Text("–", style="dim")


def show_rows(rows: Sequence[Row], settings: Settings) -> None:
    """Print every profile."""
    console = terminal(settings)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in _COLUMNS:
        table.add_column(name)
    for row in rows:
        table.add_row(*_cells(row))
    console.print(table)
    for row in rows:
        _show_troubles(row, console)


def _cells(row: Row) -> Sequence[Text]:
    style = "red" if row.code else ""
    coming, report = row.next_session, row.report
    sore = report.sore if report else None
    return (
        Text(row.profile, style=style),
        _read(row.last_read, row.now),
        Text(f"{_soon(coming.start, row.now)} {coming.intensity}") if coming else _NONE,
        _count(len(report.unplaced) if report else 0, "yellow"),
        _count(len(report.declined) if report else 0, ""),
        Text(f"{sore.sore} on {day_name(sore.day).partition(' ')[0]}", style="yellow") if sore else _NONE,
        Text(", ".join(dict.fromkeys(one.rule for one in report.violations)), style="red")
        if report and report.violations
        else _NONE,
    )


def _read(at: datetime | None, now: datetime) -> Text:
    if at is None:
        return Text("never", style="red")
    local = at.astimezone(now.tzinfo)
    return Text(f"today {local:%H:%M}" if local.date() == now.date() else day_name(local.date()))


def _soon(start: datetime, now: datetime) -> str:
    return moment(start) if (start.date() - now.date()).days < _DAYS_A_WEEK else day_name(start.date())


def _count(number: int, style: str) -> Text:
    return Text(str(number), style=style) if number else _NONE


def _show_troubles(row: Row, console: Console) -> None:
    for text in row.troubles:
        console.print(Text.assemble((f"{row.profile}: ", "bold"), plain(text)), soft_wrap=True)
