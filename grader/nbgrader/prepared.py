"""What a grade cell prepares for its calls reaches the student's process: it is found here before each call.

    patches, names that it deletes or replaces    stand there during a call; what is patched is asked here
    standard input                                its lines are asked here
    seeds, environment                            set there once
    other settings of the process                 not carried: the cell must also hold beside the student

Of these only what a call gives to a mock comes back. Whether a mock was called is the student's word, as in a
kernel: who avoids the name that was patched has avoided it.
"""

from __future__ import annotations

import ast
import builtins
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, TypeAlias
from unittest import mock

from grader.model import Cell
from grader.nbgrader.cell_names import CellNames
from grader.nbgrader.main_module import MainModule
from grader.nbgrader.process_changes import changes_process, modules_as_before
from grader.nbgrader.seeds import Seeds
from grader.nbgrader.standin import Alive, StudentFunction
from grader.nbgrader.unreadable import Impossible
from grader.sandbox import wire
from grader.sandbox.outside.notebook_run import Lost, NotebookRun
from grader.sandbox.outside.plain_answers import Answered, PlainDecoder
from grader.sandbox.outside.plain_question import plain_question
from grader.words.messages import heard, say

# What is lent, which names are gone, which are now whose.
Wanted: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]
_INPUT = "sys.stdin"
_MOCKS_OWN = frozenset(dir(mock.MagicMock()))


