"""A course written in Chinese, from `new-course` to the report: its sentences arrive whole."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.pseudo import page_text

TITLE = "每個元素都變成兩倍。"
SHAPES = "不論形狀如何，張量的每個元素都要加倍；不可以使用迴圈。"
HEADLINE = "元素被平方，而不是加倍。"
EXPLANATION = "`x ** 2` 是每個元素乘上自己；兩倍要寫成 `2 * x`。"
CHECKS = f'''"""sums"""

from grader.testing import Cases, Functions, check, expect


@check("sums", points=1)
def test_one_number(student: Functions, reference: Functions, cases: Cases) -> None:
    """{TITLE}"""
    x = cases.tensor(1, low=3.0)  # twice 2 is also 2 squared
    expect(student.sums(x)).close_to(reference.sums(x))


@check("sums", points=1)
def test_any_shape(student: Functions, reference: Functions, cases: Cases) -> None:
    """{SHAPES}"""
    x = cases.tensor(2, 3)
    expect(student.sums(x)).close_to(reference.sums(x))
'''
MISTAKES = f'''"""常見的錯誤"""


def squares(x):
    """{HEADLINE}

    {EXPLANATION} (§1)
    """
    return x**2
'''
WRONG = "def sums(x):\n    return x**2\n"


def grader(*arguments: str, cwd: Path, columns: int = 80) -> str:
    """What a command prints; it must end well, or say that something lost points."""
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": str(columns), "HOME": str(cwd)}
    done = forked_python.run("-m", "grader", *arguments, cwd=cwd, env=env, levels=["none", "full"])
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of reports of a class of one, and what was printed."""
    root = tmp_path_factory.mktemp("課程") / "course"
    grader("new-course", str(root), cwd=root.parent)
    grader("new-exercise", "sums", cwd=root)
    (root / "autograde_tests" / "test_sums.py").write_text(CHECKS, encoding="utf-8")
    (root / "solutions" / "misconceptions" / "sums" / "sums.py").write_text(MISTAKES, encoding="utf-8")
    (root / "course.toml").write_text('language = "zh-TW"\n', encoding="utf-8")
    grader("release", cwd=root)
    handed_in = root / "in" / "王小明"
    handed_in.mkdir(parents=True)
    (handed_in / "sums.py").write_text(WRONG, encoding="utf-8")
    printed = grader("grade", "in", "--format", "json,html,md,junit", "--output", "out", cwd=root)
    (root / "out" / "printed.txt").write_text(printed, encoding="utf-8")
    (root / "exercises" / "sums.py").write_text(WRONG, encoding="utf-8")
    (root / "out" / "check.txt").write_text(grader("check", "sums", cwd=root), encoding="utf-8")
    return root / "out"


def report(results: Path, name: str) -> str:
    """One of the student's files."""
    return (results / "王小明" / "sums" / name).read_text("utf-8")


def cells(line: str) -> int:
    """How wide a line is on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def test_the_page_says_its_sentences_whole(results: Path) -> None:
    """In one piece each, under the language of the course."""
    page = report(results, "report.html")
    assert re.search(r'<html[^>]* lang="zh-Hant-TW"', page)
    shown = page_text(page)
    for text in (TITLE, SHAPES, HEADLINE, EXPLANATION.replace("`", "")):
        assert text in shown, text


def test_markdown_makes_no_code_of_chinese(results: Path) -> None:
    """A sentence is prose, not a code span."""
    text = report(results, "report.md")
    for sentence in (TITLE, SHAPES, HEADLINE):
        assert sentence in text
        assert not re.search(rf"`[^`\n]*{re.escape(sentence[:6])}[^`\n]*`", text)


def test_the_terminal_keeps_to_its_width(results: Path) -> None:
    """At 80 columns no line is wider, and nothing of a sentence is lost where it is folded."""
    text = (results / "check.txt").read_text("utf-8")
    assert max(map(cells, text.splitlines())) <= 80
    flat = re.sub(r"\s+", "", text)
    for sentence in (TITLE, SHAPES, HEADLINE, EXPLANATION):
        assert re.sub(r"\s+", "", sentence) in flat, sentence


def test_the_report_names_its_language(results: Path) -> None:
    """Its own texts are Chinese; what the grader says has no translation yet, and is English."""
    data = json.loads(report(results, "report.json"))
    assert data["language"] == "zh-TW"
    [function] = data["functions"]
    assert [check["title"] for check in function["checks"]][:2] == [TITLE, SHAPES]
    assert function["checks"][0]["diagnosis"]["headline"] == HEADLINE
