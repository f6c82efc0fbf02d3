"""Loops on further devices are cut, student and reference alike, and what goes wrong there is still found."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import pytest
from helpers.device_mistakes import MISTAKES, Mistake
from helpers.grading import ROOT, failed, function, grade_files, lost, pasted_each, solution, touched
from helpers.late_device_mistakes import LATE
from helpers.right_loops import RIGHT_LOOPS

from grader.course.layout import Course, open_course
from grader.grading.fixtures import check_of, current_evaluations, items_by_assignment, run_item
from grader.grading.grade import Grading, open_evaluation
from grader.grading.loops import LoopLengths
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import Report, Status
from grader.submission import Found, read
from grader.testing import check

BOTH = ("cpu", "sim")
NAMES = ["n_epochs", "rate"]


# ── the rule ─────────────────────────────────────────────────────────────────────────────────────────────


def lengths(loops: LoopLengths, counts: Iterable[int], names: Sequence[str] = NAMES) -> list[object]:
    """What loops of these lengths are asked for, one call after another."""
    return [loops.cut("train", names, ((n, 0.1), {}), partial(bytes, [n]))[0][0] for n in counts]


def test_one_call_goes_on_and_the_others_stop_early() -> None:
    """The first long one goes on to its 20th epoch, whoever asks for it again; short ones are left alone."""
    assert lengths(LoopLengths(None), [2, 20, 30, 100, 30, 21]) == [2, 20, 20, 3, 20, 3]


def test_by_name_and_by_position() -> None:
    loops = LoopLengths(None)
    assert loops.cut("f", ["x"], ((1,), {"n_epochs": 50}), lambda: b"a") == ((1,), {"n_epochs": 20})
    assert loops.cut("f", ["x", "epochs"], ((1, 50, 7), {}), lambda: b"b") == ((1, 3, 7), {})
    assert loops.cut_any


@pytest.mark.parametrize("name", ["max_epochs", "times", "steps", "n"])
def test_what_counts_or_means_something_else_is_never_cut(name: str) -> None:
    loops = LoopLengths(None)
    assert lengths(loops, [30, 150], [name]) == [30, 150]
    assert not loops.cut_any


def test_a_check_says_how_far() -> None:
    """Then also a loop of few rounds, and one of any name; {} cuts nothing."""
    assert lengths(LoopLengths({"rounds": 2}), [10, 9, 2, 1], ["rounds"]) == [10, 2, 2, 1]
    assert lengths(LoopLengths({}), [30, 100]) == [30, 100]
    with pytest.raises(ValueError, match="1 or more"):
        check("f", points=1, brief={"rounds": 0})(test_a_check_says_how_far)


# ── how often it is taken ────────────────────────────────────────────────────────────────────────────────

# (assignment, function) → what its loops were asked for on the CPU, and on sim. Every other call is the same.
CUT = {
    ("gradient_descent", "training_loop"): ([1, 2, 2, 30, 3, 1, 2, 30], [1, 2, 2, 20, 3, 1, 2, 20]),
    ("gradient_descent", "loss_history"): ([1, 2, 2, 30, 1, 2, 30], [1, 2, 2, 20, 1, 2, 20]),
    ("autograd", "training_loop"): (
        [1, 2, 3, 2, 3, 20, 3, 60, 1, 3, 12, 20],
        [1, 2, 3, 2, 3, 20, 3, 20, 1, 3, 12, 20],
    ),
}


def loops_in(assignment: str) -> list[str]:
    """Functions of an assignment that are told how many epochs to go on."""
    functions = [node for node in ast.parse(solution(assignment)).body if isinstance(node, ast.FunctionDef)]
    return [one.name for one in functions if "n_epochs" in [argument.arg for argument in one.args.args]]


@pytest.fixture(scope="module")
def asked() -> dict[tuple[str, str], dict[str, list[int]]]:
    """By assignment and function, how long its loops were asked to be on each device.

    Special values are left out: they are tried on the first device alone.
    """
    course = open_course(ROOT)
    said: dict[tuple[str, str], dict[str, list[int]]] = {}

    def loop(session: pytest.Session) -> None:
        with Grading(course, Settings(seed=7, devices=BOTH)) as grading:
            for name, items in items_by_assignment(session.items).items():
                if not loops_in(name):
                    continue
                source = read(course.assignment(name).solution, assignment=name)
                evaluation = open_evaluation(grading, source, name, items, loops_in(name))
                current_evaluations(session.config).current[name] = evaluation
                for item in items:
                    if check_of(item) in evaluation.checks:
                        run_item(item, None)
                for device in BOTH:
                    for one in evaluation._runs.sources.on(device):
                        for function_name, questions in one.asked.items():
                            said.setdefault((name, function_name), {})[device] = [
                                question.question.shown["n_epochs"]  # type: ignore[misc]
                                for question in questions
                                if "n_epochs" in question.question.shown and not question.question.case
                            ]
                evaluation.close()

    run_warm(course, sorted(course.assignments), loop)
    return said


def test_which_loops_of_the_course_are_cut(asked: dict[tuple[str, str], dict[str, list[int]]]) -> None:
    found = {
        key: (by["cpu"], by["sim"]) for key, by in asked.items() if by.get("sim", by["cpu"]) != by["cpu"]
    }
    assert found == CUT


# ── what is found ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> dict[Mistake, Report]:
    """Of each of them, on both devices: its own function; of the first, all that it bears on."""
    texts = {mistake: (mistake.assignment, mistake.code) for mistake in LATE}
    only = {mistake: [mistake.function] for mistake in LATE} | {LATE[0]: touched(*texts[LATE[0]])}
    return pasted_each(tmp_path_factory.mktemp("late"), texts, only=only, devices=BOTH, diagnosis=False)


@pytest.mark.parametrize("mistake", LATE, ids=lambda mistake: mistake.what)
def test_what_first_shows_by_the_20th_epoch_is_found(mistake: Mistake, late: dict[Mistake, Report]) -> None:
    assert list(lost(late[mistake])) == [mistake.function]
    assert failed(late[mistake], mistake.function).device == "sim"


def test_every_mistake_of_device_is_found_beside_the_cpu(tmp_path: Path) -> None:
    """The table of docs/devices.md asks one device at a time, where nothing is cut; here it is."""
    texts = {mistake: (mistake.assignment, mistake.code) for mistake in MISTAKES}
    own = {mistake: [mistake.function] for mistake in MISTAKES}
    reports = pasted_each(tmp_path, texts, only=own, devices=BOTH, diagnosis=False)
    assert {m.what: m.function in lost(report) for m, report in reports.items()} == {
        m.what: "yes" in (m.cpu, m.sim) for m in MISTAKES
    }


def test_no_right_loop_is_refused_for_being_cut(tmp_path: Path) -> None:
    """A dozen styles, all points on both devices."""
    texts = {style: (style[0], code) for style, code in RIGHT_LOOPS.items()}
    only = {style: touched(*text) for style, text in texts.items()}
    reports = pasted_each(tmp_path, texts, only=only, devices=BOTH)
    assert {style: lost(report) for style, report in reports.items()} == {style: {} for style in RIGHT_LOOPS}
    assert all(report.score == report.max_score for report in reports.values())


COUNTS = '''
import torch
from grader.testing import check, expect

@check("area", points=1)
def test_counts_by_itself(student, cases):
    """As many as were asked for."""
    seen = student.area(40, torch.ones(2))
    expect(seen).item(0).number_close_to(40.0)

@check("square", points=1)
def test_agrees(student, reference, cases):
    """As the reference says."""
    x = torch.ones(2)
    for n in (40, 50, 60):
        expect(student.square(n, x)).close_to(reference.square(n, x))
'''
ROUNDS = """
import torch

