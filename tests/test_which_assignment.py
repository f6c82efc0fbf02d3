"""A function that several assignments have: whose is meant is asked once, on a terminal, and remembered."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from helpers.grading import ROOT
from helpers.student_course import NAME, at_checker, copy_course
from rich.console import Console

from grader.commands.check import meant
from grader.commands.choosing import asked_on
from grader.commands.options import CheckOptions
from grader.commands.output import Output
from grader.course.layout import Course, open_course
from grader.course.targets import Target, targets
from grader.errors import UsageError
from grader.student.checker import Checker
from grader.student.host import answer
from grader.student.progress import Progress
from grader.student.which_assignment import Choice, fitting, meant_by, remember, remembered
from grader.words.translation import Translator

LOOP = "training_loop"
TEXT = f"def {LOOP}(n_epochs, learning_rate, params, t_u, t_c):\n    return params\n"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return copy_course(tmp_path_factory.mktemp("course"), NAME, "autograd", "optimizers")


@pytest.fixture
def course(shared: Course) -> Course:
    """That course, with nothing remembered."""
    Progress(shared).path.unlink(missing_ok=True)
    return shared


def nobody(choice: Choice) -> str:
    raise AssertionError(f"it was asked: {choice.about}")


def output() -> Output:
    return Output(Console(file=io.StringIO(), width=100, force_terminal=False))


def typing(monkeypatch: pytest.MonkeyPatch, text: str) -> Output:
    """A terminal at which somebody types this."""
    stdin = io.StringIO(text)
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", stdin)
    return Output(Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None))


def shown(output: Output) -> str:
    file = output.console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_asked_once_and_remembered(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Assignments are listed, a wrong answer is asked again, and the next time nobody is asked."""
    terminal = typing(monkeypatch, "7\ntensors\n2\n")
    found, remark = meant_by(course, LOOP, None, "grader check", asked_on(terminal))
    assert (found, str(remark)) == ([Target(NAME, LOOP)], "")
    said = shown(terminal)
    assert f"3 assignments have a function `{LOOP}`." in said and f"  2  {NAME}" in said
    assert said.count("Type a number from 1 to 3, or a name.") == 2
    found, remark = meant_by(course, LOOP, None, "grader watch", nobody)
    assert found == [Target(NAME, LOOP)]
    assert str(remark) == (
        f"`{LOOP}` is the one of {NAME}, as before. For another one, type `grader watch ASSIGNMENT.{LOOP}`."
    )


