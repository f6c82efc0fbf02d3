"""Standard output that is closed, full or no longer read: the command does its work, and stderr says so.

    guard()                     once, first of all: a write that fails is remembered, and no error
    when_lost(say("The kit …")) said beside the loss, where there is one: where to find what was made
    tell_loss(translate)        last of all

What cannot be written is dropped from the first failed write on; nothing is tried twice.
"""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from typing import TYPE_CHECKING, Any, TextIO

from grader.words.messages import NOTHING, Heard, Message, say
from grader.words.translation import Translator
from grader.words.workflow_commands import broken

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Bytes(io.RawIOBase):
    """What a stream sends; after the first write that fails, everything is dropped."""

    def __init__(self, to: io.RawIOBase | None) -> None:
        """to: where it goes; None where that was closed before the grader began."""
        self._to = to
        self.error: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return super().fileno() if self._to is None else self._to.fileno()

    def isatty(self) -> bool:
        return self._to is not None and self._to.isatty()

    def write(self, sent: ReadableBuffer, /) -> int:
        if self.error is None:
            try:
                return self._write(sent)
            except OSError as error:
                self.error = error
        return memoryview(sent).nbytes

    def _write(self, sent: ReadableBuffer) -> int:
        if self._to is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        while (written := self._to.write(sent)) is None:
            # Whoever reads it made it non-blocking, and is behind.
            select.select([], [self._to], [])
        return written


class _Text(io.TextIOWrapper):
    """A standard stream whose writes never fail, and that holds no command to the machine that reads it."""

    def __init__(self, usual: io.TextIOWrapper | None) -> None:
        """usual: the stream that Python has opened; None where it was closed before the grader began."""
        buffer: Any = usual and usual.buffer
        # Without the buffer between; `python -u` has none.
        self.bytes = _Bytes(getattr(buffer, "raw", buffer))
        # What is said beside the loss.
        self.instead = NOTHING
        self.told = False
        # The end of what was written last, of which a command may be a part.
        self._end = ""
        super().__init__(
            io.BufferedWriter(self.bytes),
            encoding=usual.encoding if usual else "utf-8",
            # A file in a console's old encoding gets a `?` where that has no tick.
            errors="replace",
            line_buffering=usual is not None and usual.line_buffering,
            write_through=usual is not None and usual.write_through,
        )

    def write(self, text: str, /) -> int:
        self._end, before = (self._end + text)[-2:], self._end
        super().write(broken(before + text)[len(broken(before)) :])
        return len(text)


def guard() -> None:
    """Let no later write to standard output or standard error fail, closed as they may be."""
    for handle in (0, 1, 2):
        _fill(handle)
    sys.stdout = _guarded(sys.stdout)
    sys.stderr = _guarded(sys.stderr)


def _guarded(stream: TextIO | None) -> TextIO:
    """A standard stream; what is none, such as a notebook's, stays."""
    return _Text(stream) if stream is None or isinstance(stream, io.TextIOWrapper) else stream


def _fill(handle: int) -> None:
    """Where a standard handle is closed, put /dev/null there: else the next file or pipe gets its number."""
    try:
        os.fstat(handle)
    except OSError:
        # The lowest free number is given out, and those below are taken.
        os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def lost() -> OSError | None:
    """Why standard output could not be written, once that is so."""
    return sys.stdout.bytes.error if isinstance(sys.stdout, _Text) else None


def when_lost(instead: Message) -> None:
    """What a person needs to know who does not see standard output, such as where the reports are."""
    if isinstance(sys.stdout, _Text):
        sys.stdout.instead = instead


def tell_loss(translate: Translator) -> None:
    """Say on standard error, once, what became of standard output, where it could not be written."""
    sys.stdout.flush()
    error = lost()
    if error is not None and isinstance(sys.stdout, _Text) and not sys.stdout.told:
        sys.stdout.told = True
        print(f"grader: {translate(_loss(error) + sys.stdout.instead)}", file=sys.stderr)
    sys.stderr.flush()


def _loss(error: OSError) -> Message:
    if error.errno == errno.EBADF:
        return say("Standard output could not be written: it is closed.")
    return say("Standard output could not be written: {error}.", error=Heard(error.strerror or str(error)))
