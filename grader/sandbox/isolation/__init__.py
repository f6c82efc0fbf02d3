"""Walls around a submission, built by hand because bubblewrap and its like must exec (docs/decisions/0001).

Theory of operation

    grader            trusted; holds answers and scores; kills by pidfd
     └ thin parent    waits for the zygote, dies with the grader
        └ zygote      exec'd with a clean environment; own user, mount, pid, net, ipc, uts, cgroup
          │           namespaces; read-only root (`namespaces`); torch imported, one thread
          └ child     forked per submission; `confine` in this order:
                      descriptors 0–3 and no other → private mounts and ipc, own tmpfs → limits (`limits`) →
                      an id of its own, no capabilities → dies with its parent, not dumpable →
                      no new privileges → Landlock → seccomp → self-check → READY

Only after READY does the grader send the submission's text, so a death before it is our fault and one after it
is theirs. What each step adds: namespaces take away other processes, the network and files; limits bound
memory, time, file size; Landlock and seccomp hold even where a namespace has a hole.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from grader.sandbox.isolation import landlock, limits, namespaces, seccomp, system
from grader.sandbox.isolation.limits import Limits

__all__ = ["Level", "Limits", "Walls", "confine"]


class Level(Enum):
    """How much stands between a submission and the machine."""

    # All of the above, or a refusal.
    FULL = "full"
    # Limits, no new privileges, and Landlock and seccomp where the kernel has them; no namespaces.
    PROCESS = "process"
    # A process that can be killed. For one's own code.
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """What the zygote prepared for all its children."""

    level: Level
    limits: Limits
    # Whether children get ids of their own (the zygote began as root).
    own_ids: bool
    readable: Sequence[str]
    # The zygote's address space, to which a child's budget is added.
    base_bytes: int


def confine(walls: Walls, slot: int, box: str) -> int:
    """Build the walls in a fresh child whose descriptors are 0–3; returns the Landlock ABI in force.

    Raises OSError or RuntimeError where a wall of level `full` cannot be built or does not hold.
    """
    if walls.level is Level.FULL:
        namespaces.private_box()
    os.chdir(box)
    limits.apply(walls.limits, walls.base_bytes, strict=walls.level is not Level.NONE)
    if walls.level is Level.NONE:
        system.die_with_parent()
        return 0
    if walls.level is Level.FULL:
        if walls.own_ids:
            os.setgroups([])
            os.setresgid(1 + slot, 1 + slot, 1 + slot)
            os.setresuid(1 + slot, 1 + slot, 1 + slot)
        system.drop_all_capabilities()
    system.die_with_parent()
    system.prctl(system.PR_SET_DUMPABLE, 0)
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
    abi = landlock.restrict(walls.readable, [box], namespaces.DEVICES)
    if system.is_x86_64():
        system.install_filter(seccomp.program(os.getpid()))
    if walls.level is Level.FULL:
        check_walls()
    return abi


def check_walls() -> None:
    """Try from inside what must not succeed. Raises RuntimeError naming the hole."""
    _must_fail("making a socket", socket.socket)
    _must_fail("forking", _fork)
    for path in ("/etc/passwd", "/proc/self/mem"):
        _must_fail(f"opening {path}", lambda path=path: os.open(path, os.O_RDONLY))
    _must_fail("writing outside the box", lambda: os.open("/dev/hole", os.O_CREAT | os.O_WRONLY))
    if system.prctl(system.PR_GET_NO_NEW_PRIVS) != 1 or system.prctl(system.PR_GET_SECCOMP) != 2:
        raise RuntimeError("the sandbox has a hole: its system-call filter is not in force")
    if os.getpid() != 1:
        raise RuntimeError("the sandbox has a hole: the child sees other processes")


def _must_fail(what: str, attempt: Callable[[], object]) -> None:
    try:
        attempt()
    except OSError:
        return
    raise RuntimeError(f"the sandbox has a hole: {what} succeeded")


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def default_signals() -> None:
    """Forget what the zygote's libraries did with signals."""
    for number in range(1, 65):
        if number not in (signal.SIGKILL, signal.SIGSTOP, 32, 33):
            signal.signal(number, signal.SIG_DFL)
