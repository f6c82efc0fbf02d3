"""The pytest session that is kept warm: what it collects, what it raises, and what it leaves behind."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from helpers.grading import ROOT

from grader.course.layout import Course, open_course
from grader.errors import CourseError, FaultError
from grader.grading.fixtures import items_by_assignment
from grader.grading.session import run_warm
from grader.words.messages import heard

SOUND = ROOT / "tests" / "courses" / "sound"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of one assignment, to be damaged."""
    shutil.copytree(SOUND, tmp_path / "course")
    return open_course(tmp_path / "course")


def collected(course: Course, *assignments: str) -> dict[str, list[str]]:
    """The checks that the loop is given, by assignment."""
    seen: dict[str, list[str]] = {}

    def loop(session: pytest.Session) -> None:
        for name, items in items_by_assignment(session.items).items():
            seen[name] = [item.name for item in items]

    run_warm(course, list(assignments), loop)
    return seen


def test_the_checks_of_the_assignments_asked_for_are_collected() -> None:
    """No others: collecting costs time."""
    assert list(collected(open_course(ROOT), "tensors")) == ["tensors"]
    assert list(collected(open_course(ROOT), "autograd", "optimizers")) == ["autograd", "optimizers"]


def test_checks_come_in_the_order_of_their_file(course: Course) -> None:
    """The first failure is a small example only in that order."""
    assert collected(course) == {"shapes": ["test_area", "test_dry", "test_nothing_left", "test_folds"]}


def test_what_the_loop_raises_comes_out_as_it_is(course: Course) -> None:
    """pytest would print it as an internal error of its own."""

    def loop(session: pytest.Session) -> None:
        raise FaultError(heard("a fault of ours"))

    with pytest.raises(FaultError, match=r"^a fault of ours$"):
        run_warm(course, ["shapes"], loop)


def test_checks_that_do_not_parse_are_a_fault_that_names_the_error(course: Course) -> None:
    """One sentence with the error's own line, and where to see all of it."""
    course.assignment("shapes").checks.write_text("import nowhere_to_be_found\n", encoding="utf-8")
    with pytest.raises(FaultError, match=r"No module named 'nowhere_to_be_found'.*Run `pytest` there"):
        collected(course, "shapes")


def test_a_file_without_checks_is_a_mistake_of_the_course(course: Course) -> None:
    """Nothing to grade by is never a class of zeros."""
    course.assignment("shapes").checks.write_text("def helper():\n    return 1\n", encoding="utf-8")
    with pytest.raises(CourseError, match="has no checks"):
        collected(course, "shapes")


def test_what_lies_above_the_course_is_none_of_its_business(course: Course, tmp_path: Path) -> None:
    """No conftest.py there is run, and no folder there is looked into."""
    (tmp_path / "conftest.py").write_text("raise RuntimeError('not of this course')\n", encoding="utf-8")
    for number in range(5):
        (tmp_path / f"beside{number}").mkdir()
    seen: list[Path] = []

    def loop(session: pytest.Session) -> None:
        seen.extend(node.path for item in session.items for node in item.listchain())

    run_warm(course, ["shapes"], loop)
    assert seen and {path for path in seen if not path.is_relative_to(course.root)} == set()


def test_another_course_gets_its_own_helpers(course: Course, tmp_path: Path) -> None:
    """Modules beside the checks are forgotten: a second course may have one of the same name."""
    assert collected(course)
    assert not [name for name in ("numbers_drawn", "test_shapes") if name in sys.modules]
    assert str(course.root / "autograde_tests") not in sys.path
    other = tmp_path / "other"
    shutil.copytree(SOUND, other)
    (other / "autograde_tests" / "numbers_drawn.py").write_text("raise RuntimeError('mine')", "utf-8")
    with pytest.raises(FaultError, match="mine"):
        collected(open_course(other))


def test_pytest_leaves_the_grader_as_it_is() -> None:
    """It would rewrite hundreds of modules, for one is a plugin: each first run would wait for that."""
    before_the_plugin = {"grader", "grader.plugin"}
    loaders = {
        type(module.__loader__).__name__
        for name, module in sys.modules.items()
        if name.startswith("grader.") and name not in before_the_plugin
    }
    assert loaders == {"SourceFileLoader"}
