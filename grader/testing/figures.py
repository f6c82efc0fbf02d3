"""What a figure shows, as far as a check can ask."""

from __future__ import annotations

import math
from collections.abc import Sequence

from grader.sandbox import wire

_TOLERANCE = 1e-3


def lines(figure: wire.Figure) -> list[wire.Line]:
    """Everything drawn, on all axes."""
    return [line for axes in figure.axes for line in axes.lines]


def draws_points(figure: wire.Figure, x: Sequence[float], y: Sequence[float]) -> bool:
    """Whether exactly these points are drawn somewhere, not joined, in any order."""
    wanted = sorted(zip(x, y, strict=True))
    return any(
        not line.joined and _close(sorted(zip(line.x, line.y, strict=False)), wanted)
        for line in lines(figure)
    )


def draws_line(figure: wire.Figure, slope: float, intercept: float) -> bool:
    """Whether a joined line of at least two different x lies on `slope * x + intercept`."""
    return any(
        line.joined
        and len(set(line.x)) > 1
        and _close(
            list(zip(line.x, line.y, strict=False)),
            [(x, slope * x + intercept) for x in line.x],
        )
        for line in lines(figure)
    )


def _close(left: Sequence[tuple[float, float]], right: Sequence[tuple[float, float]]) -> bool:
    return len(left) == len(right) and all(
        math.isclose(a, b, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
        for pair, other in zip(left, right, strict=True)
        for a, b in zip(pair, other, strict=True)
    )
