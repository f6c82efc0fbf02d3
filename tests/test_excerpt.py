"""The part of a submission that a function depends on, and a class in which many make the same slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.edit_searches import counted_searches
from helpers.grading import function, grade_texts, solution

from grader.diagnosis.excerpt import Excerpt, excerpt
from grader.model import Cell, Located, Report, Source, Status

FUNCTIONS = ("area", "scale", "grow", "total")
TEXT = """\
import torch

factor = 3.0


def area(width, height):
    return width * height


def helper(x):
    return scale(x)


def scale(x):
    return x * factor


def grow(x):
    global factor
    factor = factor + 1
    return x


def total(x):
    return x.sum()
"""


def of(text: str, function: str) -> Excerpt:
    """The excerpt of one function of a text."""
    cell = Cell(name="shapes.py", text=text)
    found = excerpt(Source(path="shapes.py", sha256="", cells=(cell,)), function, FUNCTIONS)
    assert found is not None
    return found


def kept(text: str, function: str) -> list[str]:
    """The functions that are left."""
    (cell,) = of(text, function).source.cells
    return [line[4:].partition("(")[0] for line in cell.text.split("\n") if line.startswith("def ")]


def test_functions_that_are_not_reached_are_blank_and_lines_stay() -> None:
    """What sets a variable of the file stays, and so does what a helper calls."""
    assert kept(TEXT, "total") == ["area", "helper", "scale", "grow", "total"]
    alone = TEXT.replace("return scale(x)", "return x")
    assert kept(alone, "total") == ["helper", "grow", "total"]
    (cell,) = of(alone, "total").source.cells
    assert cell.text.split("\n").index("def total(x):") == alone.split("\n").index("def total(x):")


@pytest.mark.parametrize("said", ["globals()['area']", "eval('area')", "getattr(x, 'sum')()", "area(x, x)"])
def test_who_may_reach_anything_keeps_all(said: str) -> None:
    """No name tells what such a function calls."""
    text = TEXT.replace("return scale(x)", "return x").replace("return x.sum()", f"return {said}")
    assert kept(text, "total") == ["area", "helper", "scale", "grow", "total"]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("return width * height", "return height * width", True),
        ("def total", "# of all\ndef total", True),
        ("factor = 3.0", "factor = 4.0", False),
        ("return x.sum()", "return x.mean()", False),
        ("    return x\n\n\ndef scale", "    return -x\n\n\ndef scale", False),
        ("import torch", "import torch\nimport math", False),
    ],
)
def test_equal_where_all_that_counts_is_equal(old: str, new: str, same: bool) -> None:
    """Other functions and comments make no difference; variables, imports and helpers do."""
    text = TEXT.replace("return scale(x)", "return x")
    assert old in text
    assert (of(text.replace(old, new), "total").digest == of(text, "total").digest) is same


def test_what_python_cannot_read_has_none() -> None:
    """Which functions such a file has cannot be told."""
    cell = Cell(name="shapes.py", text="def area(width, height:\n    pass\n")
    assert excerpt(Source(path="shapes.py", sha256="", cells=(cell,)), "area", FUNCTIONS) is None


# ── a class ──────────────────────────────────────────────────────────────────────────────────────────────

SLIP = """
def is_overfitting(train_losses, val_losses):
    trained = train_losses[-1] < train_losses[0]
    worst = val_losses.max() * 1.1
    return bool(trained and val_losses[-1] > worst)
"""


def of_class(folder: Path, texts: dict[str, str]) -> tuple[dict[str, Report], list[Located | None]]:
    """The reports, and what is located at the first failed check of each."""
    reports = grade_texts(folder, texts, "validation")
    checks = [function(report, "is_overfitting").checks for report in reports.values()]
    failed = [next(one for one in each if one.status is Status.FAILED) for each in checks]
    return reports, [one.located for one in failed]


def test_a_slip_that_many_make_is_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is told its own line, as if it were alone; another text of the function is another."""
    searches = counted_searches(monkeypatch)
    text = solution("validation")
    below = "\n\n# my own notes\n# on two lines\n"
    other = SLIP.replace("    worst", "    factor = 1.1\n    worst").replace("() * 1.1", "() * factor")
    _, (first, second, third) = of_class(
        tmp_path / "class", {"ada": text + SLIP, "ben": text + below + SLIP, "cy": text + other}
    )
    assert len(searches) == 2
    assert first is not None and second is not None and third is not None
    assert second.location.line - first.location.line == below.count("\n")
    assert third.location.line == first.location.line + 1
    _, (alone,) = of_class(tmp_path / "alone", {"ben": text + below + SLIP})
    assert alone == second
