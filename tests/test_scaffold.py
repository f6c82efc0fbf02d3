"""`grader new-course` and `grader new-exercise`: every part, right as it stands, and nothing overwritten."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.document_places import tutorial_course
from helpers.grading import failed, grade_files, lost

from grader.authoring.audit import Plan, audit
from grader.authoring.release import release
from grader.authoring.scaffold import new_course, new_exercise
from grader.course.layout import find_root, open_course
from grader.errors import CourseError, UsageError
from grader.model import Report, Status
from grader.submission import Found

NAME = "top_k"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new course with one new exercise, released."""
    root = tmp_path_factory.mktemp("scaffold") / "a course"
    new_course(root)
    new_exercise(root, NAME)
    release(root)
    return root


@pytest.fixture(scope="module")
def reports(course: Path) -> dict[str, Report]:
    """The reference, the stub and every misconception of the new exercise, graded."""
    solution = (course / "solutions" / f"{NAME}.py").read_text(encoding="utf-8")
    wrong = (course / "solutions" / "misconceptions" / NAME / f"{NAME}.py").read_text(encoding="utf-8")
    names = [node.name for node in ast.parse(wrong).body if isinstance(node, ast.FunctionDef)]
    texts = {name: f"{solution}\n\n{wrong}\n\n{NAME} = {name}\n" for name in names}
    texts |= {"solution": solution, "stub": (course / "exercises" / f"{NAME}.py").read_text(encoding="utf-8")}
    found = []
    for student, text in texts.items():
        path = course.parent / student / f"{NAME}.py"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        found.append(Found(student=student, assignment=NAME, path=path))
    made = grade_files(found, course=open_course(course))
    return {report.student: report for report in made}


def test_the_new_exercise_is_right_as_it_stands(reports: dict[str, Report]) -> None:
    """The reference scores everything and the stub nothing, before its author has changed a line."""
    assert reports["solution"].score == reports["solution"].max_score == 3
    assert reports["stub"].score == 0
    assert {function.status for function in reports["stub"].functions} == {Status.UNATTEMPTED}


def test_the_new_exercise_is_proved(course: Path) -> None:
    """Whoever begins with it sees an audit that ends with exit code 0."""
    found = audit(open_course(course), Plan(seeds=(1, 2), mistake_seeds=1, mutant_seeds=2, jobs=1))
    assert (found.problems, [one.key.becomes for one in found.survivors]) == ([], [])


def test_the_exercise_of_the_tutorial_is_proved(tmp_path: Path) -> None:
    """As it stands on its page, with what it says that no check can notice."""
    tutorial_course(tmp_path)
    found = audit(open_course(tmp_path), Plan(seeds=(1, 2), mistake_seeds=1, mutant_seeds=2, jobs=1))
    assert (found.problems, [one.key.becomes for one in found.survivors]) == ([], [])
    assert len(found.equivalent) == 2


def test_its_misconceptions_are_named(reports: dict[str, Report]) -> None:
    """Each is caught and named as itself: an author sees what one is for."""
    wrong = {name: report for name, report in reports.items() if name not in ("solution", "stub")}
    assert len(wrong) >= 3
    for name, report in wrong.items():
        assert lost(report), name
        diagnosis = failed(report, NAME).diagnosis
        assert diagnosis is not None and diagnosis.id == f"{NAME}/{name}"


def test_it_has_three_hints(course: Path) -> None:
    """The hints are there, and students get them."""
    hints = (course / "solutions" / "hints" / f"{NAME}.md").read_text(encoding="utf-8")
    assert f"# Hints: {NAME}\n\n## {NAME}\n\n1. " in hints and "\n3. " in hints
    assert (course / "exercises" / "hints" / f"{NAME}.md").read_text(encoding="utf-8") == hints


def test_another_exercise_goes_beside_the_first(course: Path) -> None:
    """From anywhere inside the course."""
    made = new_exercise(find_root(course / "solutions" / "misconceptions"), "median")
    assert {path.relative_to(course.resolve()).as_posix() for path in made} == {
        "solutions/median.py",
        "solutions/misconceptions/median/median.py",
        "solutions/hints/median.md",
        "autograde_tests/test_median.py",
    }


def test_nothing_is_overwritten(course: Path) -> None:
    """An exercise or course that is there already stays as it is, and the message says what to do."""
    checks = course / "autograde_tests" / f"test_{NAME}.py"
    before = checks.read_bytes()
    with pytest.raises(UsageError, match=r"top_k\.py exists already\. Choose another name"):
        new_exercise(course, NAME)
    with pytest.raises(UsageError, match=r"exists already\. Expected a new name or an empty folder"):
        new_course(course)
    assert checks.read_bytes() == before


@pytest.mark.parametrize("name", ["Softmax", "two words", "class", "1st", "_hidden", "../x", ""])
def test_a_name_is_that_of_a_function(name: str, course: Path) -> None:
    """Anything else is refused before a file is written."""
    before = sorted(course.rglob("*"))
    with pytest.raises(UsageError, match="cannot name an exercise"):
        new_exercise(course, name)
    assert sorted(course.rglob("*")) == before


def test_a_name_that_no_file_can_have_is_refused(course: Path) -> None:
    """Files are called after it: a sentence, and no error of the system's."""
    with pytest.raises(UsageError, match=r"300 letters\. Expected at most 60"):
        new_exercise(course, "n" * 300)


def test_outside_a_course(tmp_path: Path) -> None:
    """`new-exercise` where there is no course says which command makes one."""
    with pytest.raises(CourseError, match="`grader new-course FOLDER` makes a course"):
        new_exercise(tmp_path, "softmax")


def test_an_empty_course_is_told_how_to_go_on(tmp_path: Path) -> None:
    """`grader check` in a course without any exercise names the next command, and ends with code 2."""
    new_course(tmp_path / "empty")
    done = subprocess.run(
        [Path(sys.executable).parent / "grader", "check"],
        cwd=tmp_path / "empty",
        text=True,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "Make one with `grader new-exercise NAME`" in done.stderr
