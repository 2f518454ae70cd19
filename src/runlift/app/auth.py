"""Signing in at Google: what the config needs, what was granted, and when it ends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from runlift.app.config import Config
from runlift.app.wiring import state_folder
from runlift.calendars.google_client import OAuthClient, read_client, read_service_account
from runlift.calendars.google_place import PURPOSE, GooglePlace, Use, allows, scopes_for
from runlift.calendars.google_sign_in import ByHand, SignIn, SignInFile
from runlift.calendars.registry import load
from runlift.errors import RunliftError, SignInNeeded, UsageError

_CONSENT = "runlift.calendars.google_consent"
_SIGN_IN = "run `runlift auth google`"
_PUBLISH = 'set your OAuth app to "In production" in Google\'s console, then run `runlift auth google` again'

_TESTING = timedelta(days=7)
"""How long a sign-in lasts while its app is in "Testing" (Google's guide to refresh tokens)."""
_SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialFinding:
    """Something that is wrong with a sign-in, or soon will be.

    Attributes:
        code: the exit code that it is worth; 0: mere advice.
        step: what to do next.
    """

    code: int
    what: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What the config wants of Google, and what stands of it.

    Attributes:
        places: the calendars, each with what is done there.
        client: the app that the runner signs in with; None where a service account does.
        sign_in: what is kept; an empty one where nothing is.
    """

    places: tuple[tuple[GooglePlace, Use], ...]
    client: OAuthClient | None
    file: SignInFile
    sign_in: SignIn
    profile: str

    @property
    def uses(self) -> frozenset[Use]:
        """What the config needs."""
        return frozenset(use for _, use in self.places)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the config needs and the sign-in does not allow, in words."""
        return purposes(use for use in self.uses if not allows(self.sign_in.scopes, use))

    @property
    def may_have_lost(self) -> bool:
        """Whether runlift would make a calendar, and cannot know whether it made one on another machine."""
        return Use.OWN in self.uses and self.profile not in self.sign_in.calendars


def access(config: Config) -> Access:
    """Return what the config wants of Google.

    Raises:
        UsageError: none of its calendars is at Google.
        SignInNeeded: the client file or the key is missing or malformed.
    """
    places = tuple(_places(config))
    if not places:
        raise UsageError('no calendar of the config is at Google; add one with type = "google" first')
    place, _ = places[0]
    client = None
    if place.service_account_file is not None:
        name = read_service_account(place.service_account_file).file_name
    else:
        client = read_client(place.client_file)
        name = client.file_name
    file = SignInFile(state_folder() / name)
    return Access(places=places, client=client, file=file, sign_in=file.load(), profile=config.profile)


def sign_in(wanted: Access, now: datetime, *, find: bool, by_hand: ByHand | None) -> SignIn:
    """Ask the runner for what the config needs, keep it, and look whether the calendars are there.

    Args:
        wanted: what the config needs.
        now: when.
        find: look for the calendar that runlift made on another machine, too.
        by_hand: how to ask where this machine has no browser.

    Raises:
        SignInNeeded: the runner refused, or did not allow enough; nothing is kept then.
        CalendarError: Google gave no answer, or a calendar is not there.
    """
    if wanted.client is None:
        raise UsageError("the config names a service account, which signs in by itself; try it with --service-account")
    uses = wanted.uses | ({Use.FIND} if find else frozenset())
    granted: SignIn = load(f"{_CONSENT}:consent")(wanted.client, scopes_for(uses), now, by_hand)
    refused = purposes(use for use in uses if not allows(granted.scopes, use))
    if refused:
        raise SignInNeeded(
            f"you did not allow runlift to {', nor to '.join(refused)}, so nothing was kept; "
            f"{_SIGN_IN} again and tick every box"
        )
    with wanted.file.held():
        wanted.file.save(replace(granted, calendars=wanted.file.load().calendars))
    account = look_at_calendars(wanted)
    with wanted.file.held():
        kept = replace(wanted.file.load(), account=account)
        wanted.file.save(kept)
    return kept


def look_at_calendars(wanted: Access) -> str | None:
    """Look whether the calendars of the config are there, and return whose account it is, where that shows.

    Raises:
        CalendarError: one is not.
    """
    look_at = load(f"{_CONSENT}:look_at")
    titles: dict[str, str | None] = {
        place.calendar: look_at(place, use, state_folder()) for place, use in wanted.places if use is not Use.OWN
    }
    if "primary" in titles:
        # It bears the account's address, unless the runner has renamed it.
        return titles["primary"]
    if wanted.client is None or Use.READ not in wanted.uses:
        return None
    primary = replace(wanted.places[0][0], calendar="primary")
    title: str | None = look_at(primary, Use.READ, state_folder())
    return title


def with_service_account(config: Config, file: Path) -> Access:
    """Return what the config wants of Google, with a service account to sign in.

    Raises:
        UsageError: none of its calendars is at Google, or one is to be made.
        SignInNeeded: the key is missing or malformed.
    """
    sources = tuple(replace(one, google=_with_key(one.google, file)) for one in config.sources)
    targets = tuple(replace(one, google=_with_key(one.google, file)) for one in config.targets)
    wanted = access(replace(config, sources=sources, targets=targets))
    if Use.OWN in wanted.uses:
        raise UsageError(
            "a service account's own calendar would be hidden from you; make a calendar, share it with the service "
            "account, and write its id into the config"
        )
    return wanted


def revoke(wanted: Access) -> bool:
    """Give up the sign-in, here and at Google; return whether there was one. The ids of our calendars stay known.

    Raises:
        Unreachable: Google gave no answer; the sign-in is still there.
    """
    if wanted.client is None or wanted.sign_in.refresh_token is None:
        return False
    load(f"{_CONSENT}:give_up")(wanted.client, wanted.sign_in, wanted.places[0][0])
    with wanted.file.held():
        wanted.file.save(SignIn(calendars=wanted.file.load().calendars))
    return True


def credential_findings(config: Config, now: datetime) -> tuple[CredentialFinding, ...]:
    """Return what is wrong with the sign-in at Google, and what will be; Google itself is not asked.

    Args:
        config: the config, whether or not any of its calendars is at Google.
        now: the present instant.
    """
    if not any(_places(config)):
        return ()
    try:
        found = access(config)
    except RunliftError as error:
        what, _, step = str(error).partition("; ")
        return (CredentialFinding(code=error.exit_code, what=what, step=step),)
    return tuple(findings(found, now))


def findings(found: Access, now: datetime) -> Iterator[CredentialFinding]:
    """Yield what is wrong with a sign-in, and what will be."""
    if found.client is None:
        return
    code = UsageError.exit_code
    if found.sign_in.refresh_token is None:
        yield CredentialFinding(code=code, what="runlift is not signed in at Google", step=_SIGN_IN)
        return
    if found.missing:
        what = f"runlift's sign-in at Google does not allow it to {', nor to '.join(found.missing)}"
        yield CredentialFinding(code=code, what=what, step=f"{_SIGN_IN} again")
    since, ends = found.sign_in.since, found.sign_in.ends
    if ends is not None and ends <= now:
        yield CredentialFinding(code=code, what=f"the sign-in at Google ended on {_day(ends)}", step=_PUBLISH)
    elif ends is not None and ends - now < _SOON:
        yield CredentialFinding(code=0, what=f"Google ends the sign-in on {_day(ends)}", step=_PUBLISH)
    elif ends is None and since is not None and timedelta() <= since + _TESTING - now < _SOON:
        # Google does not always say when; what is older has outlived the limit.
        what = f'if your OAuth app is still in "Testing", Google ends the sign-in on {_day(since + _TESTING)}'
        yield CredentialFinding(code=0, what=what, step=_PUBLISH)


def purposes(uses: Iterator[Use] | frozenset[Use]) -> tuple[str, ...]:
    """Return what runlift wants to do, in words."""
    return tuple(PURPOSE[scope] for scope in scopes_for(uses))


def _places(config: Config) -> Iterator[tuple[GooglePlace, Use]]:
    for source in config.sources:
        if source.google is not None:
            yield source.google, Use.READ
    for target in config.targets:
        if target.google is not None:
            yield target.google, target.google.use_as_target


def _with_key(place: GooglePlace | None, file: Path) -> GooglePlace | None:
    return place and replace(place, client_file=None, service_account_file=file)


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
