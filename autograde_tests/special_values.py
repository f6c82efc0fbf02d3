"""Special values that checks of several assignments share: data on which a mistake of a loop shows."""

from collections.abc import Sequence
from itertools import pairwise

import torch

from grader.testing import Case, Cases

# (learning rate, params (w, b), readings (n,), targets (n,))
Descent = tuple[float, torch.Tensor, torch.Tensor, torch.Tensor]


def memory(cases: Cases, call: tuple[object, ...], first: object, *second: object) -> list[Case]:
    """Four calls: this one, one with another first argument, one with another second, and this one again.

    Nothing may be left of a call before, whatever of its arguments comes again.
    """
    others = [(call[0], two, *call[2:]) for two in second]
    calls = [call, (first, *call[1:]), *others, call]
    return [
        case for one in calls for case in cases.special("among calls that share some of their numbers", *one)
    ]


def not_contiguous(cases: Cases, *arguments: object) -> list[Case]:
    """A call whose tensors, each of these, are every second element of a larger one."""
    views = [apart(one) if isinstance(one, torch.Tensor) and one.ndim else one for one in arguments]
    return cases.special("with tensors that are not contiguous", *views)


def apart(values: torch.Tensor) -> torch.Tensor:
    """The same values, (…, n), every second element of a tensor that has others in between."""
    return torch.stack([values, -values - 7], dim=-1).flatten(-2)[..., ::2]


def losses(epochs: int, descent: Descent) -> list[float]:
    """The loss before each epoch of gradient descent, in float64."""
    return [loss for loss, _ in walk(epochs, descent)]


def walk(epochs: int, descent: Descent) -> list[tuple[float, float]]:
    """Before each epoch of gradient descent: the loss, and the size of the larger parameter. In float64."""
    rate, params, readings, targets = descent
    w, b = params.tolist()
    t_u, t_c = readings.double(), targets.double()
    found = []
    for _ in range(epochs):
        error = w * t_u + b - t_c
        found.append((float((error**2).mean()), max(abs(w), abs(b))))
        w, b = w - rate * float(2 * (error * t_u).mean()), b - rate * float(2 * error.mean())
    return found


def rises(found: Sequence[float]) -> bool:
    """Whether a loss rises in each epoch, to at least twice what it was, and stays below 1e12."""
    return all(after > before for before, after in pairwise(found)) and 2 * found[0] <= found[-1] < 1e12


def rising(cases: Cases, epochs: int) -> Descent:
    """A descent whose learning rate is too large: the loss rises in each of these epochs."""
    while True:
        descent = (
            cases.number(0.07, 0.1, 3),
            torch.tensor([cases.number(-3, 3, 1), cases.number(-5, 5, 1)]),
            cases.tensor(4, low=3, high=7),
            cases.tensor(4, low=-5, high=28),
        )
        if rises(losses(epochs, descent)):
            return descent


def runaway(cases: Cases, epochs: int) -> Descent:
    """The same, and a parameter is beyond 100 before the last of these epochs."""
    while True:
        descent = rising(cases, epochs)
        if walk(epochs, descent)[-1][1] > 150:
            return descent


def at_minimum(cases: Cases) -> Descent:
    """A start where all errors are exactly 0. Halves and quarters make the gradient exactly 0, too."""
    w, b = cases.integer(1, 6) / 2, -cases.integer(1, 9) / 2
    readings = torch.tensor([float(cases.integer(low, low + 1)) for low in (-3, 1, 3, 5)])
    return 0.01, torch.tensor([w, b]), readings, w * readings + b


def tiny(cases: Cases) -> Descent:
    """From (0, 0) with a gradient below 1e-3: (0, -2c) at first, and at this rate half of it after a step."""
    target = cases.number(4.2e-4, 4.9e-4, 6)
    return 0.25, torch.zeros(2), torch.tensor([-0.5, 0.5]), torch.full((2,), target)


def steep(cases: Cases) -> Descent:
    """Raw readings, on which the gradient is above 100, and a learning rate that suits them."""
    params = torch.tensor([cases.number(2, 3, 1), cases.number(-5, 5, 1)])
    return 1e-4, params, cases.tensor(4, low=40, high=80), cases.tensor(4, low=-5, high=28)
