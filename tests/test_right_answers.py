"""Full marks and no marks on the real course: the reference, stubs, and what is right in another way."""

from __future__ import annotations

import pytest
from helpers.grading import ROOT, demand_graded, grade_files, lost, pasted_each, touched
from helpers.right_answers import ASSIGNMENTS, RIGHT

from grader.course.layout import open_course
from grader.model import Report, Status
from grader.submission import Found

# The pretend accelerator beside the CPU: it must raise no false alarm.
DEVICES = ("cpu", "sim")


@pytest.fixture(scope="module")
def graded() -> dict[tuple[str, str], Report]:
    """The reference and the stub of every assignment."""
    course = open_course(ROOT)
    found = [
        Found(student=part, assignment=name, path=getattr(course.assignment(name), part))
        for name in ASSIGNMENTS
        for part in ("solution", "exercise")
    ]
    return {(report.student, report.assignment): report for report in grade_files(found, devices=DEVICES)}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_reference_scores_everything(assignment: str, graded: dict[tuple[str, str], Report]) -> None:
    """The reference passes every check, on its own, blaming nobody."""
    report = graded["solution", assignment]
    assert demand_graded(report).score == report.max_score
    assert not [check for f in report.functions for check in f.checks if check.blamed]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_stub_scores_nothing(assignment: str, graded: dict[tuple[str, str], Report]) -> None:
    """A stub is "not attempted": no points, no error."""
    report = graded["exercise", assignment]
    assert report.status == "graded"
    assert report.score == 0
    assert {f.status for f in report.functions} == {Status.UNATTEMPTED}


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Report]:
    """By assignment and name, of each."""
    texts = {
        (assignment, name): (assignment, code)
        for assignment in RIGHT
        for name, code in RIGHT[assignment].items()
    }
    only = {key: touched(*text) for key, text in texts.items()}
    return pasted_each(tmp_path_factory.mktemp("right"), texts, only=only, devices=DEVICES, diagnosis=False)


@pytest.mark.parametrize("assignment", list(RIGHT))
def test_right_in_another_way_is_right(assignment: str, right: dict[tuple[str, str], Report]) -> None:
    """Equally correct code written differently loses nothing."""
    for name in RIGHT[assignment]:
        report = right[assignment, name]
        assert lost(report) == {}, f"{name}: {[f for f in report.functions if f.status is not Status.PASSED]}"
