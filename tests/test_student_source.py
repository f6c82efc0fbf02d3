"""One function's lines in a text: found, shown, put back, whatever stands around it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from helpers.student_course import NAME, copy_course, write

from grader.course.layout import Course
from grader.errors import UsageError
from grader.student.reset import reset
from grader.student.source import function_text, place, reference_text, replaced, span
from grader.submission.edited import worked_in

NOW = datetime(2026, 11, 20, 21, 5)
TEXT = '''import torch


@torch.no_grad()
def first(x):
    """One."""
# a comment at the margin
    return (
        x
)


# %%
def second(x):
    return 2
print("after")
'''


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return copy_course(tmp_path)


def test_a_function_is_found_whole() -> None:
    """Decorators belong to it, comments and brackets at the margin do not end it."""
    assert span(TEXT, "first") == (3, 10)
    assert span(TEXT, "second") == (13, 15)
    assert span(TEXT, "third") is None


def test_a_text_that_does_not_parse_is_read_by_its_margin() -> None:
    """The lines of a function are found also where something, somewhere, is not Python."""
    broken = TEXT + "def third(:\n    return\n"
    assert function_text(broken, "second") == "def second(x):\n    return 2"
    assert function_text(broken, "first") == "\n".join(TEXT.splitlines()[4:10])


def test_the_last_definition_counts() -> None:
    """Where a function is defined twice, the one that Python would call is replaced."""
    text = "def f():\n    return 1\n\n\ndef f():\n    return 2\n"
    assert replaced(text, "f", "def f():\n    pass") == "def f():\n    return 1\n\n\ndef f():\n    pass\n"
    assert replaced("x = 1\n", "f", "def f():\n    pass") == "x = 1\n\n\ndef f():\n    pass\n"


def test_the_reference_is_shown_without_marks(course: Course) -> None:
    """What a student is shown of the solution is code, not the marks that it is made of."""
    text = reference_text(course.assignment(NAME), "loss_fn")
    assert text is not None and text.startswith("def loss_fn(") and "###" not in text
    compile(text, "reference", "exec")


def test_the_place_of_a_function(course: Course) -> None:
    """The line to click on is that of its definition."""
    work = course.assignment(NAME).exercise
    line = place(work, "dloss_fn")
    assert work.read_text(encoding="utf-8").splitlines()[line - 1].startswith("def dloss_fn(")
    assert place(work, "no_such") == 1


def test_reset_in_a_file_that_does_not_parse(course: Course) -> None:
    """A function that broke the file is put back, other work in the file stays."""
    work = course.assignment(NAME).exercise
    write(work, "model", "return w * t_u + b")
    before = work.read_text(encoding="utf-8")
    write(work, "loss_fn", "return ((t_p - t_c")
    broken = work.read_text(encoding="utf-8")
    kept = reset(course, course.assignment(NAME), "loss_fn", NOW)
    assert work.read_text(encoding="utf-8") == before
    assert kept.read_text(encoding="utf-8") == broken


def test_a_second_reset_keeps_a_second_copy(course: Course) -> None:
    """No copy is ever written over another."""
    names = [reset(course, course.assignment(NAME), "model", NOW).name for _ in range(2)]
    assert names == [f"{NAME}-20261120-210500.py", f"{NAME}-20261120-210500-2.py"]


def test_reset_in_a_notebook(course: Course) -> None:
    """Who works in the notebook gets the function's cell back, outputs and other cells as they were."""
    assignment = course.assignment(NAME)
    path = assignment.exercise.with_suffix(".ipynb")
    script = assignment.exercise
    assert worked_in(assignment, script) == script, "an untouched notebook is nobody's work"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    handed_out = json.loads(path.read_text(encoding="utf-8"))
    [cell] = [one for one in notebook["cells"] if one.get("id") == "loss_fn"]
    cell["source"] = ["def loss_fn(t_p, t_c):\n", "    return 0.0\n", "loss_fn(1, 2)"]
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hi"}]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert worked_in(assignment, script) == path
    reset(course, assignment, "loss_fn", NOW)
    now = json.loads(path.read_text(encoding="utf-8"))
    [put] = [one for one in now["cells"] if one.get("id") == "loss_fn"]
    [given] = [one for one in handed_out["cells"] if one.get("id") == "loss_fn"]
    assert "".join(put["source"]) == "".join(given["source"]).rstrip() + "\nloss_fn(1, 2)"
    assert put["outputs"] == cell["outputs"]
    assert [one for one in now["cells"] if one is not put] == [
        one for one in notebook["cells"] if one is not cell
    ]


@pytest.mark.parametrize(
    ("encoding", "cookie"),
    [("utf-8", ""), ("latin-1", "# coding: latin-1\n"), ("utf-8-sig", ""), ("utf-16", "")],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_reset_keeps_encoding_and_line_ends(course: Course, encoding: str, cookie: str, end: str) -> None:
    """Every byte outside the function is as it was."""
    work = course.assignment(NAME).exercise
    # Latin-1 lacks some of the exercise's own characters; the student's file has what it has.
    given = work.read_text(encoding="utf-8").encode("latin-1", "replace").decode("latin-1")
    odd = "20 °C \x0c" if encoding == "latin-1" else "20 °C \x0c\u2028"
    handed_out = f"{cookie}# André, {odd}\n{given}"
    work.write_text(handed_out, encoding="utf-8")
    write(work, "loss_fn", "return 0.0")
    before = work.read_text(encoding="utf-8")
    work.write_bytes(before.replace("\n", end).encode(encoding))
    reset(course, course.assignment(NAME), "loss_fn", NOW)
    assert work.read_bytes() == handed_out.replace("\n", end).encode(encoding) != before.encode(encoding)


def test_a_character_that_the_file_cannot_hold(course: Course) -> None:
    """The function as it was handed out has one: nothing is changed, and the sentence says what to do."""
    assignment = course.assignment(NAME)
    text = assignment.exercise.read_text(encoding="utf-8").replace("def loss_fn(", "def lost(")
    data = ("# coding: ascii\n" + text.encode("ascii", "replace").decode()).encode()
    assignment.exercise.write_bytes(data)
    odd = assignment.stub_cell().text.replace(
        'def loss_fn(t_p, t_c):\n    """', 'def loss_fn(t_p, t_c):\n    """≤ '
    )
    assert odd != assignment.stub_cell().text
    course.assignment(NAME).solution.write_text(odd, encoding="utf-8")
    with pytest.raises(UsageError, match="Save the file as UTF-8"):
        reset(course, assignment, "loss_fn", NOW)
    assert assignment.exercise.read_bytes() == data
    assert not (assignment.exercise.parent / ".backup").exists()


def test_reset_in_a_notebook_with_half_a_character(course: Course) -> None:
    """An output may hold half an emoji; it stays as it was."""
    assignment = course.assignment(NAME)
    path = assignment.exercise.with_suffix(".ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    [cell] = [one for one in notebook["cells"] if one.get("id") == "loss_fn"]
    cell["source"] = ["# \u2028\n", "def loss_fn(t_p, t_c):\n", "    return 0.0\n"]
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "\ud83d"}]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    reset(course, assignment, "loss_fn", NOW)
    [put] = [
        one for one in json.loads(path.read_text(encoding="utf-8"))["cells"] if one.get("id") == "loss_fn"
    ]
    assert put["outputs"][0]["text"] == "\ud83d"
    assert put["source"][0] == "# \u2028\n" and "NotImplementedError" in "".join(put["source"])
