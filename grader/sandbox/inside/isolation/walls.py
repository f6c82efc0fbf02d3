"""The child's order of steps, from a copy of the zygote to a process that can only compute and answer.

The order matters: mounts need rights, limits can only go down, ids go before capabilities, no_new_privs
before Landlock and seccomp, and seccomp last because it forbids all of the steps before.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.sandbox.inside.isolation import (
    kernel,
    landlock,
    limits,
    namespaces,
    openings,
    seccomp,
    shared_memory,
)
from grader.sandbox.inside.isolation.comfort import COUNT_FD
from grader.sandbox.levels import Level, Limits

_OTHERS_NAMES = "another child for a GPU can take names of sockets that CUDA needs"
_NO_LANDLOCK = "Landlock: the kernel has none, or it is switched off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """What to build around one child."""

    level: Level
    limits: Limits
    # What it may read, besides its box.
    readable: tuple[str, ...]
    # Device files of GPUs that it may use.
    gpus: tuple[str, ...]
    # Its own folder: working directory, home and temporary folder.
    box: str
    # The id to become, as this user namespace counts; None to keep the zygote's.
    own_id: int | None
    # The zygote's address space.
    inherited_bytes: int
    # The seccomp program for pid 1, made once.
    program: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Which walls stand: Landlock's version (0 for none), and what could not be had, in words."""

    landlock: int = 0
    missing: tuple[str, ...] = ()


def confine(walls: Walls) -> Standing:
    """Build the walls around this process, for ever. Raises OSError where the level demands more."""
    steps = {Level.FULL: _full, Level.PROCESS: _process, Level.NONE: _none}
    return steps[walls.level](walls)


def _none(walls: Walls) -> Standing:
    os.chdir(walls.box)
    limits.limit_time(walls.limits)
    kernel.die_with_parent()
    return Standing()


def _full(walls: Walls) -> Standing:
    namespaces.own_box()
    own_proc = _own_proc(walls)
    limits.limit_time(walls.limits)
    limits.limit_rest(walls.limits, walls.inherited_bytes)
    limits.limit_processes(walls.limits)
    limits.drop_rights(walls.own_id)
    abi = landlock.restrict(walls.readable, walls.box, walls.gpus, own_proc)
    if walls.limits.gpu:
        shared_memory.hand_over(COUNT_FD)
    seccomp.install(walls.program)
    _prove_full(own_proc)
    return Standing(landlock=abi, missing=() if abi else (_NO_LANDLOCK,))


def _own_proc(walls: Walls) -> list[str]:
    """In a GPU child: a /proc that shows it alone, and a network where no name is taken."""
    if not (walls.limits.gpu and openings.shows_own_process()):
        return []
    namespaces.mount_own_proc()
    namespaces.own_network()
    return [namespaces.OWN_PROC]


def _process(walls: Walls) -> Standing:
    missing = []
    os.chdir(walls.box)
    own_proc = []
    if walls.limits.gpu:
        missing += _try_own_network()
        own_proc = _hold_own_proc()
    limits.limit_time(walls.limits)
    limits.limit_rest(walls.limits, walls.inherited_bytes)
    if walls.own_id is not None:
        limits.limit_processes(walls.limits)
    limits.drop_rights(walls.own_id)
    try:
        abi = landlock.restrict(walls.readable, walls.box, walls.gpus, own_proc)
        if not abi:
            missing.append(_NO_LANDLOCK)
    except OSError as error:
        abi = 0
        missing.append(str(error))
    reason = seccomp.missing() or _try_seccomp(walls.limits.gpu)
    if reason:
        missing.append(reason)
    return Standing(landlock=abi, missing=tuple(missing))


def _try_own_network() -> list[str]:
    try:
        namespaces.own_network()
    except OSError as error:
        return [f"{kernel.words(error)}: {_OTHERS_NAMES}"]
    return []


def _hold_own_proc() -> list[str]:
    """/proc/self, kept open: a rule is for this very folder, which the kernel forgets if memory is short."""
    if not openings.shows_own_process():
        return []
    os.open("/proc/self", os.O_PATH | os.O_CLOEXEC)
    return ["/proc/self"]


def _try_seccomp(gpu: bool) -> str | None:
    try:
        if gpu:
            shared_memory.hand_over(COUNT_FD)
        seccomp.install(seccomp.program(os.getpid(), gpu=gpu))
    except OSError as error:
        return str(error)
    return None


def _prove_full(own_proc: Sequence[str] = ()) -> None:
    """Fail closed: try, from inside, what must not work. Raises OSError naming the hole."""
    if os.getpid() != 1:
        raise OSError("the child is not alone in its pid namespace")
    if kernel.prctl(kernel.GET_NO_NEW_PRIVS) != 1 or kernel.prctl(kernel.GET_SECCOMP) != 2:
        raise OSError("no_new_privs or seccomp is not in force")
    _must_fail("open a socket", lambda: socket.socket().close())
    _must_fail("start a process", _fork)
    _must_fail("read /etc/passwd", lambda: os.close(os.open("/etc/passwd", os.O_RDONLY)))
    if own_proc:
        _prove_alone()
    else:
        _must_fail("read /proc", lambda: os.close(os.open("/proc/self/mem", os.O_RDONLY)))
    _must_fail("write outside its box", lambda: os.close(os.open("/written", os.O_CREAT | os.O_WRONLY)))


def _prove_alone() -> None:
    """Of /proc there is this process. Its own memory is no hole: it can write there without a file."""
    others = set(os.listdir(namespaces.OWN_PROC)) - {"1", "self", "thread-self"}
    if others:
        raise OSError(f"the walls have a hole: a child can see {', '.join(sorted(others)[:3])} in /proc")


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _must_fail(what: str, attempt: Callable[[], object]) -> None:
    try:
        attempt()
    except OSError:
        return
    raise OSError(f"the walls have a hole: a child can {what}")
