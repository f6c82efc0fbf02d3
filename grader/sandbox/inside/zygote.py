"""The zygote: a Python with torch loaded and nothing secret in it, of which every child is a copy.

Theory of operation
-------------------
Processes, and who may do what:

    grader       trusted: references, checks, scores, the clock. Starts `boot.py` with a clean environment,
     │           never forks itself (its memory holds answers). Kills children by pidfd.
     ├─ watcher  enters the jail (`namespaces.enter_jail`), forks the zygote, waits. Ends the zygote when the
     │   │       grader has gone, removes the scratch folder. Runs no foreign code.
     │   └─ zygote   pid 1 of the jail. Imports and warms up torch at one thread, never runs foreign code,
     │       │       then loops: fork a child, hand its pidfd to the grader, reap it.
     │       └─ child    pid 1 of a pid namespace of its own. Builds its walls (`walls.confine`), says Ready,
     │                   and serves. Foreign code runs here only, and only after Ready.

Pipes:

    control   SEQPACKET, grader ↔ zygote, JSON: {"n": 7, "device": …} with the two descriptors of child 7 to
              the zygote, or {"warm": true, "figures": …}; {"up": …} or {"refused": …} once, {"warmed": true},
              {"n": 7, "started": true} with the pidfd, {"n": 7, "failed": …}, {"n": 7, "status": …, "cpu": …,
              "rss": …} back. {"join": true} brings the end of one more, for another process of the grader,
              which numbers children of its own. No child holds one.
    rpc       STREAM, grader ↔ child, frames of `wire`. The zygote closes its copy after the fork.
    output    a sealed memory file that a child writes and the grader reads.

Ends: the control socket closes when the grader ends, however it ends. The watcher sees that and kills the
zygote; the zygote dies with the watcher in any case; children die with the zygote, as pid namespaces do and
by their parent-death signal. Where one that has joined ends, the zygote kills its children, and no others.

Before it says "up", the zygote rehearses: one child builds its walls and says which are missing.
"""

from __future__ import annotations

import array
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import msgspec

from grader.sandbox import wire
from grader.sandbox.inside.isolation import (
    comfort,
    kernel,
    namespaces,
    openings,
    paths,
    seccomp,
    shared_memory,
    warmup,
)
from grader.sandbox.inside.isolation.reasons import reason, reasons_of
from grader.sandbox.inside.isolation.walls import Standing, Walls, confine
from grader.sandbox.levels import Card, Level, Limits, Reason

# What a child does once its walls stand.
Then = Callable[[Standing], None]


class ZygoteOptions(msgspec.Struct, frozen=True):
    """What the grader asks of a zygote, as it travels on the command line."""

    level: Level
    limits: Limits
    # Dotted name of the function that serves a child: (descriptor) → never returns.
    serve: str
    # site-packages.
    sites: list[str]
    # Further folders that children may import from.
    folders: list[str]
    # Parent of the children's boxes where there is no mount namespace; else empty.
    scratch: str
    # Whether to be up only when warm, or with torch and `modules` alone and warm when told.
    warm: bool = True
    modules: list[str] = []
    # Which GPU children have, where they may have one.
    card: Card = Card(missing=(reason("no GPU asked for"),))


@dataclass(frozen=True, slots=True)
class _Forked:
    """A child: who asked for it, by which number, and its box, to be removed."""

    pid: int
    control: socket.socket
    number: int
    box: str


