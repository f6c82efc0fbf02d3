"""What a student may see is decided before any renderer runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from helpers.sample_reports import SECRET, ada, reports
from hypothesis import given

from grader.audience import Audience, for_instructor, for_student, view
from grader.model import Report
from grader.render import csv, html, index, json, markdown, terminal

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
    """Hidden checks keep title, message and points; everything else stays as it was."""
    shown = for_student(report)
    pairs = [
        (before, after)
        for one, other in zip(report.functions, shown.functions, strict=True)
        for before, after in zip(one.checks, other.checks, strict=True)
    ]
    for before, after in pairs:
        assert (before.title, before.message, before.score) == (after.title, after.message, after.score)
        if before.visible:
            assert before == after
        else:
            assert (after.example, after.location, after.diagnosis) == (None, None, None)
    assert (report.score, report.notes, report.problem) == (shown.score, shown.notes, shown.problem)


def test_view_takes_the_audience() -> None:
    """`view` is `for_student` or `for_instructor`, by the audience."""
    assert view(ada(), Audience.STUDENT) == for_student(ada()) != ada()
    assert view(ada(), Audience.INSTRUCTOR) == for_instructor(ada()) == ada()
