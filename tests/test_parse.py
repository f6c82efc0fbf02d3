"""What does not parse costs itself: which statements are kept, and what is told of the others."""

from __future__ import annotations

import ast

import pytest

from grader.sandbox.inside.parse import parse

GOOD = "def good():\n    return 1\n"


def kept(source: str) -> list[str]:
    return [
        part.name if isinstance(part, ast.FunctionDef) else ast.unparse(part)
        for part in parse(source, "x.py", ["f", "g"]).statements
    ]


def told(source: str) -> list[tuple[str, int, list[str]]]:
    """Type, line and functions of what does not parse."""
    return [(one.kind, one.place.line, one.functions) for one in parse(source, "x.py", ["f", "g"]).unparsed]


def test_what_parses_is_whole() -> None:
    """Nothing is told of it."""
    assert (kept(GOOD), told(GOOD)) == (["good"], [])


def test_each_broken_function_is_told_with_its_line() -> None:
    """Not only the first of a file."""
    source = "def f(x:\n    return x\n\n" + GOOD + "\ndef g(x)\n    return x\n\n" + GOOD
    assert kept(source) == ["good", "good"]
    assert told(source) == [("SyntaxError", 1, ["f"]), ("SyntaxError", 7, ["g"])]


def test_a_place_is_the_line_that_python_names() -> None:
    """Within a function, the line of the error, not that of its `def`."""
    assert told("x = 1\ndef f(x):\n    y = x\n    retrun y\n") == [("SyntaxError", 4, ["f"])]


@pytest.mark.parametrize(
    "head",
    [
        "def f(x)",
        "def f（x）:",
        "dfe f(x):",
        "Def f(x):",
        "def\u00a0f(x):",
        "@torch.no_grad()\ndef f(x:",
        "async def f(x:",
    ],
)
def test_a_broken_definition_is_known_by_its_name(head: str) -> None:
    """However `def` and the brackets are written."""
    (found,) = parse(f"{head}\n    return x\n", "x.py", ["f", "g"]).unparsed
    assert found.functions == ["f"]


def test_a_broken_call_defines_nothing() -> None:
    """A demonstration that does not parse takes no function with it."""
    assert told(GOOD + "print(f(1)\n") == [("SyntaxError", 3, [])]
    assert kept(GOOD + "print(f(1)\n") == ["good"]


@pytest.mark.parametrize(
    "text",
    [
        "t_u = torch.tensor([\n35.7, 55.9,\n58.2])",
        'note = """\nWhat I did:\ndef is a word, (too.\n"""',
        "rows = {\n'a': 1,\n}",
        "x = 'it''s # no comment'\ny = [\n1]",
    ],
)
def test_a_value_at_the_margin_is_kept(text: str) -> None:
    """A string or bracket reaches over the margin: it is not cut into pieces that do not parse."""
    source = f"{text}\n{GOOD}def f(:\n"
    assert kept(source) == [*map(ast.unparse, ast.parse(text).body), "good"]
    assert [names for _, _, names in told(source)] == [["f"]]


def test_a_string_that_is_never_closed_costs_itself() -> None:
    """What stands below it is read as code."""
    assert kept(f'"""Once upon\n{GOOD}') == ["good"]
    assert told(f'"""Once upon\n{GOOD}') == [("SyntaxError", 1, [])]


def test_a_bracket_that_is_never_closed_costs_no_function_below() -> None:
    """It ends at the next definition at the latest."""
    assert kept(f"x = torch.tensor([1.0,\ny = 2\n{GOOD}") == ["y = 2", "good"]


def test_not_more_is_told_than_is_read() -> None:
    """A file of nothing but mistakes has twenty of them."""
    assert len(told("f(:\n" * 100)) == 20


def test_any_text_is_parsed_or_told() -> None:
    """No text ends the parser: NULs, deep nesting, half characters."""
    for source in (
        "\0",
        "(" * 5000,
        "\ud800 = 1",
        "x = 1\n  \ty = 2\n",
        "\x0c",
        "'''" * 3,
        "-" * 100_000 + "1",
    ):
        parse(source, "x.py", [])
