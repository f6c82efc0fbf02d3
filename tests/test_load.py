"""Loading: one bad line costs itself and nothing else."""

from __future__ import annotations

import pytest

from grader.sandbox.inside.load import Submission


def load(
    *cells: str, functions: tuple[str, ...] = ("f", "g", "h"), definitions_only: bool = False
) -> Submission:
    submission = Submission(list(functions))
    submission.run(
        [(f"cell {n}", text) for n, text in enumerate(cells, 1)], definitions_only=definitions_only
    )
    return submission


def names(submission: Submission) -> list[str]:
    return [definition.name for definition in submission.definitions()]


def troubles(submission: Submission) -> list[tuple[str, int]]:
    return [(t.text, t.place.line) for t in submission.troubles if t.place]


def test_a_syntax_error_costs_its_cell_only() -> None:
    """The other cells are whole, and the line is the student's."""
    loaded = load("def f():\n    return 1\n", "x = 1\ndef g(:\n    return 2\n", "def h():\n    return 3\n")
    assert names(loaded) == ["f", "h"]
    assert troubles(loaded) == []
    assert [(one.kind, one.place.file, one.place.line) for one in loaded.unparsed] == [
        ("SyntaxError", "cell 2", 2)
    ]


def test_a_syntax_error_costs_its_block_only() -> None:
    """In one cell, too, functions above and below the bad one are recovered."""
    loaded = load(
        "def f():\n    return 1\n\n\ndef g(\n    return 2\n\n\n@staticmethod\ndef h():\n    return 3\n"
    )
    assert names(loaded) == ["f", "h"]
    assert {d.name: d.place.line for d in loaded.definitions() if d.place} == {"f": 1, "h": 10}


def test_an_unclosed_bracket_does_not_swallow_the_rest() -> None:
    """What follows an unclosed bracket at the margin is read as new code."""
    loaded = load("x = (1, 2\n\ndef f():\n    return 1\n")
    assert names(loaded) == ["f"]


def test_a_statement_that_raises_costs_itself() -> None:
    """A failing demonstration above a function does not cost the function; its line is reported."""
    loaded = load("print(1 / 0)\n", "def f():\n    return 1\nf(1, 2)\ndef g():\n    return 2\n")
    assert names(loaded) == ["f", "g"]
    assert [line for _, line in troubles(loaded)] == [1, 3]


def test_leaving_is_a_statement_that_raises() -> None:
    """`sys.exit()` in a cell does not end the file."""
    loaded = load("import sys\nsys.exit(0)\ndef f():\n    return 1\n")
    assert names(loaded) == ["f"]
    assert troubles(loaded) == [("SystemExit: 0", 2)]


def test_calling_an_unwritten_stub_is_no_trouble() -> None:
    """The exercise's own cells call stubs; a student who has not written them yet is not scolded for it."""
    loaded = load("def f():\n    raise NotImplementedError\n", "f()\n")
    assert troubles(loaded) == []


def test_asking_the_grader_is_no_trouble() -> None:
    """`grader.check(...)` in a notebook is not part of the work."""
    assert troubles(load("import grader\ngrader.check('f')\n")) == []


@pytest.mark.parametrize(
    ("body", "empty"),
    [
        ("pass", True),
        ("...", True),
        ("raise NotImplementedError", True),
        ("raise NotImplementedError('todo')", True),
        ('"""Doc."""\n    return None', True),
        ("return 0", False),
        ("raise ValueError", False),
        ("x = 1", False),
    ],
)
def test_empty_bodies_are_recognised(body: str, empty: bool) -> None:
    """What is nothing yet, is nothing yet."""
    (definition,) = load(f"def f():\n    {body}\n").definitions()
    assert definition.empty is empty


def test_the_digest_sees_code_and_not_words() -> None:
    """Docstrings, comments and layout leave it alone; another statement does not."""
    digests = [
        load(text).definitions()[0].digest
        for text in (
            "def f(x):\n    return x+1\n",
            'def f(x):\n    """D."""\n    # c\n    return (x + 1)\n',
            "def f(x):\n    return x+2\n",
        )
    ]
    assert digests[0] == digests[1] != digests[2]


def test_a_stub_is_a_stub_in_every_language() -> None:
    """Texts for a reader stand at any depth; what is computed with a string is code."""
    stub = (
        'def f(x):\n    """D."""\n    def g(y):\n        """Twice."""\n        return "two" * y\n'
        "    return g(x)\n"
    )
    words = {"D.": "說明。", "Twice.": "兩倍。", "two": "二"}
    given, other, changed = (
        load(text).definitions()[0].digest
        for text in (
            stub,
            stub.replace("D.", words["D."]).replace("Twice.", words["Twice."]),
            stub.replace("two", words["two"]),
        )
    )
    assert given == other != changed


def test_the_last_definition_counts() -> None:
    """As in Python: a cell further down redefines."""
    loaded = load("def f():\n    return 1\n", "def f():\n    return 2\n")
    assert loaded.module.__dict__["f"]() == 2
    place = loaded.definitions()[0].place
    assert place is not None and place.file == "cell 2"


def test_functions_by_other_means_are_found() -> None:
    """A lambda, or a function made by another, is a function."""
    loaded = load("f = lambda x: x\nif True:\n    def g(): return 2\n")
    assert names(loaded) == ["f", "g"]


def test_definitions_only_runs_no_loop_and_no_own_call() -> None:
    """For a file whose top level hangs: imports, functions, constants, and nothing that could hang again."""
    text = "import math\nRATE = math.sqrt(4)\ndef f():\n    return RATE\n"
    text += "while True: pass\nresult = f()\n[f() for _ in iter(int, 1)]\n"
    loaded = load(text, definitions_only=True)
    assert loaded.module.__dict__["f"]() == 2.0
    assert "result" not in loaded.module.__dict__


def test_future_imports_hold_for_the_whole_file() -> None:
    """Statements run one by one and still share `from __future__`."""
    loaded = load("from __future__ import annotations\ndef f(x: NotDefinedAnywhere):\n    return x\n")
    assert names(loaded) == ["f"]
    assert troubles(loaded) == []


def test_source_can_be_inspected() -> None:
    """inspect.getsource works, as in a notebook."""
    import inspect

    loaded = load("def f():\n    return 41\n")
    assert "41" in inspect.getsource(loaded.module.__dict__["f"])


def test_made_texts_are_called_and_not_described() -> None:
    """Mistakes that the program makes stand beside the reference's functions, and nothing is told of them."""
    loaded = load("def f():\n    return 1\n", functions=("f",))
    loaded.add([("mistakes", "def one_too_many():\n    return f() + 1\n")])
    assert loaded.asked("one_too_many")() == 2
    assert names(loaded) == ["f"]
    assert [one.name for one in loaded.bindings.others()] == ["f"] and loaded.bindings.helpers() == {}


def test_an_error_in_a_made_text_has_its_line() -> None:
    """As in a cell: a mistake that raises is compared by what it raises, and where."""
    loaded = load("def f():\n    return 1\n", functions=("f",))
    loaded.add([("mistakes", "def raises():\n    x = f()\n    return x / 0\n")])
    with pytest.raises(ZeroDivisionError) as raised:
        loaded.asked("raises")()
    place = loaded.place_of(raised.value)
    assert place is not None and (place.file, place.line) == ("mistakes", 3)
