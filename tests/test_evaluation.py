"""One submission, evaluated: what waits, whose fault it is, and what is said of a function as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.grading import ROOT, function, grade_files

from grader.course.layout import Course, open_course
from grader.model import CheckResult, Report, Status
from grader.submission import Found

RIGHT = {
    "area": "def area(width, height):\n    return width * height\n",
    "dry": ("def dry(width, height, depths):\n    return area(width, max(height - sum(depths), 0))\n"),
    "folds": "def folds(length):\n    return length.bit_length()\n",
}


@pytest.fixture(scope="module")
def course() -> Course:
    return open_course(ROOT / "tests" / "courses" / "sound")


def evaluated(course: Course, folder: Path, **texts: str) -> Report:
    """A right submission but for the functions named; "" leaves one out."""
    path = folder / "shapes.py"
    path.write_text("\n\n".join({**RIGHT, **texts}.values()), encoding="utf-8")
    (report,) = grade_files([Found(student="ada", assignment="shapes", path=path)], course=course)
    assert report.status == "graded"
    return report


def checks(report: Report, name: str) -> dict[str, CheckResult]:
    return {check.id: check for check in function(report, name).checks}


def test_what_is_right_is_right(course: Course, tmp_path: Path) -> None:
    """Written in its own way, calling a sibling: all points, nobody blamed."""
    report = evaluated(course, tmp_path)
    assert report.score == 4.0
    assert not [check for name in RIGHT for check in checks(report, name).values() if check.blamed]


def test_a_check_waits_for_what_it_needs(course: Course, tmp_path: Path) -> None:
    """It is not tried, costs its points, and names the check that it waits for."""
    report = evaluated(course, tmp_path, dry="def dry(width, height, depths):\n    return -1\n")
    waiting = checks(report, "dry")["test_nothing_left"]
    assert (waiting.status, waiting.score) == (Status.BLOCKED, 0.0)
    said = 'This check waits. First make this one pass: "What the water leaves."'
    assert str(waiting.message) == said
    assert waiting.example is None


def test_a_broken_sibling_costs_its_caller_nothing(course: Course, tmp_path: Path) -> None:
    """`dry` is right; `area`, which it calls, is lent by the reference, named, and pays alone."""
    report = evaluated(course, tmp_path, area="def area(width, height):\n    return width + height\n")
    assert (function(report, "area").score, function(report, "dry").score) == (0.0, 2.0)
    freed = checks(report, "dry")["test_dry"]
    assert (freed.status, freed.blamed) == (Status.PASSED, ("area",))
    named = checks(report, "area")["test_area"].diagnosis
    assert named is not None
    assert named.id == "area/adds_the_sides"


def test_what_is_wrong_with_a_right_sibling_is_ones_own_mistake(course: Course, tmp_path: Path) -> None:
    """Both are wrong: the caller's example is what is wrong even with the sibling lent."""
    report = evaluated(
        course,
        tmp_path,
        area="def area(width, height):\n    return width + height\n",
        dry="def dry(width, height, depths):\n    return area(width, height - sum(depths))\n",
    )
    assert checks(report, "dry")["test_dry"].blamed == ("area",)
    wrong = checks(report, "dry")["test_nothing_left"]
    assert wrong.status is Status.FAILED
    assert wrong.diagnosis is not None
    assert wrong.diagnosis.id == "dry/goes_below_nothing"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", Status.MISSING),
        ("def area(width, height):\n    raise NotImplementedError\n", Status.UNATTEMPTED),
        ("def area(width, height):\n    return 0\n", Status.FAILED),
        ("area = 3\n", Status.FAILED),
    ],
)
def test_a_function_that_is_not_written_is_told_from_a_wrong_one(
    course: Course, tmp_path: Path, text: str, status: Status
) -> None:
    """Not in the file, as handed out, or wrong: three things to do next."""
    found = function(evaluated(course, tmp_path, area=text), "area")
    assert (found.status, found.score) == (status, 0.0)


def test_a_hang_costs_its_own_call(course: Course, tmp_path: Path) -> None:
    """The next function is asked in a new process, and is right."""
    report = evaluated(course, tmp_path, area="def area(width, height):\n    while True:\n        pass\n")
    assert "It took longer than" in str(checks(report, "area")["test_area"].message)
    assert function(report, "folds").score == 1.0
    assert checks(report, "dry")["test_dry"].blamed == ("area",)
