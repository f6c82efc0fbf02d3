"""Inside the child: which names a star import took away, where no line of the file says so.

After `from torch import *`, `exp` is PyTorch's. A star import of another module that has an `exp`
replaces it. And `range` and `float` are no longer Python's: `range(3)` is a tensor then, with the 3 in it.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
import torch

from grader.sandbox import wire

_MANY = 20
# Types of Python, of whose names PyTorch makes something else: range, int, float, bool, complex.
_PYTHONS = [name for name in torch.__all__ if isinstance(getattr(builtins, name, None), type)]


class StarImports:
    """What star imports have hidden so far."""

    def __init__(self) -> None:
        self._hidden: list[wire.Hidden] = []
        self._before: dict[str, Any] = {}
        self._pythons: list[str] = []

    def begin(self, statement: ast.stmt, names: Mapping[str, Any]) -> None:
        """A statement is about to run. names: of the module."""
        self._before, self._pythons = {}, []
        if not _is_star(statement):
            return
        self._pythons = [name for name in _PYTHONS if name not in names]
        if not _is_of_torch(statement):
            self._before = {name: value for name, value in names.items() if _is_torchs(name, value)}

    def end(self, statement: ast.stmt, names: Mapping[str, Any], place: wire.Place) -> None:
        """It has run."""
        gone = [name for name, value in self._before.items() if names.get(name) is not value]
        self._note(gone, "PyTorch", statement, place)
        gone = [name for name in self._pythons if _is_torchs(name, names.get(name))]
        self._note(gone, "Python", statement, place)

    def _note(
        self, gone: list[str], owner: Literal["Python", "PyTorch"], statement: ast.stmt, place: wire.Place
    ) -> None:
        if gone and isinstance(statement, ast.ImportFrom):
            self._hidden.append(wire.Hidden(sorted(gone), owner, str(statement.module)[:100], place))

    def used(self, statements: Iterable[ast.stmt], names: Mapping[str, Any]) -> list[wire.Hidden]:
        """The hidden names that the file uses. names: of the module, now.

        Of Python's, those that it calls and has not taken back: in an annotation, a `float` does no harm.
        """
        if not self._hidden:
            return []
        parts = [part for statement in statements for part in ast.walk(statement)]
        read = {part.id for part in parts if isinstance(part, ast.Name)}
        called = {
            part.func.id for part in parts if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
        }
        back = {name for name in _PYTHONS if not _is_torchs(name, names.get(name))}
        met = {"Python": called - back, "PyTorch": read}
        found = [
            msgspec.structs.replace(one, names=[name for name in one.names if name in met[one.owner]][:_MANY])
            for one in self._hidden[:_MANY]
        ]
        return [one for one in found if one.names]


def _is_star(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and [one.name for one in statement.names] == ["*"]


def _is_of_torch(statement: ast.stmt) -> bool:
    return str(getattr(statement, "module", "")).partition(".")[0] == "torch"


def _is_torchs(name: str, value: Any) -> bool:
    return value is torch or getattr(torch, name, None) is value is not None
