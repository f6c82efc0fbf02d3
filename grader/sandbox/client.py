"""The trusted side of the sandbox: start the zygote, ask for children, exchange frames, kill.

    with Zygote(Level.FULL) as zygote:
        child = zygote.spawn()          # does not wait
        child.ready()                   # now its walls stand
        child.send(frame, deadline); head, blob = child.receive(deadline)
        child.close()

A deadline is a point of `time.monotonic()` and bounds a whole frame: a slow drip does not extend it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.errors import FaultError, IsolationError
from grader.sandbox import wire
from grader.sandbox.isolation import Level, Limits

_SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW
_START_SECONDS = 120
_READY_SECONDS = 20
_STACK_SECONDS = 0.1
_SLOTS = 60


class Late(Exception):
    """The deadline passed before a whole frame was there."""


class Gone(Exception):
    """The child's end of the connection is closed: it exited or was killed."""

    def __init__(self, ending: str) -> None:
        super().__init__(ending)
        # "exit code 0", "killed by SIGSEGV"
        self.ending = ending


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended: an exit code, or minus a signal's number."""

    code: int
    cpu_seconds: float
    max_rss_kib: int

    def __str__(self) -> str:
        if self.code >= 0:
            return f"exit code {self.code}"
        try:
            return f"killed by {signal.Signals(-self.code).name}"
        except ValueError:
            return f"killed by signal {-self.code}"


