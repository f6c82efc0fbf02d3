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
from grader.nbgrader.protocol import Done, Job, Refused, Reply, ServiceOptions, received
from grader.sandbox.outside.exit_status import last_words
from grader.words.messages import Message, say

_FAREWELL = 10.0
_ENDED = say("The process that grades for nbgrader has ended.")
_NO_ANSWER = say("The process that grades for nbgrader did not answer in time.")


class Service:
    """A running service. Raises FaultError where it cannot do its work."""

    def __init__(self, options: ServiceOptions) -> None:
        self.options = options
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "grader.nbgrader.service_start",
                msgspec.json.encode(options).decode(),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )
        self._rest = b""
        self._asked = 0

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    def ask(self, job: Job) -> Done:
        """Have one notebook graded."""
        self._asked += 1
        try:
            self._write(msgspec.json.encode(msgspec.structs.replace(job, number=self._asked)))
            reply: Reply = msgspec.json.decode(
                self._line(time.monotonic() + job.limits.hand_in_seconds), type=Reply
            )
        except BaseException:
            # Whatever it says from here on answers this job, and would be taken for the next one's answer.
            self._kill()
            raise
        if isinstance(reply, Refused) and reply.number in (0, self._asked):
            raise FaultError(received(reply.said))
        if isinstance(reply, Refused) or reply.number != self._asked:
            self._kill()
            raise FaultError(
                say("The process that grades for nbgrader answered another question. Run it again.")
            )
        return reply

    def _write(self, message: bytes) -> None:
        assert self._process.stdin is not None
        # Where it has gone, it has perhaps said why.
        with suppress(BrokenPipeError):
            self._process.stdin.write(message + b"\n")
            self._process.stdin.flush()

    def _kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _line(self, deadline: float) -> bytes:
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        parts = [self._rest]
        while b"\n" not in parts[-1]:
            ready, _, _ = select.select([handle], [], [], max(0.0, deadline - time.monotonic()))
            part = os.read(handle, 1 << 20) if ready else b""
            if not part:
                raise self._died(_ENDED if ready else _NO_ANSWER)
            parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        return line

    def _died(self, how: Message) -> FaultError:
        self._end()
        return FaultError(how + last_words(self._errors))

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


def begin(options: ServiceOptions) -> Service:
    """The service kept for these options, on its way at least: it loads what it needs while others work.

    One that lets students use more will do: the next assignment of nbgrader's process has the same.
    """
    if not _kept or not _kept[0].alive or not _fits(_kept[0].options, options):
        end()
        _kept.append(Service(options))
    return _kept[0]


def _fits(kept: ServiceOptions, wanted: ServiceOptions) -> bool:
    limits = zip(msgspec.structs.astuple(kept.limits), msgspec.structs.astuple(wanted.limits), strict=True)
    same = msgspec.structs.replace(kept, limits=wanted.limits) == wanted
    return same and all(there >= asked for there, asked in limits)


def ask(options: ServiceOptions, job: Job) -> Done:
    """Have a notebook graded by the service kept for these options. Raises FaultError."""
    return begin(options).ask(job)


@atexit.register
def end() -> None:
    """End the service, where one is kept."""
    while _kept:
        _kept.pop().close()


def fingerprint(course: Path | None, files: str = "") -> str:
    """A digest of what is graded by: names, sizes and times of a course's files, and of released ones."""
    folders = [course / folder for folder in ("autograde_tests", "exercises", "solutions")] if course else []
    found = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    found += [path for path in sorted(Path(files).rglob("*")) if _counts(path)] if files else []
    digest = hashlib.sha256()
    for path in found:
        seen: Any = path.stat()
        digest.update(f"{path}:{seen.st_size}:{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    """Not what importing a module leaves beside it."""
    return path.is_file() and path.suffix != ".ipynb" and "__pycache__" not in path.parts
