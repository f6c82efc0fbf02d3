"""An instructor's own grade cells: judged outside where possible, and what is not possible says so."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence

import pytest
from helpers.zygotes import Lease

from grader.model import Cell
from grader.nbgrader import lines
from grader.nbgrader.legacy import BESIDE, Examiner
from grader.nbgrader.points import Marked
from grader.sandbox.levels import Level
from grader.sandbox.outside.notebook_run import NotebookRun, Patience
from grader.sandbox.outside.pool import Pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")

STUB = "def f(x):\n    raise NotImplementedError"
BRIEF = Patience(cell=1.0)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(lambda: Lease(Level.PROCESS))
    yield made
    made.close()


def marked(pool: Pool, student: str, tests: str, *, given: str = "", asked: str = STUB) -> Marked:
    """A grade cell of 4 points against a student's cell."""
    return all_marked(pool, student, [tests], given=given, asked=asked)[0]


def all_marked(
    pool: Pool,
    student: str,
    tests: Sequence[str],
    *,
    given: str = "",
    asked: str = STUB,
    patience: Patience = BRIEF,
) -> list[Marked]:
    """Several grade cells, in their order."""
    showing = NotebookRun(pool, patience)
    if given and not given.startswith("%"):
        showing.run(Cell(name="given", text=given))
    showing.run(Cell(name="student", text=student))
    examiner = Examiner(showing, given=[given], asked=[asked], tests=tests)
    try:
        return [
            examiner.mark(Cell(name=f"tests{number}", text=text), 4.0) for number, text in enumerate(tests)
        ]
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
    assert str(made.note) == "AssertionError: assert f(3) == 9"
    assert str(made.shown.error).startswith("AssertionError")


def test_partial_credit_is_the_last_line(pool: Pool) -> None:
    """A number from 0 to the points; any other number is for a person, nothing is full marks."""
    assert marked(pool, SQUARE, "sum(f(n) == 4 for n in (2, 3))").score == 1.0
    assert marked(pool, SQUARE, "f(2)\n2.5").score == 2.5
    for odd in ("float('nan')", "-1", "5"):
        assert marked(pool, SQUARE, "f(2)\n" + odd).score is None
    assert marked(pool, SQUARE, "f(2) == 4").score == 4.0


def test_instructors_helpers_are_used_and_students_are_not(pool: Pool) -> None:
    """A helper counts as the instructor gave it; one that only the student's process has cannot judge."""
    given = "import math\ndef close(a, b):\n    return math.isclose(a, b)"
    forged = SQUARE.replace("x * x", "0") + "\ndef close(a, b):\n    return True"
    assert marked(pool, forged, "assert close(f(3), 9)", given=given).score is None
    made = marked(pool, forged, "assert close(f(3), 9)")
    assert made.score == 4.0 and str(made.note).startswith(str(BESIDE)) and "`close`" in str(made.note)


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
    assert str(made.note).startswith("This cell passes together with the student's code, but fails")


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
    assert made.score == 4.0 and str(made.note).startswith(str(BESIDE))
    assert marked(pool, student, "assert f(3).x == 4").score == 0.0


def test_an_argument_changed_in_place_is_changed(pool: Pool) -> None:
    """Lists are copied on their way, and hold here what the call left in them."""
    tests = "items = []\nf(items)\nassert items == [1]"
    assert marked(pool, "def f(x):\n    x.append(1)", tests) == Marked(4.0)
    assert marked(pool, "def f(x):\n    x.append(2)", tests).score == 0.0


def test_the_grade_cell_never_meets_the_student_where_it_holds(pool: Pool) -> None:
    """Hidden inputs of a cell that holds stay on this side: nothing of it runs beside the student's code."""
    showing = NotebookRun(pool, BRIEF)
    showing.run(Cell(name="student", text=SQUARE))
    examiner = Examiner(showing, given=[], asked=[STUB])
    assert examiner.mark(Cell(name="tests", text="secret = 9\nassert f(3) == secret"), 4.0).score == 4.0
    with pytest.raises(KeyError):
        showing.look("secret")
    showing.close()


