"""Inside the child: which of PyTorch's names a later `from math import *` took away.

After `from torch import *`, `exp` is PyTorch's. A star import of another module that has an `exp`
replaces it, and no line of the file says so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any

import torch

from grader.sandbox import wire

_MANY = 20


class StarImports:
    """What star imports have hidden so far."""

    def __init__(self) -> None:
        self._hidden: list[wire.Hidden] = []
        self._before: dict[str, Any] = {}

    def begin(self, statement: ast.stmt, names: Mapping[str, Any]) -> None:
        """A statement is about to run. names: of the module."""
        self._before = {}
        if _is_star(statement):
            self._before = {name: value for name, value in names.items() if _is_torchs(name, value)}

    def end(self, statement: ast.stmt, names: Mapping[str, Any], place: wire.Place) -> None:
        """It has run."""
        gone = [name for name, value in self._before.items() if names.get(name) is not value]
        if gone and isinstance(statement, ast.ImportFrom):
            self._hidden.append(wire.Hidden(sorted(gone), str(statement.module)[:100], place))

    def used(self, statements: Iterable[ast.stmt]) -> list[wire.Hidden]:
        """The hidden names that the file uses."""
        if not self._hidden:
            return []
        read = {node.id for part in statements for node in ast.walk(part) if isinstance(node, ast.Name)}
        found = [(one, [name for name in one.names if name in read][:_MANY]) for one in self._hidden[:_MANY]]
        return [wire.Hidden(names, one.module, one.place) for one, names in found if names]


def _is_star(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.ImportFrom)
        and [alias.name for alias in statement.names] == ["*"]
        and str(statement.module).partition(".")[0] != "torch"
    )


def _is_torchs(name: str, value: Any) -> bool:
    return value is torch or getattr(torch, name, None) is value is not None
