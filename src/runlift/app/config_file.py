"""The config as a file: where it is, and what stands in it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from runlift.errors import ConfigError

FILE_NAME = "runlift.toml"
_FIRST_STEP = "name yours with --config, or make one with `runlift init`"


def find_config(explicit: Path | None, cwd: Path) -> Path:
    """Return the config's path: the one named, the one in `cwd`, or the one in the platform's config folder.

    Raises:
        ConfigError: none is named and neither place holds one.
    """
    if explicit is not None:
        return explicit
    places = (cwd / FILE_NAME, user_config_path("runlift", appauthor=False) / FILE_NAME)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise ConfigError([f"there is no {FILE_NAME} in {cwd} or in {places[1].parent}; {_FIRST_STEP}"])
    return found


def read_document(path: Path) -> Mapping[str, Any]:
    """Return what the file says, whatever that is.

    Raises:
        ConfigError: it cannot be read, or is not TOML.
    """
    try:
        # Windows editors put a byte order mark first, which TOML does not know.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError([f"{path}: there is no such file; {_FIRST_STEP}"]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path}: is not written in UTF-8; save it so"]) from None
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read ({error.strerror}); {_FIRST_STEP}"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: is not TOML: {_lower_first(str(error))}; mend that line first"]) from error


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
