"""Where the runner's password comes from, and that no message tells it."""

import sys
from types import SimpleNamespace

import pytest

from runlift.calendars import passwords
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.passwords import password_of
from runlift.errors import SignInNeeded

NAME = "RUNLIFT_TEST_WORD"
PYTHON = f"'{sys.executable}' -c"


def a_place(*, command: str | None = None, variable: str | None = None, username: str | None = "jo") -> CalDavPlace:
    return CalDavPlace(url="https://dav.example/", username=username, password_command=command, password_env=variable)


def refusal(place: CalDavPlace) -> str:
    with pytest.raises(SignInNeeded) as refused:
        password_of(place)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    return str(refused.value)


def test_calendar_without_a_username_needs_no_password() -> None:
    assert password_of(a_place(username=None)) is None


def test_password_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "öpen")
    assert password_of(a_place(variable=NAME)) == "öpen"


@pytest.mark.parametrize("value", [None, ""])
def test_empty_environment_is_told(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv(NAME, raising=False)
    if value is not None:
        monkeypatch.setenv(NAME, value)
    assert refusal(a_place(variable=NAME)) == (
        f"the environment variable {NAME} holds no password; set it, or change password_env"
    )


def test_password_is_the_first_line_that_a_command_prints() -> None:
    assert password_of(a_place(command=f"""{PYTHON} 'print("öpen sesame \\nsecond line")'""")) == "öpen sesame "


def test_command_is_not_read_by_a_shell() -> None:
    assert password_of(a_place(command="echo a;b $HOME `id`")) == "a;b $HOME `id`"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("pass 'show", 'password_command is no command; write it as in "pass show caldav"'),
        (" ", 'password_command is no command; write it as in "pass show caldav"'),
        ("no-such-program s3cret", "password_command (no-such-program …) cannot be run (FileNotFoundError); check its"),
        ("false s3cret", "password_command (false …) fails with the status 1; run it in a terminal to see why"),
        ("true s3cret", "password_command (true …) prints no password; its first line must be the password"),
        ("echo", "password_command (echo …) prints no password; its first line must be the password"),
        ("sleep 5 s3cret", "password_command (sleep …) "),
        ("a\0b", "password_command (a\0b …) cannot be run (ValueError)"),
    ],
)
def test_command_that_gives_no_password_is_told_without_its_arguments(
    monkeypatch: pytest.MonkeyPatch, command: str, sentence: str
) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE", 0.5)
    told = refusal(a_place(command=command))
    assert told.startswith(sentence)
    assert "s3cret" not in told


def test_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE", 0.2)
    assert refusal(a_place(command="sleep 5")) == (
        "password_command (sleep …) takes more than 0.2 seconds; run it in a terminal to see why"
    )


def test_without_a_keyring_the_other_ways_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert refusal(a_place()) == (
        "there is no password for jo on dav.example; set password_command or password_env in its table, "
        "or install runlift[keyring]"
    )


class KeyringError(Exception):
    """As the keyring's own."""


def a_keyring(monkeypatch: pytest.MonkeyPatch, answer: str | Exception | None) -> list[tuple[str, str]]:
    asked: list[tuple[str, str]] = []

    def get_password(service: str, username: str) -> str | None:
        asked.append((service, username))
        if isinstance(answer, Exception):
            raise answer
        return answer

    fake = SimpleNamespace(get_password=get_password, errors=SimpleNamespace(KeyringError=KeyringError))
    monkeypatch.setitem(sys.modules, "keyring", fake)
    return asked


def test_keyring_is_asked_by_server_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = a_keyring(monkeypatch, "öpen")
    assert password_of(a_place()) == "öpen"
    assert asked == [("runlift dav.example", "jo")]


def test_keyring_without_the_password_says_how_to_store_it(monkeypatch: pytest.MonkeyPatch) -> None:
    a_keyring(monkeypatch, None)
    assert refusal(a_place()) == (
        "the keyring holds no password for jo on dav.example; store it with: keyring set 'runlift dav.example' jo"
    )


def test_keyring_that_cannot_be_asked_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    a_keyring(monkeypatch, KeyringError("details of the desktop"))
    assert refusal(a_place()) == (
        "the keyring cannot be asked for a password (KeyringError); unlock it, or set password_command or password_env"
    )
