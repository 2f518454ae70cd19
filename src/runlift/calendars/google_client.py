"""The files that Google gives to those who make an OAuth client or a service account in its console."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from runlift.errors import SignInNeeded

_STEPS = "docs/google.md says how to get one"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClient:
    """The app as which runlift asks a runner for access.

    Attributes:
        config: the whole of its file, as Google's library wants it.
    """

    client_id: str
    client_secret: str = field(repr=False)
    auth_uri: str
    token_uri: str
    config: Mapping[str, Any] = field(repr=False)

    @property
    def file_name(self) -> str:
        """What its sign-in is kept under."""
        return _file_name(self.client_id)

    @property
    def revoke_uri(self) -> str:
        """Where a sign-in is given up: beside where tokens come from."""
        return urljoin(self.token_uri, "revoke")

    @property
    def is_on_this_machine(self) -> bool:
        """Whether its authorization server is one for tests, which needs no TLS."""
        return all(urlsplit(uri).hostname in _LOOPBACK for uri in (self.auth_uri, self.token_uri))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount:
    """An account that no person has.

    Attributes:
        info: the whole of its key's file, as Google's library wants it.
    """

    email: str
    info: Mapping[str, Any] = field(repr=False)

    @property
    def file_name(self) -> str:
        """What its access token is kept under."""
        return _file_name(self.email)


def read_client(path: Path | None) -> OAuthClient:
    """Return the OAuth client in a file.

    Raises:
        SignInNeeded: there is none, or it is not one for an app on the runner's own machine.
    """
    if path is None:
        raise SignInNeeded(f"google.client_file is missing; {_STEPS}")
    content = _read(path, "an OAuth client")
    if content.get("type") == "service_account":
        raise SignInNeeded(f"{path} is the key of a service account; name it as google.service_account_file")
    if "web" in content:
        raise SignInNeeded(f'{path} is a client of type "Web application"; make one of type "Desktop app" in its place')
    installed = content.get("installed")
    if not isinstance(installed, Mapping):
        raise SignInNeeded(f"{path} is no OAuth client; {_STEPS}")
    values = {key: _text(installed, key, path) for key in ("client_id", "client_secret", "auth_uri", "token_uri")}
    client = OAuthClient(**values, config=content)
    unsafe = [uri for uri in (client.auth_uri, client.token_uri) if urlsplit(uri).scheme != "https"]
    if unsafe and not client.is_on_this_machine:
        raise SignInNeeded(f"{path} would send your sign-in unencrypted to {unsafe[0]}; get the file from Google anew")
    return client


def read_service_account(path: Path) -> ServiceAccount:
    """Return the service account of a key file.

    Raises:
        SignInNeeded: there is none.
    """
    content = _read(path, "the key of a service account")
    if content.get("type") != "service_account":
        raise SignInNeeded(f"{path} is no key of a service account; {_STEPS}")
    for key in ("private_key", "token_uri"):
        _text(content, key, path)
    return ServiceAccount(email=_text(content, "client_email", path), info=content)


def _read(path: Path, what: str) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SignInNeeded(f"there is no {path}, which should hold {what}; {_STEPS}") from None
    except OSError as error:
        raise SignInNeeded(f"{path} cannot be read ({error.strerror}); see to its permissions") from None
    except ValueError:
        raise SignInNeeded(f"{path} is no JSON, so it is not {what}; {_STEPS}") from None
    if not isinstance(content, Mapping):
        raise SignInNeeded(f"{path} is not {what}; {_STEPS}")
    return content


def _text(content: Mapping[str, Any], key: str, path: Path) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value:
        raise SignInNeeded(f"{path} has no {key}; get the file from Google anew")
    return value


def _file_name(name: str) -> str:
    return f"google-{sha256(name.encode()).hexdigest()[:12]}.json"
