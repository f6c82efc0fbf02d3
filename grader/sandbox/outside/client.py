"""The trusted side of the walls: starts a zygote, has it make children, talks frames, holds the clock, kills.

    with Zygote(Level.FULL) as zygote:
        child = zygote.spawn()                      # at once; the walls are built meanwhile
        child.ready()                               # they stand, nothing of a submission has run
        child.send(frame, deadline, ahead=ahead)                 # readings of time.monotonic(), or limits
        head, blob = child.receive(deadline)        # or Late, Gone, wire.WireError
        child.close(wait=False)

Frames are bounded here and decoded by the layer above (`wire.reply`, `wire.validate`). A zygote and its
children belong to one thread. Another process may have children of the same zygote:

    control = zygote.share()                        # the socket goes to that process
    line = ZygoteLine(control, Level.FULL)          # there: makes children, and ends those alone
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, Self

from grader.errors import IsolationError, LostError
from grader.sandbox import wire
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside import launch, processes, reasons
from grader.sandbox.outside.exit_status import Cause, Ending, Gone, Late, last_words, no_answer
from grader.sandbox.outside.framing import FramedSocket
from grader.sandbox.outside.time_limit import Allowance, Doing, TimeLimit, Until, left, longer_than
from grader.words.messages import NOTHING, Message, say

__all__ = ["Ending", "ForkedChild", "Gone", "Late", "Zygote", "ZygoteLine"]

SEE_DOCTOR: Final = say("Run `grader doctor` to see what is missing here.")
START_SECONDS: Final = 120.0
_ENDED: Final = say("The parent of all child processes has ended.")
# A fork takes about a millisecond, a child's walls ten; longer than this and something is wrong.
_FORK_SECONDS: Final = 30.0
# From a closed channel to the end of its process.
_LAST_BREATH: Final = 1.0
# Of the time of a child that says where it is.
_STACK_SECONDS: Final = 0.3


class ForkedChild:
    """One process behind walls, to talk to in frames. Made by `Zygote.spawn`."""

    def __init__(self, zygote: ZygoteLine, number: int, rpc: socket.socket, output: int) -> None:
        self.number = number
        self.landlock = 0
        self._zygote = zygote
        self._line = FramedSocket(rpc, self._gone)
        self._output = output
        self._pidfd: int | None = None
        self._pid: int | None = None
        self._is_ready = False
        self._killed = False
        self._closed = False
        self._ending: Ending | None = None
        self._failure = NOTHING

    # ── talking ──────────────────────────────────────────────────────────────────────────────────────────

    def ready(self, seconds: float = 10.0) -> None:
        """Wait until the walls stand. Returns at once where that is known. Raises `LostError`."""
        if self._is_ready:
            return
        self._zygote.await_warm()
        try:
            head, _ = self.receive(time.monotonic() + seconds)
            message = wire.reply(head)
        except (Late, Gone, wire.WireError) as error:
            why = self._failure or no_answer(error, longer_than(seconds))
            raise LostError(say("A child process is not ready.") + why + SEE_DOCTOR) from None
        if not isinstance(message, wire.Ready):
            why = reasons.of_child(message)
            raise LostError(say("A child process could not build its walls.") + why + SEE_DOCTOR)
        self.landlock = message.landlock
        self._is_ready = True

    def send(self, frame: bytes, deadline: Until, *, ahead: bool = False) -> None:
        """Send a whole frame. Raises `Late`, `Gone`, or `WireError` where the child spoke unasked."""
        self._line.send(frame, deadline, ahead=ahead)

    def receive(self, deadline: Until) -> tuple[bytes, bytearray]:
        """The next frame: head and blob, by one deadline. Raises `Late`, `Gone`, `WireError`."""
        return self._line.receive(deadline)

    # ── watching and ending ──────────────────────────────────────────────────────────────────────────────

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        if self._closed or self._ending is not None or not self._started():
            return False
        poll = select.poll()
        poll.register(self._pidfd_or_fail(), select.POLLIN)
        return not poll.poll(0)

    def processor_seconds(self) -> float | None:
        """The processor time that it has used; None where that cannot be told."""
        # Another process may have its number once it has gone.
        return None if self._closed or self._ending else processes.processor_seconds(self._pid)

    def doing(self) -> Doing:
        """What it is at; one that was stopped is let go on."""
        found = processes.doing(self._pid)
        if found is Doing.STOPPED:
            self._signal(signal.SIGCONT)
        return found

    def output(self) -> bytes:
        """What it wrote to descriptors 1 and 2. Before `close`."""
        return os.pread(self._output, self._zygote.limits.output_bytes, 0).rstrip(b"\0")

    def stack(self) -> bytes:
        """Where it is: what its handler of SIGUSR1 writes, or nothing where it has none any more."""
        before = len(self.output())
        self._signal(signal.SIGUSR1)
        ended = select.poll()
        ended.register(self._pidfd_or_fail(), select.POLLIN)
        limit = TimeLimit(self, Allowance(_STACK_SECONDS), waiting=_STACK_SECONDS)
        written = b""
        # Complete when nothing more comes for some milliseconds: the text has no end mark.
        while left(limit) > 0 and not ended.poll(5):
            seen = self.output()[before:]
            if seen and seen == written:
                break
            written = seen
        return written

    def close(self, wait: bool = True) -> Ending | None:
        """Kill it and let go. How it ended, or None where that is not waited for. Again: the same answer."""
        if not self._closed:
            try:
                self._end(wait)
            except LostError:
                # The zygote has died, and says so to whoever wants the next child.
                self._ending = Ending(signal=signal.SIGKILL, cause=Cause.ZYGOTE_ENDED)
            self._release()
        return self._ending

    def _end(self, wait: bool) -> None:
        if self._ending is None and self._started():
            self._killed = True
            self._signal(signal.SIGKILL)
        if wait and self._ending is None:
            self._zygote._wait_for(self, _FORK_SECONDS)

    def _release(self) -> None:
        self._closed = True
        self._zygote._forget(self)
        self._line.close()
        os.close(self._output)
        if self._pidfd is not None:
            os.close(self._pidfd)

    def _gone(self) -> Gone:
        if not self._zygote._wait_for(self, _LAST_BREATH) and self.alive:
            self._killed = True
            if self._started():
                self._signal(signal.SIGKILL)
            self._zygote._wait_for(self, _FORK_SECONDS)
            return Gone(Ending(signal=signal.SIGKILL, cause=Cause.CLOSED_CHANNEL))
        # It has ended. How, the zygote says once it runs.
        self._zygote._wait_for(self, _FORK_SECONDS)
        return Gone(self._ending or Ending(signal=signal.SIGKILL))

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # it ended by itself in the meantime
            signal.pidfd_send_signal(self._pidfd_or_fail(), number)

    def _pidfd_or_fail(self) -> int:
        if not self._started() or self._pidfd is None:
            raise LostError(say("A child process could not be started.") + self._failure)
        return self._pidfd

    def _started(self) -> bool:
        """Whether it was forked, which is waited for."""
        return self._zygote._wait_for(self, _FORK_SECONDS, start=True) and self._pidfd is not None

    # ── news from the zygote ─────────────────────────────────────────────────────────────────────────────

    def _hear(self, news: dict[str, Any], fds: Sequence[int]) -> None:
        if fds:
            self._pidfd = fds[0]
            self._pid = processes.pid_of(fds[0])
        elif "failed" in news:
            self._failure = reasons.said(news["failed"])
            self._ending = Ending(cause=Cause.NOT_STARTED)
        else:
            self._ending = self._told(news)

    def _told(self, news: dict[str, Any]) -> Ending:
        used = {"cpu_seconds": news["cpu"], "max_rss_kib": news["rss"]}
        code = os.waitstatus_to_exitcode(news["status"])
        if code >= 0:
            return Ending(exit_code=code, **used)
        # Pid 1 of a namespace does not feel SIGXCPU: the kernel kills it a second later.
        spent = news["cpu"] >= self._zygote.limits.cpu_seconds and not self._killed
        number = signal.SIGXCPU if -code == signal.SIGKILL and spent else -code
        return Ending(signal=int(number), **used)


class ZygoteLine:
    """A control socket to a zygote, and the children that it makes for whoever holds this end.

    control: as `Zygote.share` makes them, in another process. level, limits: of that zygote.
    """

    def __init__(self, control: socket.socket, level: Level, limits: Limits = Limits()) -> None:
        self.level = level
        self.limits = limits
        # What this level would use and does not have here.
        self.missing: list[Message] = []
        self._control = control
        self._children: dict[int, ForkedChild] = {}
        self._number = 0
        self._up = False
        # How often it was told to warm up and has not said that it is.
        self._warming = 0

    def ready(self) -> None:
        """Wait until it is up. Raises `IsolationError`, `LostError`."""
        if self._up:
            return
        try:
            self._hear_up(time.monotonic() + START_SECONDS)
        except BaseException:
            self.close()
            raise

    def _hear_up(self, deadline: float) -> None:
        while (news := self._hear(deadline)) is not None:
            if "refused" in news:
                raise IsolationError(launch.refusal(self.level, reasons.said(news["refused"])))
            if "up" in news:
                self.missing = [reasons.said([reason]) for reason in news["up"]]
                self._up = True
                return
        raise LostError(say("The parent of all child processes did not start.") + longer_than(START_SECONDS))

    def spawn(self, device: str = "cpu") -> ForkedChild:
        """A new child, on its way to ready; not waited for. Raises `LostError` where the zygote has died.

        device: what it has when it is ready: cpu, sim or cuda.
        """
        self.ready()
        while self._hear(time.monotonic()) is not None:
            pass  # old news first, so that the pipe never fills
        self._number += 1
        ours, theirs = socket.socketpair()
        output = launch.sealed_memory(self.limits.output_bytes)
        child = ForkedChild(self, self._number, ours, output)
        self._children[child.number] = child
        try:
            socket.send_fds(
                self._control,
                [json.dumps({"n": child.number, "device": device}).encode()],
                [theirs.fileno(), output],
            )
        except OSError:
            raise self._died() from None
        finally:
            theirs.close()
        return child

    def warm_up(self, *, figures: bool = True) -> None:
        """Have it load and use whatever a call may need; children asked for meanwhile wait for that.

        figures: what draws them, too, half a second.
        """
        try:
            self._control.send(json.dumps({"warm": True, "figures": figures}).encode())
        except OSError:
            raise self._died() from None
        self._warming += 1

    def await_warm(self) -> None:
        """Until it has done all that it was told to warm up. Raises `LostError`."""
        deadline = time.monotonic() + START_SECONDS
        while self._warming:
            if self._hear(deadline) is None:
                raise LostError(
                    say("The sandbox did not warm up within {seconds} seconds.", seconds=round(START_SECONDS))
                )

    def share(self) -> socket.socket:
        """The end of a further control socket, for another process of the grader. Raises `LostError`.

        The children that it asks for end with it, and nobody else's do.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            try:
                socket.send_fds(self._control, [json.dumps({"join": True}).encode()], [ours.fileno()])
            except OSError:
                theirs.close()
                raise self._died() from None
        return theirs

    def close(self) -> None:
        """End all children that were made here."""
        self._control.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ── news ─────────────────────────────────────────────────────────────────────────────────────────────

    def _hear(self, deadline: float) -> dict[str, Any] | None:
        """One message, given to the child it is about; None where none came in time. Raises `LostError`."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            return None
        try:
            text, fds, _, _ = self._receive()
        except ConnectionResetError:
            raise self._died() from None
        if not text:
            raise self._died()
        news: dict[str, Any] = json.loads(text)
        self._warming -= "warmed" in news
        child = self._children.get(news.get("n", 0))
        if child is not None:
            child._hear(news, fds)
        else:
            for fd in fds:
                os.close(fd)
        return news

    def _receive(self) -> tuple[bytes, list[int], int, Any]:
        try:
            return socket.recv_fds(self._control, 65536, 1, socket.MSG_CMSG_CLOEXEC)
        except ConnectionResetError:
            # It ended with a question unread. What it said before that is still there.
            return socket.recv_fds(self._control, 65536, 1, socket.MSG_CMSG_CLOEXEC)

    def _wait_for(self, child: ForkedChild, seconds: float, *, start: bool = False) -> bool:
        """Until a child has ended (or, with `start`, was forked); False where it has not."""
        deadline = time.monotonic() + seconds
        while child._ending is None and not (start and child._pidfd is not None):
            if self._control.fileno() < 0:
                child._ending = Ending(signal=signal.SIGKILL, cause=Cause.ZYGOTE_ENDED)
            elif self._hear(deadline) is None:
                return False
        return True

    def _forget(self, child: ForkedChild) -> None:
        self._children.pop(child.number, None)

    def _died(self) -> LostError:
        """The zygote has gone."""
        return LostError(_ENDED)


class Zygote(ZygoteLine):
    """A process with torch loaded, and the children it makes.

    level, limits: the walls around each child. serve: what a child runs once they stand, by dotted name.
    folders: further folders that children may read and import from. warm: be up only when whatever a call may
    need is loaded and used; otherwise with torch and `modules` alone, soon and not waited for here: the first
    `spawn` does, and raises.

    Raises:
        IsolationError: the level cannot be had here; names what is missing.
        LostError: the zygote died or was not up in time.
    """

    def __init__(
        self,
        level: Level,
        limits: Limits = Limits(),
        *,
        serve: str = "grader.sandbox.inside.child.serve",
        folders: Sequence[str | Path] = (),
        warm: bool = True,
        modules: Sequence[str] = (),
    ) -> None:
        scratch = "" if level is Level.FULL else tempfile.mkdtemp(prefix="grader-")
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(control, level, limits)
        with theirs:
            self._process = launch.start(
                launch.Order(level, limits, serve, folders, scratch, warm, modules),
                theirs.fileno(),
                self._errors,
            )
        if warm:
            self.ready()

    def close(self) -> None:
        """End the zygote and all its children, whoever asked for them."""
        super().close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def _died(self) -> LostError:
        """The zygote has gone: its last words."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        return LostError(_ENDED + (NOTHING if self._errors.closed else last_words(self._errors)))
