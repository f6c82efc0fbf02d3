"""Kinds of values beyond tensors, lists and dicts: what a hostile child sends of them is refused."""

# ruff: noqa: E501 - one case a line
from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy
import pytest
from helpers.zygotes import Lease
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model import Cell
from grader.nbgrader.exception_classes import ExceptionClasses
from grader.nbgrader.legacy import Examiner
from grader.nbgrader.live_values import Living
from grader.nbgrader.points import Marked
from grader.nbgrader.unreadable import Impossible, Unreadable
from grader.sandbox import plain_values, table_values, wire
from grader.sandbox.levels import Level
from grader.sandbox.outside.notebook_run import NotebookRun, Patience
from grader.sandbox.outside.observed_values import Decoder
from grader.sandbox.outside.plain_answers import PlainDecoder
from grader.sandbox.outside.pool import Pool

LIVING = Living(ExceptionClasses(lambda name: None, lambda name: False))
BLOB = bytearray(range(64))
KINDS = [*plain_values._MADE, *table_values.MADE, "iterator", "exception", "function", "own function", "no"]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.sampled_from(["list", "<U3", "|O", "<M8[ns]", "numpy", "texts", "builtins:ValueError", "x", "1e999999999"]),
    st.builds(wire.Tensor, st.just("uint8"), st.lists(st.integers(0, 9), max_size=2), st.just(0), kind=st.just("array")),
    st.builds(wire.Tensor, st.just("int64"), st.lists(st.integers(0, 3), max_size=1), st.just(0), kind=st.just("array")),
    st.builds(wire.Opaque, st.text(max_size=5), st.text(max_size=5)),
    st.builds(wire.Ref, st.integers(-1, 2)),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(wire.Plain, st.sampled_from(KINDS), st.lists(inner, max_size=7)),
        st.builds(wire.Sequence, st.sampled_from(["list", "tuple"]), st.lists(inner, max_size=4)),
        st.builds(wire.Mapping, st.lists(st.tuples(inner, inner), max_size=3)),
    ),
    max_leaves=12,
)


@settings(max_examples=1500)
@given(VALUES)
def test_hostile_values_become_data_or_are_refused(node: wire.Value) -> None:
    """Whatever a child sends is refused as WireError, or comes to something that a cell can hold."""
    try:
        wire.validate([node], len(BLOB))
        seen = PlainDecoder(BLOB, 1).value(node)
    except wire.WireError:
        return
    Living(ExceptionClasses(lambda name: None, lambda name: False), [[]]).of(seen)


@given(VALUES)
def test_checks_of_a_course_get_none_of_these(node: wire.Value) -> None:
    """Only who asked for them: elsewhere a child that sends one is out of step."""
    with pytest.raises(wire.WireError):
        Decoder(BLOB, {}).value(wire.Plain("set", [node]))


def array(*numbers: int) -> wire.Tensor:
    """Bytes in `BLOB`, which begins 0, 1, 2 …"""
    return wire.Tensor("uint8", [len(numbers)], numbers[0] if numbers else 0, kind="array")


@pytest.mark.parametrize(
    "node",
    [
        wire.Plain("range", [0, 10**18, 1]),
        wire.Plain("range", [0, 5, 0]),
        wire.Plain("Fraction", [1, 0]),
        wire.Plain("Decimal", ["1e999999999"]),
        wire.Plain("Decimal", ["9" * 5_000]),
        wire.Plain("date", [2024, 13, 1]),
        wire.Plain("timedelta", [10**12, 0, 0]),
        wire.Plain("set", [wire.Sequence("list", [wire.Sequence("list", [])])]),
        wire.Plain("set", [wire.Sequence("list", [n << 40 for n in range(1_001)])]),
        wire.Plain("array", ["|O", wire.Sequence("list", [1]), array(*range(8))]),
        wire.Plain("array", ["<U0", wire.Sequence("list", [10**9]), array()]),
        wire.Plain("array", ["<U9999999", wire.Sequence("list", [4]), array(*range(8))]),
        wire.Plain("objects", [wire.Sequence("list", [10**9]), wire.Sequence("list", [])]),
        wire.Plain("range index", [0, 10**12, 1, None]),
        wire.Plain("texts", ["list", array(*range(4)), wire.Tensor("int64", [2], 0, kind="array")]),
        wire.Plain("namedtuple", ["x=__import__('os')", wire.Sequence("list", []), wire.Sequence("list", [])]),
        wire.Plain("type", ["eval"]),
        wire.Plain("function", ["builtins", "eval"]),
        wire.Plain("own function", ["f"]),
        wire.Plain("defaultdict", ["eval", wire.Sequence("list", [])]),
        wire.Plain("exception", [1, 2, 3, 4]),
        wire.Plain("iterator", ["generator", 3, False, None]),
        wire.Plain("no such kind", []),
    ],
)  # fmt: skip
def test_what_no_honest_child_sends_is_nothing_that_can_be_used(node: wire.Plain) -> None:
    """It is named as an object of the student's code, and any use of it says so."""
    wire.validate([node], len(BLOB))
    made = LIVING.of(PlainDecoder(BLOB).value(node))
    assert type(made) is Unreadable
    with pytest.raises(Impossible, match="cannot be seen from outside the student's code"):
        _ = made.shape


def test_nesting_is_bounded() -> None:
    """Sets in sets, however they are spelt, end where lists do."""
    node: wire.Value = 1
    for _ in range(wire.DEPTH_LIMIT + 2):
        node = wire.Plain("frozenset", [wire.Sequence("list", [node])])
    with pytest.raises(wire.WireError):
        wire.validate([node], 0)


