"""One text in each form in which students hand in has the same points in every command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.evening import Pages, Script
from helpers.file_forms import FORMS, cells_of
from helpers.grading import ROOT, grade_files, solution
from helpers.student_course import at_checker, copy_course
from rich.console import Console

from grader.commands.check import meant
from grader.commands.options import CheckOptions
from grader.commands.output import Output
from grader.course.layout import Course
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

NAME = "optimizers"
CELLS = cells_of(solution(NAME))
Points = dict[tuple[str, str], object]


def hand_in(folder: Path, form: str, cells: list[str], name: str = NAME) -> Path:
    """A file of the assignment in this form, and in no other."""
    for ending in CODE:
        (folder / f"{name}{ending}").unlink(missing_ok=True)
    ending, make = FORMS[form]
    path = folder / f"{name}{ending}"
    path.write_text(make(cells), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> Points:
    """What each command says of each form, from one warm checker."""
    course = copy_course(tmp_path_factory.mktemp("course"), NAME)
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
    """Whether the page says that all is right once a right loop is saved in place of a wrong one."""
    folder = course.assignment(NAME).exercise.parent
    wrong = [*CELLS, "def training_loop(n_epochs, optimizer, params, t_u, t_c):\n    raise ValueError\n"]
    hand_in(folder, form, wrong)
    pages = Pages()

    def student() -> Iterator[Event]:
        assert "needs work" in pages.last
        yield Saved(hand_in(folder, form, CELLS))

    watch = Watch(checker, course, read_settings(course), pages)
    watch.run(Script(student()), Target(NAME, "training_loop"))
    return "training_loop is right: 6 / 6" in pages.last


@pytest.fixture(scope="module")
def most(tmp_path_factory: pytest.TempPathFactory) -> float:
    """The points that `grade` gives each form, which are all there are."""
    found = []
    for form in FORMS:
        path = hand_in(tmp_path_factory.mktemp(form), form, CELLS)
        found.append(Found(student=form, assignment=NAME, path=path))
    reports = grade_files(found, diagnosis=False)
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


def test_pytest(tmp_path: Path) -> None:
    """`pytest --submission`: each assignment in another form, all points in each."""
    names = sorted(path.stem for path in (ROOT / "solutions").glob("*.py"))
    for name, form in zip(names, FORMS, strict=True):
        hand_in(tmp_path, form, cells_of(solution(name)), name)
    report = tmp_path / "reports" / "{assignment}.json"
    done = forked_python.run(
        *("-m", "pytest", "-q", "autograde_tests", "-p", "no:cacheprovider", "--disable-plugin-autoload"),
        *("-p", "grader.plugin", "-W", "ignore::pytest.PytestAssertRewriteWarning"),
        *("--submission", tmp_path, "--grading-report", report),
        *("--grading-isolation", "none", "--grading-device", "cpu"),
        cwd=ROOT,
        levels=["none"],
    )
    assert done.returncode == 0, done.stdout
    told = [json.loads((tmp_path / "reports" / f"{name}.json").read_text()) for name in names]
    assert [(one["assignment"], one["score"]) for one in told] == [
        (one["assignment"], one["max_score"]) for one in told
    ]
