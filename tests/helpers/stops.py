"""Stops a grader, its children or both, again and again. Run as a script beside it.

python stops.py grader|child|both PID SECONDS [TIMES]
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# A child is made by a zygote, which has a parent of its own below the grader.
_DEPTH = 3


def below(pid: int, depth: int = 1) -> Iterator[tuple[int, int]]:
    """The processes below one: their ids, and how far below."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # ended while we looked
            if parent == pid:
                yield int(entry.name), depth
                yield from below(int(entry.name), depth + 1)


def struck(who: str, grader: int) -> list[int]:
    """Who is to be stopped now."""
    children = [pid for pid, depth in below(grader) if depth >= _DEPTH] if who != "grader" else []
    return [*children, *[grader] * (who != "child")]


def stop(pids: list[int], seconds: float) -> None:
    """Stop these, and let them go on after so long."""
    for sent in (signal.SIGSTOP, signal.SIGCONT):
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, sent)
        if sent is signal.SIGSTOP:
            time.sleep(seconds)


def main(who: str, grader: str, seconds: str, times: str = "2") -> None:
    for _ in range(int(times)):
        time.sleep(1)
        pids = struck(who, int(grader))
        stop(pids, float(seconds))
        print(len(pids), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