def test_a_name_is_an_answer(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types the assignment's name means it; who types nothing more is told what to type instead."""
    found, _ = meant_by(course, LOOP, None, "grader check", asked_on(typing(monkeypatch, "optimizers\n")))
    assert found == [Target("optimizers", LOOP)]
    Progress(course).path.unlink()
    with pytest.raises(UsageError, match=rf"`grader check autograd\.{LOOP}`"):
        meant_by(course, LOOP, None, "grader check", asked_on(typing(monkeypatch, "")))


def test_without_a_terminal_it_says_what_to_type(course: Course) -> None:
    """No question that nobody hears: a sentence with each command, and nothing is remembered."""
    with pytest.raises(
        UsageError, match=rf"`grader watch autograd\.{LOOP}`, .* or `grader watch optimizers\."
    ):
        meant_by(course, LOOP, None, "grader watch", asked_on(output()))
    assert not Progress(course).path.exists()


def test_to_name_an_assignment_is_an_answer_too(course: Course) -> None:
    """In front of the function or as an option; the newest counts. What one alone has is not written down."""
    meant_by(course, f"autograd.{LOOP}", None, "grader check", nobody)
    assert meant_by(course, LOOP, None, "grader check", nobody).targets == [Target("autograd", LOOP)]
    meant_by(course, LOOP, "optimizers", "grader check", nobody)
    assert meant_by(course, LOOP, None, "grader check", nobody).targets == [Target("optimizers", LOOP)]
    meant_by(course, "make_optimizer", None, "grader check", nobody)
    assert Progress(course).assignment_of("make_optimizer") is None
    assert {one.assignment for one in meant_by(course, None, None, "grader check", nobody).targets} == set(
        course.assignments
    )


def test_another_terminal_s_hints_are_kept(course: Course) -> None:
    """One small file holds both."""
    first, second = Progress(course), Progress(course)
    first.hint_shown(Target(NAME, "model"), 2)
    second.belong_to("autograd", [LOOP])
    kept = Progress(course)
    assert (kept.hints(Target(NAME, "model")), kept.assignment_of(LOOP)) == (2, "autograd")


def test_a_folder_that_cannot_be_written_stops_nothing(course: Course) -> None:
    """Nothing can be remembered then: a sentence says so, and the check goes on."""
    path = Progress(course).path
    path.parent.rename(path.parent.with_name("aside"))
    path.parent.write_text("a file where the folder was")
    try:
        assert str(path) in str(remember(course, "autograd", [LOOP]))
    finally:
        path.parent.unlink()
        path.parent.with_name("aside").rename(path.parent)


def check_file(
    course: Course, path: Path, output: Output, function: str | None = None, assignment: str | None = None
) -> tuple[str, str]:
    options = CheckOptions(course=course.root, file=path, function=function, assignment=assignment)
    [piece] = meant(options, course, output)
    return piece.found.assignment or "", " ".join(str(note.text) for note in piece.found.notes)


def test_a_file_of_another_name_goes_by_what_it_defines(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--file` of any name; a loop alone, which several have, is asked about once."""
    path = tmp_path / "my work.py"
    path.write_text(f"def gradient(params, t_u, t_c):\n    return params\n\n\n{TEXT}")
    assert check_file(course, path, output()) == ("autograd", "my work.py was checked as autograd.")
    path.write_text(TEXT)
    with pytest.raises(UsageError, match=r"fits 3 assignments.*'.*my work\.py' --assignment autograd"):
        check_file(course, path, output())
    assert check_file(course, path, typing(monkeypatch, "3\n"))[0] == "optimizers"
    name, note = check_file(course, path, output(), LOOP)
    assert name == "optimizers" and note.endswith("For another assignment, use `--assignment`.")
    assert remembered(course, course.assignments, [LOOP]) == "optimizers"
    assert check_file(course, path, output(), assignment="autograd") == ("autograd", "")
    assert check_file(course, path, output())[0] == "autograd", "an option is an answer, too"
    path.write_text("x = 1\n")
    assert check_file(course, path, output())[0] == ""


def test_a_notebook_of_unknown_name(course: Course) -> None:
    """With the loop alone, it says what to type; what was typed then is remembered, and said."""

    def use(checker: Checker) -> None:
        def ask(function: str | None, assignment: str | None = None) -> tuple[str, str]:
            asked = {"function": function, "assignment": assignment, "notebook": "notebook.ipynb"}
            said = answer(checker, asked | {"cells": [TEXT]}, Translator())
            return said["text"], said["html"]

        with pytest.raises(UsageError) as caught:
            ask(LOOP)
        said = str(caught.value)
        assert f'Type `grader.check("{LOOP}", assignment="autograd")`.' in said
        assert f'Or name another one: {NAME} or optimizers. After that, `grader.check("{LOOP}")`' in said
        text, _ = ask(LOOP, "optimizers")
        assert text.startswith("optimizers") and "as before" not in text
        for function in (LOOP, None):
            text, html = ask(function)
            assert text.startswith("optimizers") and LOOP in text
            for shown in (text, html):
                assert "This notebook is taken for optimizers, as before." in shown

    at_checker(course, use, *course.assignments)


GIVEN = ["model", "loss_fn"]


@pytest.mark.parametrize(
    ("defined", "fit"),
    [
        ([*GIVEN, "calc_forward"], ["validation"]),
        ([*GIVEN, "split_indices", "my_own"], ["validation"]),
        ([*GIVEN, "calc_forward", LOOP], ["validation"]),
        ([*GIVEN, "dloss_fn"], [NAME]),
        (GIVEN, [NAME]),
        (["my_own"], []),
    ],
)
def test_all_functions_of_a_notebook_decide(defined: list[str], fit: list[str]) -> None:
    """Those that the exercise gives, too: a notebook of validation defines two that are checked elsewhere."""
    course = open_course(ROOT)
    assert fitting(course, sorted(course.assignments), defined) == fit


def test_a_notebook_of_validation(tmp_path: Path) -> None:
    """`grader.check()` with nothing said before: what is given is not what is checked."""
    course = copy_course(tmp_path, NAME, "validation")
    cells = [course.assignment("validation").stub_cell().text.split("# ## The loop")[0]]
    asked = {"function": None, "assignment": None, "notebook": "notebook.ipynb", "cells": cells}

    def use(checker: Checker) -> None:
        text = answer(checker, asked, Translator())["text"]
        assert text.startswith("validation") and "calc_forward" in text and "model" not in text

    at_checker(course, use, *course.assignments)


@pytest.mark.parametrize("file", ["exercises/autograd.py", "autograd.ipynb", "./autograd.py"])
def test_a_file_is_its_assignment(course: Course, file: str) -> None:
    """Who types the name of a file means all that is in it."""
    assert targets(course, file) == targets(course, "autograd") != []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Autograd", "`autograd`"), ("optimisers", "`optimizers`"), ("Loss_FN", "`loss_fn`")],
)
def test_a_name_that_is_spelled_otherwise(course: Course, typed: str, meant: str) -> None:
    """Assignments count as functions do; small letters and capitals are the same."""
    with pytest.raises(UsageError) as caught:
        targets(course, typed)
    assert f"Did you mean {meant}" in str(caught.value)
