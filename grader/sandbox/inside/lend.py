"""Inside the child: what a lent call does to the caller's side, so that it cannot be told from a call.

The reference's child answers with data. Where its result has a graph, the derivatives of the result by the
arguments come along as *slopes*, and stand on the caller's side for the graph that stayed behind: a student's
loop can differentiate through a sibling that it was lent.
"""

from __future__ import annotations

import builtins
from typing import Any

import torch

from grader.sandbox import wire
from grader.sandbox.inside.build import Builder
from grader.sandbox.inside.observe import Observer

# Elements of one derivative: results are losses and predictions, arguments are parameters.
_LIMIT = 100_000


class _Graph(torch.autograd.Function):
    """A value that came as data, with its slopes behind it; None for arguments that have no part in it."""

    @staticmethod
    def forward(
        ctx: Any, value: torch.Tensor, slopes: list[torch.Tensor | None], *arguments: torch.Tensor
    ) -> torch.Tensor:
        # As the real function would: who watches what autograd saves sees the same.
        ctx.save_for_backward(*arguments)
        ctx.slopes = slopes
        return value.clone()

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> Any:
        (gradient,) = gradients
        parts = [
            None if slope is None else torch.tensordot(gradient, slope, dims=gradient.dim())
            for slope in ctx.slopes
        ]
        return None, None, *parts


def accept(answer: wire.LentAnswer, builder: Builder, objects: list[Any]) -> Any:
    """Do to the live arguments what the lent function did to its copies, and return what it returned.

    Raises what the lent function raised, a RuntimeError where its exception is none of Python's own.
    """
    known = len(builder.objects)
    for number, node in answer.after:
        live = objects[number]
        if isinstance(live, torch.optim.Optimizer) and isinstance(node, wire.Optimizer):
            builder.restore_state(live, node)
        elif isinstance(live, torch.Tensor) and isinstance(node, wire.Tensor):
            copy = builder.tensor(node)
            live.data.copy_(copy.detach())
            live.grad = copy.grad
        elif isinstance(live, list) and isinstance(node, wire.Sequence):
            live[:] = builder.value(node)
    if answer.error:
        raise getattr(builtins, answer.error, RuntimeError)(answer.message)
    value = builder.value(answer.value)
    del builder.objects[known:]
    return _with_graph(value, answer, builder, objects) if answer.slopes else value


def _with_graph(value: torch.Tensor, answer: wire.LentAnswer, builder: Builder, objects: list[Any]) -> Any:
    by_number = {number: builder.tensor(slope) for number, slope in answer.slopes}
    arguments = {number: live for number, live in enumerate(objects) if isinstance(live, torch.Tensor)}
    each = [by_number.get(number) for number in arguments]
    return _Graph.apply(value.detach(), each, *arguments.values())  # type: ignore[no-untyped-call]  # torch's


def slopes(value: Any, objects: list[Any], observer: Observer) -> list[tuple[int, wire.Tensor]]:
    """The derivatives of a call's result by its arguments, (*result's shape, *argument's shape) each.

    None of them where the result has no graph, or where they would be too large.
    """
    if not isinstance(value, torch.Tensor) or value.grad_fn is None or not value.numel():
        return []
    wanted = {
        number: live
        for number, live in enumerate(objects)
        if isinstance(live, torch.Tensor) and live.requires_grad and live.numel() * value.numel() <= _LIMIT
    }
    if not wanted:
        return []
    rows = [
        torch.autograd.grad(element, list(wanted.values()), retain_graph=True, materialize_grads=True)
        for element in value.reshape(-1)
    ]
    found = []
    for number, column in zip(wanted, zip(*rows, strict=True), strict=True):
        node = observer.tensor(torch.stack(column).reshape(value.shape + column[0].shape))
        if isinstance(node, wire.Tensor):
            found.append((number, node))
    return found
