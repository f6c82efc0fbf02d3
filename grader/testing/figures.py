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
    """Whether exactly these points are drawn somewhere, not joined, in any order; or each of them singly."""
    wanted = sorted(zip(x, y, strict=True))
    return any(
        not line.joined and _close(sorted(zip(line.x, line.y, strict=False)), wanted)
        for line in lines(figure)
    ) or any(_holds(_single_points(axes), wanted) for axes in figure.axes)


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


def draws_any_line(figure: wire.Figure) -> bool:
    """Whether there is a joined line of at least two different x."""
    return any(line.joined and len(set(line.x)) > 1 for line in lines(figure))


def draws_any_points(figure: wire.Figure) -> bool:
    """Whether anything is drawn that is not joined."""
    return any(not line.joined and line.x for line in lines(figure))


def count_points(figure: wire.Figure, x: Sequence[float], y: Sequence[float]) -> int:
    """How many of these points are drawn on the axes that show most of them, not joined."""
    wanted = list(zip(x, y, strict=True))
    drawn = [
        [point for line in axes.lines if not line.joined for point in zip(line.x, line.y, strict=False)]
        for axes in figure.axes
    ]
    return max((sum(_holds(points, [one]) for one in wanted) for points in drawn), default=0)


def turned(figure: wire.Figure) -> wire.Figure:
    """The same with x and y exchanged."""
    return wire.Figure(
        [
            wire.Axes(
                axes.ylabel,
                axes.xlabel,
                axes.title,
                [wire.Line(line.y, line.x, line.joined) for line in axes.lines],
            )
            for axes in figure.axes
        ]
    )


def _single_points(axes: wire.Axes) -> list[tuple[float, float]]:
    """What was drawn one point at a time."""
    return [(line.x[0], line.y[0]) for line in axes.lines if len(line.x) == len(line.y) == 1]


def _holds(points: list[tuple[float, float]], wanted: Sequence[tuple[float, float]]) -> bool:
    """Whether each of the wanted points is among these, as often as it is wanted."""
    left = list(points)
    for point in wanted:
        near = next((other for other in left if _close([other], [point])), None)
        if near is None:
            return False
        left.remove(near)
    return True


def _close(left: Sequence[tuple[float, float]], right: Sequence[tuple[float, float]]) -> bool:
    return len(left) == len(right) and all(
        math.isclose(a, b, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
        for pair, other in zip(left, right, strict=True)
        for a, b in zip(pair, other, strict=True)
    )
