"""What a run on GitHub shows: the summary, and marks at lines."""

from __future__ import annotations

from dataclasses import replace

from helpers.sample_reports import SECRET, a_class, ada, perfect, reports, unreadable
from hypothesis import given

from grader.audience import for_student
from grader.model import Report
from grader.render import github, markdown
from grader.words.messages import heard


def test_one_student_gets_everything() -> None:
    """A table, and each report in full below it."""
    made = github.summary(
        [for_student(ada()), replace(perfect(), student=ada().student, assignment="autograd")]
    )
    assert made.startswith("| assignment | points | what to do first |")
    assert "| `autograd` |" in made
    assert markdown.render(for_student(ada())) in made
    assert SECRET not in made


def test_a_class_gets_a_table() -> None:
    """A line each with the name; no report of one student's in it."""
    made = github.summary(a_class())
    lines = made.splitlines()
    assert lines[0] == "| student | assignment | points | what to do first |"
    assert len(lines) == 2 + len(a_class())
    assert "not graded" in made


def test_a_summary_fits() -> None:
    """GitHub takes 1 MiB: what does not fit is counted, not cut in two."""
    long = replace(ada(), notes=(heard("x" * 400_000),))
    made = github.summary([long, long, long, long])
    assert len(made.encode()) < 1 << 20
    assert made.endswith("… 2 more reports do not fit here. The files of this run have all reports.\n")


def test_marks_stand_at_lines() -> None:
    """A function in need of work is marked at its line, in GitHub's escapes."""
    marks = github.marks(ada(), "exercises/gradient descent.py")
    assert marks and all(
        mark.startswith("::error file=exercises/gradient descent.py,line=") for mark in marks
    )
    assert all(",title=" in mark and "%3A" in mark for mark in marks)
    assert github.marks(perfect(), "a.py") == []
    (only,) = github.marks(unreadable(), "a.py")
    assert only.startswith("::error file=a.py,title=not graded::")


def test_a_notebook_has_no_lines_to_mark() -> None:
    """The line of a cell is not one of the file."""
    marks = github.marks(replace(ada(), submission="gradient_descent.ipynb"), "gradient_descent.ipynb")
    assert marks and not [mark for mark in marks if ",line=" in mark]


@given(reports())
def test_no_student_writes_commands(report: Report) -> None:
    """Whatever a report says stays one line: a second one could be a command of its own."""
    for mark in github.marks(report, "a.py"):
        assert mark.startswith("::error ") and len(mark.splitlines()) == 1
    for line in github.summary([report]).splitlines():
        assert not line.startswith("::")
