"""What two answers share that nothing tells apart."""

from __future__ import annotations

import pytest
import torch

from grader.diagnosis.fingerprint import fingerprint
from grader.model import Call, Observation, Outcome
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor

CALL = Call(function="f", arguments={})


def seen(value: object = None, outcome: Outcome = Outcome.RETURNED, **found: object) -> Observation:
    """An answer."""
    return Observation(call=CALL, outcome=outcome, value=value, **found)  # type: ignore[arg-type]


def tensor(*numbers: float, **found: object) -> SeenTensor:
    """A tensor as it was seen."""
    return SeenTensor(data=torch.tensor(numbers), device="cpu", **found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (seen(tensor(1.0, 2.0)), seen(tensor(1.0, 2.0000002))),
        (seen(Argument("x", tensor(1.0))), seen(Argument("x", tensor(1.0000002)))),
        (seen(tensor(1.0)), seen(tensor(1.0, requires_grad=True))),
        (seen((tensor(1.0), 3)), seen((tensor(1.0), 4))),
        (seen([tensor(1.0)]), seen((tensor(1.0),))),
        (seen({"a": tensor(1.0)}), seen({"a": tensor(2.0)})),
        (seen(after={"x": tensor(1.0)}), seen(after={"x": tensor(2.0)})),
        (seen(after={"x": tensor(1.0)}), seen()),
        (
            seen(SeenOptimizer(name="SGD", params=(), options={"lr": 0.1})),
            seen(SeenOptimizer(name="SGD", params=(), options={"lr": 0.2})),
        ),
        (
            seen(outcome=Outcome.RAISED, error="ValueError: a"),
            seen(outcome=Outcome.RAISED, error="ValueError: b"),
        ),
        (
            seen(outcome=Outcome.RAISED, error="no", error_type="KeyError"),
            seen(outcome=Outcome.RAISED, error="no", error_type="TypeError"),
        ),
        (seen(), seen(gradients_on=False)),
    ],
)
def test_what_a_check_can_tell_apart_differs(one: Observation, other: Observation) -> None:
    """Every bit of it, also one of 2e-7."""
    assert fingerprint(one) != fingerprint(other)


def test_the_same_answer_is_the_same() -> None:
    """Made twice, of tensors of any kind."""
    for data in (torch.tensor([True, False]), torch.zeros(0), torch.tensor(3), torch.ones(2, 3).t()):
        pair = [seen((SeenTensor(data=data.clone(), device="cpu"), "a")) for _ in range(2)]
        assert fingerprint(pair[0]) == fingerprint(pair[1])
