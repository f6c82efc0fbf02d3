"""How much time a source text may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds of wall time that a submission may use."""

    load: float = 10.0
    # All of a submission's loading and calls together.
    total: float = 60.0
    # After so many calls of one function that did not come back, it is not tried again.
    patience: int = 2
