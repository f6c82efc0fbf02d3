"""What a figure shows is read as a person reads it, however it was drawn."""

from __future__ import annotations

import pytest
from helpers.grading import failed, lost, pasted

from grader.model import Report

pytest.importorskip("matplotlib")

LABELS = "ax.set_xlabel('t_u'); ax.set_ylabel('t_c')"
POINTS = "ax.scatter(t_u, t_c)"
LINE = "ax.plot(t_u, w * t_u + b)"

# What is drawn on `ax` of `fig`.
RIGHT = {
    "axline_of_two_points": (POINTS, "ax.axline((0, b), (1, w + b))", LABELS),
    "axline_of_a_slope": (POINTS, "ax.axline((1, w + b), slope=w)", LABELS),
    "axline_of_tensors": (POINTS, "ax.axline((0, params[1]), slope=params[0])", LABELS),
    "a_dot_for_each_reading": ("[ax.plot(x, y, 'bo') for x, y in zip(t_u, t_c)]", LINE, LABELS),
    "a_scatter_for_each_reading": ("[ax.scatter(x, y) for x, y in zip(t_u, t_c)]", LINE, LABELS),
    "a_marked_line_of_one_point": ("[ax.plot(x, y, 'o-') for x, y in zip(t_u, t_c)]", LINE, LABELS),
    "a_line_of_no_width": ("ax.plot(t_u, t_c, marker='o', linewidth=0)", LINE, LABELS),
    "others_singly_too": ("[ax.plot(*p, 'o') for u in zip(t_u, t_c) for p in (u, (0, 3))]", LINE, LABELS),
    "labels_of_the_figure": (POINTS, LINE, "fig.supxlabel('t_u'); fig.supylabel('t_c')"),
    "one_label_of_the_figure": (POINTS, LINE, "ax.set_xlabel('t_u'); fig.supylabel('t_c')"),
    "residuals_besides": (POINTS, LINE, "ax.vlines(t_u, t_c, w * t_u + b)", LABELS),
}  # fmt: skip

_SEPARATE = "The data is not drawn as separate points."
_ANOTHER = "A line is drawn, but it is not the line y = w x + b."
WRONG = {
    "swapped": (
        ("ax.scatter(t_c, t_u)", LINE, LABELS),
        "The points are there, but x is on the y axis and y is on the x axis.",
    ),
    "swapped_line": (
        (POINTS, "ax.plot(w * t_u + b, t_u)", LABELS),
        "The fitted line is there, but x is on the y axis and y is on the x axis.",
    ),
    "swapped_params": ((POINTS, "ax.plot(t_u, b * t_u + w)", LABELS), _ANOTHER),
    "another_axline": ((POINTS, "ax.axline((0, 0), slope=w)", LABELS), _ANOTHER),
    "an_invisible_line": (
        (POINTS, "ax.plot(t_u, w * t_u + b, linewidth=0)", LABELS),
        "The fitted line is not drawn.",
    ),
    "joined": (("ax.plot(t_u, t_c, 'o-')", LINE, LABELS), _SEPARATE),
    "invisible_points": (("ax.plot(t_u, t_c, linestyle='none')", LINE, LABELS), _SEPARATE),
    "strokes_of_one_point": (("[ax.plot(x, y) for x, y in zip(t_u, t_c)]", LINE, LABELS), _SEPARATE),
    "some_of_the_readings": (
        ("[ax.scatter(x, y) for x, y in zip(t_u[1:], t_c[1:])]", LINE, LABELS),
        "10 of 11 points are in the right place.",
    ),
    "points_elsewhere": (
        ("ax.scatter(t_u, t_c + 1)", LINE, LABELS),
        "Points are drawn, but not in the right places.",
    ),
    "too_many_points": (
        ("ax.scatter(torch.cat([t_u, t_u[:1]]), torch.cat([t_c, t_c[:1] + 1]))", LINE, LABELS),
        "All points are there, but other points are drawn, too.",
    ),
    "labels_of_no_axes": (
        ("fig.add_subplot(2, 2, 1)", POINTS, LINE, "fig.supxlabel('t_u'); fig.supylabel('t_c')"),
        "Label both axes, with `ax.set_xlabel(...)` and `ax.set_ylabel(...)`.",
    ),
}


def text(lines: tuple[str, ...]) -> str:
    """A `plot_fit` that draws this."""
    body = ["w, b = params.tolist()", "fig = Figure()", "ax = fig.add_subplot()", *lines, "return fig"]
    drawn = "".join(f"    {line}\n" for line in body)
    return f"from matplotlib.figure import Figure\n\ndef plot_fit(t_u, t_c, params):\n{drawn}"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    texts = {name: text(lines) for name, lines in RIGHT.items()}
    texts |= {name: text(lines) for name, (lines, _) in WRONG.items()}
    texts["current"] = ON_THE_CURRENT
    only = {name: ["plot_fit"] for name in texts}
    return pasted(tmp_path_factory.mktemp("plots"), "gradient_descent", texts, only=only, diagnosis=False)


@pytest.mark.parametrize("name", RIGHT)
def test_points_a_line_and_labels_are_enough(name: str, drawn: dict[str, Report]) -> None:
    """Whichever of matplotlib's ways they come from."""
    assert lost(drawn[name]) == {}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_missing_is_said(name: str, drawn: dict[str, Report]) -> None:
    """The words are true of what is in the figure."""
    assert str(failed(drawn[name], "plot_fit").message) == WRONG[name][1]


ON_THE_CURRENT = """
def plot_fit(t_u, t_c, params):
    import matplotlib.pyplot as plt
    assert not plt.gcf().axes
    plt.plot(t_u, t_c, 'o')
    plt.plot(t_u, params[0] * t_u + params[1])
    plt.xlabel('t_u')
    plt.ylabel('t_c')
    return plt.gcf()
"""


def test_who_draws_on_the_current_figure_gets_an_empty_one(drawn: dict[str, Report]) -> None:
    """Figures of the calls before are closed: `plt.gcf()` is right."""
    assert lost(drawn["current"]) == {}
