"""Calls and failures in words that a student can act on."""

from __future__ import annotations

import torch

from grader.compare import show, tensor_numbers
from grader.model import Call, Observation, Outcome
from grader.sandbox.outside.question import (
    Array,
    GeneratorRecipe,
    Leaf,
    OptimizerRecipe,
    Watched,
    memory_order,
)
from grader.words.messages import quoted


def call_text(call: Call) -> str:
    """The call as the student could type it."""
    inner = ", ".join(f"{name}={argument_text(value)}" for name, value in call.arguments.items())
    return f"{call.function}({inner})"


def argument_text(value: object) -> str:
    """One argument, recipes as the code that builds them."""
    if isinstance(value, Watched):
        value = value.data
    if isinstance(value, torch.Tensor):
        return _tensor_text(value)
    if isinstance(value, torch.device):
        return f"torch.device({str(value)!r})"
    if isinstance(value, Leaf):
        numbers = f"tensor({tensor_numbers(value.data)}, requires_grad=True)"
        return numbers if value.grad is None else f"{numbers} with .grad = {tensor_numbers(value.grad)}"
    if isinstance(value, OptimizerRecipe):
        options = "".join(f", {name}={option!r}" for name, option in value.options.items())
        return f"{value.name}([params]{options})"
    if isinstance(value, GeneratorRecipe):
        return f"Generator().manual_seed({value.seed})"
    if isinstance(value, Array):
        return f"numpy.array({tensor_numbers(value.data)})"
    if isinstance(value, (tuple, list)):
        inner = ", ".join(argument_text(item) for item in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    return show(value)


def _tensor_text(value: torch.Tensor) -> str:
    order = memory_order(value)
    plain = f"tensor({tensor_numbers(value.permute(order) if order else value)})"
    if not order:
        return plain
    back = ", ".join(str(order.index(dim)) for dim in range(len(order)))
    return f"{plain}.t()" if order == [1, 0] else f"{plain}.permute({back})"


def error_words(seen: Observation) -> str:
    """Why a call gave no value, and what to do about it."""
    name = seen.call.function
    where = f" (line {seen.location.line})" if seen.location else ""
    if seen.outcome is Outcome.MISSING:
        return f"`{name}` is not defined in your file: the name must be exactly that"
    if seen.outcome is Outcome.RAISED:
        if seen.error_type == "NotImplementedError":
            if seen.raised_in.isidentifier() and seen.raised_in != name:
                return f"`{name}` calls `{seen.raised_in}`{where}, which is not written yet"
            return f"`{name}` raises NotImplementedError{where}: it is not written yet"
        return f"`{name}` raised {seen.error}{where}"
    if seen.outcome is Outcome.TIMED_OUT:
        return f"{seen.problem}{_see(seen)} Is there a loop that does not end?"
    if seen.outcome is Outcome.OUT_OF_MEMORY:
        return f"`{name}` used too much memory{where}: {seen.error}"
    return f"{seen.problem}{_see(seen)}"


def _see(seen: Observation) -> str:
    return f" See {quoted(seen.location.place)}." if seen.location else ""
