"""Inside the child: arguments of any kind of data that an instructor's own grade cell passes."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any

from grader.sandbox import plain_values, wire
from grader.sandbox.inside.build import Builder


class PlainBuilder(Builder):
    """Builds what `plain_values` knows, too; what can be changed is numbered, as the grader numbers it."""

    def __init__(self, blob: bytes | bytearray, own: Callable[[str], Any]) -> None:
        """own: what a name of the submission's holds."""
        super().__init__(blob)
        self._own = own

    def value(self, node: wire.Value) -> Any:
        """The live object that a node describes."""
        if not isinstance(node, wire.Plain):
            return super().value(node)
        parts = [self.value(part) for part in node.parts]
        if node.kind == "function":
            return _function(*parts)
        if node.kind == "own function":
            return self._own(*parts)
        built = plain_values.made(node.kind, parts)
        if node.kind in plain_values.CHANGEABLE:
            self.objects.append(built)
        return built


def _function(module: str, name: str) -> Any:
    """A function of a library by its name: `numpy`, `linalg.norm`."""
    return functools.reduce(getattr, name.split("."), importlib.import_module(module))
