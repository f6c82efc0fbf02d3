"""A call of a lent sibling as a question, so that the submission's own function can be asked it, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch

from grader.sandbox import wire
from grader.sandbox.outside.observed_values import Argument, Decoder, SeenOptimizer, SeenTensor
from grader.sandbox.outside.question import Leaf, OptimizerRecipe, Question

# Nested: of a plain value its type; of anything else what a function may have to treat in a way of its own.
Kind = object


def lent_question(call: wire.LentCall, blob: bytes, names: Sequence[str], device: str) -> Question:
    """The question that a call is. names: of the function's parameters. device: as PyTorch names it.

    Raises:
        WireError: the call holds something that no honest child would send.
    """
    named = _by_name(call, names)
    owners = dict(enumerate(_owners(named)))
    decoder = Decoder(bytearray(blob), owners)
    seen = {name: decoder.value(node) for name, node in named}
    return Question(
        function=call.function,
        arguments=call.arguments,
        keywords=call.keywords,
        blob=blob,
        seed=0,
        device=device,
        owners=owners,
        shown={name: _live(value, seen) for name, value in seen.items()},
    )


def kinds(question: Question) -> dict[str, Kind]:
    """Of what kind each argument is, by the name of its parameter."""
    names = list(question.shown)
    nodes = [*question.arguments, *(node for _, node in question.keywords)]
    return {name: _kind(node) for name, node in zip(names, nodes, strict=True)}


def _by_name(call: wire.LentCall, names: Sequence[str]) -> list[tuple[str, wire.Value]]:
    by_position = [
        (names[at] if at < len(names) else f"argument {at + 1}", node)
        for at, node in enumerate(call.arguments)
    ]
    return [*by_position, *call.keywords]


def _owners(named: Sequence[tuple[str, wire.Value]]) -> Iterator[str]:
    """Whose each object is, in the order in which a child numbers what it builds."""
    for name, node in named:
        if isinstance(node, wire.Sequence):
            yield from _owners([(name, item) for item in node.items])
            yield from [name] * (node.kind == "list")
        elif isinstance(node, wire.Mapping):
            yield from _owners([(name, part) for pair in node.items for part in pair])
        elif isinstance(node, wire.Optimizer):
            yield name
            yield from _owners([(name, param) for param in node.params])
        elif isinstance(node, (wire.Tensor, wire.GeneratorSeed)):
            yield name


def _kind(node: wire.Value) -> Kind:
    if isinstance(node, wire.Tensor):
        return node.kind, node.dtype, len(node.shape), node.requires_grad, node.has_graph, node.grad is None
    if isinstance(node, wire.Sequence):
        return node.kind, frozenset(map(_kind, node.items))
    if isinstance(node, wire.Optimizer):
        return node.name, bool(node.stepped or any(node.state))
    return type(node)


def _live(value: object, seen: dict[str, object]) -> object:
    """What a check would have passed, for people to read."""
    if isinstance(value, Argument):
        return _live(seen[value.name], {}) if value.name in seen else value
    if isinstance(value, SeenTensor):
        grad = None if value.grad is None else value.grad.data
        return Leaf(value.data, grad) if value.requires_grad else value.data
    if isinstance(value, SeenOptimizer):
        options = {name: option for name, option in value.options.items() if option}
        return OptimizerRecipe(value.name, tuple(_live(param, seen) for param in value.params), options)
    if isinstance(value, (list, tuple)):
        return type(value)(_live(item, seen) for item in value)
    return torch.device(value.text) if isinstance(value, wire.Named) and value.kind == "device" else value
