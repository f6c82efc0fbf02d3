"""Stand-ins for two parts of PyTorch that are asked one small thing, and take a second to import each.

    torch._dynamo               every optimizer asks the compiler not to compile its `step`
    torch.distributed.tensor    the first wrapper subclass is asked whether it is a `DTensor`

Nothing is compiled and nothing is a DTensor, so functions that do nothing and an empty class answer as well.
Whoever wants anything else of them, or one of the modules below them, gets the real ones in their place.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any


class _StandIn(ModuleType):
    """Has what is mostly asked for, and gives way at anything else."""

    def __getattr__(self, name: str) -> Any:
        # Python's own machinery looks for some of these on every module.
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(self.__name__), name)


class _Finder(importlib.abc.MetaPathFinder):
    """Has the real one loaded before a module below it is."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        above = next((one for one in _GIVEN if name.startswith(f"{one}.")), None)
        if above is None or not isinstance(sys.modules.get(above), _StandIn):
            return None
        _real(above)
        if name in sys.modules:
            # It has come with the real one, and is not to be loaded once more.
            return importlib.machinery.ModuleSpec(name, _Loaded(sys.modules[name]))
        return importlib.machinery.PathFinder.find_spec(name, sys.modules[above].__path__)


class _Loaded(importlib.abc.Loader):
    """Stands for a module that is there already."""

    def __init__(self, module: ModuleType) -> None:
        self._module, self._spec = module, module.__spec__

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._spec


def stand_in() -> None:
    """Put them there, where the real ones have not been imported. torch must have been."""
    for name, given in _GIVEN.items():
        if name not in sys.modules:
            module = _StandIn(name)
            module.__dict__.update(given, __path__=[])
            sys.modules[name] = module
            above, _, last = name.rpartition(".")
            setattr(importlib.import_module(above), last, module)
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)


def _real(name: str) -> ModuleType:
    if isinstance(sys.modules.get(name), _StandIn):
        del sys.modules[name]
    # It puts itself in its place in the package above it, too.
    return importlib.import_module(name)


def _disable(function: Callable[..., Any] | None = None, *_: object, **__: object) -> Callable[..., Any]:
    return function if function is not None else lambda given: given


def _nothing(*_: object, **__: object) -> None:
    """Where nothing is compiled, there is no graph to break."""


_FINDER = _Finder()
_GIVEN: dict[str, dict[str, object]] = {
    "torch._dynamo": {"disable": _disable, "graph_break": _nothing},
    "torch.distributed.tensor": {"DTensor": type("DTensor", (), {})},
}
