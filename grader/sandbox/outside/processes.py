"""What another process has used and is at, read from outside, where the system tells."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from grader.sandbox.outside.time_limit import Doing

_LINUX = sys.platform == "linux"


def pid_of(pidfd: int) -> int | None:
    """The id, here, of the process that a descriptor stands for; None where that cannot be told."""
    try:
        lines = Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines()
    except OSError:
        return None
    found = [int(line[4:]) for line in lines if line.startswith("Pid:")]
    return found[0] if found and found[0] > 0 else None


def processor_seconds(pid: int | None) -> float | None:
    """Processor time of a process, all its threads together; None where that cannot be read."""
    if pid is None or not _LINUX:
        return None
    try:
        # The number of its clock, as clock_getcpuclockid(3) makes it.
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return None


def doing(pid: int | None) -> Doing:
    """What a process is at: it waits where all of its threads sleep."""
    states = _states(pid) if pid is not None and _LINUX else ""
    if states and set(states) <= set("Tt"):
        return Doing.STOPPED
    return Doing.WAITS if states and set(states) <= set("S") else Doing.COMPUTES


def _states(pid: int) -> str:
    """A letter a thread, as /proc has it."""
    found = ""
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            line = Path(f"/proc/{pid}/task/{thread}/stat").read_text()
            # After the name, which may hold anything.
            found += line.rpartition(") ")[2][:1]
    except OSError:
        return ""  # it ends, or lies behind another user's walls
    return found
