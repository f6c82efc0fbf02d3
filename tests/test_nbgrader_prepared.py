"""What a grade cell prepares for its calls reaches the student's process; no forged answer gains by it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pytest
from helpers.zygotes import Lease

from grader.model import Cell
from grader.nbgrader.legacy import Examiner
from grader.nbgrader.points import Marked
from grader.sandbox.levels import Level
from grader.sandbox.outside.notebook_run import NotebookRun, Patience
from grader.sandbox.outside.pool import Pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")

ASKED = "def f(*a):\n    raise NotImplementedError\ndef g(*a):\n    raise NotImplementedError"
FULL = Marked(4.0)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(lambda: Lease(Level.PROCESS))
    yield made
    made.close()


def all_marked(pool: Pool, student: str, tests: Sequence[str], *, given: str = "") -> list[Marked]:
    """Grade cells of 4 points each against a student's cell."""
    showing = NotebookRun(pool, Patience(cell=2.0))
    for text in filter(None, (given, student)):
        showing.run(Cell(name="cell", text=text))
    examiner = Examiner(showing, given=[given], asked=[ASKED], tests=tests, written=[student])
    try:
        return [examiner.mark(Cell(name=f"t{n}", text=text), 4.0) for n, text in enumerate(tests)]
    finally:
        showing.close()


def marked(pool: Pool, student: str, tests: str, *, given: str = "") -> Marked:
    """One of them."""
    return all_marked(pool, student, [tests], given=given)[0]


PATCH = "from unittest.mock import patch, MagicMock, Mock\n"
NO_MIN = PATCH + "with patch('__main__.min') as m:\n    f(1, 2)\nm.assert_not_called()\nassert f(1, 2) == 1"
SMALLER = "def f(x, y):\n    return x if x < y else y"
BY_MIN = "def f(x, y):\n    return min(x, y)"
PRINTS = PATCH + "with patch('__main__.print') as p:\n    f()\np.assert_called_once_with('right', 3)"
ANSWERS = PATCH + "with patch('builtins.input', side_effect=['3', '4']):\n    assert f() == 7"
ADDS = "def f():\n    return int(input('a')) + int(input('b'))"
USES_G = (
    "old = g\ndel g\ntry:\n    f(2)\nexcept NameError:\n    pass\nelse:\n    raise AssertionError\n"
    "finally:\n    g = old\n    del old\nassert f(2) == 5"
)
GIVEN_DIE = "import random\ndef roll():\n    return random.randint(1, 6)"


@pytest.mark.parametrize(
    ("tests", "right", "wrong"),
    [
        (NO_MIN, SMALLER, BY_MIN),
        (PRINTS, "def f():\n    print('right', 3)", "def f():\n    print('wrong')"),
        (PRINTS, "def f():\n    print('right', 3)", "def f():\n    pass"),
        (ANSWERS, ADDS, "def f():\n    return int(input()) * 2"),
        (ANSWERS, ADDS, "def f():\n    return 6"),
        (
            USES_G,
            "def g(x):\n    return x * x\ndef f(x):\n    return g(x) + 1",
            "def g(x):\n    return x * x\ndef f(x):\n    return x * x + 1",
        ),
        (
            PATCH + "with patch('random.randint', return_value=6):\n    assert f() == 12",
            "import random\ndef f():\n    return random.randint(1, 6) * 2",
            "def f():\n    return 4",
        ),
        (
            PATCH
            + "with patch('__main__.roll', return_value=6) as r:\n    assert f() == 12\n"
            + "assert r.call_count == 2",
            "def f():\n    return roll() + roll()",
            "def f():\n    return 12",
        ),
        (
            "g = lambda x: 10 * x\nassert f(2) == 21",
            "def g(x):\n    return x * x\ndef f(x):\n    return g(x) + 1",
            "def g(x):\n    return x * x\ndef f(x):\n    return x * x + 1",
        ),
        (
            PATCH + "with patch('__main__.os') as o:\n    f('x')\no.remove.assert_called_once_with('x')",
            "import os\ndef f(x):\n    os.remove(x)",
            "import os\ndef f(x):\n    os.listdir('.')",
        ),
        (
            "import sys, io\nsys.stdin = io.StringIO('3\\n4\\n')\nassert f() == 7\nsys.stdin = sys.__stdin__",
            ADDS,
            "def f():\n    return 6",
        ),
        (
            "import os\nos.environ['MODE'] = 'fast'\nassert f() == 'fast'",
            "import os\ndef f():\n    return os.environ['MODE']",
            "def f():\n    return 'slow'",
        ),
    ],
)  # fmt: skip
def test_what_a_cell_prepares_is_met_by_its_calls(pool: Pool, tests: str, right: str, wrong: str) -> None:
    """The right answer has full points outside of the student's process, the wrong one none."""
    given = GIVEN_DIE + "\nimport os"
    assert marked(pool, right, tests, given=given) == FULL
    assert marked(pool, wrong, tests, given=given).score == 0.0


