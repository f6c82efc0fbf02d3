"""Where no mistake has a name: the line on which the edits lie that make a function right, end to end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from helpers.edit_searches import counted_searches
from helpers.grading import function, grade_files, pasted, pasted_each, solution, touched

from benchmarks.peers.submissions import ASSIGNMENT, write_class
from benchmarks.table import PEERS
from grader.audience import for_student
from grader.course.layout import open_course
from grader.grading.edit_trials import EditTrials, Searched
from grader.grading.loops import LONG, SHORT
from grader.model import CheckResult, Located, Report, SlipKind, Status
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.submission import Found

HERE = "# here"


@dataclass(frozen=True)
class Mistake:
    """One function with a slip on the lines that are marked."""

    assignment: str
    text: str
    kind: SlipKind | None

    @property
    def name(self) -> str:
        """The function that it is in."""
        found = re.search(r"^def (\w+)", self.text, re.MULTILINE)
        assert found
        return found[1]

    @property
    def submission(self) -> str:
        """The solution with this function behind its own."""
        return solution(self.assignment) + self.text

    @property
    def lines(self) -> list[int]:
        """The marked lines of the submission."""
        every = enumerate(self.submission.split("\n"), start=1)
        return [number for number, line in every if line.endswith(HERE)]


MISTAKES = {
    "compares the wrong way round": Mistake(
        "tensors",
        """
def to_rows(x, n):
    count = x.numel()
    if count % n == 0:  # here
        raise ValueError("these do not divide")
    return x.reshape(n, count // n)
""",
        None,
    ),
    "adds the mean": Mistake(
        "tensors",
        """
def standardize(x):
    mean = x.mean(dim=0)
    centred = x + mean  # here
    return centred / x.std(dim=0)
""",
        SlipKind.OPERATOR,
    ),
    "takes the sizes from the front": Mistake(
        "tensors",
        """
def broadcast_shape(a, b):
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    short = (1,) * (len(long) - len(short)) + tuple(short)
    shape = []
    for one, other in zip(long, short):
        if one != other and 1 not in (one, one):  # here
            raise ValueError("they do not go together")
        shape.append(max(one, other))
    return tuple(shape)
""",
        SlipKind.NAME,
    ),
    "hands over the wrong one": Mistake(
        "gradient_descent",
        """
def numerical_grad_fn(t_u, t_c, w, b, delta):
    right = loss_fn(model(t_u, w + delta, b), t_c)
    left = loss_fn(model(t_u, w - delta, b), t_c)
    up = loss_fn(model(t_u, w, b + delta), t_c)
    down = loss_fn(model(t_u, w, w - delta), t_c)  # here
    return torch.stack([(right - left) / (2 * delta), (up - down) / (2 * delta)])
""",
        SlipKind.NAME,
    ),
    "looks at the largest": Mistake(
        "validation",
        """
def is_overfitting(train_losses, val_losses):
    trained = train_losses[-1] < train_losses[0]
    worst = val_losses.max() * 1.1  # here
    return bool(trained and val_losses[-1] > worst)
""",
        SlipKind.CALL,
    ),
    "forgets the half": Mistake(
        "quadratic",
        """
def grad_fn(t_u, t_c, t_p, w2, w1, b):
    slope = 2 * (t_p - t_c) / t_p.size(0)
    in_w2 = slope * t_u ** 3  # here
    in_w1 = slope * t_u
    return torch.stack([in_w2.sum(), in_w1.sum(), slope.sum()])
""",
        SlipKind.CONSTANT,
    ),
    "asks for the wrong word": Mistake(
        "optimizers",
        """
def make_optimizer(name, params, learning_rate):
    known = getattr(torch.optim, name, None)
    if not isinstance(known, type) or known is not torch.optim.Optimizer:  # here
        raise ValueError(f"there is no optimizer {name}")
    return known([params], lr=learning_rate)
""",
        SlipKind.OPERATOR,
    ),
    "forgets that moves have a sign": Mistake(
        "gradient_descent",
        """
def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, max_epochs + 1):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        if max(step) <= tolerance:  # here
            break
    return params, epoch
