"""How often the kernel has ended a process because the machine had no memory left.

A child that is ended so has not reached its own limit: it used memory that it was promised, and that was not
there. Linux counts these ends, and says no more of them to those who are not the parent.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from grader.errors import LostError
from grader.sandbox import wire
from grader.sandbox.outside.exit_status import Gone, Late
from grader.words.messages import say

_COUNTERS: Final = Path("/proc/vmstat")
_NAME: Final = "oom_kill "


def memory_kills() -> int:
    """How many there were since the machine started; 0 where nobody counts them."""
    try:
        text = _COUNTERS.read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith(_NAME)), 0)


def demand_memory(error: Late | Gone | wire.WireError, before: int) -> None:
    """Raise `LostError` where a child was killed and the machine had no memory left.

    before: how many such ends there had been when the child was taken.
    """
    if isinstance(error, Gone) and error.ending.killed and memory_kills() > before:
        raise LostError(error.ending.said + say("The machine had no memory left."))
