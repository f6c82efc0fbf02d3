"""Demands about optimizers: what one is, and how a call leaves one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Self

import torch

from grader import compare
from grader.compare import show
from grader.model import Observation
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.sandbox.outside.question import OptimizerRecipe
from grader.testing.demand import Demand
from grader.words.messages import Code, Value, quoted, say

# Options that say how a step is computed, and not which step it is.
_HOW = frozenset({"foreach", "fused", "capturable", "differentiable"})


class OfOptimizers(Demand):
    """What a call made of an optimizer."""

    __slots__ = ()

    def optimizes(self, name: str, params: str, **options: object) -> Self:
        """An optimizer of this class over exactly the argument `params`, with these options."""
        value = self._value()
        if not isinstance(value, SeenOptimizer):
            self._fail(
                say("Expected an optimizer, got {got}.", got=compare.kind(value)),
                quoted(Value(f"torch.optim.{name}")),
            )
        if value.name != name:
            want, got = Value(name), Value(value.name)
            self._fail(
                say("Expected the optimizer {want}, got {got}.", want=want, got=got),
                quoted(want),
                got=quoted(got),
            )
        if [item.name for item in value.params if isinstance(item, Argument)] != [params]:
            self._fail(
                say("The optimizer must hold {params} itself, and nothing else.", params=Code(params)),
                quoted(Value(f"[{params}]")),
            )
        for option, want_option in options.items():
            self._require_option(option, value.options.get(option), want_option)
        return self

    def _require_option(self, name: str, got: object, want: object) -> None:
        wrong = compare.difference(got, want)
        if wrong is not None:
            self._fail(
                say("The option {option} is wrong.", option=Code(name)) + wrong,
                quoted(Value(f"{name}={show(want)}")),
                got=quoted(Value(f"{name}={show(got)}")),
                kind="values",
            )

    def with_defaults(self, **options: object) -> Self:
        """Every option of the returned optimizer is PyTorch's default, but for these."""
        value = self._value()
        if isinstance(value, SeenOptimizer):
            self._require_options(value, _defaults(value.name, options))
        return self

    def keeps_options(self, name: str) -> Self:
        """The optimizer that was passed as this argument has the options that it had before."""
        self._returned()
        recipe, now = self.seen.call.arguments[name], self.seen.after.get(name)
        if isinstance(recipe, OptimizerRecipe) and isinstance(now, SeenOptimizer):
            self._require_options(now, _defaults(recipe.name, recipe.options))
        return self

    def remembers_as(self, other: Observation, name: str) -> Self:
        """The optimizer that was passed as this argument keeps what the reference's keeps after the call.

        Asked is what it keeps and how many steps it has counted; the numbers show in the parameters.
        """
        self._returned()
        got, want = _kept(self.seen, name), _kept(other, name)
        if got != want:
            self._fail(
                say("The optimizer must remember all its steps. After the call it does not.")
                + say("Use this optimizer in all epochs, and do not change what it keeps."),
                say("kept for each parameter: {kept}", kept=Value(show(want))),
                got=say("kept for each parameter: {kept}", kept=Value(show(got))),
            )
        return self

    def _require_options(self, now: SeenOptimizer, wanted: Mapping[str, object]) -> None:
        for option, want in wanted.items():
            if option not in _HOW:
                self._require_option(option, now.options.get(option), want)


def _defaults(name: str, options: Mapping[str, object]) -> dict[str, object]:
    """All options of a new optimizer of this class, made with these."""
    made = _options_alone(getattr(torch.optim, name))([torch.zeros(1, requires_grad=True)], **options)
    return {key: value for key, value in made.param_groups[0].items() if key != "params"}


@cache
def _options_alone(optimizer: type[torch.optim.Optimizer]) -> Callable[..., torch.optim.Optimizer]:
    """The class without what PyTorch's own `add_param_group` imports: the compiler, for a second."""

    def add_param_group(self: torch.optim.Optimizer, group: dict[str, object]) -> None:
        self.param_groups.append({**self.defaults, **group})

    return type(optimizer.__name__, (optimizer,), {"add_param_group": add_param_group})


def _kept(seen: Observation, name: str) -> list[dict[str, object]]:
    """What an optimizer keeps for each parameter: numbers, and of a tensor only that it is there."""
    now = seen.after.get(name)
    if not isinstance(now, SeenOptimizer):
        return []
    return [{key: _count(item) for key, item in kept.items()} for kept in now.state]


def _count(item: object) -> object:
    if isinstance(item, SeenTensor):
        return item.data.item() if item.shape == () else "a tensor"
    return item
