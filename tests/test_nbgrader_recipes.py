"""The recipes of nbgrader's page "Autograding resources": nbgrader's own verdict against ours."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from helpers.own_course import POINTS, Case, OwnCourse

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")

_MOCK = "from unittest.mock import patch\n"
# The module that the page imports these from cannot be installed any more; unittest has the same.
_EQUAL = "from unittest import TestCase\nassert_equal = TestCase().assertEqual\n"
RECIPES = [
    Case(
        "cases",
        "",
        "def flat(x):\n    return sorted(c for c in x.lower() if c.isalpha())\n"
        "def same(a, b):\n    return flat(a) == flat(b)",
        "def same(a, b):\n    return sorted(a) == sorted(b)",
        (
            _EQUAL + "assert_equal(same('hi', 'hi'), True)\nassert_equal(same('He llo', '?hello'), True)\n"
            "assert_equal(same('apple', 'aple'), False)",
        ),
    ),
    Case(
        "isolated",
        "",
        "def down(x):\n    return sorted(x, reverse=True)",
        "def down(x):\n    return sorted(x)",
        (_EQUAL + "assert_equal(down([2, 3, 1]), [3, 2, 1])\nassert_equal(down([-1, 0, 1]), [1, 0, -1])",),
    ),
    Case(
        "used",
        "",
        "def mse(n):\n    return n * n\ndef table(n):\n    return [mse(i) for i in range(n)]",
        "def mse(n):\n    return n * n\ndef table(n):\n    return [i * i for i in range(n)]",
        (
            "old_mse = mse\ndel mse\ntry:\n    table(3)\nexcept NameError:\n    pass\nelse:\n"
            "    raise AssertionError('no call of mse')\nfinally:\n    mse = old_mse\n    del old_mse",
        ),
    ),
    Case(
        "printed",
        "",
        "def foo():\n    print('right result')",
        "def foo():\n    print('wrong result')",
        (
            _MOCK + "with patch('__main__.print') as mock_print:\n    foo()\n"
            "mock_print.assert_called_once_with('right result')",
        ),
    ),
    Case(
        "not_called",
        "",
        "def mymin(x, y):\n    if x < y:\n        return x\n    else:\n        return y",
        "def mymin(x, y):\n    return min(x, y)",
        (_MOCK + "with patch('__main__.min') as mock_min:\n    mymin(1, 2)\nmock_min.assert_not_called()",),
    ),
    Case(
        "global_names",
        "import numpy as np\narr = np.array([1, 2, 3])",
        "def twice(x):\n    return x * 2",
        "def twice(x):\n    return arr * 2",
        (
            "arr = np.array([1, 2, 3])\nnp.testing.assert_array_equal(twice(arr), np.array([2, 4, 6]))\n"
            "arr2 = np.array([3, 2])\nnp.testing.assert_array_equal(twice(arr2), np.array([6, 4]))",
        ),
    ),
    Case(
        "raises",
        "",
        "def squares(n):\n    if n < 1:\n        raise ValueError('n')\n    return [i * i for i in range(n)]",
        "def squares(n):\n    return [i * i for i in range(n)]",
        ("try:\n    squares(0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no')",),
    ),
    Case(
        "partial_credit",
        "",
        "def half(n):\n    return n / 2",
        "def half(n):\n    return 3",
        ("points = 0\nif half(6) == 3:\n    points += 0.5\nif half(5) == 2.5:\n    points += 1.5\npoints",),
    ),
    Case(
        "plotted",
        "%matplotlib inline\nimport matplotlib.pyplot as plt",
        "def draw():\n    fig, ax = plt.subplots()\n    ax.plot([1, 2], [3, 4])\n    return ax",
        "def draw():\n    fig, ax = plt.subplots()\n    return ax",
        (
            "ax = draw()\nassert len(ax.get_lines()) == 1\n"
            "assert list(ax.get_lines()[0].get_ydata()) == [3, 4]",
        ),
    ),
    Case(
        "hidden",
        "",
        "def add(a, b):\n    return a + b",
        "def add(a, b):\n    return 3",
        ("assert add(1, 2) == 3\n### BEGIN HIDDEN TESTS\nassert add(2, 2) == 4\n### END HIDDEN TESTS",),
    ),
]  # fmt: skip
STUDENTS = ("right", "wrong", "stub")
Points = dict[str, dict[str, float | None]]


def graded(folder: Path, *, ours: bool) -> Points:
    """The points of each student by grade cell."""
    course = OwnCourse(folder, ours=ours)
    course.release("recipes", RECIPES)
    for student in STUDENTS:
        course.hand_in("recipes", student, RECIPES)
    return {student: course.autograde("recipes", student) for student in STUDENTS}


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Points:
    return graded(tmp_path_factory.mktemp("ours"), ours=True)


# Of the wrong answer to `partial_credit`.
PART = 0.5


@pytest.mark.parametrize("name", [case.name for case in RECIPES])
def test_a_recipe_tells_right_from_wrong(ours: Points, name: str) -> None:
    """Full points for the right answer; none, a part or a person for the wrong one; nothing for the stub."""
    cell = f"{name}-0"
    assert ours["right"][cell] == POINTS
    assert ours["wrong"][cell] in ((PART,) if name == "partial_credit" else (0.0, None))
    assert ours["stub"][cell] == 0.0


@pytest.mark.slow
def test_nbgrader_itself_says_the_same(ours: Points, tmp_path: Path) -> None:
    """Cell by cell: what it gives full points has them here, and what it gives none has none here."""
    theirs = graded(tmp_path, ours=False)
    for student in STUDENTS:
        for cell, points in theirs[student].items():
            assert ours[student][cell] in (points, None), (student, cell)
    assert {cell for cell, points in ours["right"].items() if points is None} == set()
