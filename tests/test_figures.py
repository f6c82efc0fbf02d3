"""The reference solutions give the figures that the source chapter prints."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch

SOLUTIONS = Path(__file__).parents[1] / "solutions"
EPOCHS = range(500, 5001, 500)


def solution(name: str) -> ModuleType:
    """A solution file as a module of its own."""
    spec = importlib.util.spec_from_file_location(f"solution_{name}", SOLUTIONS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tensors = solution("tensors")
by_hand, autograd, optimizers = map(solution, ("gradient_descent", "autograd", "optimizers"))
validation, quadratic = map(solution, ("validation", "quadratic"))
t_u, t_c = by_hand.t_u, by_hand.t_c
t_un = by_hand.normalize_inputs(t_u)


def close(*printed: str) -> Any:
    """Equal to figures as they are printed: to 1e-4 of their size, or to half a unit of the last digit."""
    last_digits = [0.5 * 10.0 ** int(Decimal(figure).as_tuple().exponent) for figure in printed]
    return [
        pytest.approx(float(figure), rel=1e-4, abs=last)
        for figure, last in zip(printed, last_digits, strict=True)
    ]


def start() -> torch.Tensor:
    """w = 1, b = 0, where every run of the chapter begins."""
    return torch.tensor([1.0, 0.0])


def leaf() -> torch.Tensor:
    return start().requires_grad_()


def losses_by_hand(rate: float, inputs: torch.Tensor, *epochs: int) -> list[float]:
    history = by_hand.loss_history(max(epochs), rate, start(), inputs, t_c)
    return [history[epoch - 1].item() for epoch in epochs]


def params_by_hand(rate: float, inputs: torch.Tensor, epochs: int) -> list[float]:
    result: list[float] = by_hand.training_loop(epochs, rate, start(), inputs, t_c).tolist()
    return result


def losses_of_steps(name: str, rate: float, inputs: torch.Tensor, epochs: int) -> list[float]:
    params = leaf()
    optimizer = optimizers.make_optimizer(name, params, rate)
    return [optimizers.train_step(optimizer, params, inputs, t_c) for _ in range(epochs)]


def params_of_loop(name: str, rate: float, inputs: torch.Tensor, epochs: int) -> list[float]:
    params = leaf()
    optimizer = optimizers.make_optimizer(name, params, rate)
    result: list[float] = optimizers.training_loop(epochs, optimizer, params, inputs, t_c).tolist()
    return result


def test_files_agree_on_what_they_share() -> None:
    """The readings, the model and the loss are the same everywhere; without its square, a curve is a line."""
    for module in (autograd, optimizers, validation):
        assert torch.equal(module.t_u, t_u) and torch.equal(module.t_c, t_c)
        t_p = module.model(t_u, 0.5, -17.0)
        assert torch.equal(t_p, by_hand.model(t_u, 0.5, -17.0))
        assert torch.equal(module.loss_fn(t_p, t_c), by_hand.loss_fn(t_p, t_c))
    assert torch.equal(quadratic.t_u, t_u) and torch.equal(quadratic.t_c, t_c)
    assert torch.equal(quadratic.model(t_un, 0.0, 0.5, -17.0), by_hand.model(t_un, 0.5, -17.0))


def test_the_first_loss() -> None:
    """At w = 1, b = 0 the loss is 1763.8846."""
    assert [by_hand.loss_fn(by_hand.model(t_u, *start()), t_c).item()] == close("1763.8846")


def test_the_first_gradient() -> None:
    """By hand and by autograd the gradient there is (4517.2969, 82.6000)."""
    t_p = by_hand.model(t_u, *start())
    assert by_hand.grad_fn(t_u, t_c, t_p, *start()).tolist() == close("4517.2969", "82.6000")
    assert autograd.gradient(leaf(), t_u, t_c).tolist() == close("4517.2969", "82.6000")


def test_by_hand_it_explodes() -> None:
    """Raw readings at 1e-2: the loss grows to infinity in eleven epochs."""
    assert losses_by_hand(1e-2, t_u, 1, 2, 3, 10, 11) == [
        *close("1763.884644", "5802485.5", "19408035840", "9.0901e34"),
        float("inf"),
    ]
    assert params_by_hand(1e-2, t_u, 1) == close("-44.1730", "-0.8260")
    assert params_by_hand(1e-2, t_u, 2) == close("2568.4014", "45.1637")
    assert params_by_hand(1e-2, t_u, 3) == close("-148527.7344", "-2616.3933")


def test_by_hand_it_crawls() -> None:
    """Raw readings at 1e-4: stable, and hardly better after ninety epochs more."""
    assert losses_by_hand(1e-4, t_u, 1, 2, 3, 10, 11, 99, 100) == close(
        "1763.884644", "323.090546", "78.929634", "29.105242", "29.104168", "29.023582", "29.022669"
    )
    assert params_by_hand(1e-4, t_u, 100) == close("0.2327", "-0.0438")


def test_by_hand_it_works() -> None:
    """Scaled readings at 1e-2: the loss ends at 2.927648."""
    assert losses_by_hand(1e-2, t_un, 1, 2, 3, 10, 11, 99, 100, 4000, 5000) == close(
        "80.364342", "37.574917", "30.871077", "29.030487", "28.941875",
        "22.214186", "22.148710", "2.927680", "2.927648",
    )  # fmt: skip
    assert params_by_hand(1e-2, t_un, 100) == close("2.7553", "-2.5162")
    assert params_by_hand(1e-2, t_un, 5000) == close("5.3671", "-17.3012")


LOSSES = (
    "7.8601", "3.828538", "3.092191", "2.957697", "2.933134",
    "2.928648", "2.927830", "2.927679", "2.92765", "2.92765",
)  # fmt: skip


def test_autograd() -> None:
    """The autograd loop on scaled readings: the losses every 500 epochs, and where it ends."""
    params, losses, done = leaf(), [], 0
    for epoch in EPOCHS:
        # The loss of an epoch is the one before its update.
        autograd.training_loop(epoch - 1 - done, 1e-2, params, t_un, t_c)
        losses.append(autograd.loss_fn(autograd.model(t_un, *params), t_c).item())
        done = epoch - 1
    assert losses == close(*LOSSES)
    assert autograd.training_loop(1, 1e-2, params, t_un, t_c).tolist() == close("5.3671", "-17.3012")


def test_sgd() -> None:
    """SGD on scaled readings gives the figures of the autograd loop."""
    losses = losses_of_steps("SGD", 1e-2, t_un, 5000)
    assert [losses[epoch - 1] for epoch in EPOCHS] == close(*LOSSES)
    assert params_of_loop("SGD", 1e-2, t_un, 5000) == close("5.3671", "-17.3012")


def test_sgd_single_steps() -> None:
    """One step of SGD, where there is no gradient yet: with raw and with scaled readings."""
    assert params_of_loop("SGD", 1e-5, t_u, 1) == close("9.5483e-01", "-8.2600e-04")
    assert params_of_loop("SGD", 1e-2, t_un, 1) == close("1.7761", "0.1064")


def test_adam() -> None:
    """Adam on raw readings: the losses every 500 epochs, and where it ends."""
    losses = losses_of_steps("Adam", 1e-1, t_u, 2000)
    assert [losses[epoch - 1] for epoch in (500, 1000, 1500, 2000)] == close(
        "7.612903", "3.086700", "2.928578", "2.927646"
    )
    assert params_of_loop("Adam", 1e-1, t_u, 2000) == close("0.5367", "-17.3021")


def test_the_repaired_loop_is_the_loop() -> None:
    """The repaired loop ends where the loop ends, to the last bit."""
    found = []
    for loop in (optimizers.training_loop, optimizers.fixed_training_loop):
        params = leaf()
        found.append(loop(50, optimizers.make_optimizer("Adam", params, 1e-1), params, t_u, t_c))
    assert torch.equal(*found)


def test_validation() -> None:
    """SGD on nine scaled readings, two kept aside: both losses, and where it ends."""
    train, val = torch.tensor([9, 6, 5, 8, 4, 7, 0, 1, 3]), torch.tensor([2, 10])
    params = leaf()
    sgd = torch.optim.SGD([params], lr=1e-2)
    params, history = validation.training_loop(
        3000, sgd, params, t_un[train], t_un[val], t_c[train], t_c[val]
    )
    rows = history[[0, 1, 2, 499, 999, 1499, 1999, 2499, 2999]]
    assert rows[:, 0].tolist() == close(
        "66.5811", "38.8626", "33.3475", "7.1454", "3.5940", "3.0942", "3.0238", "3.0139", "3.0125"
    )
    assert rows[:, 1].tolist() == close(
        "142.3890", "64.0434", "39.4590", "9.1252", "5.3110", "4.1611", "3.7693", "3.6279", "3.5756"
    )
    assert params.tolist() == close("5.1964", "-16.7512")
    assert not validation.is_overfitting(history[:, 0], history[:, 1])


def test_broadcasting() -> None:
    """The chapter's products of x (), y (3, 1), z (1, 3) and a (2, 1, 1) have the shapes it prints."""
    x, y, z, a = (torch.ones(shape) for shape in ((), (3, 1), (1, 3), (2, 1, 1)))
    for product, factors, printed in (
        (x * y, (x, y), (3, 1)),
        (y * z, (y, z), (3, 3)),
        (y * z * a, (y * z, a), (2, 3, 3)),
    ):
        assert tuple(product.shape) == printed
        assert tensors.broadcast_shape(*(tuple(factor.shape) for factor in factors)) == printed


def test_the_gradient_of_the_curve() -> None:
    """By hand it is what autograd finds."""
    params = torch.tensor([0.3, -1.0, 2.0], requires_grad=True)
    t_p = quadratic.model(t_un, *params)
    quadratic.loss_fn(t_p, t_c).backward()
    assert params.grad is not None
    by_formula = quadratic.grad_fn(t_un, t_c, t_p.detach(), *params.detach())
    torch.testing.assert_close(by_formula, params.grad)


def test_line_and_curve() -> None:
    """The figures in the text and the answer key of the quadratic model."""
    assert quadratic.final_losses(5000, 5e-4, t_un, t_c) == tuple(close("14.66", "3.465"))
    standardized = (t_u - t_u.mean()) / t_u.std()
    assert quadratic.final_losses(1000, 1e-1, standardized, t_c) == tuple(close("2.9276", "2.0907"))
