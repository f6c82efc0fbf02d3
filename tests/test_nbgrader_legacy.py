"""An instructor's own grade cells: judged outside where possible, and what is not possible says so."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from grader.model import Cell
from grader.nbgrader.legacy import BESIDE, Examiner, Marked
from grader.sandbox.client import Zygote
from grader.sandbox.isolation import Level
from grader.sandbox.pool import Pool
from grader.sandbox.showing import Patience, Showing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")

STUB = "def f(x):\n    raise NotImplementedError"
BRIEF = Patience(cell=1.0)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(lambda: Zygote(Level.PROCESS))
    yield made
    made.close()


def marked(pool: Pool, student: str, tests: str, *, given: str = "", asked: str = STUB) -> Marked:
    """A grade cell of 4 points against a student's cell."""
    showing = Showing(pool, BRIEF)
    showing.run(Cell(name="student", text=student))
    examiner = Examiner(showing, given=[given], asked=[asked])
    try:
        return examiner.mark(Cell(name="tests", text=tests), 4.0)
    finally:
        showing.close()


SQUARE = "def f(x):\n    return x * x"
RAISES = "try:\n    f(1)\nexcept ValueError:\n    pass\nelse:\n    assert False"


@pytest.mark.parametrize(
    ("student", "tests"),
    [
        (SQUARE, "assert f(3) == 9\nassert abs(f(0.5) - 0.25) < 1e-9"),
        (SQUARE, "import numpy as np\nassert np.allclose(f(np.array([1.0, 2.0])), [1.0, 4.0])"),
        (SQUARE, "import torch\nassert torch.equal(f(torch.tensor([3.0])), torch.tensor([9.0]))"),
        ("x = [1, 2]\n" + SQUARE, "assert x == [1, 2] and f(len(x)) == 4"),
        ("def f(x):\n    raise ValueError('no')", RAISES),
        (SQUARE, "for n in range(5):\n    assert f(n) == n ** 2\nprint('all right')"),
    ],
)  # fmt: skip
def test_asserts_hold_outside(pool: Pool, student: str, tests: str) -> None:
    """Numbers, arrays, tensors, globals and exceptions cross as data, and the assert runs on this side."""
    assert marked(pool, student, tests) == Marked(4.0)


def test_a_failed_assert_is_zero_and_quoted(pool: Pool) -> None:
    """What does not hold on either side earns nothing, and the failing line is told."""
    made = marked(pool, "def f(x):\n    return x", "y = 1\nassert f(3) == 9")
    assert made.score == 0.0
    assert made.note == "AssertionError: assert f(3) == 9"
    assert made.shown.error.startswith("AssertionError")


def test_partial_credit_is_the_last_line(pool: Pool) -> None:
    """A number from 0 to the points; any other number is for a person, nothing is full marks."""
    assert marked(pool, SQUARE, "sum(f(n) == 4 for n in (2, 3))").score == 1.0
    assert marked(pool, SQUARE, "2.5").score == 2.5
    for odd in ("float('nan')", "-1", "5"):
        assert marked(pool, SQUARE, odd).score is None
    assert marked(pool, SQUARE, "f(2) == 4").score == 4.0


def test_instructors_helpers_are_used_and_students_are_not(pool: Pool) -> None:
    """A helper counts as the instructor gave it; one that only the student's process has cannot judge."""
    given = "import math\ndef close(a, b):\n    return math.isclose(a, b)"
    forged = SQUARE.replace("x * x", "0") + "\ndef close(a, b):\n    return True"
    assert marked(pool, forged, "assert close(f(3), 9)", given=given).score is None
    made = marked(pool, forged, "assert close(f(3), 9)")
    assert made.score == 4.0 and made.note.startswith(BESIDE) and "`close`" in made.note


EVIL = """
class Evil:
    def __eq__(self, other): return True
    def __getattr__(self, name): return self
    def __call__(self, *a): return self
    def __bool__(self): return True
    def __sub__(self, other): return self
    def __lt__(self, other): return True
    def __abs__(self): return self
    def __float__(self): return 4.0
    def __iter__(self): return iter([1, 2])
def f(x):
    return Evil()
"""


@pytest.mark.parametrize(
    "tests", ["assert f(3) == 9", "assert f(3)", "assert abs(f(3) - 9) < 1e-6", "a, b = f(3)", "float(f(3))"]
)
def test_an_object_that_equals_everything_earns_nothing(pool: Pool, tests: str) -> None:
    """It equals no plain value here; that it does beside the student's code is for a person to see."""
    made = marked(pool, EVIL, tests)
    assert made.score is None
    assert made.note.startswith("beside the student's code this cell holds, outside it does not")


def test_builtins_are_ours(pool: Pool) -> None:
    """A student's own `abs` or `isinstance` does not judge, unless it is what they were asked to write."""
    forged = "def f(x):\n    return 0\ndef abs(x):\n    return 0.0"
    assert marked(pool, forged, "assert abs(f(3) - 9) < 1e-6").score is None
    asked = "def sum(xs):\n    raise NotImplementedError"
    right = "def sum(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total"
    assert marked(pool, right, "assert sum([1, 2]) == 3", asked=asked).score == 4.0
    assert marked(pool, "def sum(xs):\n    return 0", "assert sum([1, 2]) == 3", asked=asked).score == 0.0


@pytest.mark.parametrize("body", ["import os\n    os._exit(0)", "while True:\n        pass"])
def test_a_lost_process_fails_the_cell(pool: Pool, body: str) -> None:
    """An exit or a hang is no way around an assert, also where a test catches every exception."""
    tests = "try:\n    f(1)\nexcept Exception:\n    pass\nassert True"
    made = marked(pool, f"def f(x):\n    {body}", tests)
    assert made.score == 0.0


def test_live_objects_are_judged_beside(pool: Pool) -> None:
    """A class of the student's cannot be looked into from outside: its cell says where it was checked."""
    student = "class Point:\n    def __init__(self, x):\n        self.x = x\ndef f(x):\n    return Point(x)"
    made = marked(pool, student, "assert f(3).x == 3")
    assert made.score == 4.0 and made.note.startswith(BESIDE)
    assert marked(pool, student, "assert f(3).x == 4").score == 0.0


def test_an_argument_changed_in_place_is_for_a_person(pool: Pool) -> None:
    """Lists are copied on their way: a cell that only holds beside the code is not called wrong."""
    made = marked(pool, "def f(x):\n    x.append(1)", "items = []\nf(items)\nassert items == [1]")
    assert made.score is None


def test_the_grade_cell_never_meets_the_student_where_it_holds(pool: Pool) -> None:
    """Hidden inputs of a cell that holds stay on this side: nothing of it runs beside the student's code."""
    showing = Showing(pool, BRIEF)
    showing.run(Cell(name="student", text=SQUARE))
    examiner = Examiner(showing, given=[], asked=[STUB])
    assert examiner.mark(Cell(name="tests", text="secret = 9\nassert f(3) == secret"), 4.0).score == 4.0
    with pytest.raises(KeyError):
        showing.look("secret")
    showing.close()
