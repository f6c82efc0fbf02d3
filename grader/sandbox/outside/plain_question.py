"""Trusted side: a call of an instructor's own grade cell, whose arguments may be data of any kind."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import torch

from grader.sandbox import plain_values, wire
from grader.sandbox.outside.question import _Encoder

# Where functions are that can be passed on by their names.
_LIBRARIES: Final = (
    "numpy", "numpy.linalg", "numpy.fft", "numpy.random", "math", "cmath", "operator", "builtins",
    "statistics", "torch", "torch.nn.functional", "scipy.special", "scipy.stats", "scipy.linalg",
    "scipy.optimize",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function of the student's own, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """A call, encoded, and the live objects among its arguments by their number."""

    function: str
    arguments: list[wire.Value]
    keywords: list[tuple[str, wire.Value]]
    blob: bytes
    objects: list[Any]

    def frame(self, number: int) -> bytes:
        """The request as bytes. Raises `WireError` where it is larger than a child would accept."""
        ask = wire.Ask(number, self.function, self.arguments, self.keywords, plain=True)
        return wire.pack(ask, self.blob)


def plain_question(
    function: str, arguments: Sequence[object], keywords: Mapping[str, object]
) -> PlainQuestion:
    """Encode a call. Raises TypeError for what cannot be an argument, and `WireError` for too much of it."""
    encoder = PlainEncoder("cpu")
    try:
        nodes = [encoder.value(argument) for argument in arguments]
        named = [(name, encoder.value(argument)) for name, argument in keywords.items()]
    except RecursionError:
        raise wire.WireError("nested too deeply") from None
    return PlainQuestion(function, nodes, named, bytes(encoder.blob), encoder.objects)


@dataclass
class PlainEncoder(_Encoder):
    """Encodes what `plain_values` knows, too, and functions of libraries by their names."""

    # By number. It also keeps alive what parts are made of: an address must not be given to another object.
    objects: list[Any] = field(default_factory=list)
    _parts: list[Any] = field(default_factory=list)

    def value(self, item: Any) -> wire.Value:
        if item is None or type(item) in (bool, float):
            return item  # type: ignore[no-any-return]  # narrowed by type() on purpose
        if type(item) is int and not -(2**63) <= item < 2**63:
            return wire.Integer(hex(item))
        if id(item) in self.numbers:
            return wire.Ref(self.numbers[id(item)])
        found = _parts(item)
        if found is not None:
            return self._plain(item, *found)
        if _is_array(item):
            self._number(item)
            return self._tensor(torch.as_tensor(item.copy()), "cpu", kind="array")
        if _is_scalar(item):
            return self.value(item.item())
        if isinstance(item, OwnFunction):
            return wire.Plain("own function", [item.name])
        if callable(item) and (place := _place_of(item)):
            return wire.Plain("function", list(place))
        return super().value(item)

    def _plain(self, item: Any, kind: str, parts: list[Any]) -> wire.Value:
        self._parts += parts
        node = wire.Plain(kind, [self.value(part) for part in parts])
        if kind in plain_values.CHANGEABLE:
            self._number(item)
        return node

    def _number(self, item: object) -> int:
        self.objects.append(item)
        return super()._number(item)


def _parts(item: Any) -> plain_values.Parts | None:
    if type(item) is dict:
        return "dict", [list(item.items())]
    return plain_values.parts(item)


def _is_array(item: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and type(item) is numpy.ndarray


def _is_scalar(item: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(item, numpy.generic)


def _place_of(item: Any) -> tuple[str, str] | None:
    """The library and the name by which it has this very function."""
    name = getattr(item, "__qualname__", None) or getattr(item, "__name__", None)
    if not isinstance(name, str):
        return None
    for library in _LIBRARIES:
        if library in sys.modules and _found(sys.modules[library], name) is item:
            return library, name
    return None


def _found(module: Any, name: str) -> Any:
    return functools.reduce(lambda held, part: getattr(held, part, None), name.split("."), module)
