"""What checks say of a call beyond its value: an optimizer, a generator and autograd, before and after."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.grading import ROOT, failed, grade_files, lost

from grader.authoring.release import release
from grader.course.layout import Course, open_course
from grader.submission import Found
from grader.testing import leaf, optimizer
from grader.testing.wording import argument_text

CHECKS = '''
import torch
from grader.testing import Case, answers, check, expect, generator, leaf, optimizer

GRADIENTS = [[1.0, -2.0], [0.5, 0.5]]

def after_steps(name, **options):
    params = leaf([3.0, -1.0], grad=[7.0, 7.0])
    return optimizer(name, params, stepped=GRADIENTS, **options), params

def runs():
    kinds = ("SGD", {"momentum": 0.5}), ("Adam", {}), ("SGD", {})
    return [after_steps(name, lr=0.1, **options) for name, options in kinds]

@check("step", points=1)
def test_step(student, reference):
    """It takes a step."""
    for got, want in answers(student.step, reference.step, runs()):
        expect(got).after("params").close_to(want.after["params"])

@check("step", points=1, needs=test_step)
def test_step_leaves(student, reference):
    """Options and memory stay."""
    for got, want in answers(student.step, reference.step, runs()):
        expect(got).keeps_options("optimizer").remembers_as(want, "optimizer")

@check("make", points=1)
def test_make(student):
    """Defaults stay."""
    expect(student.make(leaf([1.0]))).optimizes("Adam", "params", lr=0.25).with_defaults(lr=0.25)

@check("draw", points=1)
def test_draw(student, reference):
    """It draws once."""
    for got, want in answers(student.draw, reference.draw, [(generator(1),), (generator(2),)]):
        expect(got).close_to(want)
        expect(got).after("generator").equals(expect(want).after("generator").part)

@check("loss", points=1)
def test_loss(student, reference):
    """With and without gradients around it."""
    params = leaf([1.0, 2.0])
    calls = [(params,), Case("with gradients off", params, gradients=False)]
    for got, want in answers(student.loss, reference.loss, calls):
        expect(got).close_to(want)
        expect(got).leaves_gradients_on()

@check("slope", points=1)
def test_slope(student, reference):
    """The slope, by autograd."""
    params = leaf([1.0, 2.0])
    expect(student.slope(params)).by_autograd().close_to(reference.slope(params))

@check("twice", points=1)
def test_twice(student, reference):
    """Twice the slope, by autograd."""
    params = leaf([1.0, 2.0])
    expect(student.twice(params)).close_to(reference.twice(params)).by_autograd()
'''
SOLUTION = '''# %%
import torch


# %%
def step(optimizer, params):
    """A step. (§1)"""
    ### BEGIN SOLUTION
    optimizer.zero_grad()
    (params**2).sum().backward()
    optimizer.step()
    ### END SOLUTION


def make(params):
    """An Adam. (§1)"""
    ### BEGIN SOLUTION
    return torch.optim.Adam([params], lr=0.25)
    ### END SOLUTION


def draw(generator):
    """Two numbers. (§1)"""
    ### BEGIN SOLUTION
    return torch.rand(2, generator=generator)
    ### END SOLUTION


def loss(params):
    """A sum of squares. (§1)"""
    ### BEGIN SOLUTION
    return (params**2).sum()
    ### END SOLUTION


def slope(params):
    """Its gradient. (§1)"""
    ### BEGIN SOLUTION
    params.grad = None
    loss(params).backward()
    return params.grad
    ### END SOLUTION


def twice(params):
    """Twice that. (§1)"""
    ### BEGIN SOLUTION
    return 2 * slope(params)
    ### END SOLUTION
'''
STEP = """
def step(optimizer, params):
    {before}
    optimizer.zero_grad()
    (params**2).sum().backward()
    optimizer.step()
    {after}
