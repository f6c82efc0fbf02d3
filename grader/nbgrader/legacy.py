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
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from grader.errors import FaultError
from grader.model import Cell
from grader.nbgrader import known_names, lines, live_values, standin
from grader.nbgrader.given_code import GivenCode, bound_in, changed_by, is_python, quiet
from grader.nbgrader.known_names import KnownNames
from grader.nbgrader.points import Marked, points_of, points_shown
from grader.nbgrader.prepared import Prepared
from grader.nbgrader.protocol import PERSON
from grader.nbgrader.standin import OutOfTime, Stopped, not_had
from grader.nbgrader.student_modules import StudentModules
from grader.nbgrader.unreadable import Impossible, NotData, Unsure
from grader.nbgrader.wanting import Wanting
from grader.sandbox.outside.notebook_run import NotebookRun, Spent
from grader.words.messages import NOTHING, Heard, Message, heard, say

_AWAITS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
# Where what the student's code raised is raised here.
_STUDENTS = {standin.__file__, live_values.__file__, known_names.__file__}
BESIDE = say("This cell ran together with the student's code, so a student can change its result.")
_CONTRADICTION = say("This cell passes together with the student's code, but fails outside of it.")
_ONLY_OUTSIDE = say("This cell passes outside the student's code, but fails together with it.")
_NOTHING_ASKED = say("This cell passed, but it did not call or read anything that the student wrote.")


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
        self.names = KnownNames(showing, bound_in(asked))
        self.names.unknown |= bound_in([*given, *tests]) - self.names.asked
        # Where the instructor's own code cannot be read, nothing can be said of any name.
        self.names.blind = not all(map(is_python, given))
        # What was given, and students' code is to change: its value is theirs to answer for.
        theirs = changed_by(given, asked)
        self.names.derived |= theirs
        read = None if written is None else lines.read_in_functions(written)
        self.prepared = Prepared(showing, self.names, self.names.living, read)
        self.names.calls = self.prepared
        self._given = GivenCode(self.names, given, theirs, self.prepared.noticing)
        # Of cells that held outside, what has not run beside the student.
        self._outside: list[ast.stmt] = []

    def mark(self, cell: Cell, points: float, known: int | None = None) -> Marked:
        """Points for one grade cell, whose text must be the instructor's. Raises FaultError.

        known: how many of the given texts stand above it; None is all.
        """
        self._given.learn_above(known)
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
            return points_of(verdict.value, points, NOTHING)
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
        outside = points_of(verdict.value, points, NOTHING)
        beside = self._beside(cell, points, NOTHING)
        if beside.score == outside.score:
            return Marked(outside.score, outside.note, beside.shown)
        return Marked(None, PERSON + _ONLY_OUTSIDE, beside.shown)

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
            with quiet(), self.prepared.cell(body):
                while left:
                    value = self._step(left[0], cell.name, last=len(left) == 1)
                    left.pop(0)
        except (Impossible, OutOfTime, FaultError, KeyboardInterrupt) as reason:
            if isinstance(reason, Impossible):
                self._given.learn(left)
            raise
        except BaseException as error:  # also what pytest.raises raises, and sys.exit
            self._given.learn(left)
            if self.names.asks and _wants_students_file(error, body):
                raise Impossible(
                    say("The cell reads a file that only the student's process can have.")
                ) from None
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
        marked = points_shown(shown.value, points, note)
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


def _body(cell: Cell) -> list[ast.stmt]:
    try:
        return lines.parsed(cell.text)
    except SyntaxError as error:
        raise Impossible(say("The cell is not plain Python: {error}.", error=Heard(str(error.msg)))) from None


def _wants_students_file(error: BaseException, body: Sequence[ast.stmt]) -> bool:
    """Whether a cell opened a file that is not here, by a name that the cell itself has.

    A name that a student's answer gave, or an error that it raised, is nothing of the cell's.
    """
    if not isinstance(error, FileNotFoundError) or error.filename is None:
        return False
    trace, frames = error.__traceback__, set()
    while trace is not None:
        frames.add(trace.tb_frame.f_code.co_filename)
        trace = trace.tb_next
    nodes = [node for part in body for node in ast.walk(part)]
    written = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return not _STUDENTS & frames and str(error.filename) in written


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
