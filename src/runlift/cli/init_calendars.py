"""The questions about calendars: where the runs are, and where the sessions go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from runlift.app.auth import access, purposes, sign_in
from runlift.app.config import Config
from runlift.app.config_schema import CalendarType, ConfigFile, GoogleTable, SourceTable
from runlift.app.setup import Seen, calendars_of, config_from, look_at_source, look_at_target, needs_sign_in
from runlift.app.setup_answers import (
    on_account,
    read_file,
    read_password,
    read_source,
    read_target,
    target_on_account,
)
from runlift.cli import init_words
from runlift.cli.init_asking import Asking, Given, Question
from runlift.cli.options import Settings
from runlift.domain.kinds import Role
from runlift.domain.printing import one_line
from runlift.errors import UsageError

_SOURCE = Question(option="source", text="Where are your runs? Paste a link, name a file, or write caldav or google")
_TARGET = Question(option="target", text="Where should the sessions go? A file, caldav or google", usual="strength.ics")
_URL = Question(option="caldav-url", text="Address of the CalDAV server")
_USER = Question(option="caldav-user", text="Your name there, often your mail address; none if it asks for none")
_PASSWORD = Question(option="password", text="Where is the password?")
_CLIENT = Question(option="google-client", text="The file of your OAuth client", usual="client.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where the answers come from and go to.

    Attributes:
        folder: the config's.
        here: the one that the runner's paths count from.
    """

    asking: Asking
    settings: Settings
    folder: Path
    here: Path

    def config(self, tables: ConfigFile) -> Config:
        """Return the config that the answers come to so far."""
        return config_from(tables, self.folder)

    def now(self, tables: ConfigFile) -> datetime:
        """Return the present instant on the runner's clock."""
        return self.settings.now(self.config(tables))


def ask_source(desk: Desk, tables: ConfigFile, given: Given | None) -> tuple[ConfigFile, Seen | None]:
    """Return the config with the calendar to read, and what that holds; None where only a sign-in would tell.

    Raises:
        UsageError: the answer names no calendar with runs.
    """
    source = read_source(desk.asking.ask(_SOURCE, given), desk.folder, desk.here)
    if source.type is CalendarType.CALDAV:
        account, calendars = desk.asking.repeat(partial(_account, desk, tables), given)
        source = replace(on_account(source, account), calendar=_calendar(desk, source.calendar, calendars, "source"))
    tables = replace(tables, source=(source,))
    if source.type is CalendarType.GOOGLE:
        # One sign-in for both: where the sessions go is part of what it must allow.
        tables = desk.asking.repeat(partial(ask_target, desk, tables), given)
        if needs_sign_in(desk.config(tables)):
            return replace(tables, source=(replace(source, role=Role.BOTH),)), None
    seen = look_at_source(replace(desk.config(tables), targets=()), desk.now(tables))
    role = seen.survey.role(own=source.type is not CalendarType.ICS)
    return replace(tables, source=(replace(source, role=role),)), seen


def ask_target(desk: Desk, tables: ConfigFile, given: Given | None) -> ConfigFile:
    """Return the config with the calendar to write.

    Raises:
        UsageError: sessions cannot be kept where the answer says.
    """
    target = read_target(desk.asking.ask(_TARGET, given), desk.folder, desk.here)
    if target.type is CalendarType.CALDAV:
        known = next((source for source in tables.source if source and source.type is CalendarType.CALDAV), None)
        account, calendars = (
            (known, calendars_of(known)) if known else desk.asking.repeat(partial(_account, desk, tables), given)
        )
        target = target_on_account(target, account)
        target = replace(target, calendar=_calendar(desk, target.calendar, calendars, "target"))
    tables = _with_google(desk, replace(tables, target=(target,)), given)
    config = desk.config(tables)
    if target.type is not CalendarType.GOOGLE or not needs_sign_in(config):
        look_at_target(config, desk.now(tables))
    return tables


def _account(desk: Desk, tables: ConfigFile, given: Given | None) -> tuple[SourceTable, Mapping[str, str]]:
    """Return the server and the sign-in, and the titles of the calendars there by their ids."""
    ask = desk.asking.ask
    if given is None or given.get(_URL.option) is None:
        desk.asking.tell(init_words.CALDAV)
    url, user = ask(_URL, given).strip(), ask(_USER, given).strip()
    variable, command = _password(desk, given) if user.lower() not in {"", "none"} else (None, None)
    account = SourceTable(
        type=CalendarType.CALDAV,
        url=url,
        username=None if user.lower() in {"", "none"} else user,
        password_env=variable,
        password_command=command,
    )
    desk.config(replace(tables, source=(account,), target=()))
    return account, calendars_of(account)


def _password(desk: Desk, given: Given | None) -> tuple[str | None, str | None]:
    """Return the environment variable or the command that has the password; neither: the keyring has it."""
    variable, command = (given.get(key) if given else None for key in ("password-env", "password-command"))
    if variable is not None or command is not None:
        return variable, command
    if given is not None and not desk.asking.can_ask:
        return None, None
    desk.asking.tell(init_words.SECRETS)
    return read_password(desk.asking.ask(_PASSWORD, given))


def _calendar(desk: Desk, wanted: str | None, calendars: Mapping[str, str], option: str) -> str:
    """Return the id of the calendar that the runner means."""
    ids = list(calendars)
    if wanted is not None:
        return wanted
    if len(ids) == 1:
        return ids[0]
    if not ids:
        raise UsageError("there is no calendar in this account; make one in your calendar app first")
    if not desk.asking.can_ask:
        raise UsageError(f"the account has {len(ids)} calendars; add --{option} caldav:ID with one of {', '.join(ids)}")
    named = [f"  {n}  {one_line(calendars[one] or one)} ({one_line(one)})" for n, one in enumerate(ids, 1)]
    desk.asking.tell("\n".join(["The calendars there:", *named]))
    question = Question(option=option, text="Which one? Its number or its id")
    return desk.asking.repeat(lambda _: _chosen(desk.asking.ask(question, None), ids), None)


def _chosen(answer: str, ids: Sequence[str]) -> str:
    said = answer.strip()
    if said in ids:
        return said
    if said.isdecimal() and 1 <= int(said) <= len(ids):
        return ids[int(said) - 1]
    raise UsageError(f'"{said}" is none of them; write a number from 1 to {len(ids)}')


def _with_google(desk: Desk, tables: ConfigFile, given: Given | None) -> ConfigFile:
    """Return the config with the OAuth client that its calendars at Google take, signed in where somebody can."""
    calendars = [table for table in (*tables.source, *tables.target) if table and table.type is CalendarType.GOOGLE]
    if not calendars:
        return tables
    if not (desk.here / "client.json").exists():
        desk.asking.tell(init_words.GOOGLE)
    client = read_file(desk.asking.ask(_CLIENT, given), desk.folder, desk.here)
    tables = replace(tables, google=GoogleTable(client_file=client))
    config = desk.config(tables)
    if needs_sign_in(config) and desk.asking.can_ask and desk.asking.confirm("Sign in at Google now?"):
        wanted = access(config)
        desk.asking.tell("\n".join(["runlift asks Google to let it", *(f"  - {one}" for one in purposes(wanted.uses))]))
        sign_in(wanted, desk.now(tables), find=False, by_hand=None)
    return tables
