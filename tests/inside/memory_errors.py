"""In a zygote and its children: a MemoryError of the grader's own, wherever it is when a signal comes."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn

from grader.sandbox.inside import child


def run_out(_number: int, _frame: FrameType | None) -> NoReturn:
    """As where the next thing that is made finds no memory."""
    raise MemoryError("a strike of the tests")


def serve(rpc_fd: int) -> NoReturn:
    """A child's life, with such a signal."""
    signal.signal(signal.SIGUSR2, run_out)
    child.serve(rpc_fd)


# Imported in the zygote.
signal.signal(signal.SIGUSR2, run_out)
