"""Demands about autograd: whether it ran, what hangs on a graph, which tensor is a leaf."""

from __future__ import annotations

from typing import Self

from grader.sandbox.outside.observed_values import SeenTensor
from grader.testing.demand import Demand
from grader.testing.seen import tensors
from grader.words.messages import Code, Message, say


class OfGraphs(Demand):
    """What a call did with autograd."""

    __slots__ = ()

    def without_autograd(self) -> Self:
        """Neither `backward()` nor `torch.autograd` ran, and the result has no graph."""
        self._returned()
        if self.seen.used_autograd:
            self._fail(
                say("Autograd ran in this call: `backward()`, `torch.autograd.grad` or `torch.func`.")
                + say("Here you must compute the gradient with a formula instead."),
                say("a gradient computed by formula"),
                got=say("a gradient computed by autograd"),
            )
        return self.without_graph()

    def by_autograd(self) -> Self:
        """Autograd ran in the call, or in a sibling that was lent to it."""
        self._returned()
        if not self.seen.used_autograd:
            self._fail(
                say("Autograd did not run in this call, so the gradient comes from a formula.")
                + say("Here you must compute the gradient with `backward()` instead."),
                say("a gradient computed by autograd"),
                got=say("a gradient computed by formula"),
            )
        return self

    def without_graph(self) -> Self:
        """The result is not part of an autograd graph."""
        for value in tensors(self._value()):
            if value.has_graph or value.requires_grad:
                self._fail(
                    say("The result still has an autograd graph. Call `detach()` on it."),
                    say("a result without a graph"),
                )
        return self

    def has_graph(self) -> Self:
        """A tensor that `backward()` can start from: it was computed from something that requires grad."""
        value = self._resolved()
        if not (isinstance(value, SeenTensor) and value.has_graph):
            self._fail(
                self._where() + say("It has no autograd graph, so `backward()` cannot start from it."),
                say("a tensor with a graph (a `grad_fn`)"),
            )
        return self

    def builds_no_graph_over(self, name: str) -> Self:
        """No graph was built over this argument, a `watched` one: nothing of it can be differentiated."""
        self._returned()
        if name in self.seen.kept:
            self._fail(
                say("Autograd built a graph while you computed with {name}.", name=Code(name))
                + say("Compute with it under `torch.no_grad()`."),
                say("no graph over {name}", name=Code(name)),
                got=say("a graph that holds {name}", name=Code(name)),
            )
        return self

    def leaves_gradients_on(self) -> Self:
        """Gradients are switched on after the call, as they were before; or off, where they were off."""
        self._returned()
        if self.seen.gradients_on and not self.seen.call.gradients:
            self._fail(
                say("The call leaves gradients switched on for all code that runs after it.")
                + say("Use `with torch.set_grad_enabled(...):`, which restores the setting at its end."),
                say("gradients switched off after the call, as before"),
                got=say("gradients switched on after the call"),
            )
        if self.seen.call.gradients and not self.seen.gradients_on:
            self._fail(
                say("The call leaves gradients switched off for all code that runs after it.")
                + say("Use `with torch.set_grad_enabled(...):`, which restores the setting at its end."),
                say("gradients switched on after the call, as before"),
                got=say("gradients switched off after the call"),
            )
        return self

    def requires_grad(self) -> Self:
        """A tensor that requires grad."""
        value = self._resolved()
        if not (isinstance(value, SeenTensor) and value.requires_grad):
            self._fail(
                self._where() + say("It no longer requires grad."),
                say("a tensor with `requires_grad=True`"),
            )
        return self

    def is_leaf(self) -> Self:
        """A leaf tensor: one that no operation has made."""
        value = self._resolved()
        if not (isinstance(value, SeenTensor) and not value.has_graph):
            self._fail(
                self._where() + say("It is no longer a leaf, because an operation in the graph made it."),
                say("a leaf tensor"),
            )
        return self

    def _where(self) -> Message:
        return self._at() or say("Look at {part}.", part=say("the result"))