def test_nothing_stays_prepared_for_the_next_cell(pool: Pool) -> None:
    """A patch holds for the calls under it alone."""
    student = "def f():\n    return min(3, 4)\ndef g():\n    return f()"
    tests = [
        PATCH + "with patch('__main__.min', return_value=9):\n    assert f() == 9\nassert f() == 3",
        "assert f() == 3",
        "del f\ntry:\n    g()\nexcept NameError:\n    pass\nelse:\n    assert False",
    ]
    assert all_marked(pool, student, tests) == [FULL] * 3


@pytest.mark.parametrize(
    "tests",
    [
        "import warnings\nwith warnings.catch_warnings():\n"
        "    warnings.simplefilter('error')\n    assert f(3) == 9",
        "import numpy as np\nwith np.errstate(all='raise'):\n    assert f(3) == 9",
        "import math\nmath.sqrt = None\nassert f(3) == 9",
        "globals()['abs'] = None\nassert f(3) == 9",
        "abs = 3\nassert f(3) == 9",
        "import os\nopen('x', 'w').close()\nos.remove('x')\nassert f(3) == 9",
    ],
)
def test_what_is_not_carried_must_hold_beside_the_student_too(pool: Pool, tests: str) -> None:
    """An answer that holds on both sides has its points; one that holds outside alone is for a person."""
    right = "def f(x):\n    return x * x"
    wrong = (
        "import math, os, warnings\nopen('x', 'w').close()\ndef f(x):\n    os.stat('x')\n"
        "    warnings.warn('no')\n    math.sqrt(4)\n    abs(3)\n"
        "    import numpy\n    numpy.array([1.0]) / 0\n    return x * x"
    )
    assert marked(pool, right, tests).score == 4.0
    assert marked(pool, wrong, tests).score is None
    assert marked(pool, "def f(x):\n    return x", tests).score == 0.0


@pytest.mark.parametrize(
    "tests",
    [
        "import pytest\nwith pytest.warns(UserWarning):\n    assert f(3) == 9",
        "import warnings\nwith warnings.catch_warnings(record=True) as seen:\n"
        "    warnings.simplefilter('always')\n    assert f(3) == 9\nassert len(seen) == 1",
        "import os\nassert f(3) == 9\nassert os.path.exists('made.txt')",
        "from pathlib import Path\nassert f(3) == 9\nassert Path('made.txt').is_file()",
    ],
)
def test_what_a_call_leaves_in_its_process_is_for_a_person(pool: Pool, tests: str) -> None:
    """Warnings and files are not seen outside: who leaves them has no zero, who does not has no points."""
    leaves = "import warnings\ndef f(x):\n    warnings.warn('w')\n    open('made.txt', 'w').close()\n"
    leaves += "    return x * x"
    assert marked(pool, leaves, tests).score is None
    assert marked(pool, "def f(x):\n    return x * x", tests).score == 0.0


def test_who_leaves_a_file_where_none_may_be_has_no_points(pool: Pool) -> None:
    """Outside there is none, whatever the student's code does."""
    tests = "import os\nassert f(3) == 9\nassert not os.path.exists('left.txt')"
    leaves = "def f(x):\n    open('left.txt', 'w').close()\n    return x * x"
    assert marked(pool, leaves, tests).score is None
    assert marked(pool, "def f(x):\n    return x * x", tests).score == 4.0


SAVES = "def f(name, x):\n    with open(name, 'w') as file:\n        file.write(str(x))"


