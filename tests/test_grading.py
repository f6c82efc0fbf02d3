"""What the whole comes to: whose fault a mistake is, and why, on the real course."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from helpers.grading import (
    demand_graded,
    failed,
    function,
    grade_texts,
    lost,
    pasted,
    pasted_each,
    solution,
    touched,
)

from grader.errors import FaultError
from grader.model import CheckResult, Report
from grader.reference.live import Reference
from grader.sandbox.levels import Level
from grader.sandbox.outside import current_child
from grader.words.messages import heard

WRONG_SIBLING = "def dloss_fn(t_p, t_c):\n    return 2 * (t_p - t_c)\n"


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """gradient_descent with broken siblings of several kinds; of one, its mistake is looked for, too."""
    loop = """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        params = params {sign} learning_rate * grad_fn(t_u, t_c, model(t_u, *params), *params)
    return params
"""
    texts = {
        "wrong_sibling": WRONG_SIBLING,
        "missing_sibling": "del grad_fn\n",
        "raising_sibling": "def model(t_u, w, b):\n    raise TypeError('no')\n",
        "wrong_both": "def grad_fn(t_u, t_c, t_p, w, b):\n    return torch.zeros(2)\n"
        + loop.format(sign="- 2 *"),
        "wrong_caller": loop.format(sign="+"),
    }
    found = pasted(tmp_path_factory.mktemp("carried"), "gradient_descent", texts, diagnosis=False)
    return found | pasted(tmp_path_factory.mktemp("named"), "gradient_descent", {"named": WRONG_SIBLING})


BROKEN_MODELS = {
    "wrong": "def model(t_u, w2, w1, b):\n    return w2 * t_u * 2 + w1 * t_u + b\n",
    "raises": "def model(t_u, w2, w1, b):\n    raise TypeError('no')\n",
    "missing": "del model\n",
}


@pytest.mark.parametrize("broken", BROKEN_MODELS)
def test_a_loop_that_differentiates_through_a_broken_model_keeps_its_points(
    broken: str, judged: dict[str, Report]
) -> None:
    """Autograd walks back through a function that is lent, as it would through the student's own."""
    report = judged[broken]
    assert set(lost(report)) == {"model"}
    assert {
        name for f in report.functions if f.name == "training_loop" for c in f.checks for name in c.blamed
    } == {"model"}


def test_a_wrong_loop_over_a_broken_model_is_not_paid(tmp_path: Path) -> None:
    """What is wrong even with a right model is the loop's own doing."""
    code = """
def model(t_u, w2, w1, b):
    return w1 * t_u + b

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
    return params
"""
    report = grade_texts(tmp_path, {"a": solution("quadratic") + code}, "quadratic")["a"]
    assert {"model", "training_loop"} <= set(lost(report))
    diagnosis = failed(report, "training_loop").diagnosis
    assert diagnosis is not None and diagnosis.id == "training_loop/never_zeroes"


@pytest.mark.parametrize(
    ("student", "functions"),
    [
        ("wrong_sibling", {"dloss_fn"}),
        ("missing_sibling", {"grad_fn"}),
        ("raising_sibling", {"model"}),
        ("wrong_both", {"grad_fn", "training_loop"}),
        ("wrong_caller", {"training_loop"}),
    ],
)
def test_a_mistake_costs_its_own_function(
    student: str, functions: set[str], carried: dict[str, Report]
) -> None:
    """Nobody pays for another function's mistake, and nobody is paid for a broken function."""
    assert set(lost(carried[student])) == functions


def test_the_report_says_whose_fault_it_was(carried: dict[str, Report]) -> None:
    """A function freed of blame names the one to blame."""
    blamed = [check for check in function(carried["wrong_sibling"], "training_loop").checks if check.blamed]
    assert blamed
    assert all(check.blamed == ("dloss_fn",) and "dloss_fn" in str(check.message) for check in blamed)


def test_a_broken_caller_is_shown_its_own_mistake(carried: dict[str, Report]) -> None:
    """Where both are wrong, the example is what is wrong even with a right sibling."""
    example = failed(carried["wrong_both"], "training_loop").example
    assert example is not None
    start = example.call.partition("params=tensor(")[2].partition(")")[0]
    assert str(example.got) != f"tensor({start})", (
        "a gradient of zero must not stand for the loop's own mistake"
    )


