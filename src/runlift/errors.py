"""Every way runlift can refuse, with the exit code that goes with it.

    RunliftError            1  our fault
    ├── UsageError          2  config, option or sign-in: the runner can mend it
    │   └── ConfigError     2  every problem of the config at once
    ├── CalendarError       3  a calendar could not be reached or read
    │   ├── NotACalendar    3  what came back is no calendar
    │   ├── Unreachable     3  nothing came back
    │   ├── SignInNeeded    2  the runner's name and password are missing or wrong
    │   ├── NoSuchCalendar  2  the config names a calendar that is not there
    │   │   └── CalendarGone  2  a calendar that runlift made is not there any more
    │   └── SyncRunning     3  another sync of the profile is at work
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


class SignInNeeded(CalendarError):
    """A calendar asks for a sign-in that was not given, or does not accept the one that was."""

    exit_code = 2


class NoSuchCalendar(CalendarError):
    """There is no such calendar in the account, or no account at the address."""

    exit_code = 2


class CalendarGone(NoSuchCalendar):
    """The calendar that runlift made is not there any more; it writes to no other in its place."""


class SyncRunning(CalendarError):
    """Another sync of the same profile is at work; like a calendar that is down, this passes by itself."""


class GuardError(RunliftError):
    """A change was stopped before any of it was applied."""

    exit_code = 4


class NotOurFile(GuardError):
    """The file that should be written holds something that runlift did not write."""
