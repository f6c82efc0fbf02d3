"""What `expect` shows where a demand is not met: the sentence, what was expected, what came."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from helpers.expected_rows import complaint

from grader.model import Call, CheckResult, Example, Observation, Outcome, Status
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.sandbox.wire import Named
from grader.testing import Expectation, expect
from grader.testing.checks import CheckFailure

CALL = Call(function="f", arguments={"x": torch.tensor([1.0, 2.0])})
PAIR = SeenTensor(data=torch.tensor([1.0, 2.0]), device="cpu")
ONE = SeenTensor(data=torch.tensor([1.0]), device="cpu")
GRAPH = SeenTensor(data=torch.tensor([1.0]), device="cpu", requires_grad=True, has_graph=True)
ADAM = SeenOptimizer("Adam", (Argument("x"),), {"lr": 0.1})


def seen(value: object = None, outcome: Outcome = Outcome.RETURNED, **more: object) -> Observation:
    return Observation(call=CALL, outcome=outcome, value=value, **more)  # type: ignore[arg-type]


def failure(observation: Observation, demand: Callable[[Expectation], object]) -> CheckFailure:
    with pytest.raises(CheckFailure) as caught:
        demand(expect(observation))
    return caught.value


DEMANDS: list[tuple[Observation, Callable[[Expectation], object], str]] = [
    (seen(ONE), lambda e: e.close_to(PAIR), "tensor([1.0, 2.0])"),
    (seen(ONE), lambda e: e.like(PAIR), "a tensor of shape (2,), float32"),
    (seen(3), lambda e: e.like(2.0), "a Python float"),
    (seen(3.0), lambda e: e.number_close_to(2.0), "2.0"),
    (seen(["b"]), lambda e: e.equals(["a"]), "['a']"),
    (seen(ONE), lambda e: e.item(1), "a tuple with an element 1"),
    (seen((1, 2)), lambda e: e.item(1).equals(3), "element 1 of the result: 3"),
    (seen(ONE), lambda e: e.key("w"), "a dict with the key 'w'"),
    (seen({"b": 1}), lambda e: e.key("w"), "a dict with the key 'w'"),
    (seen(ONE), lambda e: e.is_device("cpu"), "torch.device('cpu')"),
    (seen(Named("device", "sim:0")), lambda e: e.is_device("cpu"), "cpu"),
    (seen(ONE), lambda e: e.is_argument("x"), "the argument `x` itself"),
    (seen(after={"x": ONE}), lambda e: e.keeps(), "`x` unchanged: tensor([1.0, 2.0])"),
    (seen(ONE), lambda e: e.shares_memory_with("x"), "a result in the memory of `x`"),
    (seen(ADAM), lambda e: e.optimizes("SGD", "x"), "SGD"),
    (seen(ONE), lambda e: e.optimizes("SGD", "x"), "a torch.optim.SGD"),
    (seen(ADAM), lambda e: e.optimizes("Adam", "x", lr=0.5), "lr=0.5"),
    (seen(ONE), lambda e: e.has_graph(), "a tensor with a graph (a `grad_fn`)"),
    (seen(GRAPH), lambda e: e.without_graph(), "a result without a graph"),
    (seen(GRAPH), lambda e: e.is_leaf(), "a leaf tensor"),
    (seen(ONE), lambda e: e.requires_grad(), "a tensor with requires_grad=True"),
    (seen(ONE, used_autograd=True), lambda e: e.without_autograd(), "a gradient computed by formula"),
    (seen(ONE), lambda e: e.is_figure(), "a matplotlib Figure"),
    (seen(ONE), lambda e: e.raises("ValueError"), "ValueError is raised"),
    (seen(outcome=Outcome.TIMED_OUT), lambda e: e.raises("ValueError"), "ValueError is raised"),
    (seen(outcome=Outcome.TIMED_OUT), lambda e: e.returned(), "the call returns"),
    (
        seen(ONE, gradients_on=False),
        lambda e: e.after("x").leaves_gradients_on(),
        "gradients switched on after the call, as before",
    ),
    (
        seen(ONE, kept=("x",)),
        lambda e: e.after("x").builds_no_graph_over("x"),
        "no graph over `x`: compute with it under `torch.no_grad()`",
    ),
    (seen(ONE), lambda e: e.that(False, "the sign is wrong"), ""),
    (seen(ONE), lambda e: e.that(False, "the sign is wrong", "a positive number"), "a positive number"),
]


@pytest.mark.parametrize(("observation", "demand", "expected"), DEMANDS, ids=[row[2] for row in DEMANDS])
def test_the_row_says_what_was_expected(
    observation: Observation, demand: Callable[[Expectation], object], expected: str
) -> None:
    """A value or what was asked for, never the complaint once more; nothing where the sentence is all."""
    no = failure(observation, demand)
    assert no.example is not None and no.example.expected == expected
    assert no.message != expected and no.example.got


def test_the_helper_refuses_a_complaint() -> None:
    """What the other tests ask of every report would see a row that repeats the sentence."""
    said = "Adam, SGD: missing from the list"
    example = Example(call="f()", expected=said, got="[]")
    bad = CheckResult(
        id="c", title="C.", device="cpu", status=Status.FAILED, score=0.0, max_score=1.0,
        message=said, example=example,
    )  # fmt: skip
    assert complaint(bad)


def test_a_numpy_array_is_shown_as_one() -> None:
    """Where a tensor is expected and an array came, the rows differ as the values do."""
    array = SeenTensor(data=torch.tensor([1.0, 2.0]), device="cpu", kind="array")
    no = failure(seen(array), lambda e: e.close_to(PAIR))
    assert no.example is not None
    assert (no.example.expected, no.example.got) == ("tensor([1.0, 2.0])", "numpy.array([1.0, 2.0])")


def test_an_option_is_shown_beside_what_was_asked() -> None:
    """The option that is wrong stands in both rows."""
    no = failure(seen(ADAM), lambda e: e.optimizes("Adam", "x", betas=0.5))
    assert no.example is not None
    assert (no.example.expected, no.example.got) == ("betas=0.5", "betas=None")
