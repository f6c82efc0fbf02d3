"""What fails of ours is asked once more of a fresh one. If that fails, too, it is a fault.

The same rule at three sizes: a process that is to be started (`pool`), a question that a child was asked
(`sandboxed_source`, `notebook_run`), a whole submission (`grading.grade`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from grader.errors import LostError
from grader.sandbox import wire

# How a child begins to say that it has no memory.
_MEMORY_ERROR = "MemoryError"
# So often something is asked, if each loss is unlike the one before.
_MOST = 4
Answer = TypeVar("Answer")


def once_more(
    ask: Callable[[], Answer],
    renew: Callable[[], object],
    unlike: Callable[[LostError, LostError], bool] = lambda first, second: False,
) -> Answer:
    """What asking gives; where what was asked is lost, that of a second time. renew: lets the lost one go.

    unlike: whether it was lost in another way than the time before: then that was chance, and it is asked
    again, four times at most.

    Raises:
        LostError: it was lost as the time before.
    """
    before: LostError | None = None
    for _ in range(_MOST - 1):
        try:
            return ask()
        except LostError as lost:
            if before is not None and not unlike(before, lost):
                raise
            before = lost
        renew()
    return ask()


def has_run_out(reply: wire.Reply) -> bool:
    """Whether a child says that it has no memory: the machine may have had none for it."""
    if isinstance(reply, wire.Answer):
        return reply.out_of_memory or reply.error == _MEMORY_ERROR
    if isinstance(reply, wire.Shown):
        return reply.error_type == _MEMORY_ERROR or reply.figure_error.startswith(_MEMORY_ERROR)
    if isinstance(reply, wire.Loaded):
        said = [*(trouble.text for trouble in reply.troubles), *(part.kind for part in reply.unparsed)]
        return any(one.startswith(_MEMORY_ERROR) for one in said)
    return isinstance(reply, wire.Broken) and reply.text.startswith(_MEMORY_ERROR)