# ── what the instructor gave ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "given", ["%matplotlib inline\nimport math", "import math\nif:", "x = !ls\nimport math", "%%bash\nls"]
)
def test_given_cells_need_not_be_plain_python(pool: Pool, given: str) -> None:
    """Magics are left out, and so is a cell that does not parse: nobody's grading ends with it."""
    assert marked(pool, SQUARE, "assert f(3) == 9", given=given) == Marked(4.0)
    assert marked(pool, SQUARE, "assert f(3) == 8", given=given).score == 0.0


ZERO = "def f(x):\n    return 0\n"
OK = "def ok(a):\n    return True"
FORGED = [
    ("TOL = 1e-6", "TOL = 1e9", "assert abs(f(3) - 9) < TOL"),
    ("TOL: float = 1e-6", "TOL = 1e9", "assert abs(f(3) - 9) < TOL"),
    ("A, B = 1, 9", "A, B = 1, 0", "assert f(3) * A == B"),
    ("EXPECTED = [1, 4]", "EXPECTED = [0, 0]", "assert [f(1), f(2)] == EXPECTED"),
    ("import torch\nX = torch.tensor([9.0])", "import torch\nX = torch.tensor([0.0])", "assert f(3) == X"),
    ("TOL = 1e-6\ndef ok(a):\n    return abs(a) < TOL", "TOL = 1e9", "assert ok(f(3) - 9)"),
    ("TOL = 1e-6\ndef ok(a, tol=TOL):\n    return abs(a) < tol", OK, "assert ok(f(3) - 9)"),
    # What cannot be learned is not taken from the student either.
    ("TOL = float('1e-6')", "TOL = 1e9", "assert abs(f(3) - 9) < TOL"),
    ("T = float('1e-6')\ndef ok(a, tol=T):\n    return abs(a) < tol", OK, "assert ok(f(3) - 9)"),
    ("EXPECTED = [1]\nEXPECTED.append(4)", "EXPECTED = [0, 0]", "assert [f(1), f(2)] == EXPECTED"),
    ("if True:\n    TOL = 1e-6", "TOL = 1e9", "assert abs(f(3) - 9) < TOL"),
    ("if:\nTOL = 1e-6", "TOL = 1e9", "assert abs(f(3) - 9) < TOL"),
    ("from nowhere import *", "TOL = 1e9", "assert abs(f(3) - 9) < TOL"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "forged", "tests"), FORGED)
def test_a_constant_that_was_given_is_not_taken_from_the_student(
    pool: Pool, given: str, forged: str, tests: str
) -> None:
    """A wrong student who sets it anew earns nothing: it is known here, or a person decides."""
    assert marked(pool, ZERO + forged, tests, given=given).score is None


@pytest.mark.parametrize(("given", "tests"), [(given, tests) for given, _, tests in FORGED[:7]])
def test_a_constant_that_was_given_is_known(pool: Pool, given: str, tests: str) -> None:
    """Literals, and tensors made of them, need no student's process: right is right, wrong is wrong."""
    assert marked(pool, SQUARE, tests, given=given) == Marked(4.0)
    assert marked(pool, ZERO, tests, given=given).score == 0.0


def test_a_constant_stays_known_where_students_functions_get_it(pool: Pool) -> None:
    """Demonstrations below it (`f(X)`) are no reason to ask the student's process what it is."""
    given = "X = [3]\nf(X)\nprint(f(X))\nY = f(X)\nprint(len(X))"
    student = "def f(x):\n    return [0]\nX = [0]"
    assert marked(pool, student, "assert f(X) == [9]", given=given).score == 0.0
    assert marked(pool, student, "assert f(X) == X", given=given).score is None


