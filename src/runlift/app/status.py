"""How each profile stands, from the report on its last sync: nothing is read anew, so that many are told at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from runlift.app.config import Config, load_config
from runlift.app.report import Report, SessionAhead
from runlift.app.report_file import read_report
from runlift.domain import rules
from runlift.errors import ConfigError

_STALE = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One profile.

    Attributes:
        path: its config.
        config: None where it cannot be used.
        problem: why it cannot be; empty where it can.
        report: None where there has never been a sync.
        now: on the runner's clock, where the config says which that is.
    """

    path: Path
    now: datetime
    config: Config | None = None
    problem: str = ""
    report: Report | None = None

    @property
    def profile(self) -> str:
        """The runner's; where the config does not say, the name of its file."""
        return self.config.profile if self.config else self.path.stem

    @property
    def last_read(self) -> datetime | None:
        """When the source that has been silent the longest gave an answer; None where one never has."""
        moments = [source.at for source in self.report.sources] if self.report else []
        known = [moment for moment in moments if moment is not None]
        return min(known) if known and len(known) == len(moments) else None

    @property
    def next_session(self) -> SessionAhead | None:
        """The first session that is still to come."""
        ahead = [session for session in self.report.sessions if session.start > self.now] if self.report else []
        return min(ahead, key=lambda session: session.start, default=None)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What is wrong, one sentence each."""
        if self.config is None:
            return (self.problem,)
        return tuple(trouble.text for trouble in self.report.troubles) if self.report else ()

    @property
    def code(self) -> int:
        """The exit code that its worst trouble is worth."""
        if self.config is None:
            return ConfigError.exit_code
        return min((trouble.code for trouble in self.report.troubles), default=0) if self.report else 0


def rows(paths: Iterable[Path], now: Callable[[Config], datetime], machine_now: datetime) -> tuple[Row, ...]:
    """Return a row for each config, worst first.

    Args:
        now: returns the present instant on a runner's clock.
        machine_now: stands in where a config does not say whose clock it is.
    """
    found = [_row(path, now, machine_now) for path in paths]
    return tuple(sorted(found, key=lambda row: (_signs(row), row.profile, row.path)))


def _row(path: Path, now: Callable[[Config], datetime], machine_now: datetime) -> Row:
    try:
        config = load_config(path)
    except ConfigError as error:
        return Row(path=path, now=machine_now, problem="; ".join(error.problems))
    return Row(path=path, now=now(config), config=config, report=read_report(config.profile))


def _signs(row: Row) -> Sequence[bool]:
    """Return which signs of trouble are missing, the worst sign first, so that rows sort by them."""
    report = row.report
    signs = [row.config is None, report is None]
    if report is not None:
        signs += [
            any(trouble.pressing for trouble in report.troubles),
            bool(report.troubles),
            row.last_read is None or row.now - row.last_read > _STALE,
            bool(report.violations),
            bool(report.unplaced),
            report.sore is not None and report.sore.sore >= rules.VERY_SORE,
            bool(report.declined),
        ]
    return [not sign for sign in signs]
