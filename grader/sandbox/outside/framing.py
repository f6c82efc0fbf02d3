"""Whole frames over a socket, each by one deadline: the trusted side's end of the connection to a child.

A deadline is a reading of time.monotonic(), or a limit on the child's own time. Before it is said to be over,
what is there already is read: a grader that was stopped meanwhile finds the answer.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

from grader.sandbox import wire
from grader.sandbox.outside.exit_status import Gone, Late
from grader.sandbox.outside.time_limit import Until, left

# Seconds in which what has begun to come is read on, once its time is seen to be over.
_READING = 1.0
# Bytes that are read at once: the answers to several small questions.
_AT_ONCE = 65_536


class FramedSocket:
    """A socket to one child. `gone` says how the child ended, once the socket has."""

    def __init__(self, rpc: socket.socket, gone: Callable[[], Gone]) -> None:
        self._rpc = rpc
        self._gone = gone
        # What has come and belongs to no frame that was asked for yet.
        self._held = bytearray()
        # When the present deadline was first seen to be over.
        self._over_since: float | None = None

    def send(self, frame: bytes, deadline: Until, *, ahead: bool = False) -> None:
        """Send a whole frame; ahead: while an answer to an earlier one may be on its way.

        Raises `Late`, `Gone`, or `WireError` where the child spoke unasked.
        """
        if not ahead and self._readable():
            raise wire.WireError("unsolicited bytes")
        self._over_since = None
        rest = memoryview(frame)
        while rest:
            over = self._allow(deadline)
            try:
                rest = rest[self._rpc.send(rest) :]
            except (TimeoutError, BlockingIOError):
                if over:
                    raise Late from None
            except OSError:
                raise self._gone() from None

    def receive(self, deadline: Until) -> tuple[bytes, bytearray]:
        """The next frame: head and blob, by one deadline. Raises `Late`, `Gone`, `WireError`."""
        self._over_since = None
        head, blob = wire.lengths(bytes(self._read(wire.HEADER.size, deadline)))
        return bytes(self._read(head, deadline)), self._read(blob, deadline)

    def close(self) -> None:
        """Hang up."""
        self._rpc.close()

    def _read(self, count: int, deadline: Until) -> bytearray:
        held = self._held
        while len(held) < count:
            held += self._some(max(_AT_ONCE, count - len(held)), deadline)
        data = held[:count]
        del held[:count]
        return data

    def _some(self, most: int, deadline: Until) -> bytes:
        """What there is to read, once there is something."""
        while True:
            over = self._allow(deadline)
            try:
                some = self._rpc.recv(most)
            except (TimeoutError, BlockingIOError):
                if over:
                    raise Late from None
                continue
            except OSError:
                raise self._gone() from None
            if not some:
                raise self._gone()
            return some

    def _allow(self, deadline: Until) -> bool:
        """Set how long to wait; whether only what is there already may be read.

        That is looked for at least once: a grader that was stopped comes long after its deadline.
        """
        seconds = left(deadline)
        if seconds <= 0:
            now = time.monotonic()
            self._over_since = self._over_since or now
            if now - self._over_since > _READING:
                raise Late
        self._rpc.settimeout(max(0.0, seconds))
        return seconds <= 0

    def _readable(self) -> bool:
        """Whether bytes wait that nobody asked for. Raises `Gone` at the end of the stream."""
        if self._held:
            return True
        self._rpc.settimeout(0)
        try:
            if self._rpc.recv(1, socket.MSG_PEEK):
                return True
        except BlockingIOError:
            return False
        except OSError:
            pass  # reset by the other side: gone
        raise self._gone()