def test_a_diagnosis_names_the_mistake(carried: dict[str, Report]) -> None:
    """The misconception whose answers are the student's stands at the failed check."""
    diagnosis = failed(carried["named"], "dloss_fn").diagnosis
    assert diagnosis is not None
    assert diagnosis.id.startswith("dloss_fn/")
    assert diagnosis.headline
    assert diagnosis.explanation
    assert diagnosis.section.startswith("§")


def test_without_diagnosis_the_verdicts_are_the_same(carried: dict[str, Report]) -> None:
    """What is not looked for is all that is missing."""
    named, unnamed = carried["named"], carried["wrong_sibling"]
    assert [check for f in unnamed.functions for check in f.checks if check.diagnosis or check.located] == []
    assert verdicts_of(named) == verdicts_of(unnamed)
    assert (named.score, named.notes) == (unnamed.score, unnamed.notes)


def verdicts_of(report: Report) -> list[CheckResult]:
    return [
        replace(check, diagnosis=None, located=None, seconds=0.0)
        for f in report.functions
        for check in f.checks
    ]


def test_the_same_submission_seed_and_version_give_the_same_report(tmp_path: Path) -> None:
    """Byte for byte but for timings; another seed draws other inputs."""
    text = {
        "a": solution("autograd")
        + """
def accumulated_gradient(params, t_u, t_c, times):
    for _ in range(times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad
"""
    }
    once, again, other = (
        grade_texts(tmp_path / str(n), text, "autograd", seed=seed)["a"] for n, seed in enumerate((3, 3, 4))
    )
    assert without_times(once) == without_times(again)
    assert failed(once, "accumulated_gradient").example != failed(other, "accumulated_gradient").example


def without_times(report: Report) -> str:
    import re

    from grader.render import json as render_json

    return re.sub(r'"seconds": [\d.e-]+', "", render_json.render(demand_graded(report)))


LEVELS = {
    "right": "",
    "wrong": "def zero_grad(params):\n    pass\n",
    "hangs": "def accumulated_gradient(params, t_u, t_c, times):\n    while True: pass\n",
}


