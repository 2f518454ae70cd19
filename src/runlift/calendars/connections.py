"""Connections of `requests` and `urllib3` under a watch."""

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Retry

from runlift.calendars.watch import Watch


def watched_adapter(watch: Watch, retries: Retry) -> HTTPAdapter:
    """Return an adapter for `requests` that shows each new connection to the watch."""
    adapter = HTTPAdapter(max_retries=retries)
    watch_over(adapter, watch)
    return adapter


def watch_over(adapter: HTTPAdapter, watch: Watch) -> None:
    """Make the adapter show each new connection to the watch."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            watch.look_at(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            watch.look_at(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    adapter.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
