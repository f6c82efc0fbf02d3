"""Demands about matplotlib figures: labels, points, lines."""

from __future__ import annotations

from typing import Self

import torch

from grader import compare
from grader.sandbox import wire
from grader.testing import figures
from grader.testing.demand import Demand
from grader.words.messages import Message, Value, say, say_many


class OfFigures(Demand):
    """What a figure shows."""

    __slots__ = ()

    def is_figure(self, *, labels: bool = True) -> Self:
        """A matplotlib Figure with axes, and with `labels` a label on each."""
        figure = self._figure()
        if labels and not any(axes.xlabel and axes.ylabel for axes in figure.axes):
            self._fail(
                say("Label both axes, with `ax.set_xlabel(...)` and `ax.set_ylabel(...)`."),
                say("a label on the x axis and one on the y axis"),
            )
        return self

    def draws_points(self, x: torch.Tensor, y: torch.Tensor) -> Self:
        """Some axes show exactly these points, not joined."""
        figure = self._figure()
        if not figures.draws_points(figure, x.tolist(), y.tolist()):
            self._fail(
                _wrong_points(figure, x, y),
                say_many("{n} separate point", "{n} separate points", len(x)),
            )
        return self

    def draws_line(self, slope: float, intercept: float) -> Self:
        """Some axes show a joined line all of whose points lie on `slope * x + intercept`."""
        figure = self._figure()
        if not figures.draws_line(figure, slope, intercept):
            self._fail(
                _wrong_line(figure, slope, intercept),
                say("the line {equation}", equation=Value(f"y = {slope:g} x + {intercept:g}")),
            )
        return self

    def _figure(self) -> wire.Figure:
        value = self._value()
        if not isinstance(value, wire.Figure):
            self._fail(
                say("Expected a matplotlib Figure, got {got}.", got=compare.kind(value)),
                say("a matplotlib Figure"),
            )
        if not value.axes:
            self._fail(say("The figure is empty."), say("a figure with axes"))
        return value


def _wrong_points(figure: wire.Figure, x: torch.Tensor, y: torch.Tensor) -> Message:
    if figures.draws_points(figures.turned(figure), x.tolist(), y.tolist()):
        return say("The points are there, but x is on the y axis and y is on the x axis.")
    drawn = figures.count_points(figure, x.tolist(), y.tolist())
    if drawn == len(x):
        return say("All points are there, but other points are drawn, too.")
    if drawn:
        return say("{drawn} of {all} points are in the right place.", drawn=drawn, all=len(x))
    if figures.draws_any_points(figure):
        return say("Points are drawn, but not in the right places.")
    return say("The data is not drawn as separate points.")


def _wrong_line(figure: wire.Figure, slope: float, intercept: float) -> Message:
    if figures.draws_line(figures.turned(figure), slope, intercept):
        return say("The fitted line is there, but x is on the y axis and y is on the x axis.")
    if figures.draws_any_line(figure):
        return say("A line is drawn, but it is not the line y = w x + b.")
    return say("The fitted line is not drawn.")
