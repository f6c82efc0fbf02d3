"""grades.csv: a line for each submission that no spreadsheet will run."""

from __future__ import annotations

import csv as plain
import io
from dataclasses import replace

import pytest
from helpers.sample_reports import a_class, ada, reports, unreadable
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Report
from grader.render import csv


def rows(text: str) -> list[dict[str, str]]:
    return list(plain.DictReader(io.StringIO(text)))


def test_a_line_for_each_submission() -> None:
    """Every report has its line, in order, with its score."""
    lines = rows(csv.render(a_class()))
    assert [line["student"] for line in lines] == [report.student for report in a_class()]
    assert (lines[0]["score"], lines[0]["max_score"], lines[0]["status"]) == ("21", "44", "graded")


def test_not_graded_is_not_a_zero() -> None:
    """A submission without a score has an empty cell and says why."""
    line = rows(csv.render([unreadable()]))[0]
    assert line["score"] == ""
    assert line["status"] == "not graded"
    assert "is not a notebook" in line["problem"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1", "\uff1d1"])
def test_formulas_are_text(name: str) -> None:
    """A name that a spreadsheet would run gets a leading apostrophe."""
    assert rows(csv.render([replace(ada(), student=name)]))[0]["student"].startswith("'")


@given(st.lists(reports(), max_size=3))
def test_always_as_many_lines_as_submissions(some: list[Report]) -> None:
    """No text can break out of its cell, its line or its encoding."""
    text = csv.render(some)
    text.encode("utf-8")
    assert len(rows(text)) == len(some)
    assert text.count("\n") == len(some) + 1
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows(text) for cell in row.values())
