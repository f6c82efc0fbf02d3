"""The fixtures of checks: a plain check takes the short way, any other runs under pytest, and both judge."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.grading import ROOT, function, grade_files

from grader.course.layout import Course, open_course
from grader.grading import pytest_internals
from grader.grading.fixtures import check_of, is_plain
from grader.grading.session import run_warm
from grader.model import Report
from grader.submission import Found

# A check of each kind that a course may write, each on the same function.
CHECKS = '''
import pytest
from grader.testing import check, expect

@pytest.fixture
def width():
    yield 3

@check("area", points=1)
def test_plain(student):
    """Plain."""
    expect(student.area(3, 4)).number_close_to(12)

@check("area", points=1)
def test_own_fixture(student, width):
    """With a fixture of its own."""
    expect(student.area(width, 4)).number_close_to(12)

@check("area", points=1)
@pytest.mark.filterwarnings("ignore")
def test_own_mark(student):
    """With a mark of its own."""
    expect(student.area(5, 2)).number_close_to(10)

@check("area", points=1)
def test_all_of_ours(student, reference, cases, device):
    """With all that the grader offers."""
    assert device == "cpu"
    side = cases.integer(2, 9)
    expect(student.area(side, 4)).close_to(reference.area(side, 4))
'''
NAMES = ["test_plain", "test_own_fixture", "test_own_mark", "test_all_of_ours"]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("fixtures") / "course"
    shutil.copytree(ROOT / "tests" / "courses" / "sound", root)
    (root / "autograde_tests" / "test_shapes.py").write_text(CHECKS, encoding="utf-8")
    return open_course(root)


def graded(course: Course, text: str, folder: Path) -> Report:
    path = folder / "shapes.py"
    path.write_text(text, encoding="utf-8")
    (report,) = grade_files([Found(student="ada", assignment="shapes", path=path)], course=course)
    assert report.status == "graded"
    return report


def test_every_kind_of_check_passes_what_is_right(course: Course, tmp_path: Path) -> None:
    """A fixture, a parameter or a mark of its own changes nothing about the verdict."""
    report = graded(course, course.assignment("shapes").solution_cell().text, tmp_path)
    assert {check.id: check.status.value for check in function(report, "area").checks} == dict.fromkeys(
        NAMES, "passed"
    )


def test_every_kind_of_check_fails_what_is_wrong(course: Course, tmp_path: Path) -> None:
    """Each fails by its own comparison, with its own example."""
    report = graded(course, "def area(width, height):\n    return width + height\n", tmp_path)
    checks = function(report, "area").checks
    assert {check.id: check.status.value for check in checks} == dict.fromkeys(NAMES, "failed")
    assert all(check.example is not None for check in checks)


def test_without_a_submission_checks_are_skipped_with_the_way_to_give_one(course: Course) -> None:
    """Under plain pytest; other tests in the folder run as ever."""
    beside = course.root / "autograde_tests" / "test_beside.py"
    beside.write_text("def test_of_another_kind():\n    assert True\n", encoding="utf-8")
    try:
        plain = ("--disable-plugin-autoload", "-p", "grader.plugin", "-p", "no:cacheprovider")
        done = forked_python.run("-m", "pytest", "-rs", "-q", *plain, "autograde_tests", cwd=course.root)
    finally:
        beside.unlink()
    assert "1 passed, 4 skipped" in done.stdout, done.stdout
    assert "pytest autograde_tests --submission PATH" in done.stdout


OVERRIDDEN = """
import pytest
from grader.testing import check, expect

@pytest.fixture
def cases(cases):
    return cases

@check("area", points=1)
def test_another_cases(student, cases):
    \"\"\"With a fixture of the grader's, made anew.\"\"\"
    expect(student.area(3, 4)).number_close_to(12)

@check("area", points=1)
def test_asks_pytest(student, request):
    \"\"\"With what only pytest makes.\"\"\"
    expect(student.area(3, 4)).number_close_to(12)
"""


def test_a_plain_check_takes_the_short_way(course: Course) -> None:
    """What asks for the grader's fixtures alone needs none of pytest's setup; anything else has it."""
    (course.root / "autograde_tests" / "test_others.py").write_text(OVERRIDDEN, encoding="utf-8")
    plain: dict[str, bool] = {}

    def loop(session: pytest.Session) -> None:
        plain.update(
            {item.name: is_plain(item) for item in session.items if isinstance(item, pytest.Function)}
        )

    run_warm(course, [], loop)
    (course.root / "autograde_tests" / "test_others.py").unlink()
    assert {name for name, is_so in plain.items() if is_so} == {"test_plain", "test_all_of_ours"}
    assert set(plain) == {*NAMES, "test_another_cases", "test_asks_pytest"}


def test_what_asks_pytest_for_something_runs_under_pytest(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted where it happens: of four checks, the two with a fixture and with a mark of their own."""
    through: list[str] = []
    run_through = pytest_internals.run_through

    def counted(item: pytest.Item, following: pytest.Item | None) -> None:
        through.append(item.name)
        run_through(item, following)

    monkeypatch.setattr(pytest_internals, "run_through", counted)
    graded(course, course.assignment("shapes").solution_cell().text, tmp_path)
    assert through == ["test_own_fixture", "test_own_mark"]


def test_every_check_of_the_course_takes_the_short_way() -> None:
    """Of the course's own checks none asks pytest for anything, so none pays for its protocol."""
    checks: dict[str, bool] = {}

    def loop(session: pytest.Session) -> None:
        functions = [item for item in session.items if isinstance(item, pytest.Function)]
        checks.update({item.nodeid: is_plain(item) for item in functions if check_of(item) is not None})

    run_warm(open_course(ROOT), [], loop)
    assert len(checks) > 100
    assert [name for name, plain in checks.items() if not plain] == []
