"""What an instructor has set for nbgrader itself counts where this grader does its work."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from helpers.own_course import Case, OwnCourse
from traitlets.config import Config

from grader.nbgrader import client
from grader.nbgrader.settings import configure

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")

# A student who sets the instructor's TOL anew.
FORGED = Case(
    "close",
    given="",
    right="TOL = 1e-6\n# <answer>\ndef f():\n    return 1.0\n# </answer>",
    wrong="TOL = 10\n# <answer>\ndef f():\n    return 3.0\n# </answer>",
    tests=("assert abs(f() - 1.0) < TOL",),
)


@pytest.fixture
def course(tmp_path: Path) -> OwnCourse:
    return OwnCourse(tmp_path)


@pytest.fixture
def no_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The one that other tests keep is left alone: who needs one starts it, and it ends with the test."""
    monkeypatch.setattr(client, "_kept", [])
    yield
    client.end()


def test_the_marks_of_solutions_are_those_of_the_settings(
    course: OwnCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside of marks that nbgrader is told, a constant is the instructor's, whatever a student sets.

    Beside the student's code the wrong answer holds, by the student's own constant: it is for a person.
    """
    monkeypatch.setattr("helpers.own_course._MARKED", "<answer>")
    course.config.ClearSolutions.begin_solution_delimeter = "<answer>"
    course.config.ClearSolutions.end_solution_delimeter = "</answer>"
    course.release("close", [FORGED])
    for student, scores in (("right", [2.0]), ("wrong", [None]), ("stub", [0.0])):
        course.hand_in("close", student, [FORGED])
        assert list(course.autograde("close", student).values()) == scores, student


@pytest.mark.usefixtures("no_service")
def test_nothing_runs_where_nbgrader_is_told_not_to_execute(course: OwnCourse) -> None:
    """With `--no-execute`, no code of anybody's runs, and a person gives the points."""
    case = replace(FORGED, right="open('/nowhere/at/all', 'w')", tests=("assert True", "assert False"))
    course.release("close", [case])
    course.hand_in("close", "right", [case])
    # What nbgrader's flag sets.
    course.config.Execute.enabled = False
    course.config.ClearOutput.enabled = False
    assert list(course.autograde("close", "right").values()) == [None, None]
    said = course.said("close", "right")
    assert "not to run notebooks" in said and "FileNotFoundError" not in said
    # Nor has a process been started for it.
    assert not client._kept


@pytest.mark.usefixtures("no_service")
def test_a_service_outlives_the_folder_that_it_was_started_in(
    course: OwnCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever deletes the folder in which nbgrader was started loses no submission."""
    start = tmp_path / "start"
    start.mkdir()
    case = Case("f", "", "def f():\n    return 1", "def f():\n    return 2", ("assert f() == 1",))
    course.release("f", [case])
    for student in ("right", "wrong", "stub"):
        course.hand_in("f", student, [case])
    with monkeypatch.context() as there:
        there.chdir(start)
        assert list(course.autograde("f", "right").values()) == [2.0]
    shutil.rmtree(start)
    assert list(course.autograde("f", "wrong").values()) == [0.0]
    assert list(course.autograde("f", "stub").values()) == [0.0]


def test_what_a_grade_cell_writes_is_not_there_for_the_next_student(course: OwnCourse) -> None:
    """Nor does it change what was released."""
    tests = "text = open('data.txt').read()\nopen('data.txt', 'a').write('more')\nassert f(text) == 'data'"
    right = "def f(text):\n    return text"
    case = Case("f", "", right, right, (tests,))
    (course.folder / "source" / "f").mkdir(parents=True)
    (course.folder / "source" / "f" / "data.txt").write_text("data", encoding="utf-8")
    course.release("f", [case])
    for student in ("right", "wrong"):
        course.hand_in("f", student, [case])
        assert list(course.autograde("f", student).values()) == [2.0]
    assert (course.folder / "release" / "f" / "data.txt").read_text(encoding="utf-8") == "data"


def test_alembic_is_found_beside_the_python_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an active environment, nbgrader finds it by the settings alone."""
    beside = str(Path(sys.executable).parent)
    rest = [one for one in os.environ["PATH"].split(os.pathsep) if one != beside]
    monkeypatch.setenv("PATH", os.pathsep.join(rest))
    configure(Config())
    assert shutil.which("alembic") == str(Path(beside) / "alembic")
    # Not once more for each command of the same process.
    configure(Config())
    assert os.environ["PATH"].split(os.pathsep) == [beside, *rest]
