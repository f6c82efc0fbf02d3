"""A name must earn its place: under further seeds, and each half of a pair where points were lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.grading import ROOT, Named, failed, function, grade_files, pasted_each, touched

from benchmarks.peers.submissions import ASSIGNMENT
from benchmarks.table import PEERS
from grader.course.layout import open_course
from grader.diagnosis.replay import Misconceptions
from grader.grading.diagnosing import further_seeds
from grader.model import CheckResult, Diagnosis, Report
from grader.sandbox.outside.question import Question
from grader.submission import Found

# ── further seeds ────────────────────────────────────────────────────────────────────────────────────────


def test_further_seeds_follow_from_the_reports_own() -> None:
    """The same seed is asked again under the same two, and another under others."""
    assert further_seeds(7) == further_seeds(7)
    assert len({7, 8, *further_seeds(7), *further_seeds(8)}) == 6


def answered(folder: Path, *bodies: str) -> list[CheckResult]:
    """What students' `area`s come to, graded as one class: of each the first failed check."""
    found = []
    for number, body in enumerate(bodies):
        path = folder / str(number) / "shapes.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"def area(width, height):\n    {body}\n", encoding="utf-8")
        found.append(Found(student=str(number), assignment="shapes", path=path))
    course = open_course(ROOT / "tests" / "courses" / "sound")
    return [failed(report, "area") for report in grade_files(found, course=course, evaluation=Named)]


def test_what_fits_by_chance_is_not_named(tmp_path: Path) -> None:
    """It adds the sides of every rectangle that this seed asks for, and of no other."""
    told, sum_of_sides = answered(tmp_path, "return -1", "return width + height")
    width, height = sides(told)
    known = f"{{width, height}} <= {{{width}, {height}, 1, 7.5, 20}}"
    (by_chance,) = answered(tmp_path, f"return width + height if {known} else -1")
    assert sum_of_sides.diagnosis is not None and by_chance.diagnosis is None


def sides(check: CheckResult) -> tuple[int, int]:
    """Those that `area` was asked for."""
    assert check.example is not None
    width, height = check.example.call.removeprefix("area(width=").removesuffix(")").split(", height=")
    return int(width), int(height)


def test_equal_answers_are_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two students who answer alike, in other words: the second has the name without a comparison."""
    compared: list[str] = []
    matching = Misconceptions._matching

    def counted(self: Misconceptions, function: str, *given: Any) -> list[str]:
        compared.append(function)
        return matching(self, function, *given)

    monkeypatch.setattr(Misconceptions, "_matching", counted)

    def of_class(*bodies: str) -> list[Diagnosis | None]:
        compared.clear()
        return [check.diagnosis for check in answered(tmp_path, *bodies)]

    (alone,) = of_class("return width + height")
    once = len(compared)
    assert alone is not None and once > 0
    assert of_class("return width + height", "return height + width") == [alone, alone]
    assert len(compared) == once


# ── names that misled ────────────────────────────────────────────────────────────────────────────────────

NEW_LEAF = """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        loss_fn(model(t_u, *params), t_c).backward()
        params = (params - learning_rate * params.grad).detach().requires_grad_()
    return params
"""
ONE_COPY = """
def repeat_rows(x, n):
    return x.clone().expand(n, -1)
"""
FARTHEST = """
def column_extremes(x):
    rows = x.abs().argmax(dim=0)
    return x.gather(0, rows.unsqueeze(0)).squeeze(0), rows
"""
CONSTANT = """
def describe(x):
    return {
        "shape": tuple(x.shape), "dtype": x.dtype, "device": x.device, "ndim": x.ndim, "numel": x.numel(),
        "requires_grad": False, "is_contiguous": x.is_contiguous(), "layout": x.layout,
    }
"""
CLEARED = """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.state.clear()
        train_step(optimizer, params, t_u, t_c)
    return params
"""
BOTH = """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs - 1):
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
    return params