@pytest.fixture(scope="module")
def in_full(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    texts = {student: solution("autograd") + text for student, text in LEVELS.items()}
    return grade_texts(tmp_path_factory.mktemp("full"), texts, "autograd")


@pytest.mark.slow
@pytest.mark.parametrize("level", [Level.PROCESS, Level.NONE])
def test_a_weaker_level_judges_alike(level: Level, in_full: dict[str, Report], tmp_path: Path) -> None:
    """Isolation is about harm: points, diagnoses and the cost of a hang are those of `full`."""
    texts = {student: solution("autograd") + text for student, text in LEVELS.items()}
    weaker = grade_texts(tmp_path, texts, "autograd", level=level)
    for student, report in in_full.items():
        assert without_times(replace(weaker[student], isolation="full")) == without_times(report)


IN_OTHER_WORDS = {
    # A class in between, and a wrong `dloss_fn` below.
    "class": """
def dloss_fn(t_p, t_c):
    return 2 * (t_p - t_c)

class Trainer:
    rate: float = 0.0
    def step(self, params, t_u, t_c):
        w, b = params
        return params - self.rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)

trainer: Trainer = Trainer()

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    trainer.rate = learning_rate
    for _ in range(n_epochs):
        params = trainer.step(params, t_u, t_c)
    return params
""",
    "unwritten": """
def grad_fn(t_u, t_c, t_p, w, b):
    return helper(t_u, t_c)

def helper(t_u, t_c):
    raise NotImplementedError
""",
}


def test_a_sibling_is_found_through_a_class(judged: dict[str, Report]) -> None:
    """Methods call functions, too: whoever trains by a class pays for nobody else's mistake."""
    assert set(lost(judged["class"])) == {"dloss_fn"}


SIBLINGS = {
    # (assignment, what only one function of it is wrong about, the function that is wrong)
    "prints its loss": (
        "gradient_descent",
        "loss_fn",
        """
def loss_fn(t_p, t_c):
    return (t_p - t_c) ** 2

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
        print(f"Epoch {epoch}, Loss {float(loss_fn(t_p, t_c))}")
    return params
""",
    ),
    "clears by zero_grad": (
        "autograd",
        "zero_grad",
        """
def zero_grad(params):
    params.grad.zero_()

def gradient(params, t_u, t_c):
    zero_grad(params)
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad
""",
    ),
    "trains by gradient": (
        "autograd",
        "gradient",
        """
def gradient(params, t_u, t_c):
    params.grad = None
    ((model(t_u, *params) - t_c) ** 2).sum().backward()
    return params.grad

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        gradient(params, t_u, t_c)
        update(params, learning_rate)
    return params
""",
    ),
    "trains by grad_fn": (
        "quadratic",
        "grad_fn",
        """
def grad_fn(t_u, t_c, t_p, w2, w1, b):
    each = (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u ** 2).sum(), (each * t_u).sum(), each.sum()])

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        with torch.no_grad():
            params.grad = grad_fn(t_u, t_c, model(t_u, *params), *params)
        optimizer.step()
    return params
""",
    ),
}


@pytest.mark.parametrize("case", SIBLINGS)
def test_a_right_function_may_call_what_the_reference_does_not(case: str, judged: dict[str, Report]) -> None:
    """Honest ways to write it lean on other functions than the course's own way."""
    assert set(lost(judged[case])) == {SIBLINGS[case][1]}


def test_what_is_not_written_is_named(judged: dict[str, Report]) -> None:
    """Not the function that calls it: that one is written."""
    message = str(failed(judged["unwritten"], "grad_fn").message)
    assert message.startswith("`grad_fn` calls `helper`, which is not written yet. See ")


ROWS = """
def to_rows(x, n):
    if x.numel() % n:
        raise Odd(n)
    return x.reshape(n, -1)
"""
ERRORS = {
    "derived": "class Odd(ValueError): pass\n" + ROWS,
    "of its own": "class Odd(Exception): pass\n" + ROWS,
}


def test_an_error_derived_from_the_one_expected(judged: dict[str, Report]) -> None:
    """`class NotDivisible(ValueError)` is a ValueError; one that is only named so is none."""
    assert (lost(judged["derived"]), set(lost(judged["of its own"]))) == ({}, {"to_rows"})


VIEWS = {
    "old": "def zero_grad(params):\n    if params.grad is not None:\n"
    "        params.grad.detach_()\n        params.grad.zero_()\n",
    "leaf": "def update(params, learning_rate):\n    params -= learning_rate * params.grad\n",
}


def test_arguments_are_no_views(judged: dict[str, Report]) -> None:
    """PyTorch's old idiom works on them, and its errors read as they do at home."""
    assert lost(judged["old"]) == {}
    message = str(failed(judged["leaf"], "update").message)
    assert "a leaf Variable that requires grad" in message and "view" not in message


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """One class of what is asked of points and words alone: no mistake of it is looked for."""
    texts = {name: ("quadratic", text) for name, text in BROKEN_MODELS.items()}
    texts |= {name: ("gradient_descent", text) for name, text in IN_OTHER_WORDS.items()}
    texts |= {name: (assignment, text) for name, (assignment, _, text) in SIBLINGS.items()}
    texts |= {name: ("tensors", text) for name, text in ERRORS.items()}
    texts |= {name: ("autograd", text) for name, text in VIEWS.items()}
    only = {name: touched(*text) for name, text in texts.items()}
    return pasted_each(tmp_path_factory.mktemp("judged"), texts, only=only, diagnosis=False)


def test_where_the_reference_has_no_answer_the_first_verdict_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is lent may be asked for too much: that is no exception of the student's, and no fault."""
    text = solution("gradient_descent") + "\ndef dloss_fn(t_p, t_c):\n    return 2 * (t_p - t_c)\n"

    def no_answer(*_: object) -> NoReturn:
        raise FaultError(heard("the call did not finish"))

    monkeypatch.setattr(Reference, "relay", no_answer)
    report = grade_texts(tmp_path, {"a": text}, "gradient_descent")["a"]
    assert report.status == "graded"
    assert {"dloss_fn", "grad_fn", "training_loop"} <= set(lost(report))
    assert "did not finish" not in str(report)


def test_the_reference_outlives_its_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its children are renewed before their time is used up: a large class costs nobody a point."""
    monkeypatch.setattr(current_child, "LIFE", 0.05)
    wrong = solution("gradient_descent") + "\ndef dloss_fn(t_p, t_c):\n    return 2 * (t_p - t_c)\n"
    report = grade_texts(tmp_path, {"a": wrong}, "gradient_descent", diagnosis=False)["a"]
    assert set(lost(report)) == {"dloss_fn"}