"""
WRONG = {
    "a new optimizer": (
        "step",
        STEP.format(before="optimizer = type(optimizer)([params], lr=0.1)", after=""),
    ),
    "state cleared first": ("step", STEP.format(before="optimizer.state.clear()", after="")),
    "state cleared at the end": ("step", STEP.format(before="", after="optimizer.state.clear()")),
    "learning rate changed": ("step", STEP.format(before="", after="optimizer.param_groups[0]['lr'] *= 0.5")),
    "nothing left of it": ("step", STEP.format(before="", after="optimizer.param_groups.clear()")),
    "another default": (
        "make",
        "\ndef make(params):\n    return torch.optim.Adam([params], lr=0.25, amsgrad=True)\n",
    ),
    "draws twice": (
        "draw",
        "\ndef draw(generator):\n    found = torch.rand(2, generator=generator)\n"
        "    torch.rand(1, generator=generator)\n    return found\n",
    ),
    "draws from a copy": (
        "draw",
        "\ndef draw(generator):\n    copy = torch.Generator().manual_seed(generator.initial_seed())\n"
        "    return torch.rand(2, generator=copy)\n",
    ),
    "switches gradients on": (
        "loss",
        "\ndef loss(params):\n    torch.set_grad_enabled(True)\n    return (params**2).sum()\n",
    ),
    "by hand": ("slope", "\ndef slope(params):\n    return 2 * params.detach()\n"),
}
RIGHT = {
    "as it is": "",
    "a closure": STEP.format(before="", after="").replace(
        "    optimizer.step()", "    optimizer.step(lambda: 1.0)"
    ),
    "other ways of one step": (
        "\ndef make(params):\n    return torch.optim.Adam([params], 0.25, foreach=False)\n"
    ),
    "restores the setting": (
        "\ndef loss(params):\n    with torch.enable_grad():\n        found = (params**2).sum()\n"
        "    return found\n"
    ),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("leaves") / "course"
    shutil.copytree(ROOT / "tests" / "courses" / "sound", root)
    (root / "autograde_tests" / "test_shapes.py").write_text(CHECKS, encoding="utf-8")
    (root / "solutions" / "shapes.py").write_text(SOLUTION, encoding="utf-8")
    release(root)
    return open_course(root)


def losses(course: Course, folder: Path, texts: dict[str, str]) -> dict[str, dict[str, float]]:
    """Points lost, by text and function."""
    found = []
    for number, text in enumerate(texts.values()):
        path = folder / str(number) / "shapes.py"
        path.parent.mkdir()
        path.write_text(SOLUTION + text, encoding="utf-8")
        found.append(Found(student=str(number), assignment="shapes", path=path))
    reports = grade_files(found, course=course, diagnosis=False)
    return {what: lost(report) for what, report in zip(texts, reports, strict=True)}


def test_what_a_call_must_not_leave_is_seen(course: Course, tmp_path: Path) -> None:
    """Each of these has right values on an optimizer, a generator or a setting that is new."""
    found = losses(course, tmp_path, {what: text for what, (_, text) in WRONG.items()})
    assert {what: list(points) for what, points in found.items()} == {
        what: [name] for what, (name, _) in WRONG.items()
    }


def test_right_ways_are_right(course: Course, tmp_path: Path) -> None:
    """How a step is computed, and a setting that is restored, are free."""
    assert losses(course, tmp_path, RIGHT) == {what: {} for what in RIGHT}


def test_what_is_said(course: Course, tmp_path: Path) -> None:
    """The call as a student can type it, and what was expected."""
    path = tmp_path / "shapes.py"
    path.write_text(SOLUTION + WRONG["state cleared at the end"][1] + WRONG["switches gradients on"][1])
    (report,) = grade_files([Found(student="ada", assignment="shapes", path=path)], course=course)
    step, loss = failed(report, "step"), failed(report, "loss")
    assert step.example is not None and loss.example is not None
    assert "after steps with .grad = [1.0, -2.0], [0.5, 0.5]" in step.example.call
    assert "'momentum_buffer': 'a tensor'" in str(step.example.expected)
    assert loss.example.call.startswith("with torch.no_grad(): loss(")
    assert str(loss.message).startswith("The call leaves gradients switched on for all code")


def test_a_lent_sibling_that_uses_autograd_counts(course: Course, tmp_path: Path) -> None:
    """Who calls a function that computes by hand is not charged for it."""
    found = losses(
        course, tmp_path, {"by hand and wrong": "\ndef slope(params):\n    return params.detach()\n"}
    )
    assert found == {"by hand and wrong": {"slope": 1.0}}


def test_the_recipe_says_what_it_is() -> None:
    params = leaf([1.0, 2.0])
    text = argument_text(optimizer("SGD", params, lr=0.1, stepped=[[3.0, 4.0]]))
    assert text == "SGD([params], lr=0.1) after steps with .grad = [3.0, 4.0]"