class Prepared:
    """Calls the student's functions as the present grade cell has prepared it."""

    def __init__(
        self, showing: NotebookRun, names: CellNames, alive: Alive, read: Collection[str] | None
    ) -> None:
        """read: global names that the student's functions read, as far as that is known."""
        self._alive = alive
        self._showing = showing
        self._names = names
        self._read = read
        self._seeds = Seeds()
        self._environment = dict(os.environ)
        # Patches of the cell that hold now, and what stands where: "module.name".
        self._patches: list[Any] = []
        self._lent: dict[str, Any] = {}
        self._sent: Wanted = ((), (), ())
        self._is_first = True
        self._is_calling = False
        # The present cell has prepared something that is not carried.
        self.is_more = False
        showing.relay = self._relay

    def begin(self) -> None:
        """The next cell has called nothing yet."""
        self._is_first, self.is_more = True, False

    @contextmanager
    def cell(self, body: Sequence[ast.stmt]) -> Iterator[None]:
        """Here the cell runs."""
        self.is_more = changes_process(body, self._names)
        main = MainModule(self._names)
        with (
            modules_as_before(body, self._names),
            self.noticing(),
            main.standing(),
            self._patches_noticed(),
        ):
            yield

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Here seeds are noticed."""
        with self._seeds.noticed():
            yield

    @contextmanager
    def _patches_noticed(self) -> Iterator[None]:
        kind: Any = vars(mock)["_patch"]
        enters, leaves = kind.__enter__, kind.__exit__

        def enter(patch: Any) -> Any:
            made = enters(patch)
            self._patches.append(patch)
            return made

        def leave(patch: Any, *error: Any) -> Any:
            if patch in self._patches:
                self._patches.remove(patch)
            return leaves(patch, *error)

        with mock.patch.multiple(kind, __enter__=enter, __exit__=leave):
            self._patches.clear()
            yield

    def call(self, function: str, arguments: Sequence[object], keywords: Mapping[str, object]) -> Answered:
        """As `NotebookRun.call`. Raises Impossible, too."""
        if self._is_calling:
            raise Impossible(
                say("The cell calls the student's code while the student's code calls the cell.")
            )
        wanted = (tuple(self._lend()), tuple(sorted(self._names.deleted)), tuple(self._renamed()))
        with self._own_world():
            self._send(wanted)
            return self._showing.call(function, arguments, keywords)

    @contextmanager
    def _own_world(self) -> Iterator[None]:
        """While a call is on its way, no patch of the cell's holds for the grader itself."""
        self._is_calling = True
        patched = [
            one for one in self._patches if _is_of_module(one) and one.temp_original is not mock.DEFAULT
        ]
        values = [(one, getattr(one.target, one.attribute)) for one in patched]
        for one in reversed(patched):
            setattr(one.target, one.attribute, one.temp_original)
        try:
            yield
        finally:
            self._is_calling = False
            for one, value in values:
                setattr(one.target, one.attribute, value)

    def as_before(self) -> None:
        """The student's process draws on from where the cell found it, and nothing is prepared there."""
        if self._is_first:
            return
        self._sent = ((), (), ())
        try:
            self._showing.prepare(random="restore")
        except Lost:
            return  # a new process has nothing of all this

    # ── what is sent ─────────────────────────────────────────────────────────────────────────────────────

    def _send(self, wanted: Wanted) -> None:
        is_new = wanted != self._sent or (any(wanted) and not self._showing.is_prepared)
        if self._is_first or is_new:
            lent, deleted, renamed = self._sent = wanted
            begins, self._is_first = self._is_first, False
            _demand(
                self._showing.prepare(
                    random="keep" if begins else "", lent=lent, deleted=deleted, renamed=renamed
                )
            )
        code = "\n".join(filter(None, [self._seeds.take(), self._changed_environment()]))
        if code:
            _demand(str(self._showing.run(Cell(name="prepared", text=code)).error))

    def _lend(self) -> Iterator[str]:
        """What is asked on this side from now on."""
        self._lent = {}
        for name, value in self._replaced():
            if not isinstance(value, StudentFunction):
                self._lent[f"__main__.{name}"] = value
        for patch in self._patches:
            if _is_of_module(patch):
                self._lent[f"{patch.target.__name__}.{patch.attribute}"] = getattr(
                    patch.target, patch.attribute
                )
            elif not isinstance(patch.target, MainModule):
                self.is_more = True
        for path, value in list(self._lent.items()):
            if not callable(value) or isinstance(value, type):
                self.is_more = True
                del self._lent[path]
        yield from self._lent
        if sys.stdin is not sys.__stdin__:
            yield _INPUT

    def _replaced(self) -> Iterator[tuple[str, Any]]:
        """Names that the student's code has from elsewhere, and that now hold something else here."""
        for name, value in self._names.items():
            known = name in self._names.asked or name in self._names.given or hasattr(builtins, name)
            if not known or name.startswith("__") or value is self._names.given.get(name, self):
                continue
            if isinstance(value, ModuleType) or (
                isinstance(value, StudentFunction) and value.__name__ == name
            ):
                continue
            if callable(value) and not isinstance(value, type):
                yield name, value
            elif self._read is None or name in self._read:
                self.is_more = True

    def _renamed(self) -> Iterator[tuple[str, str]]:
        for name, value in self._replaced():
            if isinstance(value, StudentFunction):
                yield name, value.__name__

    def _changed_environment(self) -> str:
        now = dict(os.environ)
        if now == self._environment:
            return ""
        added = {name: value for name, value in now.items() if self._environment.get(name) != value}
        gone = self._environment.keys() - now.keys()
        self._environment = now
        lost = "".join(f"; environment.pop({name!r}, None)" for name in sorted(gone))
        return f'environment = __import__("os").environ; environment.update({added!r}){lost}; del environment'

    # ── what is asked here ───────────────────────────────────────────────────────────────────────────────

    def _relay(self, call: wire.LentCall, blob: bytearray) -> bytes:
        """The answer of what was lent. Raises Impossible, and WireError for what was not lent."""
        asked = self._found(call.function)
        decoder, living = PlainDecoder(blob), self._alive(())
        arguments = [living.of(decoder.value(node)) for node in call.arguments]
        keywords = {name: living.of(decoder.value(node)) for name, node in call.keywords}
        try:
            value = asked(*arguments, **keywords)
        except Exception as error:
            return wire.pack(wire.LentAnswer(None, [], type(error).__name__, str(error)[:1000]))
        if isinstance(value, mock.NonCallableMock):
            return wire.pack(wire.LentAnswer(wire.Opaque("Mock", ""), []))
        try:
            made = plain_question("", [value], {})
        except (TypeError, wire.WireError) as refused:
            raise Impossible(heard(str(refused))) from None
        return wire.pack(wire.LentAnswer(made.arguments[0], []), made.blob)

    def _found(self, path: str) -> Callable[..., Any]:
        """What was lent, or a part of a mock that was. Nothing else can be called from there."""
        if path in (f"{_INPUT}.readline", f"{_INPUT}.read"):
            return _from_input(path.rpartition(".")[2])
        root = next((one for one in self._lent if path == one or path.startswith(f"{one}.")), None)
        if root is None:
            raise wire.WireError("a call of what was not lent")
        found = self._lent[root]
        for part in path[len(root) + 1 :].split(".") if path != root else ():
            if not isinstance(found, mock.NonCallableMock) or part.startswith("_") or part in _MOCKS_OWN:
                raise wire.WireError("a call of what was not lent")
            found = getattr(found, part)
        return found  # type: ignore[no-any-return]  # what is lent can be called


def _from_input(method: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(sys.stdin, method)
    return found


def _is_of_module(patch: Any) -> bool:
    return isinstance(patch.target, ModuleType) and not isinstance(patch.target, MainModule)


def _demand(failed: str) -> None:
    if failed:
        raise Impossible(
            say("What the cell prepares is not possible in the student's process.") + heard(failed)
        )
