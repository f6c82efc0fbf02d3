"""A check's own values and a call's answers in one form, so that they can be compared."""

from __future__ import annotations

from typing import Literal

import torch

from grader.errors import FaultError
from grader.model import Call, Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.observed_values import Argument, SeenTensor
from grader.sandbox.outside.question import Array, Computed, Leaf, OptimizerRecipe, Watched
from grader.words.messages import Code, say


def wanted(other: object, call: Call) -> object:
    """What must come of a call: a check's own value, or the reference's. Raises FaultError without one."""
    if not isinstance(other, Observation):
        return as_seen(other, home(call))
    if other.outcome is not Outcome.RETURNED:
        function = Code(other.call.function)
        raise FaultError(
            say("The reference's {function} gave no value to compare with.", function=function) + other.ended
        )
    return resolved(other.value, other)


def home(call: Call) -> str:
    """Where a call's results belong: where its tensors are, and without any on the CPU."""
    return call.device if any(map(_lies_somewhere, call.arguments.values())) else "cpu"


def _lies_somewhere(argument: object) -> bool:
    if isinstance(argument, (list, tuple)):
        return any(map(_lies_somewhere, argument))
    if isinstance(argument, dict):
        return any(map(_lies_somewhere, argument.values()))
    return isinstance(argument, (torch.Tensor, Leaf, Computed, Watched, OptimizerRecipe))


def as_seen(value: object, device: str) -> object:
    """A check's own tensor, recipe or torch name as if a child had shown it."""
    if isinstance(value, torch.Tensor) and value.is_meta:
        return SeenTensor(data=torch.zeros(value.shape, dtype=value.dtype), device="meta")
    if isinstance(value, torch.Tensor):
        return SeenTensor(data=value.detach().cpu(), device=device)
    if isinstance(value, Computed):
        return SeenTensor(data=value.data, device=device, requires_grad=True, has_graph=True)
    if isinstance(value, Leaf):
        grad = None if value.grad is None else SeenTensor(data=value.grad, device=device)
        return SeenTensor(data=value.data, device=device, requires_grad=True, grad=grad)
    if isinstance(value, Watched):
        return SeenTensor(data=value.data, device=device)
    if isinstance(value, Array):
        return SeenTensor(data=value.data, device="cpu", kind="array")
    if isinstance(value, torch.device):
        return wire.Named("device", str(value))
    if isinstance(value, (torch.dtype, torch.layout)):
        kind: Literal["dtype", "layout"] = "dtype" if isinstance(value, torch.dtype) else "layout"
        return wire.Named(kind, str(value).removeprefix("torch."))
    return value


def resolved(value: object, seen: Observation) -> object:
    """A value with every argument in it replaced by what that argument holds after the call."""
    if isinstance(value, Argument):
        if value.now is not None or value.name not in seen.call.arguments:
            return value.now
        return as_seen(seen.call.arguments[value.name], seen.call.device)
    if isinstance(value, tuple):
        return tuple(resolved(item, seen) for item in value)
    if isinstance(value, list):
        return [resolved(item, seen) for item in value]
    if isinstance(value, dict):
        return {key: resolved(item, seen) for key, item in value.items()}
    return value


def tensors(value: object) -> list[SeenTensor]:
    """Every tensor in a value."""
    if isinstance(value, SeenTensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [found for item in value for found in tensors(item)]
    if isinstance(value, dict):
        return [found for item in value.values() for found in tensors(item)]
    return []
