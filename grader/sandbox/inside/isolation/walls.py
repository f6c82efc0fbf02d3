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
from grader.sandbox.inside.isolation.reasons import UnavailableError, reason, reasons_of
from grader.sandbox.levels import Level, Limits, Reason

_OTHERS_NAMES = reason("socket names")
_NO_LANDLOCK = reason("no landlock")


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
    """Which walls stand: Landlock's version (0 for none), and which are missing, and why."""

    landlock: int = 0
    missing: tuple[Reason, ...] = ()


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
    namespaces.own_box(walls.limits.box_bytes, walls.limits.box_files)
    own_proc = _own_proc(walls)
    # Of a child that has an id of its own, threads are counted by that.
    in_common = namespaces.own_count() if walls.own_id is None else None
    limits.limit_time(walls.limits)
    limits.limit_rest(walls.limits, walls.inherited_bytes)
    limits.limit_processes(walls.limits)
    limits.drop_rights(walls.own_id)
    abi = landlock.restrict(walls.readable, walls.box, walls.gpus, own_proc)
    if walls.limits.gpu:
        shared_memory.hand_over(COUNT_FD)
    seccomp.install(walls.program)
    _prove_full(own_proc)
    missing = [None if abi else _NO_LANDLOCK, in_common]
    return Standing(landlock=abi, missing=tuple(filter(None, missing)))


def _own_proc(walls: Walls) -> list[str]:
    """In a GPU child: a /proc that shows it alone, and a network where no name is taken."""
    if not (walls.limits.gpu and openings.shows_own_process()):
        return []
    namespaces.mount_own_proc()
    namespaces.own_network()
    return [namespaces.OWN_PROC]


def _process(walls: Walls) -> Standing:
    missing: list[Reason] = []
    os.chdir(walls.box)
    own_proc = []
    if walls.limits.gpu:
        missing += _try_own_network()
        own_proc = _hold_own_proc()
    limits.limit_time(walls.limits)
    limits.limit_rest(walls.limits, walls.inherited_bytes)
    if walls.own_id is not None:
        limits.limit_processes(walls.limits)
    else:
        missing.append(reason("threads without limit"))
    limits.drop_rights(walls.own_id)
    try:
        abi = landlock.restrict(walls.readable, walls.box, walls.gpus, own_proc)
        if not abi:
            missing.append(_NO_LANDLOCK)
    except OSError as error:
        abi = 0
        missing += reasons_of(error)
    missing += _try_seccomp(walls.limits.gpu)
    return Standing(landlock=abi, missing=tuple(missing))


def _try_own_network() -> tuple[Reason, ...]:
    try:
        namespaces.own_network()
    except OSError as error:
        return (*reasons_of(error), _OTHERS_NAMES)
    return ()


def _hold_own_proc() -> list[str]:
    """/proc/self, kept open: a rule is for this very folder, which the kernel forgets if memory is short."""
    if not openings.shows_own_process():
        return []
    os.open("/proc/self", os.O_PATH | os.O_CLOEXEC)
    return ["/proc/self"]


def _try_seccomp(gpu: bool) -> tuple[Reason, ...]:
    missing = seccomp.missing()
    if missing:
        return (missing,)
    try:
        if gpu:
            shared_memory.hand_over(COUNT_FD)
        seccomp.install(seccomp.program(os.getpid(), gpu=gpu))
    except OSError as error:
        return reasons_of(error)
    return ()


def _prove_full(own_proc: Sequence[str] = ()) -> None:
    """Fail closed: try, from inside, what must not work. Raises OSError naming the hole."""
    if os.getpid() != 1:
        raise UnavailableError(reason("not alone"))
    if kernel.prctl(kernel.GET_NO_NEW_PRIVS) != 1 or kernel.prctl(kernel.GET_SECCOMP) != 2:
        raise UnavailableError(reason("no filter in force"))
    _must_fail("hole: socket", lambda: socket.socket().close())
    _must_fail("hole: process", _fork)
    _must_fail("hole: users", lambda: os.close(os.open("/etc/passwd", os.O_RDONLY)))
    if own_proc:
        _prove_alone()
    else:
        _must_fail("hole: proc", lambda: os.close(os.open("/proc/self/mem", os.O_RDONLY)))
    _must_fail("hole: write", lambda: os.close(os.open("/written", os.O_CREAT | os.O_WRONLY)))


def _prove_alone() -> None:
    """Of /proc there is this process. Its own memory is no hole: it can write there without a file."""
    others = set(os.listdir(namespaces.OWN_PROC)) - {"1", "self", "thread-self"}
    if others:
        raise UnavailableError(reason("hole: others", ", ".join(sorted(others)[:3])))


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _must_fail(key: str, attempt: Callable[[], object]) -> None:
    try:
        attempt()
    except OSError:
        return
    raise UnavailableError(reason(key))
