"""Special values: tried on a check's first device, and a failure says of what kind the input was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from helpers.grading import ROOT, failed, grade_files, lost

from grader.audience import for_student
from grader.authoring.said import unsayable
from grader.course.layout import Course, open_course
from grader.model import Report
from grader.sandbox import sim
from grader.submission import Found
from grader.testing import Case, Cases

CHECKS = '''
from grader.testing import Case, answers, check, expect

@check("area", points=1)
def test_all(student, reference, cases):
    """Any sides."""
    calls = [(cases.tensor(2), 3.0), *cases.special("with one side of 0", cases.tensor(2), 0.0)]
    for got, want in answers(student.area, reference.area, calls):
        expect(got).close_to(want)

@check("area", points=1, hidden="Is it right for every size?")
def test_sizes(student, reference, cases):
    """Any sizes."""
    calls = [Case("with large sides", 1000 * cases.tensor(2, low=1, high=9), 3.0)]
    for got, want in answers(student.area, reference.area, calls):
        expect(got).close_to(want)
'''
RIGHT = "def area(width, height):\n    return width * height\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("special") / "course"
    shutil.copytree(ROOT / "tests" / "courses" / "sound", root)
    (root / "autograde_tests" / "test_shapes.py").write_text(CHECKS, encoding="utf-8")
    return open_course(root)


def handed_in(folder: Path, text: str, student: str = "ada") -> Found:
    path = folder / student / "shapes.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Found(student=student, assignment="shapes", path=path)


WRONG = {
    "without a side": "def area(width, height):\n    return width * height if height else width\n",
    "always": RIGHT.replace("*", "+"),
    "large": "def area(width, height):\n    return width * height if width[0] < 500 else width\n",
    "large, and raises": (
        "def area(width, height):\n    return width * height if width[0] < 500 else width['side']\n"
    ),
}


@pytest.fixture(scope="module")
def graded(course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Each mistake as a student's, in one class; what is said of the checks is all that is asked."""
    folder = tmp_path_factory.mktemp("graded")
    found = [handed_in(folder, text, student) for student, text in WRONG.items()]
    reports = grade_files(found, course=course, diagnosis=False)
    return dict(zip(WRONG, reports, strict=True))


def test_a_failure_says_of_what_kind_the_input_was(graded: dict[str, Report]) -> None:
    """After what is wrong, in a sentence that a catalog of the course holds."""
    message = failed(graded["without a side"], "area").message
    assert str(message).endswith(" This happens with one side of 0.")
    kind = message.sentences[-1].arguments[0][1]
    assert kind.sentences[0].context == "shapes/test_all/said"  # type: ignore[union-attr]


def test_an_ordinary_input_is_of_no_kind(graded: dict[str, Report]) -> None:
    """Nothing is said where what is wrong shows on every input."""
    assert "This happens" not in str(failed(graded["always"], "area").message)


def test_a_hidden_check_says_it_after_its_own_text(graded: dict[str, Report]) -> None:
    """No values, but the kind of input, also where an exception is raised; students are not told that."""
    report = graded["large"]
    said = str(failed(report, "area").message)
    assert said == "Is it right for every size? This happens with large sides."
    assert str(failed(for_student(report), "area").message) == "Is it right for every size?"
    report = graded["large, and raises"]
    said = str(failed(report, "area").message)
    assert said == "`area` raised IndexError on an input that is not shown. This happens with large sides."
    told = str(failed(for_student(report), "area").message)
    assert told == "`area` raised an exception on an input that is not shown."


@pytest.mark.skipif(bool(sim.missing()), reason="no pretend GPU here")
def test_special_values_are_tried_on_the_first_device(course: Course, tmp_path: Path) -> None:
    """What is wrong for them on a further device alone is not seen; on the first it is, whichever that is."""
    wrong = (
        "def area(width, height):\n"
        "    return width * height if height or width.device.type == 'cpu' else width\n"
    )
    found = handed_in(tmp_path, wrong)
    (both,) = grade_files([found], course=course, devices=("cpu", "sim"), diagnosis=False)
    assert lost(both) == {}
    assert [c.device for f in both.functions for c in f.checks if c.id == "test_all"] == ["cpu", "sim"]
    (alone,) = grade_files([found], course=course, devices=("sim",), diagnosis=False)
    assert lost(alone) == {"area": 1.0}


def test_the_same_inputs_are_drawn_with_and_without_them() -> None:
    """Where a special value is left out, what is drawn after it stays the same."""

    def drawn(first: bool) -> tuple[list[Case], torch.Tensor]:
        cases = Cases(7, "test_it", first=first)
        return cases.special("with one", cases.tensor(1)), cases.tensor(2)

    (with_them, after), (without, later) = drawn(True), drawn(False)
    assert [one.kind for one in with_them] == ["with one"] and without == []
    assert torch.equal(after, later)


def test_a_kind_is_a_literal() -> None:
    """`grader audit` finds one that the code makes from parts: no catalog could hold it."""
    made = 'def test_it(cases, n):\n    cases.special(f"with {n} readings", n)\n    Case("a" + n, n)\n'
    assert [line for line, _ in unsayable(made)] == [2, 3]
    assert not list(unsayable('def test_it(cases, n):\n    cases.special("with one reading", n)\n'))
