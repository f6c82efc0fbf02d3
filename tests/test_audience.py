"""What a student may see is decided before any renderer runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from helpers.sample_reports import SECRET, ada, reports
from hypothesis import given

from grader.audience import Audience, for_instructor, for_student, told_of, view
from grader.model import CheckResult, FunctionResult, Report, Status
from grader.render import csv, html, index, json, markdown, terminal
from grader.words.messages import NOTHING, heard

RENDERERS: dict[str, Callable[[Report], str]] = {
    "json": json.render,
    "html": html.render,
    "markdown": markdown.render,
    "terminal": terminal.render,
    "index": lambda report: index.render([report], {}),
    "csv": lambda report: csv.render([report]),
}


@pytest.mark.parametrize("name", RENDERERS)
def test_hidden_stays_hidden(name: str) -> None:
    """Nothing of a hidden check's example, place or diagnosis is in what a student gets."""
    assert SECRET not in RENDERERS[name](for_student(ada()))


@pytest.mark.parametrize("name", ["json", "html", "markdown", "terminal"])
def test_an_instructor_sees_it(name: str) -> None:
    """The same renderers do show it to an instructor, so the test above can fail."""
    assert SECRET in RENDERERS[name](for_instructor(ada()))


@given(reports())
def test_only_hidden_checks_lose_something(report: Report) -> None:
    """Hidden checks keep title, verdict and points; everything else stays as it was."""
    shown = for_student(report)
    pairs = [
        (before, after)
        for one, other in zip(report.functions, shown.functions, strict=True)
        for before, after in zip(one.checks, other.checks, strict=True)
    ]
    for before, after in pairs:
        assert (before.title, before.status, before.score) == (after.title, after.status, after.score)
        if before.visible:
            assert before == after
        else:
            assert (after.example, after.location, after.diagnosis, after.located) == (None, None, None, None)
            assert (after.blamed, after.seconds, after.told) == ((), 0.0, NOTHING)
            assert after.message in (before.told, NOTHING) or not re.search(r"\d", str(after.message))
    assert (report.score, report.notes) == (shown.score, shown.notes)


def hidden(status: Status, **more: object) -> CheckResult:
    """A hidden check's verdict with all that an instructor sees of it."""
    score = None if status is Status.FAULT else 0.0
    plain = CheckResult(
        id="h", title=heard("T."), device="cpu", status=status, score=score, max_score=1.0, visible=False,
        message=heard("ValueError: 4711"), blamed=("f4711",), seconds=4711.0,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", list(Status))
def test_of_a_hidden_check_a_few_sentences_are_told(status: Status) -> None:
    """Those that its verdict brings, else one for its status; never the message, a name, a time."""
    shown = told_of(hidden(status))
    assert "4711" not in repr(shown)
    assert told_of(hidden(status, told=heard("Is it right?"))).message == heard("Is it right?")


def test_why_a_hidden_check_could_not_be_run_is_not_told() -> None:
    """A library that an answer hangs on, say: the submission names it. Of a visible check it is told."""
    fault = FunctionResult(
        name="f", status=Status.FAULT, score=None, max_score=1.0, checks=(hidden(Status.FAULT),)
    )
    report = replace(ada(), functions=(fault,), score=None, status="not graded", problem=heard("4711"))
    assert str(for_student(report).problem) == 'This check could not be run: "T."'
    seen = replace(
        hidden(Status.FAULT), visible=True, title=heard("V."), message=heard("It needs a library.")
    )
    both = replace(report, functions=(replace(fault, checks=(hidden(Status.FAULT), seen)),))
    assert str(for_student(both).problem) == 'This check could not be run: "V." It needs a library.'
    alone = replace(report, functions=(replace(fault, checks=(seen,)),))
    assert str(for_student(alone).problem) == "4711"


def test_view_takes_the_audience() -> None:
    """`view` is `for_student` or `for_instructor`, by the audience."""
    assert view(ada(), Audience.STUDENT) == for_student(ada()) != ada()
    assert view(ada(), Audience.INSTRUCTOR) == for_instructor(ada()) == ada()
