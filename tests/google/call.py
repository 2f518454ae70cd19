"""One call of a method of the API, by one user with one token."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.google import contract
from tests.google.contract import SCOPE, Method
from tests.google.problems import Json, Problem, bad_credentials, scope_too_small
from tests.google.state import HeldCalendar, State

APP_CREATED = "calendar.app.created"


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What an access token stands for.

    Attributes:
        scopes: without the address that all of them begin with.
        client: the OAuth client that it was given to.
        is_service: whether the user is a service account.
    """

    user: str
    scopes: frozenset[str]
    client: str
    is_service: bool = False


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that is within the contract."""

    method: Method
    path: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    body: Json
    headers: Mapping[str, str]
    grant: Grant
    state: State

    @property
    def user(self) -> str:
        return self.grant.user

    def asked(self, name: str) -> str | None:
        """Return a parameter of the query."""
        return self.query[name][-1] if name in self.query else None

    def flag(self, name: str) -> bool:
        """Return a parameter that is true or false, and false where it is missing."""
        return self.asked(name) == "true"

    def calendar(self, *, role: str) -> HeldCalendar:
        """Return the calendar in the path.

        Raises:
            Problem: there is none for this user.
        """
        return self.state.calendar(self.path["calendarId"], self.user, role=role)


Handler = Callable[[Call], Json | None]


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request, taken apart.

    Attributes:
        path: below the API's root.
        body: what its JSON says; None where it has none.
        headers: by names in lower case.
    """

    verb: str
    path: str
    query: Mapping[str, Sequence[str]]
    body: object
    headers: Mapping[str, str]


def understand(state: State, grant: Grant | None, request: Request) -> Call:
    """Hold a request against the contract and the token.

    Raises:
        Problem: it is a breach, or the token does not reach that far.
    """
    found = contract.find(request.verb, request.path)
    if found is None:
        state.breach(f"the API has no {request.verb} {request.path}")
        raise Problem(404, "notFound", "Not Found")
    method, held = found
    breaches = contract.query_breaches(method, request.query) + contract.body_breaches(method, request.body)
    for breach in breaches:
        state.breach(breach)
    if breaches:
        raise Problem(400, "badRequest", breaches[0])
    if grant is None:
        raise bad_credentials()
    _check_scopes(state, grant, method, held)
    return Call(
        method=method,
        path=held,
        query=request.query,
        body=request.body if isinstance(request.body, dict) else {},
        headers=request.headers,
        grant=grant,
        state=state,
    )


def _check_scopes(state: State, grant: Grant, method: Method, held: Mapping[str, str]) -> None:
    """Let a token through if one of its scopes reaches this method, and this calendar.

    What the narrower scopes reach is told in Google's list of scopes: `calendar.app.created` is for the secondary
    calendars that the same app made, `calendar.events.owned` for those that the user owns.
    """
    name = held.get("calendarId")
    calendar = state.calendars.get(grant.user if name == "primary" else name or "")
    for scope in grant.scopes & set(method.scopes):
        if calendar is None or not _is_out_of_reach(scope, calendar, grant):
            return
    raise scope_too_small(method.id, tuple(f"{SCOPE}{scope}" for scope in method.scopes))


def _is_out_of_reach(scope: str, calendar: HeldCalendar, grant: Grant) -> bool:
    if scope == APP_CREATED:
        return calendar.made_by != grant.client
    if scope.startswith("calendar.events.owned"):
        return calendar.owner != grant.user
    return scope == "calendar.events.public.readonly"
