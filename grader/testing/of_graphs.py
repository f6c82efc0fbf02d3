"""Demands about autograd: whether it ran, what hangs on a graph, which tensor is a leaf."""

from __future__ import annotations

from typing import Self

from grader.sandbox.outside.observed_values import SeenTensor
from grader.testing.demand import Demand
from grader.testing.seen import tensors


class OfGraphs(Demand):
    """What a call did with autograd."""

    __slots__ = ()

    def without_autograd(self) -> Self:
        """Neither `backward()` nor `torch.autograd` ran, and the result has no graph."""
        self._returned()
        if self.seen.used_autograd:
            self._fail(
                "this gradient is to be derived by hand, but autograd ran (`backward()`, "
                "`torch.autograd.grad` or `torch.func`): write the formula out instead",
                "a gradient computed by formula",
                got="a gradient computed by autograd",
            )
        return self.without_graph()

    def without_graph(self) -> Self:
        """The result is not part of an autograd graph."""
        for value in tensors(self._value()):
            if value.has_graph or value.requires_grad:
                self._fail(
                    "the result still carries an autograd graph: `detach()` it",
                    "a result without a graph",
                )
        return self

    def has_graph(self) -> Self:
        """A tensor that `backward()` can start from: it was computed from something that requires grad."""
        value = self._resolved()
        if not (isinstance(value, SeenTensor) and value.has_graph):
            self._fail(
                f"{self._subject()} has no autograd graph: `backward()` cannot start from it",
                "a tensor with a graph (a `grad_fn`)",
            )
        return self

    def builds_no_graph_over(self, name: str) -> Self:
        """No graph was built over this argument, a `watched` one: nothing of it can be differentiated."""
        self._returned()
        if name in self.seen.kept:
            self._fail(
                f"a graph was built while you computed with `{name}`: autograd kept it for a backward pass",
                f"no graph over `{name}`: compute with it under `torch.no_grad()`",
                got=f"a graph that holds `{name}`",
            )
        return self

    def leaves_gradients_on(self) -> Self:
        """Gradients are switched on after the call, as they were before."""
        self._returned()
        if not self.seen.gradients_on:
            self._fail(
                "the call leaves gradients switched off for whatever runs after it: use "
                "`with torch.set_grad_enabled(...):`, which puts things back at its end",
                "gradients switched on after the call, as before",
                got="gradients switched off after the call",
            )
        return self

    def requires_grad(self) -> Self:
        """A tensor that requires grad."""
        value = self._resolved()
        if not (isinstance(value, SeenTensor) and value.requires_grad):
            self._fail(
                f"{self._subject()} no longer requires grad",
                "a tensor with requires_grad=True",
            )
        return self

    def is_leaf(self) -> Self:
        """A leaf tensor: one that no operation has made."""
        value = self._resolved()
        if not (isinstance(value, SeenTensor) and not value.has_graph):
            self._fail(
                f"{self._subject()} is no longer a leaf: an operation inside the graph has made it",
                "a leaf tensor",
            )
        return self