def test_an_exception_is_of_no_class_that_a_child_makes_up() -> None:
    """Only classes of known modules, and never one that would end the grader."""
    classes = ExceptionClasses(
        lambda name: {"Own": OSError, "Odd": 3}.get(name), lambda name: name == "Theirs"
    )
    assert classes.of(["__main__:Own"]) is OSError
    assert classes.of(["json.decoder:JSONDecodeError", "builtins:ValueError"]).__name__ == "JSONDecodeError"
    for kinds in (
        ["builtins:KeyboardInterrupt"],
        ["os:system"],
        ["builtins:eval"],
        ["__main__:Odd"],
        [3],
        [],
    ):
        assert classes.of(kinds) is RuntimeError
    theirs = classes.of(["__main__:Theirs", "builtins:LookupError"])
    assert theirs.__name__ == "Theirs" and issubclass(theirs, LookupError)
    assert classes.of(["__main__:Theirs", "builtins:LookupError"]) is theirs


def again(live: object) -> object:
    """A value taken apart and made again, as on its way."""
    found = plain_values.parts(live)
    if found is not None:
        return plain_values.made(found[0], [again(part) for part in found[1]])
    return type(live)(again(part) for part in live) if type(live) in (list, tuple) else live  # type: ignore[attr-defined,call-arg]


def test_tables_come_back_as_they_went() -> None:
    """Columns of every plain dtype, indexes of each kind, and what a group or a count makes."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "a": [1, 2], "b": ["x", None], "c": [1.5, numpy.nan], "t": [True, False],
            "d": pandas.to_datetime(["2020-01-01", "2020-01-02"]), "e": pandas.Categorical(["u", "v"]),
            "f": pandas.array([1, None], dtype="Int64"), "o": numpy.array(["q", 3], dtype=object),
        },
        index=pandas.Index(["r", "s"], name="row"),
    )  # fmt: skip
    for one in (frame, frame.describe(), pandas.DataFrame(), pandas.crosstab(frame.a, frame.b)):
        pandas.testing.assert_frame_equal(again(one), one)
    series = (frame.dtypes, frame.e.value_counts(), frame.groupby(["a", "b"], dropna=False)["c"].sum())
    for one in (*series, frame["c"], pandas.Series([1, 2, 3])):
        pandas.testing.assert_series_equal(again(one), one)
    for one in (pandas.Timestamp("2020-01-01"), pandas.Timedelta("1D"), pandas.NaT):
        assert again(one) is one or again(one) == one


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(lambda: Lease(Level.PROCESS))
    yield made
    made.close()


def judged(pool: Pool, body: str, tests: str, before: str = "") -> Marked:
    """A grade cell of 4 points against a function `f`."""
    showing = NotebookRun(pool, Patience(cell=3.0))
    student = f"{before}\ndef f():\n    {body}"
    showing.run(Cell(name="student", text=student))
    examiner = Examiner(showing, given=[], asked=["def f():\n    pass"], tests=[tests])
    try:
        return examiner.mark(Cell(name="tests", text=tests), 4.0)
    finally:
        showing.close()


EQUAL = "    def __eq__(self, other):\n        return True\n    __hash__ = object.__hash__\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")
@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("from fractions import Fraction\nclass F(Fraction):\n" + EQUAL, "return F(1, 2)"),
        ("import datetime\nclass D(datetime.date):\n" + EQUAL, "return D(2000, 1, 1)"),
        ("from pathlib import PurePosixPath\nclass P(PurePosixPath):\n" + EQUAL, "return P('a')"),
        ("from decimal import Decimal\nclass D(Decimal):\n" + EQUAL, "return D(1)"),
        ("class S(set):\n" + EQUAL, "return S()"),
        ("class S(frozenset):\n" + EQUAL, "return S()"),
        ("class O:\n" + EQUAL, "import numpy as np\n    return np.array([O()], dtype=object)[0]"),
        ("from collections import namedtuple\nclass N(namedtuple('N', 'x')):\n" + EQUAL, "return N(1)"),
        ("from collections import deque\nclass Q(deque):\n" + EQUAL, "return Q()"),
    ],
)  # fmt: skip
def test_a_class_that_equals_everything_earns_nothing(pool: Pool, before: str, body: str) -> None:
    """Derived from a kind of value that crosses, it is none of that kind."""
    assert judged(pool, body, "assert f() == 'the answer'", before).score is None


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")
@pytest.mark.parametrize(
    ("body", "tests"),
    [
        ("return range(10 ** 18)", "assert len(f()) == 3"),
        ("import itertools\n    return itertools.count()", "assert list(f()) == [0]"),
        ("x = []\n    for _ in range(100):\n        x = [x]\n    return x", "assert f() == []"),
        ("x = []\n    x.append(x)\n    return x", "assert f() == []"),
        ("return {i * 2 ** 61 for i in range(5000)}", "assert f() == set()"),
        ("import numpy as np\n    return np.zeros((5000, 5000))", "assert f().sum() == 1"),
    ],
)  # fmt: skip
def test_too_much_of_anything_fails_in_a_sentence(pool: Pool, body: str, tests: str) -> None:
    """Nothing hangs, and nothing grows here: the cell does not hold, and nobody's grading ends with it."""
    made = judged(pool, body, tests)
    assert made.score in (0.0, None)
