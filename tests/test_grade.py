"""The main path: what a submission comes to where there is nothing to judge, and what a report holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.grading import ROOT, grade_files

from grader import __version__
from grader.course.layout import Course, open_course
from grader.model import Report, Status
from grader.submission import Found


@pytest.fixture(scope="module")
def course() -> Course:
    return open_course(ROOT / "tests" / "courses" / "sound")


def graded(course: Course, path: Path, assignment: str | None = "shapes", **settings: int) -> Report:
    (report,) = grade_files(
        [Found(student="ada", assignment=assignment, path=path)], course=course, seed=settings.get("seed", 7)
    )
    return report


def handed_in(folder: Path, text: str, name: str = "shapes.py") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_report_says_what_was_graded_by_what(course: Course, tmp_path: Path) -> None:
    """Who, what, with which seed, on which devices, by which versions, at which level."""
    path = handed_in(tmp_path, course.assignment("shapes").solution_cell().text)
    report = graded(course, path, seed=41)
    assert (report.student, report.assignment, report.submission) == ("ada", "shapes", "shapes.py")
    assert (report.seed, report.devices, report.isolation) == (41, ("cpu",), "full")
    assert (report.status, report.score, report.max_score) == ("graded", 4.0, 4.0)
    assert len(report.sha256) == 64
    assert report.versions.grader == __version__
    assert [function.name for function in report.functions] == ["area", "dry", "folds"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("shapes.py", "", "shapes.py is empty"),
        ("shapes.txt", "def area(): ...", "Expected a `.py`, `.ipynb`, `.qmd` or `.rmd` file"),
        ("shapes.py", "x = 1\n", "defines none of the functions of shapes. Expected `area`, `dry`"),
        ("shapes.ipynb", "{", "shapes.ipynb"),
    ],
)
def test_what_cannot_be_graded_has_no_score(
    course: Course, tmp_path: Path, name: str, text: str, words: str
) -> None:
    """Never a zero: the report says what was expected, and its maximum stays that of the assignment."""
    report = graded(course, handed_in(tmp_path, text, name))
    assert (report.status, report.score, report.max_score) == ("not graded", None, 4.0)
    assert words in str(report.problem)


def test_an_assignment_that_nothing_tells_is_asked_for(course: Course, tmp_path: Path) -> None:
    """The names to choose from, and the option that says it."""
    path = handed_in(tmp_path, "def area(width, height):\n    return 1\n", "homework.py")
    report = graded(course, path, None)
    assert report.status == "not graded"
    assert "Name the file after shapes, or use `--assignment`" in str(report.problem)


def test_a_check_that_breaks_is_our_fault_and_no_zero(tmp_path: Path) -> None:
    """The check's own error: no score for it, for its function, or for the submission; the rest is judged."""
    shutil.copytree(ROOT / "tests" / "courses" / "sound", tmp_path / "course")
    broken = open_course(tmp_path / "course")
    checks = broken.assignment("shapes").checks
    text = checks.read_text(encoding="utf-8")
    old = "expect(student.area(a, b)).number_close_to(a * b)"
    assert old in text
    checks.write_text(text.replace(old, "raise RuntimeError('of the check')"), encoding="utf-8")
    report = graded(broken, handed_in(tmp_path, broken.assignment("shapes").solution_cell().text))
    area, dry, _ = report.functions
    assert (report.status, report.score, area.score) == ("not graded", None, None)
    assert area.checks[0].status is Status.FAULT
    assert "The check itself has an error: RuntimeError: of the check" in str(report.problem)
    assert (dry.status, dry.score) == (Status.PASSED, 2.0)


@pytest.mark.parametrize("docstring", ["The area of a rectangle, both", "矩形的面積，"])
def test_work_in_the_notebook_counts_where_the_script_is_as_handed_out(
    tmp_path: Path, docstring: str
) -> None:
    """Both lie side by side in a kit, in whatever language; which one was graded is said."""
    shutil.copytree(ROOT / "tests" / "courses" / "sound", tmp_path / "course")
    own = open_course(tmp_path / "course")
    script = own.assignment("shapes").exercise
    given = script.read_text(encoding="utf-8")
    assert "The area of a rectangle, both" in given
    script.write_text(given.replace("The area of a rectangle, both", docstring), encoding="utf-8")
    notebook = script.with_suffix(".ipynb")
    text = notebook.read_text(encoding="utf-8")
    written = text.replace("raise NotImplementedError", "return width * height", 1)
    assert written != text
    notebook.write_text(written, encoding="utf-8")
    report = graded(own, script)
    assert report.submission == "shapes.ipynb"
    assert report.functions[0].status is Status.PASSED
    assert any("shapes.ipynb was graded. The script beside it" in note for note in map(str, report.notes))