def area(n_epochs, x):
    ### BEGIN SOLUTION
    return n_epochs * float(x.mean()), x
    ### END SOLUTION

def square(n_epochs, x):
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        x = x * 1.01
    return x
    ### END SOLUTION
"""


@pytest.fixture
def counting(tmp_path: Path) -> Course:
    """A course with a check that compares with a count of its own, and one that asks the reference."""
    root = tmp_path / "course"
    shutil.copytree(ROOT / "tests" / "courses" / "sound", root)
    (root / "autograde_tests" / "test_shapes.py").write_text(COUNTS, encoding="utf-8")
    (root / "solutions" / "shapes.py").write_text(ROUNDS, encoding="utf-8")
    shutil.rmtree(root / "solutions" / "misconceptions", ignore_errors=True)
    return open_course(root)


def graded(course: Course, text: str, folder: Path) -> dict[str, list[tuple[str, Status]]]:
    path = folder / "shapes.py"
    path.write_text(text, encoding="utf-8")
    (report,) = grade_files(
        [Found(student="one", assignment="shapes", path=path)], course=course, devices=BOTH
    )
    return {
        name: [(one.device, one.status) for one in function(report, name).checks]
        for name in ("area", "square")
    }


def test_a_check_that_counts_by_itself_is_asked_whole(counting: Course, tmp_path: Path) -> None:
    """Its no to a loop that was cut is not the last word."""
    passed = [("cpu", Status.PASSED), ("sim", Status.PASSED)]
    assert graded(counting, ROUNDS, tmp_path) == {"area": passed, "square": passed}


def test_what_shows_later_than_the_20th_epoch_is_not_found_on_a_further_device(
    counting: Course, tmp_path: Path
) -> None:
    """docs/devices.md says so."""
    for epoch, verdict in ((20, Status.FAILED), (30, Status.PASSED)):
        text = ROUNDS.replace("x = x * 1.01", f"x = x * 1.01 + (torch.zeros(2) if _ + 1 == {epoch} else 0)")
        assert graded(counting, text, tmp_path)["square"] == [("cpu", Status.PASSED), ("sim", verdict)]
