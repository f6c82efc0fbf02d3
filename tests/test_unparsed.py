"""What Python cannot read is the headline everywhere, and what it can read is graded below."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.grading import ROOT, function, grade_files, grade_texts, solution
from helpers.sample_reports import perfect
from rich.console import Console

from grader.commands.exit_codes import exit_code
from grader.model import Location, Report, Status, Unparsed
from grader.render import csv as render_csv
from grader.render import github, html, json, markdown, terminal
from grader.render.next_step import next_step, summary
from grader.render.overview import overview
from grader.submission import Found
from grader.words.messages import say

REAL = ROOT / "tests" / "data" / "real_world"
LINES = {
    "p_smart": "optimizers.py, line 11: SyntaxError: invalid character '“' (U+201C)",
    "p_nbsp": "optimizers.py, line 11: SyntaxError: invalid non-printable character U+00A0",
    "p_print2": "optimizers.py, line 11: SyntaxError: Missing parentheses in call to 'print'.",
    "p_tabs": "optimizers.py, line 9: TabError: inconsistent use of tabs and spaces in indentation",
}


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """Files of real students that do not parse, by the name of their folder."""
    found = [
        Found(student=name, assignment="optimizers", path=REAL / name / "optimizers.py")
        for name in (*LINES, "two_functions")
    ]
    return {report.student: report for report in grade_files(found)}


def class_table(report: Report) -> str:
    sheet = io.StringIO()
    Console(file=sheet, width=400).print(terminal.class_table([report]))
    return sheet.getvalue()


@pytest.mark.parametrize("name", LINES)
def test_where_nothing_can_be_read_the_line_is_the_reason(reports: dict[str, Report], name: str) -> None:
    """Not graded, for that reason, which stands first; nobody asks whether it is the right file."""
    report, line = reports[name], LINES[name]
    assert (report.status, report.score) == ("not graded", None)
    assert exit_code([report], None) == 3
    assert str(report.problem).startswith(line)
    assert "right file" not in str(report.problem)
    assert str(next_step(report)).startswith(line)
    assert str(summary(report)).startswith(line)
    named = line.partition("Error")[0] + "Error"
    assert named in terminal.render(report, width=200, colour=False).splitlines()[1]
    assert named in html.render(report).partition("<main>")[0]
    assert f"! not graded · {line}"[:70] in class_table(report)
    (row,) = csv.DictReader(io.StringIO(render_csv.render([report])))
    assert row["problem"].startswith(line)
    place = f",line={report.unparsed[0].location.line},"
    assert [mark for mark in github.marks(report, "work.py") if place in mark]


def test_what_parses_is_graded_and_what_does_not_has_failed_for_it(reports: dict[str, Report]) -> None:
    """`train_step` has its points; `training_loop` is there, and its line is why it has none."""
    report = reports["two_functions"]
    line = "optimizers.py, line 21: SyntaxError: invalid syntax."
    assert function(report, "train_step").score == 4
    loop = function(report, "training_loop")
    assert (loop.status, loop.score) == (Status.FAILED, 0)
    assert loop.location == Location(file="optimizers.py", line=21)
    first = loop.checks[0]
    assert str(first.message).startswith(line) and "never closed" in str(first.message)
    assert first.location == loop.location
    assert function(report, "make_optimizer").status is Status.MISSING


@pytest.mark.parametrize("kind", ["terminal", "html", "markdown", "summary", "table", "csv", "mark"])
def test_it_is_the_headline(reports: dict[str, Report], kind: str) -> None:
    """Above everything else that is said of the file, in every form of the report."""
    report = reports["two_functions"]
    shown = {
        "terminal": terminal.render(report, width=200, colour=False).splitlines()[1],
        "html": html.render(report).partition("<main>")[0],
        "markdown": markdown.render(report).splitlines()[2],
        "summary": github.summary([report]).splitlines()[2],
        "table": class_table(report),
        "csv": render_csv.render([report]).splitlines()[1],
        "mark": github.marks(report, "work.py")[0],
    }
    assert "optimizers.py, line 21: SyntaxError" in shown[kind]
    if kind == "mark":
        assert shown[kind].startswith(
            "::error file=work.py,line=21,title=training_loop::optimizers.py, line 21"
        )


def test_it_stands_above_what_passes() -> None:
    """No "everything passes" over a file that cannot be read whole."""
    place = Location(file="gradient_descent.py", line=90)
    slip = Unparsed(message=say("{place}: SyntaxError: no.", place=place.place), location=place)
    report = replace(perfect(), unparsed=(slip, replace(slip, location=replace(place, line=95))))
    words = str(next_step(report))
    assert words.startswith("gradient_descent.py, line 90: SyntaxError") and "1 more place" in words
    sheet = io.StringIO()
    Console(file=sheet, width=100).print(overview([perfect(), report]))
    told = terminal.render(report), html.render(report), markdown.render(report), class_table(report)
    for text in (*told, sheet.getvalue()):
        assert "Everything passes" not in text
        assert "line 90: SyntaxError" in text
    assert len(github.marks(report, "work.py")) == 2
    assert json.parse(json.render(report)).unparsed == report.unparsed


def test_one_line_outside_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    """`return` at the margin is met when the file is compiled; a broken demonstration costs no function."""
    texts = {
        "margin": solution("autograd").replace("### END SOLUTION", "") + "return 3\n",
        "print": solution("autograd") + 'print "done"\n',
    }
    reports = grade_texts(tmp_path, texts, "autograd")
    for name, words in (("margin", "'return' outside function"), ("print", "needs brackets")):
        report = reports[name]
        assert report.score == report.max_score
        assert words in str(next_step(report)), name
        assert str(summary(report))


def test_a_good_definition_stands_where_a_later_one_does_not_parse(tmp_path: Path) -> None:
    """As in a notebook, whose kernel keeps the one that it could read."""
    text = solution("autograd") + "def training_loop(n_epochs, learning_rate, params, t_u, t_c:\n    pass\n"
    report = grade_texts(tmp_path, {"anna": text}, "autograd")["anna"]
    assert report.score == report.max_score
    assert report.unparsed[0].functions == ("training_loop",)
