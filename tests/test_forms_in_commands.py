"""One text in each form in which students hand in has the same points in every command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.evening import Pages, Script
from helpers.file_forms import FORMS, cells_of
from helpers.grading import ROOT, grade_files
from helpers.student_course import at_checker
from rich.console import Console

from grader.commands.check import meant
from grader.commands.options import CheckOptions
from grader.commands.output import Output
from grader.course.layout import Course, open_course
from grader.course.settings import read_settings
from grader.course.targets import Target
from grader.student.checker import Checker
from grader.student.events import Event, Saved
from grader.student.host import answer
from grader.student.notebook_history import definitions
from grader.student.watch import Watch
from grader.submission import Found
from grader.submission.file_names import CODE
from grader.words.translation import Translator

# A small course: what a form is read as does not hang on what its functions do.
COURSE = ROOT / "tests" / "courses" / "sound"
NAME = "shapes"
CELLS = cells_of((COURSE / "solutions" / f"{NAME}.py").read_text(encoding="utf-8"))
Points = dict[tuple[str, str], object]


def hand_in(folder: Path, form: str, cells: list[str]) -> Path:
    """A file of the assignment in this form, and in no other."""
    for ending in CODE:
        (folder / f"{NAME}{ending}").unlink(missing_ok=True)
    ending, make = FORMS[form]
    path = folder / f"{NAME}{ending}"
    path.write_text(make(cells), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course, to work in."""
    return open_course(Path(shutil.copytree(COURSE, tmp_path_factory.mktemp("course") / "sound")))


@pytest.fixture(scope="module")
def points(course: Course) -> Points:
    """What each command says of each form, from one warm checker."""
    return at_checker(course, lambda checker: dict(said(checker, course)), NAME, device="cpu")


def said(checker: Checker, course: Course) -> Iterator[tuple[tuple[str, str], object]]:
    folder = course.assignment(NAME).exercise.parent
    for form in FORMS:
        path = hand_in(folder, form, CELLS)
        yield ("check", form), checker.check(checker.own(NAME)).score
        options = CheckOptions(course=course.root, file=path)
        [piece] = meant(options, course, Output(Console(force_terminal=False)))
        yield ("check --file", form), checker.check(piece.found, piece.functions).score
        yield ("watch", form), watched(checker, course, form)
    asked = {"function": None, "assignment": None, "notebook": f"{NAME}.ipynb", "cells": definitions(CELLS)}
    yield ("notebook", "notebook"), answer(checker, asked, Translator())["score"]


def watched(checker: Checker, course: Course, form: str) -> bool:
    """Whether the page says that all is right once a right function is saved in place of a wrong one."""
    folder = course.assignment(NAME).exercise.parent
    wrong = [*CELLS, "def dry(width, height, depths):\n    raise ValueError\n"]
    hand_in(folder, form, wrong)
    pages = Pages()

    def student() -> Iterator[Event]:
        assert "needs work" in pages.last
        yield Saved(hand_in(folder, form, CELLS))

    watch = Watch(checker, course, read_settings(course), pages)
    watch.run(Script(student()), Target(NAME, "dry"))
    return "dry is right: 2 / 2" in pages.last


@pytest.fixture(scope="module")
def most(tmp_path_factory: pytest.TempPathFactory) -> float:
    """The points that `grade` gives each form, which are all there are."""
    found = []
    for form in FORMS:
        path = hand_in(tmp_path_factory.mktemp(form), form, CELLS)
        found.append(Found(student=form, assignment=NAME, path=path))
    reports = grade_files(found, course=open_course(COURSE), diagnosis=False)
    assert {report.score for report in reports} == {reports[0].max_score}
    return reports[0].max_score


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("command", ["check", "check --file"])
def test_check(points: Points, most: float, command: str, form: str) -> None:
    """The work in exercises/, and a file that is named, have the points of `grade`."""
    assert points[command, form] == most


@pytest.mark.parametrize("form", FORMS)
def test_watch(points: Points, form: str) -> None:
    """It sees what `check` reads: the file is saved, and the page is about it."""
    assert points["watch", form] is True


def test_notebook(points: Points, most: float) -> None:
    """`grader.check()` in a notebook."""
    assert points["notebook", "notebook"] == most


@pytest.mark.parametrize("form", FORMS)
def test_pytest(course: Course, most: float, form: str, tmp_path: Path) -> None:
    """`pytest --submission`: the same points."""
    report = tmp_path / "report.json"
    done = forked_python.run(
        *("-m", "pytest", "-q", "autograde_tests", "-p", "no:cacheprovider", "--disable-plugin-autoload"),
        *("-p", "grader.plugin", "-W", "ignore::pytest.PytestAssertRewriteWarning"),
        *("--submission", hand_in(tmp_path, form, CELLS), "--grading-report", report),
        *("--grading-isolation", "none", "--grading-device", "cpu"),
        cwd=course.root,
        levels=["none"],
    )
    assert done.returncode == 0, done.stdout
    assert json.loads(report.read_text(encoding="utf-8"))["score"] == most
