"""Edits of a function: which there are, in what order, on which lines, and that each is a text of its own."""

from __future__ import annotations

import ast

import pytest

from grader.diagnosis import edits
from grader.diagnosis.written import Written, function_in
from grader.model import SlipKind

LOOP = '''def training_loop(n_epochs, optimizer, params, t_u, t_c):
    """Trains.

    Well."""
    for epoch in range(1, n_epochs + 1):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
        print(f"{epoch}: {loss}", n_epochs - 1)
    return params
'''


def made(text: str) -> dict[str, SlipKind]:
    """Each text that one edit of what stands there leaves, and of what kind the edit is."""
    own = Written(text)
    return {own.edited([edit]): edit.kind for edit in edits.changes(own, {}, 10_000)}


def added(text: str) -> dict[str, SlipKind]:
    """Each text that one edit leaves that puts in what may be missing."""
    own = Written(text)
    return {own.edited([edit]): edit.kind for edit in edits.additions(own, 10_000)}


@pytest.mark.parametrize(
    ("wrong", "right", "kind"),
    [
        ("a + b", "a - b", SlipKind.OPERATOR),
        ("(a + b) * c", "(a + b) / c", SlipKind.OPERATOR),
        ("a <= b", "a < b", SlipKind.OPERATOR),
        ("a is not b", "a is b", SlipKind.OPERATOR),
        ("-a", "a", SlipKind.OPERATOR),
        ("a - b", "(b - a)", SlipKind.ORDER),
        ("a + b - c", "(c - (a + b))", SlipKind.ORDER),
        ("f(a, b)", "f(b, a)", SlipKind.ORDER),
        ("(a, b)", "(b, a)", SlipKind.ORDER),
        ("a.sum(dim=0)", "a.sum(dim=1)", SlipKind.CONSTANT),
        ("a * 0.1", "a * 0.01", SlipKind.CONSTANT),
        ("f(a, keepdim=True)", "f(a, keepdim=False)", SlipKind.CONSTANT),
        ("a * 5", "a * b", SlipKind.CONSTANT),
        ("range(a)", "range(1, a + 1)", SlipKind.COUNT),
        ("a < b", "(a + 1) < b", SlipKind.COUNT),
        ("f(a, a, b)", "f(a, c, b)", SlipKind.NAME),
        ("f(a, dim=0)", "f(a)", SlipKind.ARGUMENT),
        ("f(a, b, c)", "f(a, c)", SlipKind.ARGUMENT),
        ("a.mean()", "a.sum()", SlipKind.CALL),
        ("a.detach()", "a", SlipKind.CALL),
        ("abs(a)", "a", SlipKind.CALL),
        ("a[1:]", "a[:]", SlipKind.INDEX),
        ("a[b]", "a[(b - 1)]", SlipKind.COUNT),
        ("a[:3]", "a[3:]", SlipKind.INDEX),
        ("a and b", "a or b", SlipKind.CONDITION),
        ("a if b else c", "(c if b else a)", SlipKind.CONDITION),
        ("a + b", "a", SlipKind.EXTRA),
    ],
)
def test_a_slip_in_an_expression_is_taken_back(wrong: str, right: str, kind: SlipKind) -> None:
    """The right text is among the edits of the wrong one, of this kind."""
    head = "def f(a, b, c):\n    return "
    assert made(head + wrong).get(head + right) is kind


@pytest.mark.parametrize(
    ("wrong", "right", "kind"),
    [
        ("    b = a\n    c = a\n    return b", "    c = a\n    b = a\n    return b", SlipKind.ORDER),
        ("    a -= b\n    return a", "    a = a - b\n    return a", SlipKind.OPERATOR),
        ("    a = a - b\n    return a", "    a -= b\n    return a", SlipKind.OPERATOR),
        ("    a = b\n    return a", "    pass\n    return a", SlipKind.EXTRA),
        (
            "    for b in c:\n        a = b\n        return a",
            "    for b in c:\n        a = b\n    return a",
            SlipKind.BLOCK,
        ),
        (
            "    for b in c:\n        a = b\n    a.step()\n    return a",
            "    for b in c:\n        a = b\n        a.step()\n    return a",
            SlipKind.BLOCK,
        ),
        (
            "    if a:\n        b = c\n    return b",
            "    if not a:\n        b = c\n    return b",
            SlipKind.CONDITION,
        ),
        ("    with a:\n        b = c\n    return b", "    b = c\n    return b", SlipKind.EXTRA),
    ],
)
def test_a_slip_among_statements_is_taken_back(wrong: str, right: str, kind: SlipKind) -> None:
    """Dropped, swapped, moved in or out of a block, in place or not."""
    head = "def f(a, b, c):\n"
    assert made(head + wrong).get(head + right) is kind


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("    return a", "    return a.detach()"),
        ("    return max(a)", "    return max(a.abs())"),
        ("    a.step", "    a.step()"),
        ("    b = a", "    b = a\n    return b"),
        ("    a -= b\n    return a", "    with torch.no_grad():\n        a -= b\n    return a"),
        ("    return f(a)", "    return f(a, dim=0)"),
    ],
)
def test_what_is_missing_is_put_in(wrong: str, right: str) -> None:
    """Of a fixed list of calls, and of the function's own names."""
    head = "def f(a, b):\n"
    assert head + right in added(head + wrong)


