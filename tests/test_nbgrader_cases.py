"""Shapes of grade cells from public courses: right, wrong and no answers, through nbgrader."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from helpers.nbgrader_course import done
from helpers.own_course import POINTS, OwnCourse, case_in

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")

CASES = {
    path.stem: case_in(path) for path in sorted((Path(__file__).parent / "data/nbgrader_cases").iterdir())
}
# Handed in beside the notebook.
BESIDE = {"handed_in_module": ("helper_student.py", "def f():\n    return 3\n")}
# What a case needs that is not installed everywhere.
NEEDS = {"given_df_in_test": "pandas"}
# Longer than a coffee is hot: each answer sleeps for twelve seconds.
SLOW = {"sleep_given", "slow_function2"}
# What only a person can judge.
FOR_A_PERSON = {"shell_capture"}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> OwnCourse:
    """nbgrader's folder: an assignment with a notebook for each case, and one for each that is slow."""
    return OwnCourse(tmp_path_factory.mktemp("own"))


def assignment_of(name: str) -> str:
    """Where the notebook of a case is."""
    return name if name in SLOW else "cases"


def graded(course: OwnCourse, assignment: str, student: str) -> None:
    """Have a student's notebooks graded once; before, release the assignment once."""
    if (course.folder / "submitted" / student / assignment).is_dir():
        return
    notebooks = {
        name: [case]
        for name, case in CASES.items()
        if assignment_of(name) == assignment and find_spec(NEEDS.get(name, "json")) is not None
    }
    if not (course.folder / "release" / assignment).is_dir():
        course.release_notebooks(assignment, notebooks)
    for name, cases in notebooks.items():
        folder = course.hand_in(assignment, student, cases, name)
        if name in BESIDE:
            beside, text = BESIDE[name]
            (folder / beside).write_text(text, encoding="utf-8")
    done(course.api.autograde(assignment, student))


@pytest.mark.parametrize("student", ["right", "wrong", "stub"])
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in CASES],
)
def test_a_case_of_a_public_course(course: OwnCourse, name: str, student: str) -> None:
    """Right: full points; wrong: none, or a person's; nothing written: nothing."""
    pytest.importorskip(NEEDS.get(name, "json"))
    case, assignment = CASES[name], assignment_of(name)
    graded(course, assignment, student)
    found = list(course.points(assignment, student, name).values())
    if student == "right":
        wanted = [None if name in FOR_A_PERSON else POINTS] * len(case.tests)
        assert found == wanted, course.said(assignment, student, name)
    elif student == "wrong":
        # Of several cells each is for another function, and the wrong answer has the last one wrong.
        assert found[-1] in (0.0, None) and set(found[:-1]) <= {POINTS}
    else:
        assert set(found) <= {0.0, None}
