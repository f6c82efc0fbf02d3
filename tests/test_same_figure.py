"""Two figures are the same where the same is drawn, whatever the style and the words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from grader.diagnosis.same_figure import same_figure
from grader.sandbox.wire import Axes, Figure, Line

READINGS = Line(x=[1.0, 3.0, 2.0], y=[5.0, -4.0, 0.5], joined=False)
FIT = Line(x=[1.0, 3.0, 2.0], y=[2.0, 6.0, 4.0], joined=True)


def figure(*lines: Line, xlabel: str = "x", title: str = "") -> Figure:
    """One that shows these."""
    return Figure(axes=[Axes(xlabel=xlabel, ylabel="y", title=title, lines=list(lines))])


def points(found: Sequence[tuple[float, float]]) -> list[Line]:
    """Each drawn by itself."""
    return [Line(x=[x], y=[y], joined=False) for x, y in found]


@pytest.mark.parametrize(
    "other",
    [
        figure(FIT, READINGS),
        figure(READINGS, FIT, xlabel="reading", title="The fit"),
        figure(*points([(3.0, -4.0), (1.0, 5.0), (2.0, 0.5)]), FIT),
        figure(READINGS, Line(x=[0.0, 9.0], y=[0.0, 18.0], joined=True)),
        figure(READINGS, Line(x=[1.0, 3.0], y=[2.0005, 6.0], joined=True)),
    ],
    ids=["order", "words", "points one by one", "the same line elsewhere", "noise"],
)
def test_the_same(other: Figure) -> None:
    """Order, words, how points are grouped, and where a straight line ends, are no matter."""
    assert same_figure(figure(READINGS, FIT), other)


@pytest.mark.parametrize(
    "other",
    [
        figure(READINGS, FIT, xlabel=""),
        figure(READINGS),
        figure(READINGS, FIT, FIT),
        figure(READINGS, Line(x=[1.0, 3.0], y=[2.0, 6.5], joined=True)),
        figure(READINGS, Line(x=READINGS.x, y=READINGS.y, joined=True)),
        figure(*points([(1.0, 5.0), (3.0, -4.0)]), FIT),
        Figure(axes=[]),
    ],
    ids=["no label", "no line", "a line twice", "another line", "readings joined", "a point less", "empty"],
)
def test_not_the_same(other: Figure) -> None:
    """A label that is missing, another line or point."""
    assert not same_figure(figure(READINGS, FIT), other)
