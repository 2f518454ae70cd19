"""The address of a feed, as it is fetched and as it may be told."""

from urllib.parse import urlsplit

from runlift.calendars.watch import is_public


def http_address(url: str) -> str:
    """Return the http or https address that a webcal address stands for.

    Public calendars that are offered as webcal are served by https; in the home network there is mostly only http.
    """
    scheme, colon, rest = url.partition(":")
    match scheme.lower():
        case "webcals":
            return f"https{colon}{rest}"
        case "webcal":
            return f"{'http' if _is_at_home(url) else 'https'}{colon}{rest}"
        case _:
            return url


def _is_at_home(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return not is_public(host)
    except ValueError:
        return host == "localhost" or host.endswith(".local")


def shown(url: str) -> str:
    """Return as much of an address as may be told: neither path nor query, nor a password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    return f"{parts.scheme}://{parts.hostname}"