class ForkServer:
    """The zygote's loop: forks children as asked, reports their ends."""

    def __init__(
        self, control: socket.socket, options: ZygoteOptions, readable: list[str], own_ids: bool, proc_fd: int
    ) -> None:
        self.control = control
        # The sockets of all who may ask, by descriptor.
        self.controls = {control.fileno(): control}
        self.proc_fd = proc_fd
        self.is_warm = False
        self.draws = False
        self.options = options
        self.readable = tuple(readable)
        self.own_ids = own_ids
        self.full = options.level is Level.FULL
        self.program = seccomp.program(1, gpu=options.limits.gpu) if self.full else b""
        self.gpus = options.card.devices
        self.inherited_bytes = 0
        # By pidfd.
        self.children: dict[int, _Forked] = {}
        # How many there have been, whoever asked.
        self.made = 0
        # What is missing here, for those who join.
        self.missing: list[Reason] = []
        # What GPU children may share: listener → account; until they have a listener, a socket to send it by.
        self.accounts: dict[int, shared_memory.Account] = {}
        self.coming: dict[int, socket.socket] = {}
        self.poll = select.poll()
        self.me = os.pidfd_open(os.getpid())

    def rehearse(self, missing: list[Reason]) -> None:
        """One child builds its walls and serves nobody. Says "up" with what is missing, or "refused"."""
        ours, theirs = socket.socketpair()
        output = os.memfd_create("output")
        pid, box = self._fork(theirs.detach(), output, _tell)
        self._count_until(ours)
        said = ours.recv(65536)
        os.waitpid(pid, 0)
        ours.close()
        _remove(box)
        if not said or said.startswith(wire.MAGIC):
            _refuse(self.control, _complaint(said))
        self.missing = [*missing, *json.loads(said)]
        self._say(self.control, {"up": self.missing})

    def warm_up(self, *, figures: bool) -> None:
        """Use everything once. Children that were made before stay as they are. Again: what is new.

        figures: what draws them, too.
        """
        if self.is_warm and (self.draws or not figures):
            return
        if not self.is_warm:
            warmup.use(figures=figures)
        else:
            warmup.use_figures()
        self.is_warm, self.draws = True, self.draws or figures
        self.inherited_bytes = warmup.settle(self.proc_fd)

    def run(self, serve: Callable[[int], None]) -> NoReturn:
        """Until the grader has gone."""
        self.poll.register(self.control, select.POLLIN)
        while True:
            for fd, events in self.poll.poll():
                if fd in self.children:
                    self._reap(fd)
                elif fd in self.controls:
                    self._answer(self.controls[fd], serve)
                else:
                    self._count(fd, events)

    def _answer(self, control: socket.socket, serve: Callable[[int], None]) -> None:
        try:
            message, fds, _, _ = socket.recv_fds(control, 4096, 2)
        except ConnectionResetError:
            message, fds = b"", []
        if not message:
            self._part(control)
            return
        asked = json.loads(message)
        if "join" in asked:
            self._join(socket.socket(fileno=fds[0]))
        elif "warm" in asked:
            self.warm_up(figures=asked["figures"])
            self._say(control, {"warmed": True})
        else:
            self._make(control, asked, fds, serve)

    def _join(self, control: socket.socket) -> None:
        """Another process of the grader may ask from now on."""
        self.controls[control.fileno()] = control
        self.poll.register(control, select.POLLIN)
        self._say(control, {"up": self.missing})

    def _part(self, control: socket.socket) -> None:
        """One who asked has ended: so do the children that it had."""
        if control is self.control:
            os._exit(0)
        for pidfd, child in self.children.items():
            if child.control is control:
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        self.poll.unregister(control)
        del self.controls[control.fileno()]
        control.close()

    def _say(self, control: socket.socket, news: object, fds: Sequence[int] = ()) -> None:
        """Tell one who asks. Who has joined and does not listen is hung up on: others are waiting."""
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        wait = 0 if control is self.control else socket.MSG_DONTWAIT
        if control.fileno() not in self.controls:
            return
        try:
            control.sendmsg([json.dumps(news).encode()], rights, wait)
        except BlockingIOError:
            control.shutdown(socket.SHUT_RDWR)
        except ConnectionError:
            pass  # it has ended, as the next look at its socket will say

    def _make(
        self, control: socket.socket, asked: dict[str, Any], fds: Sequence[int], serve: Callable[[int], None]
    ) -> None:
        number: int = asked["n"]
        rpc, output = fds
        try:
            pid, box = self._fork(rpc, output, lambda standing: _serve(standing, serve), asked["device"])
        except OSError as error:
            self._say(control, {"n": number, "failed": reasons_of(error)})
            return
        pidfd = os.pidfd_open(pid)
        self.children[pidfd] = _Forked(pid, control, number, box)
        self.poll.register(pidfd, select.POLLIN)
        self._say(control, {"n": number, "started": True}, [pidfd])

    def _fork(self, rpc: int, output: int, then: Then, device: str = "cpu") -> tuple[int, str]:
        """A child that builds its walls and goes on with `then`: its pid and box. Closes both descriptors."""
        counted = self.options.limits.gpu and self.options.level is not Level.NONE
        ours, theirs = socket.socketpair() if counted else (None, None)
        try:
            walls = self._walls(self.made)
            self.made += 1
            if self.full:
                kernel.unshare(kernel.NEW_PID, "pid")
            pid = os.fork()
            if pid == 0:
                self._live(walls, rpc, output, None if theirs is None else theirs.detach(), then, device)
            self._expect(ours)
            if self.full:
                kernel.set_namespace(self.me, kernel.NEW_PID, "pid")
        finally:
            os.close(rpc)
            os.close(output)
            if theirs is not None:
                theirs.close()
        return pid, "" if self.full else walls.box

    # ── shared memory of GPU children ────────────────────────────────────────────────────────────────────

    def _expect(self, channel: socket.socket | None) -> None:
        if channel is not None:
            self.coming[channel.fileno()] = channel
            self.poll.register(channel, select.POLLIN)

    def _count(self, fd: int, events: int) -> None:
        """A child sends its listener, or asks for shared memory, or has ended."""
        if fd in self.coming:
            self.poll.unregister(fd)
            with self.coming.pop(fd) as channel:
                listener = shared_memory.receive(channel)
            if listener is not None:
                self.accounts[listener] = shared_memory.Account(self.options.limits.memory_bytes)
                self.poll.register(listener, select.POLLIN)
        elif events & select.POLLIN:
            shared_memory.answer(fd, self.accounts[fd])
        else:
            self.poll.unregister(fd)
            del self.accounts[fd]
            os.close(fd)

    def _count_until(self, awaited: socket.socket) -> None:
        """Until a child says something."""
        self.poll.register(awaited, select.POLLIN)
        while True:
            ready = self.poll.poll()
            for fd, events in ready:
                if fd != awaited.fileno():
                    self._count(fd, events)
            if awaited.fileno() in dict(ready):
                break
        self.poll.unregister(awaited)

    # ── a child ──────────────────────────────────────────────────────────────────────────────────────────

    def _walls(self, number: int) -> Walls:
        slot = number % namespaces.SLOTS + 1
        own_id = None
        box = namespaces.BOX
        if self.own_ids:
            own_id = slot if self.full else namespaces.FIRST_ID + slot
        if not self.full:
            box = os.path.join(self.options.scratch, str(number))
            os.mkdir(box, 0o700)
            if own_id is not None:
                os.chown(box, own_id, own_id)
        return Walls(
            level=self.options.level,
            limits=self.options.limits,
            readable=self.readable,
            gpus=self.gpus,
            box=box,
            own_id=own_id,
            inherited_bytes=self.inherited_bytes,
            program=self.program,
        )

    def _live(
        self, walls: Walls, rpc: int, output: int, count: int | None, then: Then, device: str
    ) -> NoReturn:
        """The child's whole life."""
        try:
            # Else this object, when it is collected, closes whatever file has its number by then.
            for channel in (*self.controls.values(), *self.coming.values()):
                channel.detach()
            comfort.place_descriptors(rpc, output, count)
            comfort.reset_signals()
            standing = confine(walls)
            # The first backward pass counts GPUs for good: not before one can be had, and in no rehearsal.
            comfort.furnish(walls.box, backward=device == "cpu" and not walls.limits.gpu)
            if device != "cpu":
                _have(device, self.options)
        except BaseException as error:
            _complain(error)
        try:
            then(standing)
        finally:
            os._exit(1)

    def _reap(self, pidfd: int) -> None:
        child = self.children.pop(pidfd)
        self.poll.unregister(pidfd)
        os.close(pidfd)
        _, status, used = os.wait4(child.pid, 0)
        _remove(child.box)
        ended = {"status": status, "cpu": used.ru_utime + used.ru_stime, "rss": used.ru_maxrss}
        self._say(child.control, {"n": child.number, **ended})