def test_a_constant_of_another_grade_cell_is_not_taken_from_the_student(pool: Pool) -> None:
    """Neither where that cell failed before it was bound, nor where it was moved below."""
    tests = ["assert f(1) == 1\nTOL = 1e-6", "assert abs(f(3) - 9) < TOL"]
    forged = ZERO + "TOL = 1e9"
    assert [one.score for one in all_marked(pool, forged, tests)] == [0.0, None]
    assert all_marked(pool, forged, tests[::-1])[0].score is None


def test_a_constant_counts_as_it_stood_above_the_cell(pool: Pool) -> None:
    """A name that is given twice has its first value for the cells in between."""
    showing = NotebookRun(pool, BRIEF)
    showing.run(Cell(name="student", text=SQUARE))
    examiner = Examiner(showing, given=["n = 9", "n = 16"], asked=[STUB])
    assert examiner.mark(Cell(name="first", text="assert f(3) == n"), 4.0, 1) == Marked(4.0)
    assert examiner.mark(Cell(name="second", text="assert f(4) == n"), 4.0, 2) == Marked(4.0)
    showing.close()


LOOP = "history = []\nfor n in range(3):\n    y = f(n)\n    history.append(y)"


@pytest.mark.parametrize(
    ("given", "tests"),
    [
        ("y = f(3)", "assert y == 9"),
        ("a, b = f(3), 1\ny = f(3)", "assert y == 9"),
        (LOOP, "assert history == [0, 1, 4]"),
    ],
)
def test_what_is_made_of_the_students_work_is_data(pool: Pool, given: str, tests: str) -> None:
    """`y = f(3)` in a given cell is the student's to answer for; what is asserted of it is judged outside."""
    for student, score in ((SQUARE, 4.0), (ZERO, 0.0)):
        showing = NotebookRun(pool, BRIEF)
        for text in (student, given):
            showing.run(Cell(name="cell", text=text))
        made = Examiner(showing, given=[given], asked=[STUB]).mark(Cell(name="tests", text=tests), 4.0)
        assert made.score == score and not str(made.note).startswith(str(BESIDE))
        showing.close()


def test_a_constant_beside_the_students_work_is_not_the_students(pool: Pool) -> None:
    """Where a statement makes both, the constant is for a person."""
    for given in ("TOL, y = 1e-6, f(3)", "for n in range(2):\n    TOL = 1e-6\n    y = f(n)"):
        made = marked(pool, ZERO + "TOL = 1e9", "assert abs(f(3) - 9) < TOL", given=given)
        assert made.score is None


def test_an_answers_cell_is_divided() -> None:
    """What stands outside of a solution's region was given; without a region all of it is the student's."""
    text = "TOL = 1e-6\ndef f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\nN = 3"
    assert lines.divided(text) == ("TOL = 1e-06\nN = 3", "def f(x):\n    return x")
    for marks in (("# BEGIN SOLUTION", "# END SOLUTION"), ("## BEGIN SOLUTION", "#END SOLUTION")):
        own = text.replace("### BEGIN SOLUTION", marks[0]).replace("### END SOLUTION", marks[1])
        assert lines.divided(own) == lines.divided(text)
    own = text.replace("### BEGIN SOLUTION", "# <answer>").replace("### END SOLUTION", "# </answer>")
    assert lines.divided(own, ("<answer>", "</answer>")) == lines.divided(text)
    assert lines.divided("%matplotlib inline\nx = 1")[0] == ""
    assert lines.divided("x = (") == ("", "x = (")


# ── the last line ────────────────────────────────────────────────────────────────────────────────────────

NONE = "import numpy as np, torch\nfrom fractions import Fraction\nfrom decimal import Decimal\n"


