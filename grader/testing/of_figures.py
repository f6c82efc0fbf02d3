"""Demands about matplotlib figures: labels, points, lines."""

from __future__ import annotations

from typing import Self

import torch

from grader import compare
from grader.sandbox import wire
from grader.testing import figures
from grader.testing.demand import Demand


class OfFigures(Demand):
    """What a figure shows."""

    __slots__ = ()

    def is_figure(self, *, labels: bool = True) -> Self:
        """A matplotlib Figure with axes, and with `labels` a label on each."""
        figure = self._figure()
        if labels and not any(axes.xlabel and axes.ylabel for axes in figure.axes):
            self._fail(
                "label both axes: `ax.set_xlabel(...)` and `ax.set_ylabel(...)`",
                "a label on the x axis and one on the y axis",
            )
        return self

    def draws_points(self, x: torch.Tensor, y: torch.Tensor) -> Self:
        """Some axes show exactly these points, not joined."""
        figure = self._figure()
        if not figures.draws_points(figure, x.tolist(), y.tolist()):
            swapped = figures.draws_points(figures.turned(figure), x.tolist(), y.tolist())
            self._fail(
                "the points are there with x and y swapped"
                if swapped
                else "the readings are not drawn as separate points",
                f"{len(x)} points, none joined",
            )
        return self

    def draws_line(self, slope: float, intercept: float) -> Self:
        """Some axes show a joined line all of whose points lie on `slope * x + intercept`."""
        figure = self._figure()
        if not figures.draws_line(figure, slope, intercept):
            self._fail(
                _wrong_line(figure, slope, intercept),
                f"a line through y = {slope:g} x + {intercept:g}",
            )
        return self

    def _figure(self) -> wire.Figure:
        value = self._value()
        if not isinstance(value, wire.Figure):
            self._fail(
                f"expected a matplotlib Figure, got {compare.kind(value)}",
                "a matplotlib Figure",
            )
        if not value.axes:
            self._fail("the figure is empty", "a figure with axes")
        return value


def _wrong_line(figure: wire.Figure, slope: float, intercept: float) -> str:
    if figures.draws_line(figures.turned(figure), slope, intercept):
        return "the fitted line is there with x and y swapped"
    if figures.draws_any_line(figure):
        return "a line is drawn, but not y = w x + b"
    return "the fitted line is not drawn"
