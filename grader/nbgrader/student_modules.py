"""Modules that a grade cell imports and only the student's process has."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import ModuleType

from grader.nbgrader.standin import NotHad
from grader.nbgrader.unreadable import Unsure
from grader.sandbox.libraries import known
from grader.words.messages import Name, say


class StudentModule(ModuleType):
    """A module that students were to write: what it holds is asked of their process."""

    def __init__(self, name: str, held: Callable[[str], object]) -> None:
        """held: what a dotted name holds. Raises AttributeError."""
        super().__init__(name)
        self._held = held

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._held(f"{self.__name__}.{name}")


class StudentModules:
    """Those that students were to write, by name; a cell's imports find them."""

    def __init__(self, written: Sequence[str], held: Callable[[str], object]) -> None:
        self._written = set(written)
        self._held = held

    @contextmanager
    def imported_by(self, part: ast.stmt) -> Iterator[None]:
        """While a statement runs, its imports find these. Raises Unsure and NotHad."""
        with ExitStack() as stack:
            for name in _imports(part):
                if name in self._written:
                    sys.modules[name] = StudentModule(name, self._held)
                    stack.callback(sys.modules.pop, name, None)
                elif name not in sys.modules and importlib.util.find_spec(name) is None:
                    _refuse(name)
            yield


def _imports(part: ast.stmt) -> Iterator[str]:
    """The modules, without what is in them, that an import at the top of a cell names."""
    if isinstance(part, ast.Import):
        yield from (one.name.partition(".")[0] for one in part.names)
    elif isinstance(part, ast.ImportFrom) and part.module and not part.level:
        yield part.module.partition(".")[0]


def _refuse(name: str) -> None:
    if known(name):
        raise NotHad(say("The cell needs {library}. It is not installed here.", library=Name(name)))
    raise Unsure(say("Only the student's process has the module {module}.", module=Name(name)))
