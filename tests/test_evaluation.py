"""One submission, evaluated: what waits, whose fault it is, and what is said of a function as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from helpers.grading import ROOT, demand_graded, function, grade_files

from grader.course.layout import open_course
from grader.model import CheckResult, Report, Status
from grader.submission import Found

RIGHT = {
    "area": "def area(width, height):\n    return width * height\n",
    "dry": ("def dry(width, height, depths):\n    return area(width, max(height - sum(depths), 0))\n"),
    "folds": "def folds(length):\n    return length.bit_length()\n",
}


SUM = "def area(width, height):\n    return width + height\n"
# Submissions that are right but for the functions named; "" leaves one out.
CLASS: dict[str, dict[str, str]] = {
    "right": {},
    "waits": {"dry": "def dry(width, height, depths):\n    return -1\n"},
    "broken sibling": {"area": SUM},
    "both wrong": {
        "area": SUM,
        "dry": "def dry(width, height, depths):\n    return area(width, height - sum(depths))\n",
    },
    "missing": {"area": ""},
    "unattempted": {"area": "def area(width, height):\n    raise NotImplementedError\n"},
    "failed": {"area": "def area(width, height):\n    return 0\n"},
    "no function": {"area": "area = 3\n"},
}
HANGS = {"area": "def area(width, height):\n    while True:\n        pass\n"}


def graded(
    folder: Path, texts: Mapping[str, Mapping[str, str]], *, diagnosis: bool = True
) -> dict[str, Report]:
    """The reports of a class, by student."""
    found = []
    for student, written in texts.items():
        path = folder / student / "shapes.py"
        path.parent.mkdir()
        path.write_text("\n\n".join({**RIGHT, **written}.values()), encoding="utf-8")
        found.append(Found(student=student, assignment="shapes", path=path))
    course = open_course(ROOT / "tests" / "courses" / "sound")
    reports = grade_files(found, course=course, diagnosis=diagnosis)
    return {report.student: demand_graded(report) for report in reports}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Of the class, by student."""
    return graded(tmp_path_factory.mktemp("class"), CLASS)


def checks(report: Report, name: str) -> dict[str, CheckResult]:
    return {check.id: check for check in function(report, name).checks}


def test_what_is_right_is_right(reports: dict[str, Report]) -> None:
    """Written in its own way, calling a sibling: all points, nobody blamed."""
    report = reports["right"]
    assert report.score == 4.0
    assert not [check for name in RIGHT for check in checks(report, name).values() if check.blamed]


def test_a_check_waits_for_what_it_needs(reports: dict[str, Report]) -> None:
    """It is not tried, costs its points, and names the check that it waits for."""
    waiting = checks(reports["waits"], "dry")["test_nothing_left"]
    assert (waiting.status, waiting.score) == (Status.BLOCKED, 0.0)
    said = 'This check waits. First make this one pass: "What the water leaves."'
    assert str(waiting.message) == said
    assert waiting.example is None


def test_a_broken_sibling_costs_its_caller_nothing(reports: dict[str, Report]) -> None:
    """`dry` is right; `area`, which it calls, is lent by the reference, named, and pays alone."""
    report = reports["broken sibling"]
    assert (function(report, "area").score, function(report, "dry").score) == (0.0, 2.0)
    freed = checks(report, "dry")["test_dry"]
    assert (freed.status, freed.blamed) == (Status.PASSED, ("area",))
    named = checks(report, "area")["test_area"].diagnosis
    assert named is not None
    assert named.id == "area/adds_the_sides"


def test_what_is_wrong_with_a_right_sibling_is_ones_own_mistake(reports: dict[str, Report]) -> None:
    """Both are wrong: the caller's example is what is wrong even with the sibling lent."""
    report = reports["both wrong"]
    assert checks(report, "dry")["test_dry"].blamed == ("area",)
    wrong = checks(report, "dry")["test_nothing_left"]
    assert wrong.status is Status.FAILED
    assert wrong.diagnosis is not None
    assert wrong.diagnosis.id == "dry/goes_below_nothing"


@pytest.mark.parametrize(
    ("student", "status"),
    [
        ("missing", Status.MISSING),
        ("unattempted", Status.UNATTEMPTED),
        ("failed", Status.FAILED),
        ("no function", Status.FAILED),
    ],
)
def test_a_function_that_is_not_written_is_told_from_a_wrong_one(
    reports: dict[str, Report], student: str, status: Status
) -> None:
    """Not in the file, as handed out, or wrong: three things to do next."""
    found = function(reports[student], "area")
    assert (found.status, found.score) == (status, 0.0)


def test_a_hang_costs_its_own_call(tmp_path: Path) -> None:
    """The next function is asked in a new process, and is right."""
    report = graded(tmp_path, {"ada": HANGS}, diagnosis=False)["ada"]
    assert "It took longer than" in str(checks(report, "area")["test_area"].message)
    assert function(report, "folds").score == 1.0
    assert checks(report, "dry")["test_dry"].blamed == ("area",)
