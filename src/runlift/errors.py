"""Every way runlift can refuse, with the exit code that goes with it.

    RunliftError            1  our fault
    ├── UsageError          2  config, option or sign-in: the runner can mend it
    │   └── ConfigError     2  every problem of the config at once
    ├── CalendarError       3  a calendar could not be reached or read
    │   ├── NotACalendar    3  what came back is no calendar
    │   └── Unreachable     3  nothing came back
    └── GuardError          4  a guard stopped the change before any of it was applied
        └── NotOurFile      4  the target's file was not written by runlift

A message is one sentence in lower case without a full stop: what is wrong, and what to do next.
"""

from collections.abc import Sequence


class RunliftError(Exception):
    """A refusal that is shown to the runner as one sentence."""

    exit_code = 1


class UsageError(RunliftError):
    """The command line or a file it names cannot be used as given."""

    exit_code = 2


class ConfigError(UsageError):
    """The config has problems; all of them are listed.

    Args:
        problems: one sentence each, beginning with the key's path.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class CalendarError(RunliftError):
    """A calendar could not be reached or read; what was known of it stays in force."""

    exit_code = 3


class NotACalendar(CalendarError):
    """What a file or an address holds is no calendar."""


class Unreachable(CalendarError):
    """A file or an address gave no answer that could be read."""


class GuardError(RunliftError):
    """A change was stopped before any of it was applied."""

    exit_code = 4


class NotOurFile(GuardError):
    """The file that should be written holds something that runlift did not write."""
