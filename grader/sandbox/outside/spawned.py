"""Children where there is no fork to be had: each a Python of its own, started ahead of time.

For a student's own work (`Level.NONE`) on macOS and Windows. Each loads torch by itself, about a second, so
the first few are started at once; what they are asked arrives over a loopback socket, which every system has:

    grader   listens on 127.0.0.1, one port for each child
     └ spawned_child.py   told the port, and over its standard input a secret that no other process on the
                          machine knows; connects, shows the secret, loads torch, says Ready, serves

A spawned child ends when its standard input does, so none outlives the grader. No limit of memory or of
processor time is set: a call's own limit is all there is.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from grader.errors import FaultError, LostError
from grader.sandbox import wire
from grader.sandbox.outside import processes
from grader.sandbox.outside.exit_status import Cause, Ending, Gone, Late, no_answer
from grader.sandbox.outside.framing import FramedSocket
from grader.sandbox.outside.no_driver import without_driver
from grader.sandbox.outside.reasons import of_child
from grader.sandbox.outside.site_packages import sites
from grader.sandbox.outside.time_limit import Doing, Until, longer_than
from grader.words.messages import Message, heard, say

_BOOT: Final = Path(__file__).resolve().parents[1] / "inside" / "boot.py"
_START_SECONDS: Final = 120.0
_LAST_BREATH: Final = 1.0
_STACK_SECONDS: Final = 0.3
_OUTPUT: Final = 64 << 10


class SpawnedChild:
    """One process to talk to in frames. Made by `SpawnedChildren.spawn`."""

    def __init__(self, modules: Sequence[str], device: str) -> None:
        self.device = device
        self._output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self._folder = tempfile.TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True)
        self._secret = secrets.token_hex(32).encode()
        self._server = socket.create_server(("127.0.0.1", 0), backlog=1)
        port: int = self._server.getsockname()[1]
        options = {"sites": sites(), "box": self._folder.name, "modules": list(modules), "device": device}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-S", str(_BOOT), "spawned", str(port), json.dumps(options)],
            env=_environment(self._folder.name, device),
            cwd=self._folder.name,
            stdin=subprocess.PIPE,
            stdout=self._output,
            stderr=self._output,
            start_new_session=True,
        )
        self._line: FramedSocket | None = None
        self._ending: Ending | None = None
        self._tell_secret()

    def _tell_secret(self) -> None:
        if self._process.stdin is None:
            raise FaultError(say("A child process has no standard input."))
        with suppress(BrokenPipeError):  # it ended at once; `ready` says how
            self._process.stdin.write(self._secret + b"\n")
            self._process.stdin.flush()

    def ready(self, seconds: float = _START_SECONDS) -> None:
        """Wait until it can be asked. Returns at once where that is known. Raises `LostError`."""
        if self._line is not None:
            return
        deadline = time.monotonic() + seconds
        try:
            line = FramedSocket(self._accept(deadline), self._gone)
            message = wire.reply(line.receive(deadline)[0])
        except (Late, Gone, wire.WireError, OSError) as error:
            said = self.output().decode("utf-8", "replace").strip().splitlines()
            self.close()
            why = heard(said[-1]) if said else _why_not_ready(error, seconds)
            raise LostError(say("A child process is not ready.") + why) from None
        if not isinstance(message, wire.Ready):
            self.close()
            raise LostError(say("A child process is not ready.") + of_child(message))
        self._line = line

    def _accept(self, deadline: float) -> socket.socket:
        """The connection of whoever shows the secret; others are hung up on."""
        while (left := deadline - time.monotonic()) > 0:
            # In short steps: a worker that has died does not connect any more.
            self._server.settimeout(min(left, 0.2))
            try:
                came, _ = self._server.accept()
            except TimeoutError:
                if self._process.poll() is not None:
                    raise self._gone() from None
                continue
            came.settimeout(5.0)
            if hmac.compare_digest(_exactly(came, len(self._secret)), self._secret):
                came.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._server.close()
                return came
            came.close()
        raise Late

    def send(self, frame: bytes, deadline: Until, *, ahead: bool = False) -> None:
        """Send a whole frame. Raises `Late`, `Gone`, or `WireError` where it spoke unasked."""
        self._open_line().send(frame, deadline, ahead=ahead)

    def receive(self, deadline: Until) -> tuple[bytes, bytearray]:
        """The next frame: head and blob, by one deadline. Raises `Late`, `Gone`, `WireError`."""
        return self._open_line().receive(deadline)

    def _open_line(self) -> FramedSocket:
        if self._line is None:
            raise FaultError(say("A child process was asked before it was ready."))
        return self._line

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def processor_seconds(self) -> float | None:
        """The processor time that it has used; None where that cannot be told."""
        return None if self._ending else processes.processor_seconds(self._process.pid)

    def doing(self) -> Doing:
        """What it is at; one that was stopped is let go on."""
        found = processes.doing(self._process.pid)
        if found is Doing.STOPPED:
            self._process.send_signal(signal.SIGCONT)
        return found

    def output(self) -> bytes:
        """The beginning of what it wrote to descriptors 1 and 2. Before `close`."""
        self._output.seek(0)
        return self._output.read(_OUTPUT)

    def stack(self) -> bytes:
        """Where it is: what its handler of SIGUSR1 writes, where the system has that signal."""
        number = getattr(signal, "SIGUSR1", None)
        if number is None:
            return b""
        before = len(self.output())
        self._process.send_signal(number)
        deadline = time.monotonic() + _STACK_SECONDS
        written = b""
        while time.monotonic() < deadline and self._process.poll() is None:
            time.sleep(0.005)  # the text has no end mark: complete when nothing more comes
            seen = self.output()[before:]
            if seen and seen == written:
                break
            written = seen
        return written

    def close(self, wait: bool = True) -> Ending | None:
        """Kill it and let go. How it ended, or None where that is not waited for. Again: the same answer."""
        self._process.kill()
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.stdin.close()
        # Its folder can only be removed when it is gone, which is at once.
        self._ending = self._ending or _ending(self._process.wait(10))
        if self._line is not None:
            self._line.close()
        self._server.close()
        self._output.close()
        self._folder.cleanup()
        return self._ending if wait else None

    def _gone(self) -> Gone:
        try:
            code = self._process.wait(_LAST_BREATH)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
            self._ending = Ending(cause=Cause.CLOSED_CHANNEL)
        else:
            self._ending = _ending(code)
        return Gone(self._ending)


class SpawnedChildren:
    """Starts workers. modules: what they load beside torch. first: how many are started at once.

    A check needs three: for the reference, the stub and the student. Later ones are asked for ahead of time
    (`grader.sandbox.outside.pool.Pool`).
    """

    def __init__(self, *, modules: Sequence[str] = (), first: int = 3) -> None:
        self._modules = tuple(modules)
        self._made: list[SpawnedChild] = []
        self._waiting = deque(self._start("cpu") for _ in range(first))

    def spawn(self, device: str = "cpu") -> SpawnedChild:
        """One that was started before, or a new one where another device is asked for."""
        return self._waiting.popleft() if self._waiting and device == "cpu" else self._start(device)

    def _start(self, device: str) -> SpawnedChild:
        worker = SpawnedChild(self._modules, device)
        self._made = [one for one in self._made if one.alive]
        self._made.append(worker)
        return worker

    def ready(self) -> None:
        """Nothing: each is waited for by itself."""

    def warm_up(self, *, figures: bool = True) -> None:
        """Nothing: no two workers share what they have loaded."""

    def share(self) -> None:
        """Nothing: each process of the grader starts its own."""

    def close(self) -> None:
        """End all of them."""
        for worker in self._made:
            worker.close()
        self._waiting.clear()


def _why_not_ready(error: Late | Gone | wire.WireError | OSError, seconds: float) -> Message:
    return heard(str(error)) if isinstance(error, OSError) else no_answer(error, longer_than(seconds))


def _exactly(came: socket.socket, count: int) -> bytes:
    data = b""
    with suppress(OSError):  # who hangs up or says nothing does not know the secret
        while len(data) < count and (part := came.recv(count - len(data))):
            data += part
    return data


def _ending(code: int) -> Ending:
    return Ending(exit_code=code) if code >= 0 else Ending(signal=-code)


def _environment(home: str, device: str) -> dict[str, str]:
    """What a worker is told: what its system needs, one thread, no GPU but where it is for one."""
    kept = ["PATH", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]
    if device == "cuda":
        kept += ["CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER"]
    told = {name: os.environ[name] for name in kept if name in os.environ}
    told |= {
        "HOME": home, "TMPDIR": home, "TEMP": home, "MPLCONFIGDIR": home, "MPLBACKEND": "Agg",
        "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    return told if device == "cuda" else told | without_driver()
