"""What is said of code that Python cannot read: the sign in the line, in plain words."""

from __future__ import annotations

import pytest

from grader.model import Cell
from grader.sandbox.inside.parse import parse
from grader.sandbox.outside.observations import loading
from grader.sandbox.wire import Loaded

CASES = {
    "print(“done”)": ("line 1: SyntaxError: invalid character '“' (U+201C).", "“ is a smart quote."),
    "x = ‘a’": ("line 1", "Python needs a straight one: `'`"),
    "f（1)": ("line 1", "Python does not know （. It is a full-width bracket. Type `(` instead."),
    "x = [1，2]": ("line 1", "Type `,` instead."),
    "def f(x)：\n    pass": ("line 1", "Type `:` instead."),
    "y = x − 1": ("line 1", "Type `-` instead."),
    "y = x²": ("line 1", "Type `** 2` instead."),
    "def f():\n\u00a0\u00a0\u00a0\u00a0return 1": ("line 2", "U+00A0 looks like a space"),
    "def f():\n\u3000\u3000return 1": ("line 2", "U+3000 looks like a space"),
    "for i in x:\n        a\n\tb": ("line 3: TabError", "Use only spaces, 4 for each step."),
    "for i in range(3:\n    pass": ("line 1", "The bracket `(` on this line is never closed. Add `)`"),
    "x = torch.tensor([1.0, 2.0\ny = 1\n": ("line 1", "The bracket `[` on this line is never closed."),
    "x = (1 + 2))": ("line 1", "The bracket `)` closes nothing that is open."),
    "def f(x):\n    retrun x": ("line 2", "Python does not know `retrun`. Do you mean `return`?"),
    "dfe f(x):\n    pass": ("line 1", "Do you mean `def`?"),
    "improt torch": ("line 1", "Do you mean `import`?"),
    "fro i in range(3):\n    pass": ("line 1", "Do you mean `for`?"),
    "if x:\n    pass\nesle:\n    pass": ("line 3", "Do you mean `else`?"),
    'print "done"': ("line 1", 'In Python 3, `print` needs brackets: `print("done")`'),
    "lambda = 0.1": ("line 1", "`lambda` is a word of Python and cannot be a name."),
    "if x:\n    pass\nelse if y:\n    pass": ("line 3", "Write `elif` for `else if`."),
    "if x && y:\n    pass": ("line 1", "Write `and` for `&&`."),
    "if x = 3:\n    pass": ("line 1", "To compare two values, write `==`."),
    "x = 'abc": ("line 1", "The text that begins here has no closing quote."),
    'x = """abc\ny = 1\n': ("line 1", 'The text that begins with `"""` here is never closed.'),
    "for i in range(3)\n    pass": ("line 1", "A colon is missing at the end of this line."),
    "def f(x)  # the model\n    return x": ("line 1", "A colon is missing"),
    "x = 3t_u": ("line 1", "A name cannot begin with a digit: `3t_u`."),
    "def f():\nreturn 1": ("line 2", "Begin this line 4 spaces further in."),
    "x = 1\n   y = 2": ("line 2", "This line begins further in than the line above."),
    "def f():\n        x = 1\n    y = 2": ("line 3", "This line begins where no block above begins."),
    "for i in x:\n": ("line 1", "Nothing follows the colon."),
    "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> main": ("line 1", "This is a marker of a merge conflict."),
}


def said(source: str) -> str:
    """What is said of the first place that does not parse."""
    cell = Cell(name="work.py", text=source)
    found = parse(source, cell.label, [])
    return str(loading(Loaded([], [], unparsed=found.unparsed), (), {cell.label: cell}).unparsed[0].message)


@pytest.mark.parametrize("source", CASES)
def test_the_line_and_the_error_come_first_then_plain_words(source: str) -> None:
    """Python's own words stand between."""
    line, plain = CASES[source]
    words = said(source)
    assert words.startswith(f"work.py, {line}"), words
    assert plain in words, words


@pytest.mark.parametrize("source", ["x = y = = 2", "None = 2", "f(x) = 3", "a = 1;; b"])
def test_where_no_sign_is_known_python_speaks_alone(source: str) -> None:
    """No guess is made."""
    assert said(source).count("SyntaxError: ") == 1
    assert said(source).rstrip(".").endswith(("invalid syntax", "assign to None", "instead of '='?"))


def test_what_a_forged_answer_claims_is_looked_for_in_the_text() -> None:
    """A line or column that is not there adds nothing, and ends nothing."""
    from grader.sandbox.wire import Place, UnparsedPart

    cell = Cell(name="work.py", text="x = 1")
    for line, column in ((99, 1), (0, 0), (-5, 7), (1, 10**9), (1, -3)):
        forged = UnparsedPart("SyntaxError", "no", Place(cell.label, line), column)
        (one,) = loading(Loaded([], [], unparsed=[forged]), (), {cell.label: cell}).unparsed
        assert str(one.message).endswith("SyntaxError: no.")
