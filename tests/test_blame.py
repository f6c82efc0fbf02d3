"""A sibling is to blame also where its own checks missed its mistake, and only where a call shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from helpers.grading import ROOT, function, grade_files, grade_texts, lost, solution

from grader.compare import show
from grader.course.layout import open_course
from grader.grading.sibling_fault import _differ
from grader.model import Call, CheckResult, Report, Status
from grader.sandbox import wire
from grader.sandbox.outside.lent_question import kinds, lent_question
from grader.sandbox.outside.observed_values import SeenTensor
from grader.sandbox.outside.question import Leaf, OptimizerRecipe, question
from grader.submission import Found
from grader.testing.wording import call_text

DRY = "def dry(width, height, depths):\n    return area(width, max(height - sum(depths), 0))\n"
FOLDS = "def folds(length):\n    return length.bit_length()\n"


def check(report: Report, name: str, number: int = 0) -> CheckResult:
    return function(report, name).checks[number]


# Its check asks for heights of 1, and of 8 and more.
LOW = "def area(width, height):\n    return width + height if 1 < height < 8 else width * height\n"
RAISES = "def area(width, height):\n    return width * {h: h for h in (1, 8, 9, 10, 20)}[height]\n"
# In which the verdict on `dry` stands.
STANDS = {
    "wrong with a right sibling, too": (LOW, DRY.replace("max(", "1 + max(")),
    "a kind of argument that its checks do not use": (
        "def area(width, height):\n    return width * height if type(height) is int else -1\n",
        DRY.replace("max(height", "max(float(height)"),
    ),
    "it leans on what the right sibling does not do": (
        "calls = []\ndef area(width, height):\n    calls.append(1)\n    return width * height\n",
        "def dry(width, height, depths):\n"
        "    calls.clear()\n"
        "    got = area(width, max(height - sum(depths), 0))\n"
        "    return -1 if calls else got\n",
    ),
}
# `area` and `dry` of each student.
CLASS = {
    "low": (LOW, DRY),
    "raises": (RAISES, DRY),
    "often": (LOW, DRY.replace("return", "for _ in range(400): area(1, 1)\n    return")),
    **STANDS,
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Of the class, by student."""
    folder, found = tmp_path_factory.mktemp("class"), []
    for student, (area, dry) in CLASS.items():
        path = folder / student / "shapes.py"
        path.parent.mkdir()
        path.write_text(f"{area}\n\n{dry}\n\n{FOLDS}", encoding="utf-8")
        found.append(Found(student=student, assignment="shapes", path=path))
    course = open_course(ROOT / "tests" / "courses" / "sound")
    return {one.student: one for one in grade_files(found, course=course, diagnosis=False)}


# ── the sibling pays ─────────────────────────────────────────────────────────────────────────────────────


def test_a_mistake_that_its_own_checks_missed_costs_the_sibling(reports: dict[str, Report]) -> None:
    """Its last check fails, with the call that shows it; the caller keeps its points."""
    report = reports["low"]
    assert lost(report) == {"area": 1.0}
    freed, failed = check(report, "dry"), check(report, "area")
    assert (freed.status, freed.blamed) == (Status.PASSED, ("area",))
    assert (failed.status, failed.score, failed.max_score) == (Status.FAILED, 0.0, 1.0)
    assert str(failed.message).startswith("`area` is wrong in a call that `dry` makes. Expected ")
    assert failed.example is not None and failed.location is not None
    width, height = map(int, failed.example.call.removeprefix("area(width=")[:-1].split(", height="))
    assert 1 < height < 8
    assert (str(failed.example.expected), str(failed.example.got)) == (
        f"{width * height}",
        f"{width + height}",
    )


def test_a_sibling_that_raises_is_to_blame(reports: dict[str, Report]) -> None:
    """It gives no value where the reference gives one."""
    report = reports["raises"]
    assert lost(report) == {"area": 1.0}
    assert "`area` raised KeyError" in str(check(report, "area").message)


# ── the verdict stands ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("student", STANDS)
def test_without_a_call_that_shows_it_nobody_else_pays(student: str, reports: dict[str, Report]) -> None:
    """The caller's own points are lost, and the sibling keeps its own."""
    report = reports[student]
    assert set(lost(report)) == {"dry"}
    assert not [one for one in function(report, "dry").checks if one.blamed]
    assert check(report, "area").status is Status.PASSED


