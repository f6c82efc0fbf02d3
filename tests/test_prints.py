"""What a failing call printed is shown, bounded and cleaned, and tells nothing of hidden checks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.grading import failed, grade_texts, kept, solution

from grader.audience import for_student
from grader.model import Cell, CheckResult, Report
from grader.render import html, markdown, terminal
from grader.render import json as render_json
from grader.render.in_words import in_words
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.testing.wording import last_lines
from grader.words.translation import Translator

# Prints all that it was ever called with; wrong in every check.
TELLTALE = """
_seen = []


def gradient(params, t_u, t_c):
    _seen.append(t_u.tolist())
    for call in _seen:
        print(call)
    return torch.zeros(2)
"""
LOOP = """
def loss_fn(t_p, t_c):
    for epoch in range(3000):
        print(f"epoch {epoch}: \\x1b[31mloss\\u202e")
    return ((t_p - t_c) ** 2).sum()
"""
ASKS = """
def loss_fn(t_p, t_c):
    return float(input("learning rate? "))
"""


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(kept)
    yield made
    made.close()


@pytest.fixture
def graded(tmp_path: Path) -> Callable[[str], Report]:
    """The report, as its student reads it, of a function in the reference's place."""

    def report(more: str, function: str = "loss_fn", assignment: str = "gradient_descent") -> Report:
        texts, only = {"ada": solution(assignment) + more}, {"ada": (function,)}
        made = grade_texts(tmp_path, texts, assignment, seed=3, only=only, diagnosis=False)["ada"]
        return in_words(for_student(made), Translator())

    return report


def printed(check: CheckResult) -> str:
    assert check.example is not None
    return check.example.printed


def test_the_last_lines_are_shown(graded: Callable[[str], Report]) -> None:
    """In every format, without what would move a terminal's cursor or turn a line round."""
    report = graded(LOOP)
    lines = printed(failed(report, "loss_fn")).splitlines()
    assert lines[0] == "…" and len(lines) == 9 and lines[-1].startswith("epoch 2999: ")
    shown = terminal.render(report, colour=False), markdown.render(report), html.render(report)
    for text in shown:
        assert "epoch 2999: " in text and "epoch 2990" not in text
        assert "\x1b" not in text and "\u202e" not in text
    data = json.loads(render_json.render(report))
    assert "epoch 2999: " in json.dumps(data["functions"])


def test_a_hidden_call_is_not_told(graded: Callable[..., Report]) -> None:
    """What a child printed is shown until it has heard a hidden check, which asks last; not after that."""
    report = graded(TELLTALE, "gradient", "autograd")
    checks = next(one for one in report.functions if one.name == "gradient").checks
    [hidden] = [check for check in checks if not check.visible]
    shown = [check.example.printed for check in checks if check.example is not None]
    assert len(shown) >= 2 and all(shown)
    assert hidden.example is None


def test_after_a_hidden_question_nothing_is_heard(pool: Pool) -> None:
    """A visible check is answered by a new child, which has heard nothing; a hidden call prints nothing."""
    text = "seen = []\ndef f(x):\n    seen.append(x)\n    print(seen)\n    return x\n"
    source = SandboxedSource(pool, [Cell(name="x.py", text=text)], ["f"])

    def ask(value: int, *, hidden: bool = False) -> str:
        asked = question("f", ["x"], (value,), {}, seed=1, device="cpu")
        return source.call_all([asked], within(10.0), hidden=hidden)[0].printed

    assert ask(1) == "[1]\n"
    assert (ask(2, hidden=True), ask(3)) == ("", "[3]\n")
    assert ask(4) == "[3, 4]\n"
    source.close()


def test_input_has_a_sentence(graded: Callable[[str], Report]) -> None:
    """Nobody is there to answer `input()`, and the report says so."""
    check = failed(graded(ASKS), "loss_fn")
    assert "`input()` and `pdb` wait for a person, and nobody is there." in str(check.message)
    assert printed(check) == "learning rate?"


def test_lines_are_bounded() -> None:
    """Eight lines of 200 characters."""
    assert last_lines("a\nb\n\n") == "a\nb"
    assert last_lines("x" * 300) == "x" * 200 + "…"
    assert last_lines("\n".join(map(str, range(20)))) == "…\n" + "\n".join(map(str, range(12, 20)))
