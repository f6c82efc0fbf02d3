"""Grade cells of an instructor's own course: plain asserts, judged on this side of the walls where possible.

    assert f(2) == 4         runs here; `f` is a stand-in that asks the student's process and gets data back
    ├ holds                  full points, or the number in the cell's last line
    ├ fails                  run again beside the student's code: fails there, too → 0
    │                                                            holds there → a person decides
    └ cannot run here        (a class of the student's, a live object …) its verdict beside the student's code

The last kind can be forged by a determined student, and says so in its note. What stands in a grade cell and
in the instructor's own cells is trusted and runs in this process; what students wrote never does. Of the
instructor's cells imports, functions, classes and plain constants are known here. What else they bind is in
the student's process alone: a cell that reads it counts no points without a person.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import contextlib
import importlib
import inspect
import math
import numbers
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import CodeType, FunctionType, ModuleType
from typing import Any

import torch

from grader.errors import FaultError
from grader.model import Cell
from grader.nbgrader import lines
from grader.nbgrader.cell_names import CellNames
from grader.nbgrader.exception_classes import ExceptionClasses
from grader.nbgrader.live_values import Living, is_callable
from grader.nbgrader.prepared import Prepared
from grader.nbgrader.protocol import PERSON
from grader.nbgrader.standin import (
    CallsStudent,
    OutOfTime,
    Stopped,
    StudentFunction,
    Unheard,
    not_had,
    stopped,
)
from grader.nbgrader.student_modules import StudentModules
from grader.nbgrader.unreadable import Impossible, NotData, Unsure
from grader.nbgrader.wanting import Wanting
from grader.sandbox import wire
from grader.sandbox.outside.notebook_run import CellOutput, Lost, NotebookRun, Spent
from grader.sandbox.outside.plain_answers import SeenPlain
from grader.words.messages import NOTHING, Code, Heard, Message, Value, heard, say

# Modules that a notebook calls by these names, where its own import of them cannot be seen.
_ALIASES = {"np": "numpy", "numpy": "numpy", "torch": "torch", "math": "math", "pd": "pandas"}
_AWAITS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_NUMBER = r"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|inf)"
# What Python shows of a number, bare or with its type: `np.int64(0)`, `tensor(0., grad_fn=…)`.
_BARE = re.compile(rf"({_NUMBER})|(?:np\.\w+|tensor|array)\(({_NUMBER})(?:,.*)?\)", re.DOTALL)
_OTHER = re.compile(
    r"\(?[-+.\deinfa]+j\)?|(?:\w+\.)*(?:Fraction|Decimal|complex\d+|c?longdouble|tensor)\((?!True|False)[^[]*\)"
)
BESIDE = say("This cell ran together with the student's code, so a student can change its result.")
_CONTRADICTION = say("This cell passes together with the student's code, but fails outside of it.")
_ONLY_OUTSIDE = say("This cell passes outside the student's code, but fails together with it.")
_NOTHING_ASKED = say("This cell passed, but it did not call or read anything that the student wrote.")


@dataclass(frozen=True, slots=True)
class Marked:
    """A grade cell's points, None where a person has to decide, and why."""

    score: float | None
    note: Message = NOTHING
    shown: CellOutput = field(default_factory=CellOutput)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What running the cell here came to: the value of its last line, or the failure."""

    value: object = None
    failure: Message = NOTHING
    # The failure is that of the student's process, which ended or hung.
    lost: bool = False
    # Something of the student's was called or read.
    asked: bool = False


class Examiner:
    """Marks grade cells against one student's notebook, as far as it has been run."""

    def __init__(
        self,
        showing: NotebookRun,
        *,
        given: Sequence[str],
        asked: Sequence[str],
        tests: Sequence[str] = (),
        modules: Sequence[str] = (),
        written: Sequence[str] | None = None,
    ) -> None:
        """given: the instructor's code, in its order. asked: what students write. tests: all grade cells.

        modules: those that students write. written: what the student wrote, where it is known.
        """
        # What fails for want of something that cannot be had here.
        self.wanting = Wanting()
        self._modules = StudentModules(modules, lambda name: self.names.held(name))
        self.showing = showing
        self.names = _Names(showing, _bound(asked))
        self.names.unknown |= _bound([*given, *tests]) - self.names.asked
        # Where the instructor's own code cannot be read, nothing can be said of any name.
        self.names.blind = not all(map(_is_python, given))
        # What was given, and students' code is to change: its value is theirs to answer for.
        self._theirs = _changed(given, asked)
        self.names.derived |= self._theirs
        read = None if written is None else lines.read_in_functions(written)
        self.prepared = Prepared(showing, self.names, self.names.living, read)
        self.names.calls = self.prepared
        self._given = list(given)
        # Of cells that held outside, what has not run beside the student.
        self._outside: list[ast.stmt] = []

    def mark(self, cell: Cell, points: float, known: int | None = None) -> Marked:
        """Points for one grade cell, whose text must be the instructor's. Raises FaultError.

        known: how many of the given texts stand above it; None is all.
        """
        self._learn_given(known)
        with self.showing.judging():
            try:
                return self._unless_wanting(cell, self._mark(cell, points))
            except (OutOfTime, Spent) as spent:
                return Marked(None, PERSON + _why(spent))

    def _unless_wanting(self, cell: Cell, marked: Marked) -> Marked:
        """No zero where the cell reads what is not there for want of something."""
        if marked.score != 0:
            return marked
        try:
            needs = marked.shown.wants or self.wanting.of(lines.parsed(cell.text))
        except SyntaxError:
            needs = ""
        return Marked(None, PERSON + not_had(needs).said, marked.shown) if needs else marked

    def _mark(self, cell: Cell, points: float) -> Marked:
        try:
            verdict = self._run(cell)
        except Impossible as reason:
            beside = self._beside(cell, points, BESIDE + reason.said)
            if isinstance(reason, Unsure) and beside.score != 0:
                return Marked(None, PERSON + reason.said, beside.shown)
            return beside
        if not verdict.failure and not verdict.asked:
            return Marked(None, PERSON + _NOTHING_ASKED)
        if not verdict.failure and self.prepared.is_more:
            return self._on_both_sides(cell, points, verdict)
        if not verdict.failure:
            return _points(verdict.value, points, NOTHING)
        if verdict.lost and self.showing.tired:
            return Marked(0.0, verdict.failure)
        beside = self._beside(cell, points, NOTHING)
        if beside.score == 0:
            return Marked(0.0, verdict.failure, beside.shown)
        if beside.shown.error:
            return Marked(None, beside.note + verdict.failure, beside.shown)
        return Marked(None, _CONTRADICTION + verdict.failure, beside.shown)

    def _on_both_sides(self, cell: Cell, points: float, verdict: _Verdict) -> Marked:
        """What the cell prepares is not in the student's process: it must hold beside the student, too."""
        outside = _points(verdict.value, points, NOTHING)
        beside = self._beside(cell, points, NOTHING)
        if beside.score == outside.score:
            return Marked(outside.score, outside.note, beside.shown)
        return Marked(None, PERSON + _ONLY_OUTSIDE, beside.shown)

    # ── what the instructor's own code says ──────────────────────────────────────────────────────────────

    def _learn_given(self, known: int | None) -> None:
        """What stands above a cell, each text once."""
        count = len(self._given) if known is None else known
        for number, text in enumerate(self._given[:count]):
            if text and _is_python(text):
                with self.prepared.noticing():
                    self._learn(lines.parsed(text))
                self.names.note_given(_bound([text]))
            self._given[number] = ""

    def _learn(self, parts: Sequence[ast.stmt]) -> None:
        """Imports, definitions and constants; other names that are bound are from now on not known."""
        for part in parts:
            names = lines.bound([part])
            if not names & (self.names.asked | self._theirs) and self._is_learned(part):
                self.names.unknown -= names
                self.names.derived -= names
            elif lines.is_definition(part):
                self._forget(part, names)
                self.names.blind |= "*" in names
            else:
                self._forget(part, lines.changed(part, self.names.asked))

    def _is_learned(self, part: ast.stmt) -> bool:
        if not (lines.is_definition(part) or lines.is_plain(part, self.names)):
            return False
        # A module that is missing here may not be needed by any grade cell.
        try:
            with _quiet(), self.names.sealed():
                exec(compile(ast.Module([part], []), "given", "exec"), self.names)
        except KeyboardInterrupt:
            raise
        except BaseException:
            return False
        return True

    def _forget(self, part: ast.stmt, names: set[str]) -> None:
        made = lines.made_of(part, self.names.asked | self.names.derived)
        lost = {name for name in names - self.names.asked if not _is_lasting(self.names.get(name))}
        for name in lost:
            self.names.pop(name, None)
        self.names.derived = (self.names.derived - lost) | (lost & (made | self._theirs))
        self.names.unknown = (self.names.unknown | lost) - self.names.derived

    # ── running a cell ───────────────────────────────────────────────────────────────────────────────────

    def _run(self, cell: Cell) -> _Verdict:
        """The instructor's cell, here. Raises Impossible and OutOfTime."""
        self.prepared.begin()
        body = _body(cell)
        losses = self.showing.used.losses
        self.names.asks = 0
        left = list(body)
        try:
            value: object = None
            with _quiet(), self.prepared.cell(body):
                while left:
                    value = self._step(left[0], cell.name, last=len(left) == 1)
                    left.pop(0)
        except (Impossible, OutOfTime, FaultError, KeyboardInterrupt) as reason:
            if isinstance(reason, Impossible):
                self._learn(left)
            raise
        except BaseException as error:  # also what pytest.raises raises, and sys.exit
            self._learn(left)
            return _Verdict(failure=_words(error, cell), lost=isinstance(error, Stopped))
        # Whatever the cell caught, a bare `except:` too: it asked, and no answer came.
        if self.showing.used.losses > losses:
            lost = say("The student's process ended while the cell asked it.")
            return _Verdict(failure=lost, lost=True)
        self.showing.demand_time()
        self._outside += body
        asked = bool(self.names.asks or self.names.made & lines.loaded(ast.Module(body, [])))
        if asked:
            self._note_made(body)
        return _Verdict(value, asked=asked)

    def _note_made(self, body: Sequence[ast.stmt]) -> None:
        """Names that now hold something of the student's."""
        for part in body:
            live = self.names.asked | self.names.derived | self.names.made
            self.names.made |= lines.made_of(part, live)

    def _step(self, part: ast.stmt, name: str, *, last: bool) -> object:
        if last and isinstance(part, ast.Expr):
            return _awaited(compile(ast.Expression(part.value), name, "eval", _AWAITS), self.names)
        code = compile(ast.Module([part], []), name, "exec", _AWAITS)
        with self._modules.imported_by(part):
            return _awaited(code, self.names)

    def _beside(self, cell: Cell, points: float, note: Message) -> Marked:
        """The cell beside the student's code, after what it needs of cells that only ran here.

        Of those their lines that make a name it reads, and no assert: hidden inputs stay hidden.
        """
        if self.showing.tired:
            raise OutOfTime(
                say("The cell was not run together with the student's code. The notebook used up its time.")
            )
        self.prepared.as_before()
        whole = self._lead_in(cell)
        shown = self.showing.run(cell)
        if shown.error and not whole:
            return Marked(None, say("The cell needs something that an earlier cell made outside."), shown)
        if shown.error:
            return Marked(0.0, note, shown)
        marked = _points_shown(shown.value, points, note)
        return Marked(marked.score, marked.note, shown)

    def _lead_in(self, cell: Cell) -> bool:
        """Run what the cell needs of earlier ones; whether that is all it needs."""
        try:
            parts, whole = lines.lead_in(self._outside, lines.parsed(cell.text), self.names.asked)
        except SyntaxError:
            return True
        if not parts:
            return whole
        self._outside = [part for part in self._outside if part not in parts]
        text = ast.unparse(ast.Module(parts, []))
        return not self.showing.run(Cell(name=f"before {cell.name}", text=text)).error and whole