def _have(device: str, options: ZygoteOptions) -> None:
    # Imported only now: it needs torch, which the zygote's parent must not have.
    from grader.sandbox.inside.device import enter

    enter(device, options.card, options.limits.gpu_bytes)


# ── what a child says ────────────────────────────────────────────────────────────────────────────────────


def _serve(standing: Standing, serve: Callable[[int], None]) -> None:
    os.write(comfort.RPC_FD, wire.pack(wire.Ready(landlock=standing.landlock)))
    serve(comfort.RPC_FD)


def _tell(standing: Standing) -> None:
    """The rehearsal: which walls are missing."""
    os.write(comfort.RPC_FD, json.dumps(standing.missing).encode())


def _complain(error: BaseException) -> NoReturn:
    """The walls could not be built: say so, run nothing."""
    try:
        os.write(comfort.RPC_FD, wire.pack(wire.Broken(reasons=reasons_of(error))))
    finally:
        os._exit(99)


def _complaint(frame: bytes) -> Sequence[Reason]:
    message = wire.reply(frame[wire.HEADER.size :]) if frame else None
    return message.reasons if isinstance(message, wire.Broken) else [reason("walls unfinished")]


# ── the zygote's life ────────────────────────────────────────────────────────────────────────────────────


def _refuse(control: socket.socket, reasons: Sequence[Reason]) -> NoReturn:
    control.send(json.dumps({"refused": reasons}).encode())
    os._exit(0)


