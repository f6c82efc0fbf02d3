"""Inputs drawn afresh from the grading seed, rounded so that a student can paste them."""

from __future__ import annotations

import hashlib
import random

import torch


class Case(tuple[object, ...]):
    """The arguments of one call, and of what kind they are: `Case("with one reading", t_u, t_c)`.

    A failure says it in the sentence "This happens with one reading."; of a hidden one, to instructors.
    """

    kind: str
    gradients: bool
    cuda: bool

    def __new__(cls, kind: str, *arguments: object, gradients: bool = True, cuda: bool = False) -> Case:
        """kind: a literal that ends the sentence "This happens …". gradients: on around the call.

        cuda: on a machine that says it has CUDA.
        """
        made = super().__new__(cls, arguments)
        made.kind, made.gradients, made.cuda = kind, gradients, cuda
        return made

    def with_others(self, *arguments: object) -> Case:
        """A call of the same kind with other arguments."""
        return Case(self.kind, *arguments, gradients=self.gradients, cuda=self.cuda)


class Cases:
    """Draws inputs; the same (seed, check) draws the same ones."""

    def __init__(self, seed: int, check: str, *, first: bool = True) -> None:
        """first: this is the check's first device, on which special values are tried."""
        self._check = check
        self.restart(seed, first=first)

    def restart(self, seed: int, *, first: bool = True) -> None:
        """Draw the inputs of a seed from the first one on."""
        self._random = random.Random(hashlib.sha256(f"{seed}:{self._check}".encode()).digest())
        self._first = first

    def tensor(self, *shape: int, low: float = -10.0, high: float = 10.0, decimals: int = 1) -> torch.Tensor:
        """A float32 tensor of this shape, uniform in [low, high], rounded to `decimals`."""
        count = 1
        for extent in shape:
            count *= extent
        numbers = [self.number(low, high, decimals) for _ in range(count)]
        return torch.tensor(numbers, dtype=torch.float32).reshape(shape)

    def number(self, low: float, high: float, decimals: int = 2) -> float:
        """A float, uniform in [low, high], rounded, and never 0 (which hides mistakes) unless it must be."""
        for _ in range(100):
            drawn = round(self._random.uniform(low, high), decimals)
            if drawn:
                return drawn
        return 0.0

    def integer(self, low: int, high: int) -> int:
        """An int in [low, high], both included."""
        return self._random.randint(low, high)

    def special(
        self, kind: str, *arguments: object, gradients: bool = True, cuda: bool = False
    ) -> list[Case]:
        """A call with a special value, on which a shortcut shows: nothing on devices after the first.

            calls += cases.special("with equal predictions and targets", t_c, t_c)

        kind: a literal that ends the sentence "This happens …". gradients: False makes the call under
            `torch.no_grad()`. cuda: True puts it to a machine that says it has CUDA, from before the file
            is loaded; nothing can be computed there (`finds_device`).
        """
        return [Case(kind, *arguments, gradients=gradients, cuda=cuda)] if self._first else []
