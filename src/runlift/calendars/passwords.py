"""The runner's password: from the environment, from a command, or from the keyring; never from the config itself."""

import os
import shlex
import subprocess
from collections.abc import Callable
from importlib import import_module

from runlift.calendars.caldav_place import CalDavPlace
from runlift.errors import SignInNeeded

_PATIENCE = 60
"""Seconds for a command, which may have to ask the runner for a passphrase."""

PasswordOf = Callable[[CalDavPlace], str | None]
"""Finds the password of a calendar."""


def password_of(place: CalDavPlace) -> str | None:
    """Return the password; None where the calendar asks for no sign-in.

    Raises:
        SignInNeeded: it is not where the config says.
    """
    if place.username is None:
        return None
    if place.password_env is not None:
        return _from_environment(place.password_env)
    if place.password_command is not None:
        return _from_command(place.password_command)
    return _from_keyring(place.host, place.username)


def _from_environment(name: str) -> str:
    password = os.environ.get(name)
    if not password:
        raise SignInNeeded(f"the environment variable {name} holds no password; set it, or change password_env")
    return password


def _from_command(command: str) -> str:
    """Return the first line that the command prints; it is run without a shell."""
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise SignInNeeded('password_command is no command; write it as in "pass show caldav"')
    # The rest of the command may hold secrets.
    shown = f"password_command ({words[0]} …)"
    try:
        done = subprocess.run(  # noqa: S603 - the runner's own command, and no shell reads it
            words, check=False, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise SignInNeeded(f"{shown} takes more than {_PATIENCE} seconds; run it in a terminal to see why") from None
    except (OSError, ValueError) as error:
        raise SignInNeeded(f"{shown} cannot be run ({type(error).__name__}); check its spelling") from None
    if done.returncode != 0:
        raise SignInNeeded(f"{shown} fails with the status {done.returncode}; run it in a terminal to see why")
    password, *_ = [*done.stdout.decode(errors="replace").splitlines(), ""]
    if not password:
        raise SignInNeeded(f"{shown} prints no password; its first line must be the password")
    return password


def _from_keyring(host: str, username: str) -> str:
    service = f"runlift {host}"
    try:
        keyring = import_module("keyring")
    except ImportError:
        raise SignInNeeded(
            f"there is no password for {username} on {host}; set password_command or password_env in its table, "
            "or install runlift[keyring]"
        ) from None
    try:
        password: str | None = keyring.get_password(service, username)
    except keyring.errors.KeyringError as error:
        raise SignInNeeded(
            f"the keyring cannot be asked for a password ({type(error).__name__}); "
            "unlock it, or set password_command or password_env"
        ) from None
    if not password:
        raise SignInNeeded(
            f"the keyring holds no password for {username} on {host}; store it with: "
            f"keyring set '{service}' {shlex.quote(username)}"
        )
    return password
