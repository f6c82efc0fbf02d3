"""A student works in exercises/ itself, and what they write there is judged, not taken for the stub."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from grading import ROOT, function, grade_files

from grader.course import Course, open_course
from grader.model import Status
from grader.submission import Found

STUB = "raise NotImplementedError"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of the course, whose exercises may be written in."""
    for room in ("exercises", "solutions", "autograde_tests"):
        shutil.copytree(ROOT / room, tmp_path / room)
    return open_course(tmp_path)


def write(path: Path, name: str, body: str) -> None:
    """Put a body in place of a stub."""
    text = path.read_text(encoding="utf-8")
    place = text.index(STUB, text.index(f"def {name}("))
    path.write_text(text[:place] + body + text[place + len(STUB) :], encoding="utf-8")


def test_work_in_place_is_judged(course: Course) -> None:
    """What was written into the exercise itself is attempted: right is right, wrong is wrong."""
    path = course.assignment("gradient_descent").exercise
    write(path, "loss_fn", "return ((t_p - t_c) ** 2).mean()")
    write(path, "model", "return w * t_u - b")
    found = Found(student="you", assignment="gradient_descent", path=path)
    [report] = grade_files([found], course=course)
    assert function(report, "loss_fn").status is Status.PASSED
    assert function(report, "model").status is Status.FAILED
    assert function(report, "dloss_fn").status is Status.UNATTEMPTED


def test_a_given_stub_stays_one(course: Course) -> None:
    """A function that is handed out with code in it is not attempted until that code is changed."""
    path = course.assignment("optimizers").exercise
    found = Found(student="you", assignment="optimizers", path=path)
    [report] = grade_files([found], course=course)
    assert function(report, "fixed_training_loop").status is Status.UNATTEMPTED
