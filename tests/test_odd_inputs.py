"""What cannot be read is named in a plain sentence, by `check` as by `grade`: no traceback, and no zero."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.student_course import at_checker, copy_course
from rich.console import Console

from grader.commands.check import meant
from grader.commands.options import CheckOptions
from grader.commands.output import Output
from grader.course.layout import Course
from grader.errors import GraderError
from grader.student.checker import Checker
from grader.submission.files import LIMIT

NAME = "autograd"
RIGHT = "def model(t_u, w, b):\n    return w * t_u + b\n"


# By name: the file, what makes it, and words of what is said.
ODD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "gone": ("autograd.py", lambda path: None, "cannot be read: No such file or directory"),
    "empty": ("autograd.py", lambda path: path.touch(), "autograd.py is empty."),
    "blank": ("autograd.py", lambda path: path.write_text(" \n\t\n"), "autograd.py is empty."),
    "binary": ("autograd.py", lambda path: path.write_bytes(bytes(range(256))), "something else than text"),
    "zip_without_code": ("autograd.zip", lambda path: path.write_bytes(b"PK\5\6" + bytes(18)), "contains no"),
    "no_zip": ("autograd.zip", lambda path: path.write_bytes(b"PK"), "cannot be read as a zip"),
    "huge": ("autograd.py", lambda path: path.write_bytes(b"#" * (LIMIT + 1)), "is larger than"),
    "huge_notebook": ("autograd.ipynb", lambda path: os.truncate(path, 33_000_000), "is larger than"),
    "half_a_notebook": ("autograd.ipynb", lambda path: path.write_text('{"cells": [{'), "is not a notebook"),
    "link": ("autograd.py", lambda path: path.symlink_to("right.py"), "is a symbolic link"),
    "link_to_nothing": ("autograd.py", lambda path: path.symlink_to("nothing.py"), "is a symbolic link"),
    "link_to_itself": ("autograd.py", lambda path: path.symlink_to("autograd.py"), "is a symbolic link"),
    "folder": ("autograd.py", lambda path: path.mkdir(), "autograd.py holds nothing to check."),
    "pipe": ("autograd.py", os.mkfifo, "is a named pipe"),
    "no_ending": (
        "autograd",
        lambda path: path.write_text(RIGHT),
        "There is no code in autograd. Expected a `.py`",
    ),
    "word": ("autograd.docx", lambda path: path.write_bytes(b"x"), "is a text document"),
    "odd_name": ("autograd\n\x1b[2J.py", lambda path: path.write_text(""), "is empty"),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each by `grader check --file`, and of some in the place of one's own work."""
    course = copy_course(tmp_path_factory.mktemp("course"), NAME)
    root = tmp_path_factory.mktemp("odd")

    def use(checker: Checker) -> dict[str, str]:
        named = {case: _of_file(checker, course, _made(root / case, case)) for case in ODD}
        own = {f"own {case}": _of_own(checker, course, case) for case in ("folder", "pipe", "link", "binary")}
        return named | own

    return at_checker(course, use, NAME)


def _made(folder: Path, case: str) -> Path:
    folder.mkdir()
    (folder / "right.py").write_text(RIGHT)
    name, make, _ = ODD[case]
    path = folder / name
    if case == "huge_notebook":
        path.touch()
    make(path)
    return path


def _of_file(checker: Checker, course: Course, path: Path) -> str:
    options = CheckOptions(course=course.root, file=path, assignment=NAME)
    try:
        [piece] = meant(options, course, Output(Console(force_terminal=False)))
    except GraderError as error:
        return str(error)
    report = checker.check(piece.found, piece.functions)
    assert report.score is None and report.status == "not graded"
    return str(report.problem)


def _of_own(checker: Checker, course: Course, case: str) -> str:
    work = course.assignment(NAME).exercise
    for path in (work, work.with_suffix(".ipynb")):
        if os.path.lexists(path):
            os.rmdir(path) if path.is_dir() else path.unlink()
    ODD[case][1](work)
    report = checker.check(checker.own(NAME))
    assert report.score is None and report.status == "not graded"
    return str(report.problem)


@pytest.mark.parametrize("case", ODD)
def test_a_file_that_is_named(said: dict[str, str], case: str) -> None:
    """What came, and what to do."""
    assert ODD[case][2] in said[case], said[case]
    assert said[case].isprintable()


@pytest.mark.parametrize("case", ["folder", "pipe", "link", "binary"])
def test_in_the_place_of_ones_own_work(said: dict[str, str], case: str) -> None:
    """`grader check` names the file, and does not say that it is not there."""
    assert "autograd.py" in said[f"own {case}"] and "is not there" not in said[f"own {case}"]
