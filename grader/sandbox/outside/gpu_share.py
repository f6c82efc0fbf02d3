"""How a card's memory is shared out: how many processes grade on it at once, and what each child may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from grader.sandbox.levels import Limits

# CUDA's context and the kernels of PyTorch, before the first tensor: some 300 to 500 MiB.
CONTEXT: Final = 512 << 20
# Less than this, and right code of the exercises would not get what it needs.
LEAST: Final = 256 << 20
# At work for one process: the submission's child and the reference's.
_AT_WORK: Final = 2


@dataclass(frozen=True, slots=True)
class GpuShare:
    """What comes of it."""

    # Processes that can grade at once; 0: the card is too full for any.
    jobs: int
    # Bytes of tensors, for each child.
    gpu_bytes: int
    # Whether there is room for a child made ahead.
    ahead: bool


def share(free: int, jobs: int) -> GpuShare:
    """Of so many free bytes, among so many processes, or as many as there is room for."""
    for number in range(jobs, 0, -1):
        for ahead in (True, False):
            contexts = number * (_AT_WORK + ahead)
            each = (free - contexts * CONTEXT) // (number * _AT_WORK)
            if each >= LEAST:
                return GpuShare(number, min(each, Limits().gpu_bytes), ahead)
    return GpuShare(0, 0, False)
