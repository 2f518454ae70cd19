"""A client that asks for exactly what a test says, sense or nonsense."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import quote

import requests

from tests.google import contract
from tests.google.google import Google
from tests.google.problems import Json

ALL = "calendar"
"""The scope of everything."""

Said = str | int | list[str]
"""What a parameter may be."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back.

    Attributes:
        body: its JSON; empty where there is none.
        headers: by names in lower case.
    """

    status: int
    body: Json
    headers: Mapping[str, str]

    @property
    def reason(self) -> str:
        """What an error is decided by, with the status before it."""
        return f"{self.status} {self.body['error']['errors'][0]['reason']}"


class Caller:
    """A user at the API, with one connection that stays open."""

    def __init__(self, google: Google, user: str, *scopes: str) -> None:
        self._google = google
        self._session = requests.Session()
        self._session.trust_env = False
        token, _ = google.sign_in(user, *(scopes or (ALL,)))
        self._session.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def call(self, name: str, body: object = None, **said: Said) -> Answer:
        """Call a method; what its path does not take goes into the query.

        Args:
            name: without `calendar.` before it.
            body: what is sent as JSON.
            said: parameters.
        """
        return self.call_with({}, name, body, **said)

    def call_with(self, headers: Mapping[str, str], name: str, body: object = None, **said: Said) -> Answer:
        """Call a method with headers beyond the usual ones."""
        method = next(method for method in contract.methods() if method.id == f"calendar.{name}")
        path = method.path
        query = dict(said)
        for parameter in method.parameters.keys() & said.keys():
            if f"{{{parameter}}}" in path:
                path = path.replace(f"{{{parameter}}}", quote(str(query.pop(parameter)), safe=""))
        return self.send(method.verb, f"{contract.ROOT[1:]}{path}", body, query=query, headers=headers)

    def send(
        self,
        verb: str,
        path: str,
        body: object = None,
        *,
        query: Mapping[str, Said] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request to a path below the root of the servers; bytes are sent as they are."""
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        url = f"{self._google.base_url}{path}"
        params = {name: _text(value) for name, value in (query or {}).items()}
        response = self._session.request(verb, url, params=params, data=content, headers=headers, timeout=10)
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        return Answer(
            status=response.status_code,
            body=response.json() if is_json and response.content else {"text": response.text},
            headers={name.lower(): value for name, value in response.headers.items()},
        )


def _text(value: Said) -> Said:
    return str(value).lower() if isinstance(value, bool) else value
