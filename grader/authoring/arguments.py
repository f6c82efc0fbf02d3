"""What a function is given and what it answers, seen from the calls that its checks make."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import torch

from grader.model import Observation
from grader.sandbox import wire
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.sandbox.outside.question import Array, GeneratorRecipe, OptimizerRecipe


@dataclass(slots=True)
class Parameter:
    """What stood for one parameter in all calls."""

    # "tensor" (read only), "leaf", "array", "float", "int", "bool", "text", "sequence", "optimizer",
    # "generator"
    kinds: set[str] = field(default_factory=set)
    # Whether numbers, or tensors of no dimensions, on both sides of 0 were seen.
    signs: set[bool] = field(default_factory=set)
    floating: bool = False
    # The most that a tensor had.
    dimensions: int = 0

    @property
    def crosses_zero(self) -> bool:
        """Whether it may be below 0 and above: then nothing keeps it from being 0."""
        return len(self.signs) == 2

    @property
    def is_number(self) -> bool:
        """Whether numbers were seen."""
        return bool(self.kinds & {"float", "int"})

    def see(self, value: object) -> None:
        """One more value."""
        self.kinds.add(_kind(value))
        data = getattr(value, "data", value)
        if isinstance(data, torch.Tensor):
            self.floating = self.floating or data.is_floating_point()
            self.dimensions = max(self.dimensions, data.dim())
        number = data.item() if isinstance(data, torch.Tensor) and not data.dim() else data
        if isinstance(number, (int, float)) and not isinstance(number, bool) and number:
            self.signs.add(number > 0)


@dataclass(slots=True)
class Profile:
    """One function's parameters, in order, and the kinds of its answers."""

    parameters: dict[str, Parameter] = field(default_factory=lambda: defaultdict(Parameter))
    # "tensor", "float", "optimizer" …: of an answer, and of the parts of a tuple.
    answers: set[str] = field(default_factory=set)
    # All answers, as text.
    _texts: set[str] = field(default_factory=set)

    @property
    def varies(self) -> bool:
        """Whether two answers differ: else no input, and no memory, can change one."""
        return len(self._texts) > 1

    def of_kind(self, *kinds: str) -> list[str]:
        """The parameters that were of one of these kinds."""
        return [name for name, item in self.parameters.items() if item.kinds & {*kinds}]

    def see(self, seen: Observation) -> None:
        """One more call."""
        for name, value in seen.call.arguments.items():
            self.parameters[name].see(value)
        self._texts.add(repr((seen.outcome, _plain(seen.value), [_plain(v) for v in seen.after.values()])))
        parts = seen.value if isinstance(seen.value, tuple) else (seen.value,)
        self.answers |= {_answer_kind(part) for part in parts}


def _plain(value: object) -> object:
    """Equal for equal answers."""
    if isinstance(value, SeenTensor):
        return value.shape, value.data.tolist(), _plain(value.grad)
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def _kind(value: object) -> str:
    recipes = {OptimizerRecipe: "optimizer", GeneratorRecipe: "generator", Array: "array"}
    if type(value) in recipes:
        return recipes[type(value)]
    if isinstance(value, torch.Tensor):
        return "tensor"
    if isinstance(getattr(value, "data", None), torch.Tensor):
        return "leaf" if hasattr(value, "grad") else "tensor"
    plain = {bool: "bool", int: "int", float: "float", str: "text", tuple: "sequence", list: "sequence"}
    return plain.get(type(value), "other")


def _answer_kind(value: object) -> str:
    if isinstance(value, SeenTensor):
        return "tensor" if value.data.is_floating_point() else "other"
    if isinstance(value, SeenOptimizer):
        return "optimizer"
    if isinstance(value, Argument):
        return "argument"
    if isinstance(value, wire.Figure):
        return "figure"
    return _kind(value)
