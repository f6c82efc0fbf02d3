"""Whole frames over a socket, each by one deadline: the trusted side's end of the connection to a child."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

from grader.sandbox import wire
from grader.sandbox.outside.exit_status import Gone, Late


class FramedSocket:
    """A socket to one child. `gone` says how the child ended, once the socket has.

    Deadlines are readings of time.monotonic().
    """

    def __init__(self, rpc: socket.socket, gone: Callable[[], Gone]) -> None:
        self._rpc = rpc
        self._gone = gone

    def send(self, frame: bytes, deadline: float, *, ahead: bool = False) -> None:
        """Send a whole frame; ahead: while an answer to an earlier one may be on its way.

        Raises `Late`, `Gone`, or `WireError` where the child spoke unasked.
        """
        if not ahead and self._readable():
            raise wire.WireError("unsolicited bytes")
        rest = memoryview(frame)
        while rest:
            self._allow(deadline)
            try:
                rest = rest[self._rpc.send(rest) :]
            except TimeoutError:
                raise Late from None
            except OSError:
                raise self._gone() from None

    def receive(self, deadline: float) -> tuple[bytes, bytearray]:
        """The next frame: head and blob, by one deadline. Raises `Late`, `Gone`, `WireError`."""
        head, blob = wire.lengths(bytes(self._read(wire.HEADER.size, deadline)))
        return bytes(self._read(head, deadline)), self._read(blob, deadline)

    def close(self) -> None:
        """Hang up."""
        self._rpc.close()

    def _read(self, count: int, deadline: float) -> bytearray:
        data = bytearray(count)
        rest = memoryview(data)
        while rest:
            self._allow(deadline)
            try:
                got = self._rpc.recv_into(rest)
            except TimeoutError:
                raise Late from None
            except OSError:
                raise self._gone() from None
            if not got:
                raise self._gone()
            rest = rest[got:]
        return data

    def _allow(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Late
        self._rpc.settimeout(left)

    def _readable(self) -> bool:
        """Whether bytes wait that nobody asked for. Raises `Gone` at the end of the stream."""
        self._rpc.settimeout(0)
        try:
            if self._rpc.recv(1, socket.MSG_PEEK):
                return True
        except BlockingIOError:
            return False
        except OSError:
            pass  # reset by the other side: gone
        raise self._gone()
