"""What fails of ours is asked once more of a fresh one. If that fails, too, it is a fault.

The same rule at three sizes: a process that is to be started (`pool`), a question that a child was asked
(`sandboxed_source`), a whole submission (`grading.grade`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from grader.errors import LostError

Answer = TypeVar("Answer")


def once_more(ask: Callable[[], Answer], renew: Callable[[], object]) -> Answer:
    """What asking gives; where what was asked is lost, that of a second time. renew: lets the lost one go.

    Raises:
        LostError: the second time failed as the first did.
    """
    try:
        return ask()
    except LostError:
        renew()
    return ask()