def _awaited(code: CodeType, names: dict[str, Any]) -> object:
    """The value of an expression, or None; what the code awaits is waited for, as in a notebook."""
    made = eval(code, names)
    return asyncio.run(made) if code.co_flags & inspect.CO_COROUTINE else made


def _changed(given: Sequence[str], asked: Sequence[str]) -> set[str]:
    """Names of given data that the answers change in place."""
    imports = {name for text in given for name in lines.imported(text)}
    return (lines.changed_in_place(asked) & _bound(given)) - imports


def _bound(texts: Sequence[str]) -> set[str]:
    """Names that code binds at its top."""
    found: set[str] = set()
    for text in texts:
        with contextlib.suppress(SyntaxError):
            found |= lines.bound(lines.parsed(text))
    return found


def _is_python(text: str) -> bool:
    try:
        lines.parsed(text)
    except SyntaxError:
        return False
    return True


def _body(cell: Cell) -> list[ast.stmt]:
    try:
        return lines.parsed(cell.text)
    except SyntaxError as error:
        raise Impossible(say("The cell is not plain Python: {error}.", error=Heard(str(error.msg)))) from None


def _is_lasting(value: object) -> bool:
    """Modules, functions and classes stay what they are, whatever is called with them."""
    return isinstance(value, (ModuleType, FunctionType, type))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with contextlib.redirect_stdout(Unheard()), contextlib.redirect_stderr(Unheard()):
        yield


