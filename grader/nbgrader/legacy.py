"""Grade cells of an instructor's own course: plain asserts, judged on this side of the walls where possible.

    assert f(2) == 4         runs here; `f` is a stand-in that asks the student's process and gets data back
    ├ holds                  full points, or the number in the cell's last line
    ├ fails                  run again beside the student's code: fails there, too → 0
    │                                                            holds there → a person decides
    └ cannot run here        (a class of the student's, a live object …) its verdict beside the student's code

The last kind can be forged by a determined student, and says so in its note. What stands in a grade cell and
in the instructor's own cells is trusted and runs in this process; what students wrote never does.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.model import Cell
from grader.nbgrader.standin import Impossible, NotData, Stopped, StudentFunction, live
from grader.sandbox import wire
from grader.sandbox.showing import Lost, Showing, Shown

# Modules that a notebook calls by these names, where its own import of them cannot be seen.
_ALIASES = {"np": "numpy", "numpy": "numpy", "torch": "torch", "math": "math", "pd": "pandas"}
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|nan|inf|-inf")
BESIDE = "checked beside the student's code, where a determined student can forge it"


@dataclass(frozen=True, slots=True)
class Marked:
    """A grade cell's points, None where a person has to decide, and why."""

    score: float | None
    note: str = ""
    shown: Shown = field(default_factory=Shown)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What running the cell here came to: the value of its last line, or the failure."""

    value: object = None
    failure: str = ""


class Examiner:
    """Marks grade cells against one student's notebook, as far as it has been run."""

    def __init__(self, showing: Showing, *, given: Sequence[str], asked: Sequence[str]) -> None:
        """given: the instructor's code, for imports and definitions. asked: what students write."""
        self.showing = showing
        self.names = _Names(showing, set(_defined(asked)))
        self._given = list(given)

    def mark(self, cell: Cell, points: float) -> Marked:
        """Points for one grade cell, whose text must be the instructor's. Raises FaultError."""
        self._learn()
        try:
            verdict = self._run(cell)
        except Impossible as reason:
            return self._beside(cell, points, f"{BESIDE}: {reason}")
        if not verdict.failure:
            return _points(verdict.value, points, "")
        beside = self._beside(cell, points, "")
        if beside.score == 0:
            return Marked(0.0, verdict.failure, beside.shown)
        why = f"beside the student's code this cell holds, outside it does not: {verdict.failure}"
        return Marked(None, why, beside.shown)

    def _learn(self) -> None:
        """Imports and definitions of the instructor's cells, once."""
        for text in self._given:
            for part in _parsed(text):
                if isinstance(part, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
                    # A module that is missing here may not be needed by any grade cell.
                    with contextlib.suppress(Exception):
                        exec(compile(ast.Module([part], []), "given", "exec"), self.names)
        self._given = []

    def _run(self, cell: Cell) -> _Verdict:
        """The instructor's cell, here. Raises Impossible."""
        body = _parsed(cell.text)
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                exec(compile(ast.Module(body, []), cell.name, "exec"), self.names)
                if isinstance(last, ast.Expr):
                    code = compile(ast.Expression(last.value), cell.name, "eval")
                    return _Verdict(eval(code, self.names))
        except (NotData, Stopped, Exception) as error:
            return _Verdict(failure=_words(error, cell))
        return _Verdict()

    def _beside(self, cell: Cell, points: float, note: str) -> Marked:
        shown = self.showing.run(cell)
        if shown.error:
            return Marked(0.0, note, shown)
        value: object = None
        if shown.value:
            value = float(shown.value) if _NUMBER.fullmatch(shown.value) else shown.value
        marked = _points(value, points, note)
        return Marked(marked.score, marked.note, shown)


def _points(value: object, points: float, note: str) -> Marked:
    """nbgrader's rule, without its holes: no number is full points, one from 0 to `points` is itself."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return Marked(points, note)
    if math.isfinite(value) and 0 <= value <= points:
        return Marked(float(value), note)
    return Marked(None, f"the cell's last line is {value}, which is no number from 0 to {points:g}. {note}")


def _words(error: BaseException, cell: Cell) -> str:
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == cell.name:
            line = trace.tb_lineno
        trace = trace.tb_next
    said = str(error) or (cell.text.split("\n")[line - 1].strip() if line else "")
    return f"{type(error).__name__}: {said}"[:500]


def _parsed(text: str) -> list[ast.stmt]:
    """Statements of the instructor's; magics and shell lines in it make it impossible to run here."""
    try:
        return ast.parse(text).body
    except SyntaxError as error:
        raise Impossible(f"the cell is not plain Python ({error.msg})") from None


def _defined(texts: Sequence[str]) -> Iterator[str]:
    """Names that code binds at its top."""
    for text in texts:
        with contextlib.suppress(Impossible):
            for part in _parsed(text):
                if isinstance(part, (ast.FunctionDef, ast.ClassDef)):
                    yield part.name
                elif isinstance(part, ast.Assign):
                    yield from (target.id for target in part.targets if isinstance(target, ast.Name))


class _Names(dict[str, Any]):
    """Globals of grade cells: the instructor's own first, then what the student's process holds, as data."""

    def __init__(self, showing: Showing, asked: set[str]) -> None:
        super().__init__({"__builtins__": builtins, "__name__": "grade_cell"})
        self.showing = showing
        self.asked = asked

    def __missing__(self, name: str) -> object:
        if hasattr(builtins, name) and name not in self.asked:
            raise KeyError(name)
        try:
            held = self.showing.look(name)
        except Lost as lost:
            raise Stopped(f"the student's process {lost}") from None
        if isinstance(held, wire.Opaque) and held.type == "callable":
            return self._function(name)
        if isinstance(held, wire.Opaque) and name in _ALIASES:
            return importlib.import_module(_ALIASES[name])
        return live(held, ())

    def _function(self, name: str) -> StudentFunction:
        # A helper that the student could have replaced must not be the judge.
        if name not in self.asked:
            raise Impossible(f"`{name}` is not defined where the instructor's code can be seen")
        return StudentFunction(self.showing, name)
