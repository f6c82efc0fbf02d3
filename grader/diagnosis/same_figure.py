"""Whether two figures show the same points and lines, whatever their style and the words on them."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from grader.sandbox import wire

_RELATIVE, _ABSOLUTE = 1e-3, 1e-3


def same_figure(mine: wire.Figure, theirs: wire.Figure) -> bool:
    """Whether both have as many axes, with a label or none on each side, and the same is drawn in them."""
    return len(mine.axes) == len(theirs.axes) and all(
        _same_axes(one, other) for one, other in zip(mine.axes, theirs.axes, strict=True)
    )


def _same_axes(mine: wire.Axes, theirs: wire.Axes) -> bool:
    drawn = [_drawn(axes) for axes in (mine, theirs)]
    return _labelled(mine) == _labelled(theirs) and (
        len(drawn[0]) == len(drawn[1]) and all(map(_close, drawn[0], drawn[1]))
    )


def _labelled(axes: wire.Axes) -> tuple[bool, bool]:
    return bool(axes.xlabel), bool(axes.ylabel)


def _drawn(axes: wire.Axes) -> list[list[float]]:
    """All separate points in the order of their numbers, then what each joined line is."""
    points = [point for line in axes.lines if not line.joined for point in zip(line.x, line.y, strict=True)]
    lines = [_line(sorted(zip(line.x, line.y, strict=True))) for line in axes.lines if line.joined]
    return [[number for point in sorted(points) for number in point], *sorted(lines)]


def _line(points: Sequence[tuple[float, float]]) -> list[float]:
    """Slope and intercept of a straight line, however many points it is drawn through; else its points."""
    if len(points) > 1 and points[0][0] < points[-1][0]:
        (left, low), (right, high) = points[0], points[-1]
        slope = (high - low) / (right - left)
        if _close([y for _, y in points], [low + slope * (x - left) for x, _ in points]):
            return [slope, low - slope * left]
    return [number for point in points for number in point]


def _close(mine: Sequence[float], theirs: Sequence[float]) -> bool:
    if len(mine) != len(theirs):
        return False
    one, other = (torch.tensor(numbers, dtype=torch.float64) for numbers in (mine, theirs))
    return torch.allclose(one, other, rtol=_RELATIVE, atol=_ABSOLUTE, equal_nan=True)