def _enter(
    control: socket.socket, options: ZygoteOptions, readable: list[str], proc_fd: int
) -> tuple[bool, list[Reason]]:
    """Go where children are to live. Returns whether they get ids of their own, and what is missing."""
    if options.level is Level.NONE:
        return False, []
    if options.level is Level.PROCESS:
        return _ids_without_jail(options, readable, proc_fd)
    try:
        no_filter = seccomp.missing()
        if no_filter:
            _refuse(control, [no_filter])
        devices = [*paths.DEVICES, *options.card.devices]
        own_proc = options.limits.gpu and openings.shows_own_process()
        return namespaces.enter_jail(readable, proc_fd, devices, own_proc=own_proc), []
    except OSError as error:
        _refuse(control, reasons_of(error))


def _of_cuda(options: ZygoteOptions) -> list[str]:
    return [*openings.readable(), *options.card.libraries] if options.limits.gpu else []


def _ids_without_jail(options: ZygoteOptions, readable: list[str], proc_fd: int) -> tuple[bool, list[Reason]]:
    if not namespaces.may_change_ids(proc_fd):
        return False, [reason("ids need root")]
    os.chmod(options.scratch, 0o711)
    closed = paths.closed_to_others([*readable, os.path.dirname(options.scratch)])
    if closed:
        return False, [reason("ids need open folder", closed)]
    return True, []


def _fork_from_watcher(control: socket.socket, scratch: str) -> None:
    """Returns in the zygote; the process that called stays behind and watches."""
    pid = os.fork()
    if pid == 0:
        kernel.die_with_parent()
        return
    pidfd = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    # No event asked for: only that the grader has hung up.
    poll.register(control, 0)
    poll.poll()
    signal.pidfd_send_signal(pidfd, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    _remove(scratch)
    os._exit(0 if status == 0 else 1)


def _remove(folder: str) -> None:
    """Remove a folder that foreign code may have filled, however deep."""
    if not folder:
        return
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        subprocess.run(["/bin/rm", "-rf", "--", folder], check=False)


def _load(
    control: socket.socket, options: ZygoteOptions, package: str, own_ids: bool
) -> Callable[[int], None]:
    try:
        return warmup.load(options.serve, options.modules)
    except (ImportError, PermissionError):
        closed = paths.closed_installation(package, options.sites) if own_ids else None
        if closed is None:
            raise
        _refuse(control, [reason("closed installation", closed)])


def main(control_fd: int, package: str, text: str) -> NoReturn:
    """A zygote's life. package: the folder of `grader`; text: `ZygoteOptions` as JSON."""
    options = msgspec.json.decode(text, type=ZygoteOptions)
    control = socket.socket(fileno=control_fd)
    proc_fd = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    readable = paths.readable(package, [*options.sites, *options.folders], more=_of_cuda(options))
    own_ids, missing = _enter(control, options, readable, proc_fd)
    _fork_from_watcher(control, options.scratch)
    sys.path.extend(options.folders)
    sys.dont_write_bytecode = True
    serve = _load(control, options, package, own_ids)
    server = ForkServer(control, options, readable, own_ids, proc_fd)
    if options.warm:
        server.warm_up(figures=True)
    else:
        server.inherited_bytes = warmup.settle(proc_fd, collapse=False)
    server.rehearse(missing)
    server.run(serve)
