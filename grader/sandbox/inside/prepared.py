"""Inside the child: what an instructor's grade cell has prepared for the calls that it makes.

It patched a function, deleted or renamed one, or redirected the input. What is patched stands on the grader's
side: here is something that asks there when it is called.
"""

from __future__ import annotations

import functools
import importlib
import io
import random
import sys
from collections.abc import Callable
from typing import Any

import torch

from grader.sandbox import wire

MAIN = "__main__"
INPUT = "sys.stdin"
# Calls what stands on the grader's side under a name.
Lend = Callable[[str, tuple[Any, ...], dict[str, Any]], Any]
_ABSENT = object()


class AroundCalls:
    """What stands otherwise during each call, and generators as they stood before a cell."""

    def __init__(self, names: dict[str, Any], lend: Lend) -> None:
        """names: the notebook's own."""
        self._names = names
        self._lend = lend
        self._wanted = wire.Prepare(0)
        self._undo: list[tuple[dict[str, Any], str, Any]] = []
        self._kept: dict[str, Any] = {}

    def want(self, message: wire.Prepare) -> None:
        """From now on. Raises ImportError for a module that is not here."""
        if message.random == "keep":
            self._kept = _states()
        elif message.random == "restore":
            _restore(self._kept)
        self._wanted = wire.Prepare(message.id)
        for path in message.lent:
            importlib.import_module(path.rpartition(".")[0])
        self._wanted = message

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, which meets what was prepared, and nothing else does."""
        wanted = self._wanted
        if not (wanted.lent or wanted.deleted or wanted.renamed):
            return function

        @functools.wraps(function)
        def call(*arguments: Any, **keywords: Any) -> Any:
            self._begin(wanted)
            try:
                return function(*arguments, **keywords)
            finally:
                self._end()

        return call

    def _begin(self, wanted: wire.Prepare) -> None:
        named = [(name, self._names.get(function)) for name, function in wanted.renamed]
        for name in wanted.deleted:
            self._set(self._names, name, _ABSENT)
        for name, held in named:
            self._set(self._names, name, held)
        for path in wanted.lent:
            self._lend_at(path)

    def _end(self) -> None:
        while self._undo:
            place, name, held = self._undo.pop()
            _put(place, name, held)

    def _lend_at(self, path: str) -> None:
        module, _, name = path.rpartition(".")
        if path == INPUT:
            self._set(vars(sys), "stdin", LentInput(self._lend))
        else:
            place = self._names if module == MAIN else vars(importlib.import_module(module))
            self._set(place, name, Lent(path, self._lend))

    def _set(self, place: dict[str, Any], name: str, value: Any) -> None:
        self._undo.append((place, name, place.get(name, _ABSENT)))
        _put(place, name, value)


def _put(place: dict[str, Any], name: str, value: Any) -> None:
    if value is _ABSENT:
        place.pop(name, None)
    else:
        place[name] = value


class Lent:
    """Stands for what is on the grader's side: something to call, with parts to call."""

    def __init__(self, path: str, lend: Lend) -> None:
        self._path = path
        self._lend = lend
        self.__name__ = self.__qualname__ = path.rpartition(".")[2]

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self._lend(self._path, arguments, keywords)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Lent(f"{self._path}.{name}", self._lend)


class LentInput(io.TextIOBase):
    """Standard input whose lines are on the grader's side."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def readable(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # a line of text
        return str(self._lend(f"{INPUT}.readline", (size,), {}))

    def read(self, size: int | None = -1, /) -> str:
        return str(self._lend(f"{INPUT}.read", (-1 if size is None else size,), {}))


def _states() -> dict[str, Any]:
    numpy = sys.modules.get("numpy")
    return {
        "random": random.getstate(),
        "torch": torch.get_rng_state(),
        "numpy": None if numpy is None else numpy.random.get_state(),
    }


def _restore(kept: dict[str, Any]) -> None:
    if not kept:
        return
    random.setstate(kept["random"])
    torch.set_rng_state(kept["torch"])
    if kept["numpy"] is not None:
        sys.modules["numpy"].random.set_state(kept["numpy"])
