"""A student's own run: the work in exercises/ is judged, and only what was asked for is called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from helpers.student_course import NAME, at_checker, copy_course, write
from rich.console import Console

from grader.commands import check as checking
from grader.commands.options import CheckOptions
from grader.commands.output import Output
from grader.course.hints import STEPS
from grader.course.layout import Course
from grader.course.targets import Target
from grader.errors import UsageError
from grader.model import Located, Report, Status
from grader.render.next_step import next_step
from grader.render.outline import located
from grader.student.checker import Checker
from grader.student.progress import Progress

RIGHT = {
    "model": "return w * t_u + b",
    "loss_fn": "return ((t_p - t_c) ** 2).mean()",
    "dloss_fn": "return 2 * (t_p - t_c) / t_p.size(0)",
}
HISTORY = """losses = []
    for _ in range(n_epochs):
        w, b = params
        losses.append(loss_fn(model(t_u, w, b), t_c))
        d = 2 * (model(t_u, w, b) - t_c) / t_u.size(0)
        params = params - learning_rate * torch.stack([(d * t_u).sum(), d.sum()])
    return torch.stack(losses)"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return copy_course(tmp_path)


def verdicts(report: Report) -> dict[str, Status]:
    return {item.name: item.status for item in report.functions}


def test_work_in_place_is_judged(course: Course) -> None:
    """What was written into the exercise itself is attempted: right is right, wrong is wrong."""
    work = course.assignment(NAME).exercise
    write(work, "loss_fn", RIGHT["loss_fn"])
    write(work, "model", "return w * t_u - b")
    report = at_checker(course, lambda checker: checker.check(checker.own(NAME)))
    seen = verdicts(report)
    assert seen.pop("loss_fn") is Status.PASSED
    assert seen.pop("model") is Status.FAILED
    assert set(seen.values()) == {Status.UNATTEMPTED}


def test_behind_the_last_hint_stands_the_edit(course: Course) -> None:
    """A student is told the line at once; what would make it right only with all hints to the function."""
    write(course.assignment(NAME).exercise, "loss_fn", "wrong = t_p - t_c * 2\n    return (wrong**2).mean()")

    def use(checker: Checker) -> list[Located]:
        seen = []
        for hints in (0, STEPS - 1, STEPS):
            Progress(course).hint_shown(Target(NAME, "loss_fn"), hints)
            (item,) = checker.check(checker.own(NAME), ["loss_fn"]).functions
            found = located(item)
            assert found is not None
            seen.append(found)
        return seen

    first, second, last = at_checker(course, use)
    assert first == second == replace(last, before="", after="")
    assert last.before.strip() == "wrong = t_p - t_c * 2"
    assert last.after


def test_a_given_stub_stays_one(tmp_path: Path) -> None:
    """A function that is handed out with code in it is not attempted until that code is changed."""
    course = copy_course(tmp_path, "optimizers")

    def use(checker: Checker) -> Report:
        return checker.check(checker.own("optimizers"), ["fixed_training_loop"])

    assert verdicts(at_checker(course, use, "optimizers")) == {"fixed_training_loop": Status.UNATTEMPTED}


def test_only_the_function_asked_for_is_called(course: Course, tmp_path: Path) -> None:
    """A check of one function does not call another that is wrong, slow or hangs."""
    work = course.assignment(NAME).exercise
    write(work, "loss_fn", RIGHT["loss_fn"])
    trace = tmp_path / "model-was-called"
    write(work, "model", f"open({str(trace)!r}, 'w').close()")

    def use(checker: Checker) -> tuple[Report, bool, Report]:
        one = checker.check(checker.own(NAME), ["loss_fn"])
        called = trace.exists()
        return one, called, checker.check(checker.own(NAME), ["model"])

    one, called, other = at_checker(course, use)
    assert verdicts(one) == {"loss_fn": Status.PASSED}
    assert (one.score, one.max_score) == (2, 2)
    assert not called
    assert verdicts(other) == {"model": Status.FAILED}
    assert trace.exists(), "the trace works, so its absence above means something"