@pytest.mark.parametrize(
    "tests",
    [
        "f('out.txt', 3)\nassert open('out.txt').read() == '3'",
        "from pathlib import Path\nf('out.txt', 3)\nassert Path('out.txt').read_text() == '3'",
        "import numpy as np\nf('out.txt', 3)\nassert np.genfromtxt(open('out.txt')) == 3",
    ],
)
def test_a_file_of_the_students_is_read_beside_the_code_that_wrote_it(pool: Pool, tests: str) -> None:
    """As a figure is looked at; the note says so."""
    right = marked(pool, SAVES, tests)
    assert right.score == 4.0 and "a student can change its result" in str(right.note)
    assert marked(pool, SAVES.replace("str(x)", "'4'"), tests).score == 0.0
    assert marked(pool, "def f(name, x):\n    return None", tests).score == 0.0


@pytest.mark.parametrize(
    ("student", "tests"),
    [
        # The student's word that there is no such file.
        ("def f():\n    raise FileNotFoundError(2, 'no', 'x.txt')", "f()\nassert open('x.txt')"),
        (
            "def f():\n    yield 1\n    raise FileNotFoundError(2, 'no', 'x.txt')",
            "list(f())\nassert open('x.txt')",
        ),
        # The student's choice of a file.
        ("def f():\n    return 'y.txt'", "assert open(f()).read() == 'x'"),
    ],
)
def test_no_student_has_a_cell_judged_beside_by_a_file_that_is_not_there(
    pool: Pool, student: str, tests: str
) -> None:
    """There the cell would hold, by an `open` of the student's."""
    forged = f"{student}\nimport io\nreal = f\ndef open(name):\n    return io.StringIO('x')\n"
    forged += (
        "import sys\ndef f():\n    return real() if sys._getframe(1).f_code.co_name != '<module>' else 'y'"
    )
    assert marked(pool, forged, tests).score in (None, 0.0)


def test_a_module_is_again_what_it_was(pool: Pool) -> None:
    """What a cell puts into one is there neither for the next cell nor for the next student."""
    import math

    tests = [
        "import math, sys\nmath.sqrt = sys.stdin = None\nassert f(3) == 9",
        "import math\nmath.sqrt(f(3))",
    ]
    given = sys.stdin
    assert [one.score for one in all_marked(pool, "def f(x):\n    return x * x", tests)] == [4.0, 3.0]
    assert math.sqrt(4) == 2 and sys.stdin is given


# ── seeds ────────────────────────────────────────────────────────────────────────────────────────────────

DRAWS = "import random, torch, numpy as np\ndef f(n):\n    return {}"
BY = {
    "random": ("[random.random() for _ in range(n)]", "random.seed(7)"),
    "numpy": ("np.random.rand(n).tolist()", "np.random.seed(7)"),
    "torch": ("torch.rand(n).tolist()", "torch.manual_seed(7)"),
}


@pytest.mark.parametrize("library", BY)
def test_a_seed_is_set_in_the_students_process(pool: Pool, library: str) -> None:
    """Before the next call, which then goes on by itself; what the student draws comes back as data alone."""
    draw, seed = BY[library]
    student = DRAWS.format(draw)
    here = draw.replace("n)", "2)")
    lead = f"import random, torch, numpy as np\n{seed}\n"
    tests = [
        f"{lead}a = f(2)\n{seed}\nassert a == {here}",
        f"{lead}a = f(2) + f(2)\n{seed}\nassert a == {here} + {here} and f(2) != f(2)",
        # The cell draws first, and the student goes on from there.
        f"{lead}b = {here}\na = f(2)\n{seed}\n{here}\nassert a == {here}",
    ]
    assert all_marked(pool, student, tests) == [FULL] * 3
    assert {one.score for one in all_marked(pool, "def f(n):\n    return [0.5] * n", tests)} == {0.0}


def test_what_is_not_seeded_is_new_for_each_call(pool: Pool) -> None:
    """And a constant is none of it."""
    tests = "assert len({tuple(f(2)) for _ in range(20)}) == 20"
    for draw, _ in BY.values():
        assert marked(pool, DRAWS.format(draw), tests) == FULL
    assert marked(pool, "def f(n):\n    return [0.5] * n", tests).score == 0.0