def _points(value: object, points: float, note: Message) -> Marked:
    """nbgrader's rule, without its holes: no number is full points, one from 0 to `points` is itself."""
    if isinstance(value, torch.Tensor) or type(value).__module__ == "numpy":
        value = value.item() if getattr(value, "ndim", None) == 0 else None  # type: ignore[attr-defined]
    if isinstance(value, bool) or not isinstance(value, numbers.Number):
        return Marked(points, note)
    if isinstance(value, (int, float)) and math.isfinite(value) and 0 <= value <= points:
        return Marked(float(value), note)
    return _no_points(value, points, note)


def _points_shown(shown: str, points: float, note: Message) -> Marked:
    """The same where the value of the last line is known by what Python shows of it."""
    found = _BARE.fullmatch(shown)
    if not found and _OTHER.fullmatch(shown):
        return _no_points(shown, points, note)
    return _points(float(found[1] or found[2]) if found else None, points, note)


def _no_points(value: object, points: float, note: Message) -> Marked:
    why = say(
        "The last line of the cell is {value}. Expected a number from 0 to {points}.",
        value=Value(str(value)[:80]),
        points=Value(f"{points:g}"),
    )
    return Marked(None, why + note)


def _why(error: OutOfTime | Spent) -> Message:
    return error.said if isinstance(error, OutOfTime) else error.how


def _words(error: BaseException, cell: Cell) -> Message:
    """Why a cell failed: words of ours, or of Python's."""
    if isinstance(error, (Stopped, NotData)):
        return error.said
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == cell.name:
            line = trace.tb_lineno
        trace = trace.tb_next
    said = str(error) or (cell.text.split("\n")[line - 1].strip() if line else "")
    return heard(f"{type(error).__name__}: {said}"[:500])


class _Names(CellNames):
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