def test_a_broken_callee_does_not_cost_the_function_checked(course: Course) -> None:
    """Whose fault a failure is can be told even where only one function was asked for."""
    work = course.assignment(NAME).exercise
    write(work, "model", RIGHT["model"])
    write(work, "loss_fn", "return ((t_p - t_c) ** 2).sum()")
    write(work, "loss_history", HISTORY)
    report = at_checker(course, lambda checker: checker.check(checker.own(NAME), ["loss_history"]))
    assert verdicts(report) == {"loss_history": Status.PASSED}
    assert any("loss_fn" in check.blamed for item in report.functions for check in item.checks)


@pytest.mark.usefixtures("own_zygotes")
def test_a_desk_sees_what_was_saved_since(course: Course) -> None:
    """The same checker checks the file as it is now, warm or not, and says the same of the same text."""
    work = course.assignment(NAME).exercise

    def use(checker: Checker) -> list[tuple[Status, str]]:
        seen = []
        for body in ("return t_p - t_c", RIGHT["dloss_fn"], "return t_p - t_c"):
            work.write_text(handed_out, encoding="utf-8")
            write(work, "dloss_fn", body)
            [function] = checker.check(checker.own(NAME), ["dloss_fn"]).functions
            seen.append((function.status, str(function.checks[0].message)))
        checker.warm_up()
        [function] = checker.check(checker.own(NAME), ["dloss_fn"]).functions
        return [*seen, (function.status, str(function.checks[0].message))]

    handed_out = work.read_text(encoding="utf-8")
    first, second, third, warm = at_checker(course, use)
    assert first == third == warm
    assert (first[0], second[0]) == (Status.FAILED, Status.PASSED)


def test_names_a_student_may_use(tmp_path: Path) -> None:
    """A function, a function of one assignment, an assignment; a slip is answered with what is near."""
    course = copy_course(tmp_path, NAME, "autograd")

    def pieces(name: str | None, assignment: str | None = None) -> list[tuple[str | None, tuple[str, ...]]]:
        options = CheckOptions(course=tmp_path, function=name, assignment=assignment)
        found = checking.meant(options, course, Output(Console(force_terminal=False)))
        return [(piece.found.assignment, piece.functions) for piece in found]

    assert pieces("loss_fn") == [(NAME, ("loss_fn",))]
    assert pieces("autograd.training_loop") == [("autograd", ("training_loop",))]
    assert pieces("training_loop", "autograd") == [("autograd", ("training_loop",))]
    assert pieces(None, "autograd") == [("autograd", ())]
    assert pieces("autograd")[0][0] == "autograd"
    with pytest.raises(UsageError, match="Did you mean `loss_fn` or `dloss_fn`"):
        pieces("lossfn")
    with pytest.raises(UsageError, match="There is no assignment `tensor`"):
        pieces("tensor.model")


def test_check_prints_and_ends_with_a_code(course: Course) -> None:
    """`grader check FUNCTION` says what it found; --fail-under turns lost points into exit code 1."""
    write(course.assignment(NAME).exercise, "loss_fn", RIGHT["loss_fn"])
    console = Console(record=True, width=80, force_terminal=False)
    options = CheckOptions(course=course.root, function="loss_fn", seed=7, fail_under=100)
    assert checking.check(options, Output(console)) == 0
    said = console.export_text()
    assert "2 / 2" in said and "model" not in said
    options = CheckOptions(course=course.root, function="model", seed=7, fail_under=100)
    assert checking.check(options, Output(console)) == 1


def test_the_reason_itself_is_the_headline(course: Course) -> None:
    """A missing `return` and a name that is not defined come before the line where they were found."""
    work = course.assignment(NAME).exercise
    write(work, "model", "w * t_u + b")
    write(work, "loss_fn", "return ((t_q - t_c) ** 2).mean()")
    reports = at_checker(
        course, lambda checker: [checker.check(checker.own(NAME), [name]) for name in ("model", "loss_fn")]
    )
    without, unknown = (str(next_step(report)) for report in reports)
    assert "Is a `return` missing?" in without and not without.startswith("Start with `model`. Look at")
    assert unknown.startswith("Start here. `loss_fn` raised NameError: name 't_q' is not defined.")
