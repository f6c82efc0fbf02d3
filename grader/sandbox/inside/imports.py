"""Inside the child: imports at the top level, each for itself, and what follows from one that fails.

`import seaborn, torch` is two statements, so that a missing library does not take another along. A name that
could not be imported stands for what is missing, and so does whatever was to be made of it: one note for all.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Collection, Iterator
from types import ModuleType
from typing import Any, Final

from grader.sandbox import libraries
from grader.sandbox.inside import missing

# Modules of others that `from fastai.basics import *` gives beside its own names.
_ALSO_GIVEN: Final = {
    "fastai": {
        "torch": "torch", "nn": "torch.nn", "F": "torch.nn.functional", "optim": "torch.optim",
        "np": "numpy", "math": "math", "random": "random", "plt": "matplotlib.pyplot",
    }
}  # fmt: skip


def one_by_one(statement: ast.stmt) -> Iterator[ast.stmt]:
    """An import of several names as several imports; any other statement as it is.

    `from .helpers import f` means the file beside, as it does where the submission is part of a package.
    """
    if isinstance(statement, ast.ImportFrom) and statement.level == 1:
        statement = _beside(statement)
    if not isinstance(statement, (ast.Import, ast.ImportFrom)) or len(statement.names) == 1:
        yield statement
        return
    for alias in statement.names:
        single = (
            ast.Import([alias])
            if isinstance(statement, ast.Import)
            else ast.ImportFrom(statement.module, [alias], statement.level)
        )
        yield ast.copy_location(single, statement)


def _beside(statement: ast.ImportFrom) -> ast.stmt:
    own = (
        ast.ImportFrom(statement.module, statement.names, 0)
        if statement.module
        else ast.Import(statement.names)
    )
    return ast.copy_location(own, statement)


class Imports:
    """Which modules were missing while a text was loaded, and which names hang on them."""

    def __init__(self, names: dict[str, Any], functions: Collection[str]) -> None:
        """names: the module's own, in which what is missing gets something to stand for it."""
        self._names = names
        self._functions = functions
        self._told: set[str] = set()
        # Functions of the assignment that are not there for want of a library.
        self.needs: dict[str, str] = {}

    def note(self, statement: ast.stmt, error: BaseException) -> str | None:
        """Take down that a statement failed for want of a module.

        Returns the module, or an empty string where it was told before; None where the error is another.
        """
        module = _module_wanted(error)
        if module is None:
            return None
        for name in _bound(statement):
            if name == "*":
                self._give_others(libraries.known(module))
                continue
            self._stand(name, module, imported=isinstance(statement, (ast.Import, ast.ImportFrom)))
        top = libraries.known(module) or module.partition(".")[0]
        if top in self._told:
            return ""
        self._told.add(top)
        return module

    def _give_others(self, library: str) -> None:
        for name, module in _ALSO_GIVEN.get(library, {}).items():
            try:
                self._names.setdefault(name, importlib.import_module(module))
            except ImportError:
                continue  # it is missing, too, and whoever uses the name is told

    def _stand(self, name: str, module: str, *, imported: bool) -> None:
        library = libraries.known(module)
        if name not in self._functions:
            # A function or module that is there is more than what could not be made.
            held = self._names.get(name)
            if not callable(held) and not isinstance(held, ModuleType):
                self._names[name] = missing.MissingLibraryValue(module)
        elif library and not imported and name not in self._names:
            # What a library has is nobody's own work: a function that is only imported is not there.
            self.needs[name] = library


def _module_wanted(error: BaseException) -> str | None:
    """The module for want of which a statement failed; None for any other reason."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        return error.name
    return missing.library_behind(error) or None


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement would have given something to."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
