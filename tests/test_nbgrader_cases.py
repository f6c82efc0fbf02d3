"""Shapes of grade cells from public courses: right, wrong and no answers, through nbgrader."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from helpers.own_course import POINTS, Case, OwnCourse, case_in

from grader.nbgrader import client

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
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCourse]:
    """nbgrader's folder; one service grades all of it."""
    yield OwnCourse(tmp_path_factory.mktemp("own"))
    client.end()


def released(course: OwnCourse, case: Case) -> None:
    """Release it once."""
    if not (course.folder / "release" / case.name).is_dir():
        course.release(case.name, [case])


def points(course: OwnCourse, case: Case, student: str) -> list[float | None]:
    """What each grade cell of a case gives a student."""
    released(course, case)
    folder = course.hand_in(case.name, student, [case])
    if case.name in BESIDE:
        name, text = BESIDE[case.name]
        (folder / name).write_text(text, encoding="utf-8")
    return list(course.autograde(case.name, student).values())


@pytest.mark.parametrize("student", ["right", "wrong", "stub"])
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in CASES],
)
def test_a_case_of_a_public_course(course: OwnCourse, name: str, student: str) -> None:
    """Right: full points; wrong: none, or a person's; nothing written: nothing."""
    pytest.importorskip(NEEDS.get(name, "json"))
    case = CASES[name]
    found = points(course, case, student)
    if student == "right":
        wanted = [None if name in FOR_A_PERSON else POINTS] * len(case.tests)
        assert found == wanted, course.said(name, student)
    elif student == "wrong":
        # Of several cells each is for another function, and the wrong answer has the last one wrong.
        assert found[-1] in (0.0, None) and set(found[:-1]) <= {POINTS}
    else:
        assert set(found) <= {0.0, None}
