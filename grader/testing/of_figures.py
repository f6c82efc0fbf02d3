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
                "two labelled axes",
            )
        return self

    def draws_points(self, x: torch.Tensor, y: torch.Tensor) -> Self:
        """Some axes show exactly these points, not joined."""
        if not figures.draws_points(self._figure(), x.tolist(), y.tolist()):
            self._fail(
                "the readings are not drawn as separate points",
                f"{len(x)} points, none joined",
            )
        return self

    def draws_line(self, slope: float, intercept: float) -> Self:
        """Some axes show a joined line all of whose points lie on `slope * x + intercept`."""
        if not figures.draws_line(self._figure(), slope, intercept):
            self._fail(
                "the fitted line is not drawn",
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
