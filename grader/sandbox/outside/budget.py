"""How much time a submission may use, and how much it has used."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum
from typing import Final

# How many times as long as on the CPU the same work takes on sim, the pretend accelerator.
SIM_IS_SLOWER: Final = 5.0
# Seconds of the grader's own processor time for one submission: some hundred times what one needs.
_OURS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds of its children's own time that a submission may use."""

    load: float = 10.0
    # All of a submission's loading and calls together, on all devices; on sim, its seconds count for less.
    total: float = 60.0
    # After so many calls of one function that did not come back, it is not tried again.
    patience: int = 2

    @property
    def hidden(self) -> float:
        """Of the total, what is there for hidden checks alone."""
        return self.total / 6

    @property
    def further(self) -> float:
        """Of the rest, the most that anything but checks on the first device may use."""
        return (self.total - self.hidden) / 2


class Share(Enum):
    """What a child's time is used for."""

    # Open checks on the first device.
    CHECKS = "checks"
    # Other devices, siblings lent, mistakes looked for.
    FURTHER = "further"
    HIDDEN = "hidden"


class Spending:
    """What one submission has used in all its children together: on each device, siblings lent, edited.

    Hidden checks have a share of their own, so that nothing else hangs on what they use. What comes further
    leaves checks on the first device their half.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        # Seconds, as on the CPU.
        self._used = dict.fromkeys(Share, 0.0)
        # Whether a call was lost that waited, which is tried again once.
        self.has_waited = False
        self._began = time.process_time()

    def left(self, share: Share = Share.CHECKS, *, slower: float = 1.0) -> float:
        """Seconds that a child may still use for this, where everything takes so many times as long."""
        if share is Share.HIDDEN:
            return slower * (self.budget.hidden - self._used[share])
        used = self._used[Share.CHECKS] + self._used[Share.FURTHER]
        rest = self.budget.total - self.budget.hidden - used
        if share is Share.FURTHER:
            return slower * min(rest, self.budget.further - self._used[share])
        return slower * rest

    def add(self, seconds: float, share: Share = Share.CHECKS, *, slower: float = 1.0) -> None:
        """A child has used this."""
        self._used[share] += seconds / slower

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left for anything further."""
        return self.left(Share.FURTHER) <= 0

    @property
    def ours_is_used_up(self) -> bool:
        """Whether its answers have cost the grader itself too much."""
        return time.process_time() - self._began > _OURS