""",
        SlipKind.MISSING,
    ),
    "does what follows too early": Mistake(
        "autograd",
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        zero_grad(params)
        loss = loss_fn(model(t_u, *params), t_c)
        update(params, learning_rate)  # here
        loss.backward()  # here
    return params
""",
        SlipKind.ORDER,
    ),
    "splits at the wrong end": Mistake(
        "validation",
        """
def split_indices(n_samples, val_fraction, generator):
    shuffled = torch.randperm(n_samples, generator=generator)
    count = n_samples - int(val_fraction * n_samples)
    return shuffled[:count], shuffled[count - 1:]  # here
""",
        None,
    ),
    "returns inside the loop": Mistake(
        "gradient_descent",
        """
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = torch.zeros(n_epochs)
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses[epoch] = loss_fn(t_p, t_c)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
        return losses  # here
""",
        SlipKind.BLOCK,
    ),
    "one statement": Mistake(
        "gradient_descent",
        """
def model(t_u, w, b):
    return w * t_u + (b + b)  # here
""",
        SlipKind.EXTRA,
    ),
}


def located(report: Report, name: str) -> Located:
    """Where a function's slip is said to lie."""
    found = {check.located for check in function(report, name).checks if check.status is Status.FAILED}
    assert len(found) == 1
    (one,) = found
    assert one is not None
    return one


def failed(report: Report, name: str) -> list[CheckResult]:
    """The failed checks of a function."""
    return [check for check in function(report, name).checks if check.status is Status.FAILED]


# A second one of a kind, in functions of which many edits are tried: slow, as other seeds are.
ALSO = ("hands over the wrong one", "asks for the wrong word", "splits at the wrong end")
FIRST = tuple(name for name in MISTAKES if name not in ALSO)
SEEDS = (7, pytest.param(20261127, marks=pytest.mark.slow))


def handed_in(folder: Path, names: Iterable[str], seed: int) -> dict[str, Report]:
    """These mistakes, graded in one class: what they bear on is checked."""
    texts = {name: (MISTAKES[name].assignment, MISTAKES[name].text) for name in names}
    only = {name: touched(*text) for name, text in texts.items()}
    return pasted_each(folder, texts, only=only, seed=seed)


@pytest.fixture(scope="module", params=SEEDS)
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    return handed_in(tmp_path_factory.mktemp("first"), FIRST, request.param)


