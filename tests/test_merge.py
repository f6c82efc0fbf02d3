"""Two mistakes in one function: laid over each other as texts, and named as the two that they are."""

from __future__ import annotations

import ast

import pytest
from helpers.grading import ROOT, Named, failed, grade_texts, solution

from grader.diagnosis.function_mistakes import read_misconceptions, right_wordings
from grader.diagnosis.merge import blends
from grader.model import Diagnosis, Report


def function(text: str) -> ast.FunctionDef:
    (found,) = ast.parse(text).body
    assert isinstance(found, ast.FunctionDef)
    return found


def both(right: str, one: str, other: str) -> str | None:
    """The two at once in ast's own layout, or None."""
    made = blends([function(right)], {"one": function(one), "other": function(other)})
    return ast.unparse(ast.parse(made["one", "other"])) if made else None


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────────


def test_changes_in_different_places_are_both_made() -> None:
    """Layout, docstrings, annotations and the functions' own names are no changes."""
    made = both(
        'def f(a: int, b=1) -> int:\n    """Right."""\n    return 2 * (a - b) / a.size(0)\n',
        'def forgets(a, b=1):\n    """Forgets."""\n    return 2 * (a - b)\n',
        "def swaps(a, b=1):\n    # the other way round\n    return (2\n        * (b - a) / a.size(0))\n",
    )
    assert made == "def _(a, b=1):\n    return 2 * (b - a)"


def test_a_line_that_moves_takes_its_indentation() -> None:
    """Statements in and out of a loop, with another one's change inside it."""
    made = both(
        "def f(n, x):\n    for _ in range(n):\n        zero()\n        x = x - go(x)\n    return x\n",
        "def one(n, x):\n    zero()\n    for _ in range(n):\n        x = x - go(x)\n    return x\n",
        "def other(n, x):\n    for _ in range(n):\n        zero()\n        x = x + go(x)\n    return x\n",
    )
    assert made == "def _(n, x):\n    zero()\n    for _ in range(n):\n        x = x + go(x)\n    return x"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("return 3 * a", "return 4 * a", id="the same word"),
        pytest.param("return 2 * -a", "return 2 * +a", id="words put in one place"),
        pytest.param("return 2 * a", "return 3 * a", id="one is right"),
    ],
)
def test_what_would_be_a_guess_is_not_made(one: str, other: str) -> None:
    """Neither order of two changes in one place is what a student wrote."""
    assert both("def f(a):\n    return 2 * a", f"def f(a):\n    {one}", f"def f(a):\n    {other}") is None


def test_what_comes_to_one_mistake_is_no_pair() -> None:
    """Half of it and half of it is the whole, which has words of its own."""
    names = {
        "half": function("def half(a):\n    return a.mean()"),
        "other": function("def other(a):\n    return 2 * a"),
        "whole": function("def whole(a):\n    return a"),
    }
    assert not blends([function("def f(a):\n    return 2 * a.mean()")], names)


def test_a_second_wording_serves_where_the_first_does_not() -> None:
    """Two ways to write it right: a pair is laid over the one that fits."""
    wrong = {
        "climbs": function("def climbs(p):\n    return p + lr * step(p)"),
        "leaps": function("def leaps(p):\n    return p - step(p)"),
    }
    far = function("def f(p):\n    w, b = p\n    return stack([w - lr * w.grad, b - lr * b.grad])")
    near = function("def f(p):\n    return p - lr * step(p)")
    assert not blends([far], wrong)
    assert "p + step" in blends([far, near], wrong)["climbs", "leaps"]


def test_every_pair_of_the_course_is_a_function() -> None:
    """Each text parses, takes what its function takes, and is told apart from every single mistake's."""
    count = 0
    for path in sorted((ROOT / "solutions" / "misconceptions").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        nodes = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
        wrong = {
            one.id.rpartition("/")[2]: nodes[one.id.rpartition("/")[2]]
            for one in read_misconceptions(text, path.stem, path.parent.name)
        }
        for (one, _), made in blends(list(right_wordings(text).values()), wrong).items():
            names = [argument.arg for argument in function(made).args.args]
            assert names == [argument.arg for argument in nodes[one].args.args]
            count += 1
    assert count > 500


# ── diagnoses ────────────────────────────────────────────────────────────────────────────────────────────

AUTOGRAD = {
    # No zeroing, and an epoch too few.
    "two": """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    epoch = 1
    while epoch < n_epochs:
        t_p = model(t_u, *params)
        loss = loss_fn(t_p, t_c)
        loss.backward()
        update(params, learning_rate)
        epoch += 1
    return params
""",
    "one": """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        loss_fn(model(t_u, *params), t_c).backward()
        update(params, learning_rate)
    return params
""",
    # Alone, one of its mistakes would raise an error; both together do not, so its words would be false.
    "silent": """
def update(params, learning_rate):
    with torch.enable_grad():
        new = params + learning_rate * params.grad
    return new
""",
    "three": """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, n_epochs):
        loss_fn(model(t_u, *params), t_c).backward()
        update(params, -learning_rate)
    return params
""",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    texts = {name: solution("autograd") + text for name, text in AUTOGRAD.items()}
    return grade_texts(tmp_path_factory.mktemp("pairs"), texts, "autograd", evaluation=Named)


def diagnosis(report: Report, name: str) -> Diagnosis | None:
    return failed(report, name).diagnosis


def test_two_mistakes_at_once_are_both_named(reports: dict[str, Report]) -> None:
    """In the student's own words, none of which is the course's."""
    found = diagnosis(reports["two"], "training_loop")
    assert found is not None
    assert found.id == "training_loop/never_zeroes+one_epoch_too_few"
    assert str(found.headline).startswith("Two mistakes at once. (1) ")
    assert str(found.explanation).startswith("(1) ") and " (2) " in str(found.explanation)
    assert found.section == "§5.5.1, §5.4.3"


def test_one_mistake_is_one(reports: dict[str, Report]) -> None:
    """A single misconception that answers alike throughout comes before any pair."""
    found = diagnosis(reports["one"], "training_loop")
    assert found is not None and found.id == "training_loop/never_zeroes"


def test_words_that_would_be_false_are_not_said(reports: dict[str, Report]) -> None:
    """No diagnosis rather than "that raises an error" where none was raised."""
    assert diagnosis(reports["silent"], "update") is None


def test_three_mistakes_are_not_guessed_at(reports: dict[str, Report]) -> None:
    """The plain difference is shown."""
    assert diagnosis(reports["three"], "training_loop") is None
