"""Inside the child: what a notebook has around it, and what stands for libraries that are not installed.

`display` and `get_ipython` are there. A progress bar goes round its loop and shows nothing; a logger does
nothing. What is installed is never replaced.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from grader.sandbox import libraries
from grader.sandbox.inside import missing
from grader.sandbox.inside.progress import tqdm, trange

_REPR = 4_000
_TENSORBOARD = "torch.utils.tensorboard"


class _Module(ModuleType):
    """Has what it was given; anything else is a value that nobody knows."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if name in _BELOW.get(self.__name__, ()):
            return importlib.import_module(f"{self.__name__}.{name}")
        return getattr(missing.MissingLibraryValue(self.__name__), name)


class _Loader(importlib.abc.Loader):
    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        of_library = _GIVEN.get(libraries.known(module.__name__), {})
        module.__dict__.update(_GIVEN.get(module.__name__, of_library))


class StandIns(importlib.abc.MetaPathFinder):
    """Asked last, when nothing that is installed has the name."""

    def __init__(self) -> None:
        # Modules that are let be for one call.
        self.for_now: list[str] = []

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """What stands for a module."""
        if not libraries.stands_in(name):
            if not (missing.needs.let_be and libraries.known(name)):
                return None
            self.for_now.append(name)
        return importlib.machinery.ModuleSpec(name, _Loader(), is_package=True)

    def forget(self) -> None:
        """Import no more what was let be for one call."""
        for name in self.for_now:
            sys.modules.pop(name, None)
        self.for_now.clear()


class _Tensorboard(importlib.abc.MetaPathFinder):
    """Asked first: PyTorch's own module is there and cannot be imported where tensorboard is missing."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        mine = name == _TENSORBOARD or name.startswith(f"{_TENSORBOARD}.")
        if not mine or importlib.machinery.PathFinder.find_spec("tensorboard") is not None:
            return None
        return importlib.machinery.ModuleSpec(name, _Loader(), is_package=True)


stand_ins = StandIns()
_first = _Tensorboard()


def surround() -> None:
    """Let imports find what stands for missing libraries."""
    if stand_ins not in sys.meta_path:
        sys.meta_path.append(stand_ins)
        sys.meta_path.insert(0, _first)


def names() -> Mapping[str, Any]:
    """What a notebook's cells find around them."""
    return {"display": display, "get_ipython": get_ipython, "In": [""], "Out": {}}


def display(*values: Any, **_: Any) -> None:
    """Print values as they write themselves; a figure is shown by whoever shows figures."""
    for value in values:
        if not hasattr(value, "savefig"):
            print(repr(value)[:_REPR])


def get_ipython() -> Any:
    """A shell that does nothing."""
    return missing.MissingLibraryValue("IPython")


def _every(*iterables: Any, **_: Any) -> Iterator[Any]:
    return zip(*iterables, strict=False)


def _counted(values: Any, start: int = 0, **_: Any) -> Iterator[Any]:
    return enumerate(values, start)


def _mapped(function: Any, *values: Any, **_: Any) -> Iterator[Any]:
    return map(function, *values)


# Modules that are asked for without being imported: `from tqdm import auto`.
_BELOW = {"tqdm": ("auto", "notebook", "std", "autonotebook", "asyncio"), "IPython": ("display",)}
_GIVEN: dict[str, dict[str, Any]] = {
    "tqdm": {
        "tqdm": tqdm, "tqdm_notebook": tqdm, "tqdm_gui": tqdm, "tqdm_asyncio": tqdm,
        "trange": trange, "tnrange": trange, "tgrange": trange, "tarange": trange,
        "tzip": _every, "tenumerate": _counted, "tmap": _mapped,
    },
    "IPython": {"get_ipython": get_ipython},
    "IPython.display": {"display": display},
}  # fmt: skip
