"""Lines of Python that try a submission in plain torch: what they may use, and what comes of them.

A line is statements with `;` between them; the last one is an expression, and its value is what is compared.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy
import torch
from torch import Tensor
from torch.optim import SGD, Adam


@dataclass(frozen=True)
class Failed:
    """A line that raised: the name of the exception's type, and what it said."""

    kind: str
    message: str


def leaf(*values: float) -> Tensor:
    """Parameters that require grad and have no gradient yet."""
    return torch.tensor(values, requires_grad=True)


def dirty(params: Tensor) -> Tensor:
    """The same parameters, with a gradient of other code."""
    params.grad = torch.linspace(50.0, 90.0, params.numel())
    return params


def raised(call: Callable[[], object]) -> str:
    """The name of what a call raises, or that it raises nothing."""
    try:
        call()
    except Exception as error:
        return type(error).__name__
    return "nothing"


def message(call: Callable[[], object]) -> str:
    """What the exception of a call says, or an empty text."""
    try:
        call()
    except Exception as error:
        return str(error)
    return ""


def cuda(call: Callable[[], object]) -> object:
    """What a call returns on a machine that has a CUDA device."""
    with patch("torch.cuda.is_available", lambda: True), patch("torch.cuda.device_count", lambda: 1):
        return call()


def without_grad(call: Callable[[], object]) -> object:
    """What a call returns where its caller has turned autograd off."""
    with torch.no_grad():
        return call()


def graphs(function: Any, call: Callable[[], object]) -> list[bool]:
    """Of every loss that is computed during a call: whether it has a graph; sorted."""
    found: list[bool] = []
    names = function.__globals__
    loss_fn = names["loss_fn"]

    def recorded(*args: Tensor) -> Any:
        loss = loss_fn(*args)
        found.append(bool(loss.requires_grad))
        return loss

    with patch.dict(names, loss_fn=recorded):
        call()
    return sorted(found)


def points_of(figure: Any) -> list[tuple[float, float]]:
    """Everything that a figure draws as points, sorted."""
    (axes,) = figure.axes
    points = [(float(x), float(y)) for drawn in axes.collections for x, y in drawn.get_offsets()]
    for line in axes.lines:
        if line.get_linestyle() == "None":
            points += [(float(x), float(y)) for x, y in line.get_xydata()]
    return sorted(points)


def lines_of(figure: Any) -> list[tuple[float, float]]:
    """The two ends of everything that a figure draws as a line, from left to right."""
    (axes,) = figure.axes
    ends: list[tuple[float, float]] = []
    for line in axes.lines:
        if line.get_linestyle() != "None":
            drawn = sorted((float(x), float(y)) for x, y in line.get_xydata())
            ends += [drawn[0], drawn[-1]]
    return ends


class Drawn:
    """Inputs that differ from seed to seed and are the same for every submission."""

    def __init__(self, seed: int) -> None:
        self.generator = torch.Generator().manual_seed(1000 + seed)
        self.n = int(torch.randint(1, 10, (), generator=self.generator))

    def normal(self, *shape: int) -> Tensor:
        """Readings around zero, some of them beyond one."""
        return 1.5 * torch.randn(shape, generator=self.generator)

    def number(self, low: float = -2.0, high: float = 2.0) -> float:
        """A number between two others."""
        return low + (high - low) * torch.rand((), generator=self.generator).item()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return int(torch.randint(low, high + 1, (), generator=self.generator))


def names_for(seed: int) -> dict[str, object]:
    """What a line may use beside the submission's own names; fresh for each line."""
    drawn = Drawn(seed)
    return {
        "torch": torch,
        "np": numpy,
        "X": torch.tensor([0.5, -1.2, 2.0, 0.3, 1.7]),
        "Y": torch.tensor([1.0, -2.0, 3.5, 0.2, 4.0]),
        "P": lambda w=0.7, b=-0.3: torch.tensor([w, b]),
        "leaf": leaf,
        "dirty": dirty,
        "SGD": lambda params, rate: SGD([params], lr=rate),
        "MOM": lambda params, rate: SGD([params], lr=rate, momentum=0.9),
        "ADAM": lambda params, rate: Adam([params], lr=rate),
        "generator": lambda seed=12345: torch.Generator().manual_seed(seed),
        "raised": raised,
        "message": message,
        "cuda": cuda,
        "without_grad": without_grad,
        "enabled": torch.is_grad_enabled,
        "graphs": graphs,
        "points_of": points_of,
        "lines_of": lines_of,
        "n": drawn.n,
        "r": drawn.normal,
        "number": drawn.number,
        "whole": drawn.whole,
    }


def value_of(line: str, submission: str, seed: int = 0) -> object:
    """The value of a line's last expression with a fresh load of the submission, or how it failed."""
    with as_it_was():
        try:
            names: dict[str, object] = {"__name__": "submission"}
            exec(submission, names)
            torch.manual_seed(seed)
            return _evaluate(line, names | names_for(seed))
        except Exception as error:
            return Failed(type(error).__name__, str(error))


def _evaluate(line: str, names: dict[str, object]) -> object:
    *before, last = ast.parse(line).body
    if not isinstance(last, ast.Expr):
        raise ValueError(f"This line does not end with an expression: {line}")
    exec(compile(ast.Module(before, []), "line", "exec"), names)
    return eval(compile(ast.Expression(last.value), "line", "eval"), names)


@contextmanager
def as_it_was() -> Iterator[None]:
    """Put back what a submission may leave behind: the switch of autograd, and open figures."""
    with torch.set_grad_enabled(True):
        yield
    from matplotlib import pyplot

    pyplot.close("all")


def same(want: Any, got: Any, allowed: float = 1.0) -> bool:
    """Whether two values are equal but for `allowed` times the noise of float32."""
    if isinstance(want, Tensor):
        return _same_tensor(want, got, allowed)
    if isinstance(want, tuple | list):
        kind = tuple if isinstance(want, tuple) else list
        return isinstance(got, kind) and len(want) == len(got) and all(map_same(want, got, allowed))
    if type(want) is not type(got):
        return False
    if isinstance(want, dict):
        return want.keys() == got.keys() and all(same(want[key], got[key], allowed) for key in want)
    if isinstance(want, float):
        return _same_tensor(torch.tensor(want), torch.tensor(got), allowed)
    return bool(want == got)


def map_same(want: Any, got: Any, allowed: float) -> Iterator[bool]:
    """For each pair of elements, whether they are the same."""
    return (same(a, b, allowed) for a, b in zip(want, got, strict=True))


def _same_tensor(want: Tensor, got: object, allowed: float) -> bool:
    if not isinstance(got, Tensor) or want.shape != got.shape or want.dtype != got.dtype:
        return False
    if want.device != got.device or want.device.type == "meta":
        return want.device == got.device
    want, got = want.detach(), got.detach()
    if not want.is_floating_point():
        return torch.equal(want, got)
    return torch.allclose(got, want, rtol=allowed * 2e-4, atol=allowed * 2e-5, equal_nan=True)
