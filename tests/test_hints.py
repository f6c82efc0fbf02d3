"""Hints: three steps to each function, one more each time, and `grader status`."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.grading import ROOT
from helpers.student_course import NAME, copy_course, write
from rich.console import Console

from grader.authoring.release import exercises
from grader.commands import hint as hint_command
from grader.commands import status as status_command
from grader.commands.options import HintOptions, StatusOptions
from grader.commands.output import Output
from grader.course.hints import hints_for, parse_hints
from grader.course.layout import Assignment, Course
from grader.course.targets import Target, functions_of
from grader.errors import CourseError, UsageError
from grader.student.progress import FILE, Progress

TEXT = """# Hints: squares

## square

1. A nudge,
   over two lines.
2. The idea:

       x * x

   and no more.
3. 1. is no item here, and `**` neither.

## cube

1. a
2. b
3. c
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return copy_course(tmp_path, NAME, "autograd")


def hint(course: Course, function: str | None, assignment: str | None = None) -> str:
    console = Console(record=True, width=80, force_terminal=False)
    options = HintOptions(course=course.root, function=function, assignment=assignment)
    assert hint_command.hint(options, Output(console)) == 0
    return console.export_text()


def test_hints_are_read_from_markdown() -> None:
    """Items may run over lines and hold indented code; the order is that of the file."""
    found = parse_hints(TEXT, "squares.md")
    assert list(found) == ["square", "cube"]
    assert found["square"][0] == "A nudge,\nover two lines."
    assert found["square"][1] == "The idea:\n\n    x * x\n\nand no more."
    assert found["square"][2].startswith("1. is no item")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("3. c\n", "", "Expected 3 hints for `cube` in .*, got 2"),
        ("3. c\n", "3. c\n4. d\n", "Expected 3 hints .* got 4"),
        ("## square\n\n", "## square\n\nWords.\n", "squares.md, line 5, got 'Words.'"),
    ],
)
def test_hints_of_another_form_are_refused(old: str, new: str, said: str) -> None:
    """A file that is not three steps to each function is named with its line or function."""
    with pytest.raises(CourseError, match=said):
        parse_hints(TEXT.replace(old, new), "squares.md")


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "solutions" / "hints").glob("*.md"))])
def test_every_function_has_hints(name: str) -> None:
    """Each assignment's hints are about exactly its functions, in their order."""
    text = (ROOT / "solutions" / "hints" / f"{name}.md").read_text(encoding="utf-8")
    assert list(parse_hints(text, name)) == functions_of(Assignment(name, ROOT))


def test_release_hands_hints_out(course: Course) -> None:
    """`grader release` puts the hints beside the exercises, and there students' commands find them."""
    made = exercises(course.root)[course.root / "exercises" / "hints" / f"{NAME}.md"]
    assert made == (course.root / "solutions" / "hints" / f"{NAME}.md").read_text(encoding="utf-8")
    (course.root / "exercises" / "hints" / f"{NAME}.md").write_text(
        made.replace("A line has", "Any line has")
    )
    assert str(hints_for(course, Target(NAME, "model"))[0]).startswith("Any line has")


def test_one_more_each_time(course: Course) -> None:
    """The first time one hint, then two, then three; which is remembered beside the exercises."""
    said = [hint(course, "dloss_fn") for _ in range(4)]
    assert [text.count("Hint ") for text in said] == [1, 2, 3, 3]
    assert "2 more hints. Ask again to see one." in said[0] and "That was the last hint." in said[3]
    assert Progress(course).hints(Target(NAME, "dloss_fn")) == 3
    assert Progress(course).hints(Target(NAME, "grad_fn")) == 0


def test_a_name_that_is_in_several_is_asked_back(course: Course) -> None:
    """Where a name may mean several functions, what to type is said, and each of them works."""
    with pytest.raises(
        UsageError, match=r"Type one of these: `grader hint autograd\.training_loop` or `grader hint grad"
    ):
        hint(course, "training_loop")
    with pytest.raises(UsageError, match=r"can mean `autograd\.gradient`, `autograd\.acc"):
        hint(course, "autograd")
    assert "autograd.training_loop" in hint(course, "autograd.training_loop")
    assert "autograd.training_loop" in hint(course, "training_loop", "autograd")
    with pytest.raises(UsageError, match="grader hint FUNCTION"):
        hint(course, None)


def test_no_hints_is_said(course: Course) -> None:
    """A function without hints, or a course without any, is no traceback."""
    for folder in ("exercises", "solutions"):
        (course.root / folder / "hints" / f"{NAME}.md").unlink(missing_ok=True)
    with pytest.raises(UsageError, match=r"There are no hints for `gradient_descent\.model`"):
        hint(course, "model")


def test_a_damaged_memory_is_named(course: Course) -> None:
    """The small file beside the exercises can be deleted without loss, and says so."""
    (course.root / "exercises" / FILE).write_text("{")
    with pytest.raises(UsageError, match=r"grader\.json is damaged.*Delete it"):
        hint(course, "model")


def test_status_says_how_far_and_what_next(course: Course) -> None:
    """Each function with its verdict, points and hints asked for; then what to do next."""
    write(course.assignment(NAME).exercise, "model", "return w * t_u + b")
    hint(course, "loss_fn")
    console = Console(record=True, width=100, force_terminal=False)
    options = StatusOptions(course=course.root, assignment=NAME)
    assert status_command.status(options, Output(console)) == 0
    said = console.export_text()
    assert "1 of 13 functions · 1 / 30 points" in said
    assert "1 of 3 hints" in said and "autograd" not in said
    assert "Next: gradient_descent.loss_fn" in said


def test_what_is_wrong_comes_before_what_is_not_written(course: Course) -> None:
    """As in a report, the next is what is written and wrong, though a stub stands above it."""
    write(course.assignment(NAME).exercise, "loss_fn", "return ((t_p - t_c) ** 2).sum()")
    console = Console(record=True, width=100, force_terminal=False)
    options = StatusOptions(course=course.root, assignment=NAME)
    assert status_command.status(options, Output(console)) == 0
    assert "Next: gradient_descent.loss_fn" in console.export_text()