def test_zeroing_is_put_into_a_loop() -> None:
    """In each place of it, by what has a `step`; then the loop's first line stands for all places."""
    own = Written(LOOP)
    zeroing = [one for one in edits.additions(own, 10_000) if "optimizer.zero_grad()" in one.text]
    inside = [one for one in zeroing if one.opened]
    assert {one.opened for one in inside} == {5}
    assert len(inside) == 5
    assert all(compile(own.edited([one]), "loop", "exec") for one in zeroing)


def test_what_says_nothing_of_the_answer_is_let_be() -> None:
    """The docstring, and what is only printed."""
    own = Written(LOOP)
    found = [*edits.changes(own, {}, 10_000), *edits.additions(own, 10_000)]
    assert not [one for one in found if one.line in (2, 3, 4)]
    assert {own.edited([one]).count("n_epochs - 1") for one in found if one.line == one.end_line == 9} <= {
        0,
        1,
    }
    assert not [one for one in found if one.text in ("n_epochs + 1", "epoch - 1")]


def test_every_edit_is_a_text_of_its_own_on_lines_of_the_function() -> None:
    """None comes twice, none changes nothing; the likely ones come first, and no more than are asked for."""
    own = Written(LOOP)
    found = edits.changes(own, {"train": 5}, 10_000)
    texts = [own.edited([one]) for one in found]
    assert len(set(texts)) == len(texts) > 50
    assert own.text not in texts
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    assert all(1 <= one.line <= one.end_line <= len(own.lines) for one in found)
    assert edits.changes(own, {"train": 5}, 7) == found[:7]


def test_most_edits_are_python() -> None:
    """One that is not costs a child nothing; but they should be few."""
    own = Written(LOOP)
    broken = 0
    for one in [*edits.changes(own, {}, 10_000), *edits.additions(own, 10_000)]:
        try:
            ast.parse(own.edited([one]))
        except SyntaxError:
            broken += 1
    assert broken <= 10


def test_places_are_bytes_and_lines_are_pythons() -> None:
    """Words of any alphabet before a slip, and a form feed, move nothing."""
    text = 'def f(größe, b):\n    """高さ"""\n    été = größe + b  # ü\n    return été\n'
    assert 'def f(größe, b):\n    """高さ"""\n    été = größe - b  # ü\n    return été\n' in made(text)


def test_two_edits_overlap_where_they_touch_the_same() -> None:
    """Those that do not can be made together, in whatever order."""
    own = Written("def f(a, b):\n    return a + b - 1\n")
    found = edits.changes(own, {}, 10_000)
    plus = next(one for one in found if (one.text, one.kind) == ("-", SlipKind.OPERATOR))
    one = next(one for one in found if (one.text, one.kind) == ("2", SlipKind.CONSTANT))
    assert own.edited([plus, one]) == own.edited([one, plus]) == "def f(a, b):\n    return a - b - 2\n"
    assert not plus.overlaps(one)
    assert plus.overlaps(plus)


# ── a function in its cell ───────────────────────────────────────────────────────────────────────────────


def test_a_function_is_found_in_its_cell() -> None:
    """The last of its name, with its decorators; what stands around it may be no Python at all."""
    text = (
        "x = (\n\ndef f(a):\n    return 0\n\n@torch.no_grad()\ndef f(a):\n    return a\n\n# next\ndef g(:\n"
    )
    own = function_in(text, "f")
    assert own is not None
    assert (own.first_line, own.text) == (6, "@torch.no_grad()\ndef f(a):\n    return a")
    assert "def f(a):\n    return a" in made(own.text)


@pytest.mark.parametrize(
    "text", ["", "f = lambda a: a\n", "class A:\n    def f(a):\n        pass\n", "def f(a:\n"]
)
def test_what_is_no_function_of_the_top_level_is_let_be(text: str) -> None:
    """A lambda, a method, a function that Python cannot read."""
    assert function_in(text, "f") is None
