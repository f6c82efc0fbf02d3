"""nbgrader's side of the service: started when first needed, kept warm, ended with the process."""

from __future__ import annotations

import atexit
import hashlib
import os
import select
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import msgspec

from grader.errors import FaultError
from grader.nbgrader.protocol import Done, Job, Options, Refused, Reply
from grader.sandbox.ending import last_words

# Far more than the limits inside allow for one notebook: longer, and the service itself hangs.
_PATIENCE = 600.0
_FAREWELL = 10.0


class Service:
    """A running service. Raises FaultError where it cannot do its work."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "grader.nbgrader.service", msgspec.json.encode(options).decode()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )
        self._rest = b""

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    def ask(self, job: Job) -> Done:
        """Have one notebook graded."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.json.encode(job) + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it has gone, and has perhaps said why
        reply: Reply = msgspec.json.decode(self._line(time.monotonic() + _PATIENCE), type=Reply)
        if isinstance(reply, Refused):
            raise FaultError(reply.text)
        return reply

    def _line(self, deadline: float) -> bytes:
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        parts = [self._rest]
        while b"\n" not in parts[-1]:
            ready, _, _ = select.select([handle], [], [], max(0.0, deadline - time.monotonic()))
            part = os.read(handle, 1 << 20) if ready else b""
            if not part:
                raise self._died("did not answer in time" if not ready else "has ended")
            parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        return line

    def _died(self, how: str) -> FaultError:
        self._end()
        return FaultError(f"the process that grades for nbgrader {how}{last_words(self._errors)}")

    def close(self) -> None:
        """End it."""
        self._end()
        self._errors.close()

    def _end(self) -> None:
        """It ends by itself with its input."""
        with suppress(BrokenPipeError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(_FAREWELL)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


_kept: list[Service] = []


def ask(options: Options, job: Job) -> Done:
    """Have a notebook graded by the service kept for these options. Raises FaultError."""
    if not _kept or not _kept[0].alive or _kept[0].options != options:
        end()
        _kept.append(Service(options))
    return _kept[0].ask(job)


@atexit.register
def end() -> None:
    """End the service, where one is kept."""
    while _kept:
        _kept.pop().close()


def fingerprint(course: Path) -> str:
    """A digest of what a course grades by: names, sizes and times of its files."""
    digest = hashlib.sha256()
    for room in ("autograde_tests", "exercises", "solutions"):
        for path in sorted((course / room).rglob("*.py")):
            seen: Any = path.stat()
            digest.update(f"{path}:{seen.st_size}:{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()