LEANS = """
def gradient(params, t_u, t_c):
    (found,) = torch.autograd.grad(loss_fn(model(t_u, *params), t_c), params)
    return found

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        zero_grad(params)
        gradient(params, t_u, t_c)
        update(params, learning_rate)
    return params
"""


def test_a_loop_that_leans_on_a_gradient_left_in_place_is_wrong(tmp_path: Path) -> None:
    """`gradient` must return the gradient, and need not leave it in `params.grad`."""
    texts = {"ada": solution("autograd") + LEANS}
    report = grade_texts(tmp_path, texts, "autograd", diagnosis=False)["ada"]
    assert set(lost(report)) == {"training_loop"}


# ── what is compared ─────────────────────────────────────────────────────────────────────────────────────


def seen(data: object) -> SeenTensor:
    return SeenTensor(data=torch.tensor(data), device="cpu")


@pytest.mark.parametrize(
    ("got", "want", "differ"),
    [
        (seen([1.0, 1.0]), 1.0, False),
        (seen(True), True, False),
        (seen(1.0), seen([1.0]), False),
        (1.0004, 1.0, False),
        (1.01, 1.0, True),
        (seen([1.0, 2.0]), seen([1.0, 2.0, 3.0]), True),
        (seen(float("nan")), float("nan"), False),
        (None, seen(1.0), True),
        ((1, seen(2.0)), [1, seen(2.0)], False),
        ((1, 2), (1, 3), True),
        ({"a": 1}, {"a": 1}, False),
        ({"a": 2}, {"a": 1}, True),
        ("SGD", "Adam", True),
        (wire.Named("device", "cuda:0"), wire.Named("device", "cuda"), False),
    ],
)
def test_only_numbers_are_held_against_a_sibling(got: object, want: object, differ: bool) -> None:
    """Not how it holds them, which its own checks judge."""
    assert _differ(got, want) is differ


def test_a_lent_call_is_a_question() -> None:
    """The same arguments, by name, each object its own, as people read them and as checks pass them."""
    params = Leaf(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]))
    sgd = OptimizerRecipe("SGD", (params,), {"lr": 0.1})
    names = ["optimizer", "params", "sizes", "rate"]
    made = question("f", names, (sgd, params, [1, 2]), {"rate": 0.5}, seed=0, device="cpu")
    call = wire.LentCall("f", made.arguments, made.keywords)
    lent = lent_question(call, made.blob, names, "cpu")
    assert lent.owners == {0: "optimizer", 1: "optimizer", 2: "sizes"}
    assert kinds(lent) == kinds(made)
    (held,) = lent.shown["optimizer"].params  # type: ignore[attr-defined]  # a recipe
    assert (held.data.tolist(), held.grad.tolist()) == ([1.0, 2.0], [3.0, 4.0])
    assert show(lent.shown["sizes"]) == "[1, 2]"
    assert lent.shown["rate"] == 0.5


def test_kinds_tell_apart_what_a_function_may_treat_otherwise() -> None:
    """A number from a tensor, a leaf from data, with a gradient or without; not one size from another."""

    def kind(value: object) -> object:
        return kinds(question("f", ["x"], (value,), {}, seed=0, device="cpu"))["x"]

    one, two = torch.tensor([1.0]), torch.tensor([1.0, 2.0])
    assert kind(one) == kind(two)
    different = [
        kind(each) for each in (one, one.int(), one[0], 1, 1.0, True, Leaf(one), Leaf(one, one), [1], (1,))
    ]
    assert len(set(different)) == len(different)


def test_the_call_is_written_as_a_student_could_type_it() -> None:
    """By name, the numbers in full."""
    call = wire.LentCall("f", [2, 0.5])
    lent = lent_question(call, b"", ["n", "rate"], "cpu")
    assert call_text(Call(function="f", arguments=lent.shown)) == "f(n=2, rate=0.5)"


def test_a_sibling_that_is_called_very_often_is_not_tried(reports: dict[str, Report]) -> None:
    """Each lent call takes the time of two: the first verdict stands."""
    assert set(lost(reports["often"])) == {"dry"}
