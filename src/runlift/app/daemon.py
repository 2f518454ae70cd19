"""The daemon: keeps the profiles of some configs, follows those configs, and stops when it is told to."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from runlift.app.config import Config
from runlift.app.daemon_charge import Charge
from runlift.app.daemon_configs import ConfigNews, ConfigWatch
from runlift.app.daemon_turns import Machine, Turns
from runlift.errors import ConfigError, RunliftError

if TYPE_CHECKING:
    from runlift.app.daemon_events import Standing
    from runlift.web.scene import Scene

LOOK_EVERY = 5.0
"""Seconds between looks at the configs; that the machine was asleep is noticed no later."""
GRACE = 60.0
"""Seconds that syncs get when the daemon stops; what they leave, the next ones finish."""

Hold = Callable[[str], AbstractContextManager[None]]
"""Holds a profile, given by its id, so that no other daemon keeps it."""


class Daemon:
    """Keeps profiles.

    Args:
        watch: knows their configs.
        machine: everything that is outside.
        hold: holds a profile for this daemon alone.

    Attributes:
        configs: those in force.
        standing: how each profile stands.
        scenes: the latest plan of each profile that has one.
        ticked: when it was last seen at work, as the machine's clock counts.
    """

    def __init__(self, watch: ConfigWatch, machine: Machine, hold: Hold) -> None:
        self._watch, self._machine, self._hold = watch, machine, hold
        self._turns = Turns(machine)
        self._looked = self.ticked = machine.elapsed()
        # Other threads look at these, so that each is replaced as a whole.
        self.configs: tuple[Config, ...] = ()
        self.standing: tuple[Standing, ...] = ()
        self.scenes: Mapping[str, Scene] = {}

    def begin(self) -> None:
        """Read the configs, and take hold of their profiles.

        Raises:
            ConfigError: none of them can be used, or two are of one profile.
            UsageError: another daemon keeps one of the profiles.
        """
        news = self._watch.first_look()
        if not any(one.config for one in news):
            problems = [f"{one.path.name}: {one.problem}" for one in news]
            raise ConfigError(problems or ["there is no config in the folder; put one there, as jo.toml"])
        try:
            for one in news:
                if one.config is None:
                    self._follow(one)
                else:
                    self._take_on(one.path, one.config)
        except RunliftError:
            self._turns.close(0)
            raise
        self._show()

    def run(self, is_stopping: Callable[[], bool]) -> None:
        """Keep the profiles until somebody wants it to stop."""
        self._machine.say("started", profiles=len(self._turns.charges))
        while not is_stopping():
            self.ticked = self._machine.elapsed()
            if self.ticked - self._looked >= LOOK_EVERY:
                self._looked = self.ticked
                for news in self._watch.look():
                    self._follow(news)
            self._show()
            self._turns.go_on(LOOK_EVERY)
        self._machine.say("stopping", running=self._turns.running)
        self._turns.close(GRACE)
        self._machine.say("stopped")

    def _show(self) -> None:
        charges = self._turns.charges
        self.configs = tuple(charge.config for charge in charges)
        self.standing = tuple(charge.standing for charge in charges)
        self.scenes = {charge.config.profile: charge.scene for charge in charges if charge.scene is not None}

    def _follow(self, news: ConfigNews) -> None:
        charge = next((charge for charge in self._turns.charges if charge.path == news.path), None)
        if news.config is not None:
            self._adopt(news.path, news.config, charge)
        elif news.problem:
            self._refuse(news.path, news.problem, charge)
        elif charge is not None:
            self._machine.say("config", profile=charge.config.profile, change="gone")
            self._turns.give_up(charge)

    def _adopt(self, path: Path, config: Config, charge: Charge | None) -> None:
        if charge is None:
            try:
                self._take_on(path, config)
            except RunliftError as error:
                self._refuse(path, str(error), None)
                return
            self._machine.say("config", profile=config.profile, change="new")
        elif charge.config.profile != config.profile:
            problem = f"runner.profile was {charge.config.profile}, and it keeps its name; put that back"
            self._refuse(path, problem, charge)
        else:
            charge.config, charge.problem, charge.gone = config, "", False
            # What failed under the old config may go well under the new one.
            charge.failing, charge.failures = {}, 0
            self._machine.say("config", profile=config.profile, change="changed")
            self._turns.at_once(charge)

    def _refuse(self, path: Path, problem: str, charge: Charge | None) -> None:
        """Say that a config cannot be used; the one before it stays in force where there is one."""
        sentence = f"{path.name}: {problem}"
        kept = charge is not None
        profile = charge.config.profile if charge else ""
        self._machine.say("config", profile=profile, level="error", change="refused", problem=sentence, kept_old=kept)
        if charge is not None:
            # The turn tells the runner.
            charge.problem = f"{sentence}; until it is mended, the config before it stays in force"
            self._turns.at_once(charge)

    def _take_on(self, path: Path, config: Config) -> None:
        for charge in self._turns.charges:
            if charge.config.profile == config.profile:
                twins = f"{charge.path.name} and {path.name} are both of profile {config.profile}"
                raise ConfigError([f"{twins}; give each runner a runner.profile of their own"])
        with ExitStack() as stack:
            stack.enter_context(self._hold(config.profile))
            hold = stack.pop_all()
        self._turns.take_on(Charge(path=path, config=config, hold=hold))