@pytest.mark.parametrize("beside", ["f(1)\n", "h().x\n"], ids=["outside", "beside"])
@pytest.mark.parametrize(
    ("last", "score"),
    [
        ("np.int64(0)", 0.0),
        ("np.float32(1.5)", 1.5),
        ("np.array(2)", 2.0),
        ("torch.tensor(0.)", 0.0),
        ("torch.tensor(3., requires_grad=True)", 3.0),
        ("np.sum([f(n) == 1 for n in (1, 2)])", 0.0),
        ("np.float64('nan')", None),
        ("torch.tensor(5)", None),
        ("Fraction(0)", None),
        ("Decimal('0')", None),
        ("0j", None),
        ("torch.tensor(True)", 4.0),
        ("torch.tensor([1.0])", 4.0),
    ],
)
def test_a_number_is_a_number_whatever_its_type(
    pool: Pool, last: str, score: float | None, beside: str
) -> None:
    """NumPy's and torch's numbers are unwrapped; of other kinds a person decides; none is "no value"."""
    student = ZERO + "class Point:\n    x = 1\ndef h():\n    return Point()"
    made = marked(pool, student, NONE + beside + last)
    assert made.score == score
    assert str(made.note).startswith(str(BESIDE)) == ("h()" in beside and score is not None)


# ── cells that need each other ───────────────────────────────────────────────────────────────────────────

POINT = "class Point:\n    def __init__(self, x):\n        self.x = x\n"
PAIR = POINT + "def f(x):\n    return Point(x)\ndef g(x):\n    return x * x"
PAIR_ASKED = "def f(x):\n    pass\ndef g(x):\n    pass"


def test_a_cell_beside_the_student_has_what_earlier_cells_made(pool: Pool) -> None:
    """Imports and names of cells that held outside are there, where one has to be judged beside."""
    tests = [
        "import math\ntol = 1e-6\nassert abs(g(3) - 9) < tol",
        "assert math.isclose(f(3).x, 3, rel_tol=tol)",
    ]
    first, second = all_marked(pool, PAIR, tests, asked=PAIR_ASKED)
    assert first == Marked(4.0)
    assert second.score == 4.0 and str(second.note).startswith(str(BESIDE))


def test_a_change_in_place_of_an_earlier_cells_list_counts(pool: Pool) -> None:
    """The list of an earlier cell is there, and holds what a call left in it."""
    student = "def f(x):\n    x.append(1)\ndef g(x):\n    return x"
    tests = ["items = []\nassert g(1) == 1", "f(items)\nassert items == [1]"]
    assert [one.score for one in all_marked(pool, student, tests, asked=PAIR_ASKED)] == [4.0, 4.0]
    tests = ["items = []\nassert f(items) is None", "assert items == [1]"]
    assert [one.score for one in all_marked(pool, student, tests, asked=PAIR_ASKED)] == [4.0, None]


def test_a_wrong_answer_is_zero_whatever_loops_earlier_cells_had(pool: Pool) -> None:
    """A name that the cell binds itself is not needed of an earlier one."""
    tests = ["for n in range(2):\n    assert f(n) == n * n", "for n in range(4):\n    assert f(n) == n * n"]
    student = "def f(x):\n    return x * x if x < 3 else 0"
    assert [one.score for one in all_marked(pool, student, tests)] == [4.0, 0.0]


def test_only_the_lines_that_make_a_name_run_beside_the_student(pool: Pool) -> None:
    """Asserts, and whatever else an earlier cell hides, stay on this side."""
    showing = NotebookRun(pool, BRIEF)
    spy = "seen = []\n" + PAIR.replace("return x * x", "seen.append(x); return x * x")
    showing.run(Cell(name="student", text=spy))
    tests = ["tol = 1e-6\nsecret = 41\nassert g(secret) == 1681", "assert f(3).x - 3 < tol"]
    examiner = Examiner(showing, given=[], asked=[PAIR_ASKED], tests=tests)
    scores = [examiner.mark(Cell(name=f"t{n}", text=text), 4.0).score for n, text in enumerate(tests)]
    assert scores == [4.0, 4.0]
    assert showing.look("tol") == 1e-6 and showing.look("seen") == [41]
    with pytest.raises(KeyError):
        showing.look("secret")
    showing.close()


# ── points for nothing ──