class Zygote:
    """A running zygote. Raises IsolationError where its level cannot be had, FaultError where it breaks."""

    def __init__(
        self,
        level: Level,
        limits: Limits = Limits(),
        *,
        serve: str = "grader.sandbox.child.serve",
        huge: bool = True,
    ) -> None:
        self.level = level
        self.limits = limits
        self._count = 0
        self._endings: dict[int, Ending] = {}
        self._forgotten: set[int] = set()
        self._scratch = tempfile.mkdtemp(prefix="grader-")
        self._errors = tempfile.TemporaryFile(dir=self._scratch)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        options = json.dumps(
            {
                "level": level.value,
                "limits": asdict(limits),
                "serve": serve,
                "huge": huge,
                "paths": [*_site_packages(), str(_package().parent)],
                "own": [str(_package() / "__init__.py"), str(_package() / "sandbox")],
            }
        )
        script = str(_package() / "sandbox" / "zygote.py")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-S", script, str(theirs.fileno()), options],
            env=_environment(self._scratch if level is not Level.FULL else "/box", huge),
            cwd="/",
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )
        theirs.close()
        self._wait_until_up()

    def _wait_until_up(self) -> None:
        self._control.settimeout(_START_SECONDS)
        try:
            up = self._control.recv(4096)
        except TimeoutError:
            up = b""
        if not up:
            said = self._last_words()
            self.close()
            if self.level is Level.FULL:
                raise IsolationError(
                    f"full isolation cannot be had here: {said}; see `grader doctor`, or grade with less by "
                    "--isolation process"
                )
            raise FaultError(f"the sandbox did not start: {said}; see `grader doctor`")

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._errors.seek(0)
        lines = self._errors.read()[-4000:].decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"its process ended with code {self._process.returncode}"

    def spawn(self) -> Child:
        """Ask for a child; it builds its walls while the caller goes on."""
        self._count += 1
        number = self._count
        mine, theirs = socket.socketpair()
        output = os.memfd_create("output", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
        os.ftruncate(output, self.limits.output_bytes)
        fcntl.fcntl(output, fcntl.F_ADD_SEALS, _SEALS)
        box = "/box" if self.level is Level.FULL else tempfile.mkdtemp(dir=self._scratch)
        request = json.dumps({"n": number, "slot": number % _SLOTS, "box": box}).encode()
        try:
            socket.send_fds(self._control, [request], [theirs.fileno(), output])
            theirs.close()
            pidfd = self._pidfd_of(number)
        except OSError as error:
            raise FaultError(
                f"the sandbox's parent process is gone ({error}): {self._last_words()}"
            ) from None
        return Child(self, number, mine, output, pidfd, box if self.level is not Level.FULL else None)

    def _pidfd_of(self, number: int) -> int:
        while True:
            message, descriptors = self._event(_READY_SECONDS)
            if message["n"] == number and descriptors:
                return descriptors[0]

    def _event(self, timeout: float | None) -> tuple[dict[str, int], list[int]]:
        self._control.settimeout(timeout)
        data, descriptors, *_ = socket.recv_fds(self._control, 4096, 1)
        if not data:
            raise FaultError(f"the sandbox's parent process is gone: {self._last_words()}")
        message = json.loads(data)
        if "exit" in message:
            if message["n"] in self._forgotten:
                self._forgotten.discard(message["n"])
            else:
                self._endings[message["n"]] = Ending(message["exit"], message["cpu"], message["rss"])
        return message, descriptors

    def ending(self, number: int) -> Ending:
        """How a child ended; waits until it is reaped."""
        while number not in self._endings:
            self._event(_READY_SECONDS)
        return self._endings.pop(number)

    def forget(self, number: int) -> None:
        """Nobody will ask how this child ended."""
        if self._endings.pop(number, None) is None:
            self._forgotten.add(number)

    def close(self) -> None:
        """End the zygote and every child; nothing stays behind."""
        self._control.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Child:
    """One child: a private stream to it, a pidfd to kill it by, and whatever it wrote to its output."""

    def __init__(
        self, zygote: Zygote, number: int, stream: socket.socket, output: int, pidfd: int, box: str | None
    ) -> None:
        self._zygote = zygote
        self._number = number
        self._stream = stream
        self._output = output
        self._pidfd = pidfd
        self._box = box
        self._stream.setblocking(False)
        self._ready = False
        self.closed = False

    def ready(self) -> None:
        """Wait until the walls stand. Raises FaultError: no code of a submission has run."""
        if self._ready:
            return
        try:
            head, _ = self.receive(time.monotonic() + _READY_SECONDS)
            message = wire.reply(head)
        except (Late, Gone, wire.WireError) as error:
            raise FaultError(f"a sandbox did not become ready: {error}") from None
        if not isinstance(message, wire.Ready):
            said = message.text if isinstance(message, wire.Broken) else "it said something else"
            raise FaultError(f"a sandbox could not build its walls: {said}")
        self._ready = True

    def send(self, frame: bytes, deadline: float) -> None:
        """Send a whole frame. Raises Late, Gone, and WireError where the child speaks unasked."""
        if _readable(self._stream):
            if self._stream.recv(1, socket.MSG_PEEK) == b"":
                raise Gone(self._ended())
            raise wire.WireError("bytes that nobody asked for")
        view = memoryview(frame)
        while view:
            try:
                view = view[self._stream.send(view) :]
            except BlockingIOError:
                _wait(self._stream, select.POLLOUT, deadline)
            except OSError:
                raise Gone(self._ended()) from None

    def receive(self, deadline: float) -> tuple[bytes, bytearray]:
        """One frame: head and blob. Raises Late, Gone, WireError."""
        head, blob = wire.lengths(bytes(self._exactly(wire.HEADER.size, deadline)))
        return bytes(self._exactly(head, deadline)), self._exactly(blob, deadline)

    def _exactly(self, count: int, deadline: float) -> bytearray:
        data = bytearray(count)
        view = memoryview(data)
        while view:
            try:
                got = self._stream.recv_into(view)
            except BlockingIOError:
                _wait(self._stream, select.POLLIN, deadline)
                continue
            except OSError:
                raise Gone(self._ended()) from None
            if got == 0:
                raise Gone(self._ended())
            view = view[got:]
        return data

    def _ended(self) -> str:
        self.kill()  # it may have closed the stream and gone on running
        return str(self._zygote.ending(self._number)) if not self.closed else "closed"

    def stack(self) -> bytes:
        """Ask a stuck child where it is; what it has written to its output since. Forgeable, for people only."""
        before = self.output()
        self._signal(signal.SIGUSR1)
        deadline = time.monotonic() + _STACK_SECONDS
        while self.output() == before and time.monotonic() < deadline:
            select.select([self._pidfd], [], [], 0.005)
        return self.output()[-4000:]

    def output(self) -> bytes:
        """What went to descriptors 1 and 2, past Python's own stdout."""
        return os.pread(self._output, self._zygote.limits.output_bytes, 0).rstrip(b"\0")

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, number)

    def close(self) -> None:
        """Kill it and let everything of it go; the zygote reaps it when it can."""
        if self.closed:
            return
        self.closed = True
        self.kill()
        self._zygote.forget(self._number)
        self._stream.close()
        os.close(self._pidfd)
        os.close(self._output)
        if self._box:
            shutil.rmtree(self._box, ignore_errors=True)


def _readable(stream: socket.socket) -> bool:
    poll = select.poll()
    poll.register(stream, select.POLLIN)
    return bool(poll.poll(0))


def _wait(stream: socket.socket, event: int, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Late
    poll = select.poll()
    poll.register(stream, event)
    poll.poll(left * 1000)


def _package() -> Path:
    return Path(__file__).resolve().parent.parent


def _site_packages() -> list[str]:
    return list(dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))))


def _environment(home: str, huge: bool) -> dict[str, str]:
    """Nothing of the grader's own environment reaches the sandbox."""
    plain = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": home,
        "TMPDIR": home,
        "MPLCONFIGDIR": home,
        "MPLBACKEND": "Agg",
        "TORCHINDUCTOR_CACHE_DIR": f"{home}/inductor",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "USER": "student",
    }
    if huge:
        plain |= {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
    return plain