"""


SUBMISSIONS = {
    NEW_LEAF: ("autograd", "training_loop"),
    BOTH: ("optimizers", "training_loop"),
    CLEARED: ("optimizers", "training_loop"),
    ONE_COPY: ("tensors", "repeat_rows"),
    FARTHEST: ("tensors", "column_extremes"),
    CONSTANT: ("tensors", "describe"),
}


def handed_in(folder: Path, *texts: str, seed: int) -> dict[str, Report]:
    """Each text in place of its function, in one class; what it bears on is checked, and named."""
    pasted = {text: (SUBMISSIONS[text][0], text) for text in texts}
    only = {text: touched(*where) for text, where in pasted.items()}
    return pasted_each(folder, pasted, only=only, seed=seed, evaluation=Named)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    return handed_in(tmp_path_factory.mktemp("graded"), *SUBMISSIONS, seed=7)


def said(reports: dict[str, Report], text: str) -> Diagnosis | None:
    """Of the one function of a text."""
    return failed(reports[text], SUBMISSIONS[text][1]).diagnosis


def demand_one_half(report: Report) -> None:
    found = {check.diagnosis and check.diagnosis.id for check in function(report, "training_loop").checks}
    assert found == {None, "training_loop/makes_a_new_leaf_every_epoch"}


def test_a_half_that_costs_nothing_is_not_said(graded: dict[str, Report]) -> None:
    """A new leaf has no gradient to clear: that this loop clears none is no second mistake."""
    demand_one_half(graded[NEW_LEAF])


@pytest.mark.slow
def test_nor_under_another_seed(tmp_path: Path) -> None:
    """The same of the same loop."""
    demand_one_half(handed_in(tmp_path, NEW_LEAF, seed=8)[NEW_LEAF])


def test_two_halves_that_cost_points_are_both_said(graded: dict[str, Report]) -> None:
    """No clearing shows in a check that failed, and so does an epoch too few."""
    diagnosis = said(graded, BOTH)
    assert diagnosis is not None
    assert diagnosis.id == "training_loop/never_zeroes+one_epoch_too_few"


def test_one_copy_is_not_called_n_copies(graded: dict[str, Report]) -> None:
    """Whoever copies once and whoever copies n times give the same answers: the words fit both."""
    diagnosis = said(graded, ONE_COPY)
    assert diagnosis is not None
    assert "memory" in str(diagnosis.headline)
    assert "n times" not in str(diagnosis.headline + diagnosis.explanation)


def test_a_cleared_state_is_not_called_a_new_optimizer(graded: dict[str, Report]) -> None:
    """The words fit both, or name neither."""
    diagnosis = said(graded, CLEARED)
    assert diagnosis is None or "you clear its state" in str(diagnosis.headline)


@pytest.mark.parametrize(
    ("text", "misled"),
    [
        pytest.param(FARTHEST, "column_extremes/finds_the_smallest", id="column_extremes"),
        pytest.param(CONSTANT, "describe/looks_for_a_gradient", id="describe"),
    ],
)
def test_neither_is_taken_for_the_other(graded: dict[str, Report], text: str, misled: str) -> None:
    """The farthest from 0 is no minimum, and a constant does not look for a gradient."""
    diagnosis = said(graded, text)
    assert diagnosis is None or diagnosis.id != misled


# ── long loops ───────────────────────────────────────────────────────────────────────────────────────────

CLEARED_EARLY = """
def training_loop_optim(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        w, b = params
        loss = ((w * t_u + b - t_c) ** 2).mean()
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return params
"""
UPWARDS = """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        w, b = params
        e = 2 * (w * t_u + b - t_c) / len(t_c)
        params = params + learning_rate * torch.stack([(e * t_u).sum(), e.sum()])
    return params
"""


def whole_loops(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The mistakes that are asked loops of 100 epochs or more; grows."""
    asked: list[str] = []
    frame = Question.frame

    def framed(self: Question, number: int, function: str | None = None, **more: Any) -> bytes:
        name = function or self.function
        if isinstance(epochs := self.shown.get("n_epochs"), int) and epochs >= 100 and name not in TRAINED:
            asked.append(name)
        return frame(self, number, function, **more)

    monkeypatch.setattr(Question, "frame", framed)
    return asked


TRAINED = ("training_loop", "training_loop_optim")


@pytest.mark.parametrize(
    ("text", "name"), [(CLEARED_EARLY, None), (UPWARDS, "uses_the_opposite_of_learning_rate")]
)
def test_a_mistake_is_asked_whole_loops_where_short_ones_fit(
    text: str, name: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred mistakes, loops of 100 to 500 epochs: most answer otherwise after three already.

    Who clears the gradient before the step changes no copy of the readings.
    """
    asked = whole_loops(monkeypatch)
    path = tmp_path / f"{ASSIGNMENT}.py"
    path.write_text(
        (PEERS / "solutions" / f"{ASSIGNMENT}.py").read_text(encoding="utf-8") + text, encoding="utf-8"
    )
    # Where no name is found, no line is looked for.
    (report,) = grade_files(
        [Found(student="ada", assignment=ASSIGNMENT, path=path)], course=open_course(PEERS), evaluation=Named
    )
    wrong = "training_loop_optim" if text is CLEARED_EARLY else "training_loop"
    diagnosis = failed(report, wrong).diagnosis
    assert (diagnosis and diagnosis.id) == (name and f"{wrong}/{name}")
    assert len({one for one in asked if "~" not in one}) <= 3
