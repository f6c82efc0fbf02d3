"""Whether a file was worked in: texts for a reader count for nothing, in whatever language they are."""

from __future__ import annotations

import ast
import io
import tokenize

import pytest
from helpers.grading import ROOT
from hypothesis import given
from hypothesis import strategies as st

from grader.course.layout import open_course
from grader.model import Cell, Source
from grader.submission.edited import as_handed_out
from grader.submission.scanner import code_in

COURSE = open_course(ROOT)
NAMES = sorted(COURSE.assignments)


def translated(text: str) -> str:
    """A text with all its docstrings and comments in Chinese, some of them longer than they were."""
    lines = text.split("\n")
    alone = [
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = f"{lines[row - 1][:column]}# 註解 {len(lines[row - 1])}"
    for node in sorted(alone, key=lambda one: one.lineno, reverse=True):
        if isinstance(node.value, str):
            words = '"""說明：「它的形狀」。' + "\n\n第二行 # 不是註解\n" * (node.lineno % 2) + '"""'
            lines[node.lineno - 1 : node.end_lineno] = [f"{' ' * node.col_offset}{words}"]
    return "\n".join(lines)


def source(text: str) -> Source:
    return Source(path="a.py", sha256="", cells=(Cell(name="a.py", text=text),))


@pytest.mark.parametrize("name", NAMES)
def test_an_exercise_in_another_language_is_as_it_was_handed_out(name: str) -> None:
    """And a solution with the same texts is not."""
    assignment = COURSE.assignment(name)
    exercise, solution = assignment.stub_cell().text, assignment.solution_cell().text
    assert translated(exercise) != exercise
    assert list(code_in(translated(exercise))) == list(code_in(exercise))
    assert as_handed_out(assignment, source(translated(exercise)))
    assert not as_handed_out(assignment, source(translated(solution)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x = 1  # one\n\n# two\n", ["x = 1"]),
        ("'a' 'b'\nr'''\nc # d\n'''\nf()\n", ["f()"]),
        ("x = '# no comment'\n", ["x = '# no comment'"]),
        ("x = '''\ntext\n'''\n", ["x = '''", "text", "'''"]),
        ("f(\n    # why\n    1,\n)\n", ["f(", "1,", ")"]),
        ('"""never closed\nx = 1\n', ['"""never closed', "x = 1"]),
        ("x = 'never closed\ny = 2 \\\n", ["x = 'never closed", "y = 2 \\"]),
    ],
)
def test_code_and_texts(text: str, code: list[str]) -> None:
    """A string that is used is code; what is cut off in the middle is kept."""
    assert list(code_in(text)) == code


@given(st.text(alphabet="'\"\\#\n rb(x"))
def test_any_text_comes_to_an_end(text: str) -> None:
    """No text takes long, and every line left is a line of it."""
    lines = text.split("\n")
    assert all(any(part in line for line in lines) for part in code_in(text))


def test_quotes_without_end_take_no_time() -> None:
    """What a pattern could read in many ways is read in one."""
    assert list(code_in('""' * 100_000 + "x")) == ['""' * 100_000 + "x"]