TESTED = "def test_f():\n    assert f(3) == 9\n"
MAIN = TESTED + "if __name__ == '__main__':\n    test_f()"
SUITE = (
    "import unittest\nclass Of(unittest.TestCase):\n"
    "    def test_f(self):\n        self.assertEqual(f(3), 9)\n"
    "made = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(Of))\n"
    "assert made.wasSuccessful()"
)


@pytest.mark.parametrize("tests", [MAIN, TESTED + "test_f()", SUITE, "if f(3) != 9:\n    raise ValueError"])
def test_a_cell_says_no_in_its_own_way(pool: Pool, tests: str) -> None:
    """A cell runs as in a kernel, where `__name__` is "__main__"."""
    assert marked(pool, SQUARE, tests) == Marked(4.0)
    assert marked(pool, ZERO, tests).score == 0.0


@pytest.mark.parametrize(
    "tests",
    [
        "",
        "# f(3) is 9",
        TESTED,
        "for n in []:\n    assert f(n) == 9",
        "assert 1 + 1 == 2",
        "2.5",
        "x = np.pi",
    ],
)
@pytest.mark.parametrize("student", [SQUARE, ZERO])
def test_a_cell_that_asks_nothing_is_for_a_person(pool: Pool, student: str, tests: str) -> None:
    """Whoever wrote what: it says nothing of the answer, which has no points by it."""
    made = marked(pool, "import numpy as np\n" + student, tests)
    assert made.score is None and "did not call or read" in str(made.note)


def test_a_cell_may_read_what_an_earlier_cell_was_told(pool: Pool) -> None:
    """A result that an earlier grade cell keeps, and a test that it defines, are the student's answers."""
    tests = ["y = f(3)\ntol = 1e-6", "assert abs(y - 9) < tol", "assert tol < 1"]
    assert [one.score for one in all_marked(pool, SQUARE, tests)] == [4.0, 4.0, None]
    assert [one.score for one in all_marked(pool, ZERO, tests)] == [4.0, 0.0, None]
    assert [one.score for one in all_marked(pool, SQUARE, [TESTED, "test_f()"])] == [None, 4.0]
    assert [one.score for one in all_marked(pool, ZERO, [TESTED, "test_f()"])] == [None, 0.0]


# ── ends and hangs ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "tests",
    [
        "import pytest\nwith pytest.raises(ValueError):\n    f(1)",
        "import pytest\npytest.fail('no')",
        "import sys\nif f(3) != 8:\n    sys.exit('wrong')",
        "raise SystemExit",
    ],
)
def test_a_cell_that_ends_by_no_exception_fails(pool: Pool, tests: str) -> None:
    """pytest's own failures and sys.exit end the cell, not the grader."""
    assert marked(pool, SQUARE, tests).score == 0.0


def test_a_bare_except_does_not_hide_a_lost_process(pool: Pool) -> None:
    """Whatever a test catches: where no answer came, it does not hold."""
    tests = "try:\n    f(1)\nexcept:\n    pass\nelse:\n    assert False"
    assert marked(pool, "def f(x):\n    import os\n    os._exit(0)", tests).score == 0.0


def test_calls_share_the_time_of_a_notebook(pool: Pool) -> None:
    """Many slow calls end with the notebook's time; what is then not known is for a person, not zero."""
    started = time.monotonic()
    sleepy = "import time\ndef f(x):\n    time.sleep(0.6)\n    return x * x"
    tests = ["for n in range(100):\n    assert f(n) == n * n", "assert f(2) == 4"]
    brief = Patience(cell=1.0, total=1.5)
    made = all_marked(pool, sleepy, tests, patience=brief)
    assert [one.score for one in made] == [None, None]
    assert "used up" in str(made[0].note)
    assert time.monotonic() - started < 30


def test_what_a_notebook_shows_takes_no_time_from_its_grading(pool: Pool) -> None:
    """A demonstration that trains for long costs no points."""
    student = "import time\n" + SQUARE + "\ntime.sleep(0.6)"
    brief = Patience(cell=1.0, total=0.5)
    assert all_marked(pool, student, ["assert f(3) == 9"], patience=brief) == [Marked(4.0)]