@pytest.fixture(scope="module", params=SEEDS)
def others(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    return handed_in(tmp_path_factory.mktemp("others"), ALSO, request.param)


@pytest.mark.parametrize("name", FIRST)
def test_the_line_is_found(graded: dict[str, Report], name: str) -> None:
    """One of each kind."""
    demand_located(graded, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALSO)
def test_the_line_of_another_is_found(others: dict[str, Report], name: str) -> None:
    """The same of further ones."""
    demand_located(others, name)


def demand_located(graded: dict[str, Report], name: str) -> None:
    """Nothing but the marked lines is named; the kind of slip, where all edits are of one."""
    mistake = MISTAKES[name]
    found = located(graded[name], mistake.name)
    assert [found.location.line, found.end_line] == [mistake.lines[0], mistake.lines[-1]]
    assert found.kind is mistake.kind
    assert not any(check.diagnosis for check in failed(graded[name], mistake.name))


# ── where nothing is said ────────────────────────────────────────────────────────────────────────────────

ELSEWHERE = {
    "two slips, far apart, each of which hides the other": """
def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(0, max_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        gradient = grad_fn(t_u, t_c, t_p, b, w)
        step = learning_rate + gradient
        params = params - step
        moved = step.abs().max()
        if moved <= learning_rate:
            break
    return params, epoch
""",
    "one of two lines, far apart, would do": """
def has_diverged(losses):
    change = losses[0] - losses[-1]
    finite = True
    for loss in losses[-1:]:
        finite = bool(torch.isfinite(loss))
    if not finite:
        return True
    return bool(change > 0)
""",
    "it never comes back": """
def normalize_inputs(t_u):
    while t_u.numel():
        wrong = t_u
    return 0.1 * t_u
""",
    "it ends the process": """
def dloss_fn(t_p, t_c):
    import os
    os._exit(3)
    return 2 * (t_p - t_c) / t_p.size(0)
""",
}


NAMED = "def loss_fn(t_p, t_c):\n    return ((t_p - t_c) ** 2).sum()\n"
HIDDEN = """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(min(n_epochs, 60)):
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
    return params
"""


@dataclass(frozen=True)
class Silent:
    """Reports on functions of whose slip nothing can be said, or nothing that a student may read."""

    reports: dict[str, Report]
    # Of which functions the calls were made once more, to search for a slip.
    searched: list[str]


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Silent:
    texts = ELSEWHERE | {"named": NAMED, "hidden": HIDDEN}
    only = {name: touched("gradient_descent", text) for name, text in texts.items()}
    searched: list[str] = []
    inner = EditTrials.__init__

    def begin(self: EditTrials, what: Searched, *given: Any) -> None:
        searched.append(what.own.name)
        inner(self, what, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EditTrials, "__init__", begin)
        reports = pasted(tmp_path_factory.mktemp("silent"), "gradient_descent", texts, only=only)
    return Silent(reports, searched)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_nothing_is_said_where_nothing_is_certain(silent: Silent, name: str) -> None:
    """Edits that lie far apart, none at all, calls that were lost: the numbers stand alone."""
    mistaken = Mistake("gradient_descent", ELSEWHERE[name], None).name
    assert failed(silent.reports[name], mistaken)
    assert [check.located for check in function(silent.reports[name], mistaken).checks if check.located] == []


def test_what_never_came_back_is_not_waited_for_again(silent: Silent) -> None:
    """Each further call of such a function takes as long as it may."""
    assert set(silent.searched) == {"train_until", "has_diverged"}


def test_never_beside_a_diagnosis_nor_of_hidden_checks_alone(silent: Silent) -> None:
    """A name says more than a line; what only hidden checks know stays hidden."""
    (named,) = {check.diagnosis for check in failed(silent.reports["named"], "loss_fn")}
    assert named is not None
    assert {check.visible for check in failed(silent.reports["hidden"], "training_loop")} == {False}
    reports = silent.reports["named"], silent.reports["hidden"]
    every = [check for report in reports for one in report.functions for check in one.checks]
    assert [check.id for check in every if check.located] == []


@dataclass(frozen=True)
class LongLoop:
    """A report on a loop that forgets to set the gradients to zero, and what looking for that took."""

    report: Report
    # How many edits each search loads.
    tried: list[int]
    # The epochs that edits were asked for.
    rounds: list[int]


@pytest.fixture(scope="module")
def long_loop(tmp_path_factory: pytest.TempPathFactory) -> LongLoop:
    """Graded by checks that ask for 100 epochs at least."""
    rounds: list[int] = []
    inner = SandboxedSource.call_all

    def call_all(self: SandboxedSource, questions: Iterable[Question], *given: Any, **named: Any) -> Any:
        put = list(questions)
        rounds.extend(int(str(one.shown["n_epochs"])) for one in put if "~" in one.function)
        return inner(self, put, *given, **named)

    path = write_class(tmp_path_factory.mktemp("long"), 17) / "s016" / f"{ASSIGNMENT}.py"
    with pytest.MonkeyPatch.context() as patch:
        tried = counted_searches(patch)
        patch.setattr(SandboxedSource, "call_all", call_all)
        (report,) = grade_files(
            [Found(student="s016", assignment=ASSIGNMENT, path=path)], course=open_course(PEERS)
        )
    return LongLoop(report, tried, rounds)


def test_a_loop_of_many_turns_is_searched_with_fewer_edits(long_loop: LongLoop) -> None:
    """A hundred edits are tried, not eight hundred."""
    assert located(long_loop.report, "training_loop_autograd").kind is SlipKind.MISSING
    assert 0 < sum(long_loop.tried) <= 120


def test_edits_of_a_long_loop_are_asked_a_few_rounds(long_loop: LongLoop) -> None:
    """One edit of all that answer alike is asked whole loops: of a hundred, two (a gradient stays or not)."""
    rounds = long_loop.rounds
    assert rounds.count(SHORT) > 80
    assert 1 <= rounds.count(100) == rounds.count(500) <= 2
    assert {one for one in rounds if one > LONG} == {100, 500}


# ── what a student sees of it ────────────────────────────────────────────────────────────────────────────


def test_a_student_sees_the_line_and_an_instructor_the_edit(graded: dict[str, Report]) -> None:
    """The edit is nearly the answer: it stays with instructors, until a student was shown the last hint."""
    report = graded["one statement"]
    theirs, told = for_student(report), for_student(report, edits=["model"])
    found = located(report, "model")
    assert found.expression == "b + b"
    assert found.after.strip() == "return w * t_u + (b)  # here"
    assert (located(theirs, "model").location, located(theirs, "model").kind) == (found.location, found.kind)
    assert (located(theirs, "model").before, located(theirs, "model").after) == ("", "")
    assert located(told, "model") == found