def test_a_seed_of_the_notebooks_own_counts_as_in_a_kernel(pool: Pool) -> None:
    """What a cell above has seeded, the student's function draws on from."""
    student = DRAWS.format("random.randint(1, 100)") + "\nrandom.seed(3)"
    tests = (
        "import random\nhere = random.Random(3)\n"
        "assert [f(1) for _ in range(3)] == [here.randint(1, 100) for _ in range(3)]"
    )
    assert marked(pool, student, tests) == FULL


def test_a_cell_beside_the_student_meets_the_same_numbers(pool: Pool) -> None:
    """Its first run has drawn: beside the student's code the generators stand where the cell found them."""
    student = DRAWS.format("random.randint(1, 10 ** 9)") + "\nrandom.seed(3)\ndef g(own):\n    return own.x"
    drawn = "assert f(1) == random.Random(3).randint(1, 10 ** 9)"
    tests = f"import random\n{drawn}\nclass Own:\n    x = 1\nassert g(Own()) == 1"
    made = marked(pool, student, tests)
    assert made.score == 4.0 and not made.shown.error and str(made.note)


# ── attacks ──────────────────────────────────────────────────────────────────────────────────────────────

SPY = "import sys, unittest.mock as um\num.NonCallableMock.assert_not_called = lambda self: None\n"
FORGED = {
    "a mock of its own that is never called": SPY + BY_MIN,
    "the mock is reset": "def f(x, y):\n    m = min(x, y)\n    min.reset_mock()\n    return m",
    "the mock is told otherwise": "def f(x, y):\n    m = min(x, y)\n    min.called = 0\n    return m",
    "it equals every mock": "def f(x, y):\n    m = min(x, y)\n    type(min).__eq__ = max\n    return m",
}


@pytest.mark.parametrize("student", FORGED.values(), ids=FORGED.keys())
def test_who_calls_what_was_patched_has_no_points(pool: Pool, student: str) -> None:
    """Whatever it does to the mocks of its own process: the one that is asked is on this side."""
    assert marked(pool, student, NO_MIN).score in (0.0, None)


@pytest.mark.parametrize(
    "path",
    [
        "__main__.min.reset_mock", "__main__.min.__class__", "__main__.min._mock_children.clear",
        "__main__.min.return_value", "__main__.secret", "builtins.eval", "sys.stdin.close", "os.system",
        "__main__.min.assert_not_called", "__main__.eval", "",
    ],
)  # fmt: skip
def test_nothing_else_can_be_called_on_this_side(pool: Pool, path: str) -> None:
    """A process that asks for what was not lent is lost, and its cell fails."""
    student = f"def f(x, y):\n    min(x, y)\n    min._lend({path!r}, ('touch here',), {{}})\n    return 1"
    tests = "secret = lambda *a: 1\n" + NO_MIN.replace("m.assert_not_called()", "assert not m.called")
    made = marked(pool, student, tests)
    assert made.score in (0.0, None) and "gave no answer" in str(made.note) + str(made.shown.error)


def test_functions_of_a_cell_are_not_lent_to_who_names_them(pool: Pool) -> None:
    """A reference or an expected value in a grade cell is no answer for a student who guesses its name."""
    student = "expected = solution = None\ndef f(x):\n    return solution(x) if solution else expected"
    for tests in (
        "def solution(x):\n    return x * x\nassert f(3) == solution(3)",
        "expected = 9\nassert f(3) == expected",
        "def solution(x):\n    return x * x\nassert f(3) == 0",
    ):
        assert marked(pool, student, tests).score in (0.0, None)


def test_a_student_who_does_not_let_itself_be_seeded_has_no_points(pool: Pool) -> None:
    """Numbers that are not drawn as the cell seeds them are other numbers."""
    student = (
        DRAWS.format("np.random.rand(n).tolist()")
        + "\nnp.random.set_state = np.random.seed = lambda *a: None"
    )
    seed = "np.random.seed(7)"
    tests = f"import numpy as np\n{seed}\na = f(2)\n{seed}\nassert a == np.random.rand(2).tolist()"
    assert marked(pool, student, tests).score in (0.0, None)
