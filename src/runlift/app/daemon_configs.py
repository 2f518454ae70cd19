"""The configs that the daemon follows: files that are named, folders of them, and what becomes of either."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from runlift.app.config import Config, load_config, require_targets
from runlift.errors import ConfigError

Stamp = tuple[int, int, int] | None
"""What tells a file from what it was before; None: it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigNews:
    """What became of one config.

    Attributes:
        config: what it says now; None where it cannot be used, or is gone.
        problem: why it cannot be used; empty where it is gone from its folder.
    """

    path: Path
    config: Config | None = None
    problem: str = ""


class ConfigWatch:
    """Looks at the configs again and again, and tells what has changed.

    Args:
        named: files, and folders in which every *.toml that is not hidden is a config.
    """

    def __init__(self, named: Sequence[Path], load: Callable[[Path], Config] = load_config) -> None:
        self._named = tuple(path.absolute() for path in named)
        self._folders = {path for path in self._named if path.is_dir()}
        self._load = load
        self._told: dict[Path, Stamp] = {}
        self._last: dict[Path, Stamp] = {}

    def first_look(self) -> tuple[ConfigNews, ...]:
        """Return what all of them say."""
        self._last = self._stamps()
        return self.look()

    def look(self) -> tuple[ConfigNews, ...]:
        """Return what is new since the last look.

        A file counts once it has been the same for two looks: an editor may be in the middle of writing it.
        """
        stamps = self._stamps()
        settled = {path for path, stamp in stamps.items() if self._last.get(path, ()) == stamp}
        gone = self._told.keys() - stamps.keys() - self._last.keys()
        self._last = stamps
        return (*self._gone(gone), *self._changed(stamps, settled))

    def _gone(self, paths: set[Path]) -> Iterator[ConfigNews]:
        for path in sorted(paths):
            del self._told[path]
            yield ConfigNews(path=path)

    def _changed(self, stamps: dict[Path, Stamp], settled: set[Path]) -> Iterator[ConfigNews]:
        for path in sorted(path for path in settled if self._told.get(path, ()) != stamps[path]):
            self._told[path] = stamps[path]
            yield self._read(path)

    def _read(self, path: Path) -> ConfigNews:
        try:
            config = self._load(path)
            require_targets(config)
        except ConfigError as error:
            return ConfigNews(path=path, problem="; ".join(error.problems))
        return ConfigNews(path=path, config=config)

    def _stamps(self) -> dict[Path, Stamp]:
        found: dict[Path, Stamp] = {}
        for path in self._named:
            if path in self._folders:
                # A folder that is gone for a while, as one on another machine may be, says nothing of its configs.
                inside = _in_folder(path)
                found |= self._known_in(path) if inside is None else inside
            else:
                found[path] = _stamp(path)
        return found

    def _known_in(self, folder: Path) -> dict[Path, Stamp]:
        return {path: stamp for path, stamp in self._last.items() if path.parent == folder}


def configs_in(named: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that are named, and those in the folders that are."""
    found = (sorted(_in_folder(path) or {}) if path.is_dir() else [path] for path in named)
    return tuple(dict.fromkeys(file for files in found for file in files))


def _in_folder(folder: Path) -> dict[Path, Stamp] | None:
    try:
        with os.scandir(folder) as entries:
            return {folder / entry.name: _stamp(entry) for entry in entries if _is_config(entry.name)}
    except OSError:
        return None


def _is_config(name: str) -> bool:
    # Editors keep files of their own beside the one that they write, and hide them.
    return name.endswith(".toml") and not name.startswith(".")


def _stamp(file: Path | os.DirEntry[str]) -> Stamp:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
