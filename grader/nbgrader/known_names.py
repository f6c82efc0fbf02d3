"""The names of grade cells: the instructor's own first, then what the student's process holds, as data."""

from __future__ import annotations

import builtins
import contextlib
import importlib
from collections.abc import Iterator, Sequence
from typing import Any

from grader.nbgrader.cell_names import CellNames
from grader.nbgrader.exception_classes import ExceptionClasses
from grader.nbgrader.live_values import Living, is_callable
from grader.nbgrader.standin import CallsStudent, StudentFunction, stopped
from grader.nbgrader.unreadable import Impossible, Unsure
from grader.sandbox import wire
from grader.sandbox.outside.notebook_run import Lost, NotebookRun
from grader.sandbox.outside.plain_answers import SeenPlain
from grader.words.messages import Code, say

# Modules that a notebook calls by these names, where its own import of them cannot be seen.
_ALIASES = {"np": "numpy", "numpy": "numpy", "torch": "torch", "math": "math", "pd": "pandas"}


class KnownNames(CellNames):
    """Globals of grade cells: the instructor's own first, then what the student's process holds, as data."""

    def __init__(self, showing: NotebookRun, asked: set[str]) -> None:
        super().__init__({"__builtins__": builtins, "__name__": "__main__"}, asked)
        self.showing = showing
        self.calls: CallsStudent = showing
        # Bound by the instructor's code: not to be had here; and made of the student's work.
        self.unknown: set[str] = set()
        self.derived: set[str] = set()
        self.blind = False
        # Bound by grade cells, and made of the student's work.
        self.made: set[str] = set()
        # How often the present cell has called or read something of the student's.
        self.asks = 0
        self._sealed = False
        # Which class an exception of the student's has here.
        self.classes = ExceptionClasses(self.own, self._is_asked)

    @contextlib.contextmanager
    def sealed(self) -> Iterator[None]:
        """Here nothing is asked of the student's process."""
        self._sealed = True
        try:
            yield
        finally:
            self._sealed = False

    def __missing__(self, name: str) -> object:
        if (
            self._sealed
            or name in self.deleted
            or (hasattr(builtins, name) and name not in self.asked | self.unknown | self.derived)
        ):
            raise KeyError(name)
        try:
            held = self.showing.look(name)
        except Lost as lost:
            raise stopped(lost) from None
        if isinstance(held, SeenPlain) and held.kind == "exception class" and name in self.asked:
            self.note_asked()
            return self.classes.of(held.parts)
        function = is_callable(held)
        if isinstance(held, wire.Opaque) and not function and name in _ALIASES:
            return importlib.import_module(_ALIASES[name])
        if name not in self.asked | self.derived and (self.blind or name in self.unknown):
            raise Unsure(
                say(
                    "{name} is a name of your own code, but only the student's process knows its value.",
                    name=Code(name),
                )
            )
        self.note_asked()
        return self._function(name) if function else self.living().of(held)

    def held(self, name: str) -> object:
        """What a name of a module that students write holds: `helpers.area`. Raises AttributeError."""
        try:
            held = self.showing.look(name)
        except KeyError:
            raise AttributeError(name) from None
        except Lost as lost:
            raise stopped(lost) from None
        self.note_asked()
        if is_callable(held):
            return StudentFunction(self.showing, name, self.living, self.note_asked)
        return self.living().of(held)

    def note_asked(self) -> None:
        """Something of the student's is called or read."""
        self.asks += 1

    def _function(self, name: str) -> StudentFunction:
        # A helper that the student could have replaced must not be the judge.
        if name not in self.asked:
            raise Impossible(say("{name} is not defined in the instructor's own code.", name=Code(name)))
        return StudentFunction(self.calls, name, self.living, self.note_asked)

    def living(self, objects: Sequence[Any] = ()) -> Living:
        return Living(self.classes, objects, self._is_asked)

    def own(self, name: str) -> object:
        """What a name of the instructor's holds here; None for any other."""
        return self.get(name) if name not in self.asked else None

    def _is_asked(self, name: str) -> bool:
        return name in self.asked
