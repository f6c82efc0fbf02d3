"""Trusted side: untrusted answers become plain values that hold no reference to the frame they came in.

Numbers, strings, lists, tuples and dicts are Python's own; the rest is one of the few classes below, or a
node of `wire` that needs no bytes (`Named`, `Figure`, `Opaque`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch

from grader.sandbox import wire

_dtypes = {name: getattr(torch, name) for name in wire.ITEM_SIZES}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenTensor:
    """A tensor as it was seen in the child; `data` is a plain CPU copy of its numbers."""

    data: torch.Tensor
    device: str
    requires_grad: bool = False
    has_graph: bool = False
    # "tensor", "array", "scalar" (NumPy) or a subclass's name.
    kind: str = "tensor"
    grad: SeenTensor | None = None
    # Arguments whose memory it uses.
    shares: tuple[str, ...] = ()

    @property
    def dtype(self) -> torch.dtype:
        return self.data.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.data.shape)


@dataclass(frozen=True, slots=True)
class Argument:
    """The very object that was passed as this argument, with what it holds after the call."""

    name: str
    now: object = None


@dataclass(frozen=True, slots=True)
class SeenOptimizer:
    """An optimizer: its class in torch.optim, what it holds, the options of its one group."""

    name: str
    params: tuple[object, ...]
    options: Mapping[str, object]
    # Of an optimizer that had stepped before a call, as the call left it: what it keeps for each parameter.
    state: tuple[Mapping[str, object], ...] = ()


def moved(value: object) -> object:
    """A seen value as if it had been seen on the CPU."""
    if isinstance(value, SeenTensor):
        grad = None if value.grad is None else replace(value.grad, device="cpu")
        return replace(value, device="cpu", grad=grad)
    if isinstance(value, (list, tuple)):
        return type(value)(moved(item) for item in value)
    if isinstance(value, dict):
        return {key: moved(item) for key, item in value.items()}
    if isinstance(value, Argument):
        return Argument(value.name, moved(value.now))
    if isinstance(value, SeenOptimizer):
        params = tuple(moved(param) for param in value.params)
        state = tuple({key: moved(item) for key, item in kept.items()} for kept in value.state)
        return SeenOptimizer(value.name, params, value.options, state)
    if isinstance(value, wire.Named) and value.kind == "device":
        return wire.Named("device", "cpu")
    return value


class Decoder:
    """Decodes one answer. Every method raises `WireError` for what no honest child would send."""

    def __init__(self, blob: bytes | bytearray, owners: Mapping[int, str]) -> None:
        self.blob = blob
        self.owners = owners
        self.now: dict[int, object] = {}

    def value(self, node: wire.Value) -> object:
        """A plain value."""
        if isinstance(node, wire.Sequence):
            items = [self.value(item) for item in node.items]
            return items if node.kind == "list" else tuple(items)
        if isinstance(node, wire.Mapping):
            return self._dict(node)
        if isinstance(node, wire.Tensor):
            return self.tensor(node)
        if isinstance(node, wire.Integer):
            return self._integer(node)
        if isinstance(node, wire.Optimizer):
            return SeenOptimizer(
                node.name,
                tuple(self.value(param) for param in node.params),
                {name: self.value(option) for name, option in node.options},
                tuple({key: self.value(item) for key, item in kept} for kept in node.state),
            )
        if isinstance(node, wire.Plain):
            raise wire.WireError("a kind of value that was not asked for")
        if isinstance(node, wire.Ref):
            return Argument(self._owner(node.number), self.now.get(node.number))
        return node

    def _owner(self, number: int) -> str:
        if number not in self.owners:
            raise wire.WireError("an answer that refers to an argument there was none of")
        return self.owners[number]

    def _integer(self, node: wire.Integer) -> int:
        try:
            if len(node.text) > wire.DIGIT_LIMIT + 3:
                raise ValueError
            return int(node.text, 16)
        except ValueError:
            raise wire.WireError("an integer that is none") from None

    def _dict(self, node: wire.Mapping) -> object:
        try:
            return {self.value(key): self.value(item) for key, item in node.items}
        except TypeError:
            return wire.Opaque("dict", "{...}")

    def tensor(self, node: wire.Tensor) -> SeenTensor:
        """A tensor of its own memory."""
        if node.view is not None:
            raise wire.WireError("a view: only arguments are views")
        size = wire.size(node)
        if node.offset < 0 or node.offset + size > len(self.blob):
            raise wire.WireError("a tensor outside the frame")
        dtype = _dtypes[node.dtype]
        if size:
            raw = torch.frombuffer(self.blob, dtype=torch.uint8, count=size, offset=node.offset)
            data = raw.clone().view(dtype).reshape(node.shape)
        else:
            data = torch.empty(node.shape, dtype=dtype)
        return SeenTensor(
            data=data,
            device=node.device,
            requires_grad=node.requires_grad,
            has_graph=node.has_graph,
            kind=node.kind,
            grad=None if node.grad is None else self.tensor(node.grad),
            shares=tuple(self._owner(number) for number in node.shares),
        )
