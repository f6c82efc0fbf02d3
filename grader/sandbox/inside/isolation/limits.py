"""Numbers that the kernel enforces on one process, and rights that it gives up."""

from __future__ import annotations

import os
import resource

from grader.sandbox.inside.isolation import kernel
from grader.sandbox.levels import Limits

_SETPCAP = 8
# Not named by Python: bytes in POSIX message queues, queued signals.
_MESSAGE_QUEUE, _PENDING_SIGNALS = 12, 11
_DESCRIPTORS, _GPU_DESCRIPTORS = 64, 512


def limit_time(limits: Limits) -> None:
    """Processor time, and no core dumps."""
    # At the soft limit SIGXCPU, which pid 1 of a namespace does not feel; a second later SIGKILL.
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)
    _lower(resource.RLIMIT_CORE, 0)


def limit_rest(limits: Limits, inherited_bytes: int) -> None:
    """Memory and files. inherited_bytes: the zygote's address space."""
    # CUDA reserves addresses for all memory of machine and GPU, and uses few: count what can be written to.
    memory = resource.RLIMIT_DATA if limits.gpu else resource.RLIMIT_AS
    _lower(memory, inherited_bytes + limits.memory_bytes)
    _lower(resource.RLIMIT_FSIZE, limits.file_bytes)
    _lower(resource.RLIMIT_NOFILE, _GPU_DESCRIPTORS if limits.gpu else _DESCRIPTORS)
    _lower(resource.RLIMIT_MEMLOCK, 0)
    _lower(_MESSAGE_QUEUE, 0)
    _lower(_PENDING_SIGNALS, 64)


def limit_processes(limits: Limits) -> None:
    """Threads and processes. Counted by user id: only for a child that shares its id with nobody."""
    _lower(resource.RLIMIT_NPROC, limits.processes)


def _lower(which: int, soft: int, hard: int | None = None) -> None:
    _, highest = resource.getrlimit(which)
    wanted = soft if hard is None else hard
    if highest != resource.RLIM_INFINITY:
        wanted = min(wanted, highest)
    resource.setrlimit(which, (min(soft, wanted), wanted))


def drop_rights(own_id: int | None) -> None:
    """Become `own_id` where given, without group or capability or a way to regain one. Raises OSError."""
    if kernel.capabilities() >> _SETPCAP & 1:
        number = 0
        while kernel.prctl(kernel.DROP_BOUNDING, number) == 0:
            number += 1
    kernel.prctl(kernel.AMBIENT, kernel.AMBIENT_CLEAR)
    if own_id is not None:
        os.setgroups([])
        os.setresgid(own_id, own_id, own_id)
        os.setresuid(own_id, own_id, own_id)
    kernel.capset_nothing()
    # The change of ids has forgotten it.
    kernel.die_with_parent()
    kernel.check(kernel.prctl(kernel.SET_DUMPABLE, 0), "close memory")
    kernel.check(kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1), "no new privileges")
