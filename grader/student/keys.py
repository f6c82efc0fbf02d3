"""Single keys from a terminal, without Enter: POSIX terminals, and the Windows console."""

from __future__ import annotations

import os
import re
import select
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Protocol

# How often a reader looks whether it should stop, in seconds.
_PATIENCE = 0.1
_NAMES = {
    "\n": "enter", "\r": "enter",
    "\x1b[A": "up", "\x1b[B": "down", "\x1bOA": "up", "\x1bOB": "down",
    "\xe0H": "up", "\xe0P": "down",
}  # fmt: skip
# An arrow is several characters that come at once.
_KEY = re.compile(r"\x1b[\[O][0-9;]*[A-Za-z~]|.", re.DOTALL)


class Keyboard(Protocol):
    """Where keys come from."""

    def pressed(self) -> Iterator[str]:
        """Keys as they are pressed, by name, until closed; `q` where nobody can press any more."""
        ...

    def deaf(self) -> AbstractContextManager[None]:
        """While a check runs: what is pressed meanwhile is forgotten."""
        ...

    def close(self) -> None:
        """Give the terminal back as it was."""
        ...


def keyboard(stream: IO[str] | None = None) -> Keyboard | None:
    """The terminal's keyboard; None where the input is a file or pipe, or closed."""
    stream = stream or sys.stdin
    if stream is None or not stream.isatty():
        return None
    if sys.platform == "win32":
        return WindowsKeyboard()
    return PosixKeyboard(stream.fileno())


def named(characters: str) -> list[str]:
    """What was typed as keys: characters, and names for what has none."""
    return [_NAMES.get(key, key) for key in _KEY.findall(characters)]


if sys.platform == "win32":
    import msvcrt

    class WindowsKeyboard:
        """The console's own reader, asked again and again: it has nothing that could be waited for."""

        def __init__(self) -> None:
            self._closed = threading.Event()
            self._busy = threading.Event()

        def pressed(self) -> Iterator[str]:
            while not self._closed.wait(_PATIENCE / 4):
                while not self._busy.is_set() and msvcrt.kbhit():
                    yield from named(self._one())

        def _one(self) -> str:
            first = msvcrt.getwch()
            return first + msvcrt.getwch() if first in "\x00\xe0" else first

        @contextmanager
        def deaf(self) -> Iterator[None]:
            self._busy.set()
            try:
                yield
                while msvcrt.kbhit():
                    msvcrt.getwch()
            finally:
                self._busy.clear()

        def close(self) -> None:
            self._closed.set()

else:
    import termios
    import tty

    class PosixKeyboard:
        """A terminal that gives every key at once and echoes none; Ctrl-C still interrupts."""

        def __init__(self, fd: int) -> None:
            self._fd = fd
            self._before = termios.tcgetattr(fd)
            self._closed = threading.Event()
            self._busy = threading.Event()
            tty.setcbreak(fd)

        def pressed(self) -> Iterator[str]:
            while not self._closed.is_set():
                ready, _, _ = select.select([self._fd], [], [], _PATIENCE)
                if self._busy.is_set():
                    time.sleep(_PATIENCE / 10)
                elif ready and not self._closed.is_set():
                    typed = os.read(self._fd, 64)
                    if not typed:
                        yield "q"
                        return
                    yield from named(typed.decode("utf-8", "ignore"))

        @contextmanager
        def deaf(self) -> Iterator[None]:
            self._busy.set()
            try:
                yield
                termios.tcflush(self._fd, termios.TCIFLUSH)
            finally:
                self._busy.clear()

        def close(self) -> None:
            self._closed.set()
            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)
