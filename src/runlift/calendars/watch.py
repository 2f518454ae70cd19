"""Connections that are looked at before anything is asked, and cut when time is up.

A feed's address comes from outside and may redirect, so that it could lead to the runner's router or to a machine of
the home network. The check is made on the address of the open connection, not on a look-up before it, which another
look-up could contradict. A proxy that the environment names is the runner's own choice, and is not checked.
"""

import ipaddress
import socket
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Self

from runlift.errors import Unreachable


class Watch:
    """Watches over the connections of one fetch, or of one after the other.

    A server that sends a byte now and then never runs into a time limit for reading: the watch cuts it off.

    Args:
        where: what the calendar is called in messages.
        allow_private: an address inside the home network will do.
        seconds: the time for each fetch, with all that belongs to it.
    """

    def __init__(self, where: str, *, allow_private: bool, seconds: float) -> None:
        self._where = where
        self._allow_private = allow_private
        self._seconds = seconds
        self._sockets: list[socket.socket] = []
        self._timer: Timer | None = None
        self.expired = False

    def __enter__(self) -> Self:
        self.expired = False
        self._timer = Timer(self._seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def look_at(self, connection: socket.socket) -> None:
        """Let the connection pass, or refuse it.

        Raises:
            Unreachable: it leads to the home network, or comes too late.
        """
        if self.expired:
            raise self.too_slow()
        self._sockets.append(connection)
        if not self._allow_private and not is_public(connection.getpeername()[0]):
            raise Unreachable(
                f"{self._where} leads to an address inside the home network; "
                "set allow_private = true for this source if that is meant"
            )

    def too_slow(self) -> Unreachable:
        """Return the error for a fetch whose time is up."""
        return Unreachable(f"{self._where} took longer than {self._seconds:g} seconds; try again later")

    def _cut(self) -> None:
        self.expired = True
        for connection in self._sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the open internet.

    Raises:
        ValueError: it is no IP address.
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast
