"""The instructor's own code: its imports, definitions and constants are known here, and what else is not."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from types import FunctionType, ModuleType

from grader.nbgrader import lines
from grader.nbgrader.known_names import KnownNames
from grader.nbgrader.standin import Unheard


class GivenCode:
    """What stands above a grade cell, and what a cell that ended early would have defined."""

    def __init__(
        self,
        names: KnownNames,
        given: Sequence[str],
        theirs: set[str],
        noticing: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """given: the texts, in their order. theirs: names of given data that students' code is to change.

        noticing: where seeds are noticed.
        """
        self._names = names
        self._given = list(given)
        self._theirs = theirs
        self._noticing = noticing

    def learn_above(self, known: int | None) -> None:
        """What stands above a cell, each text once."""
        count = len(self._given) if known is None else known
        for number, text in enumerate(self._given[:count]):
            if text and is_python(text):
                with self._noticing():
                    self.learn(lines.parsed(text))
                self._names.note_given(bound_in([text]))
            self._given[number] = ""

    def learn(self, parts: Sequence[ast.stmt]) -> None:
        """Imports, definitions and constants; other names that are bound are from now on not known."""
        for part in parts:
            names = lines.bound([part])
            if not names & (self._names.asked | self._theirs) and self._is_learned(part):
                self._names.unknown -= names
                self._names.derived -= names
            elif lines.is_definition(part):
                self._forget(part, names)
                self._names.blind |= "*" in names
            else:
                self._forget(part, lines.changed(part, self._names.asked))

    def _is_learned(self, part: ast.stmt) -> bool:
        if not (lines.is_definition(part) or lines.is_plain(part, self._names)):
            return False
        # A module that is missing here may not be needed by any grade cell.
        try:
            with quiet(), self._names.sealed():
                exec(compile(ast.Module([part], []), "given", "exec"), self._names)
        except KeyboardInterrupt:
            raise
        except BaseException:
            return False
        return True

    def _forget(self, part: ast.stmt, names: set[str]) -> None:
        made = lines.made_of(part, self._names.asked | self._names.derived)
        lost = {name for name in names - self._names.asked if not _is_lasting(self._names.get(name))}
        for name in lost:
            self._names.pop(name, None)
        self._names.derived = (self._names.derived - lost) | (lost & (made | self._theirs))
        self._names.unknown = (self._names.unknown | lost) - self._names.derived


def changed_by(given: Sequence[str], asked: Sequence[str]) -> set[str]:
    """Names of given data that the answers change in place."""
    imports = {name for text in given for name in lines.imported(text)}
    return (lines.changed_in_place(asked) & bound_in(given)) - imports


def bound_in(texts: Sequence[str]) -> set[str]:
    """Names that code binds at its top."""
    found: set[str] = set()
    for text in texts:
        with contextlib.suppress(SyntaxError):
            found |= lines.bound(lines.parsed(text))
    return found


def is_python(text: str) -> bool:
    """Whether it can be read."""
    try:
        lines.parsed(text)
    except SyntaxError:
        return False
    return True


def _is_lasting(value: object) -> bool:
    """Modules, functions and classes stay what they are, whatever is called with them."""
    return isinstance(value, (ModuleType, FunctionType, type))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Here what the instructor's code prints is heard by nobody."""
    with contextlib.redirect_stdout(Unheard()), contextlib.redirect_stderr(Unheard()):
        yield
