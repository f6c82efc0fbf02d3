"""Inside the child: a notebook's cells run in order, each shows what Jupyter would show below it.

Nothing here earns a point: it is what the feedback page prints beside the verdicts. A cell ends at its first
error, as in a notebook; `__name__` is "__main__", so demonstrations run.
"""

from __future__ import annotations

import ast
import importlib
import io
import itertools
import linecache
import sys
import warnings
from typing import Any

from grader.sandbox import wire
from grader.sandbox.inside import load
from grader.sandbox.inside.observe import text
from grader.sandbox.inside.plain_seen import PlainObserver, class_kinds, is_iterator
from grader.sandbox.inside.run_code import AWAITS, run_code
from grader.sandbox.inside.shell import Shell
from grader.sandbox.inside.wanting import wanting

_FIGURES = 8
_FIGURE_BYTES = 2 << 20
_REPR = 4_000
_FRAMES = 8
# What the grader runs by itself, before and after the notebook's own cells.
_NOT_OF_THE_NOTEBOOK = ("files", "measured")


class Page(load.Submission):
    """The namespace of a notebook, and what each cell shows when it is run."""

    def __init__(self) -> None:
        super().__init__([])
        self.module.__name__ = "__main__"
        sys.modules["__main__"] = self.module
        self._shell = Shell(self.module.__dict__)
        self.module.__dict__.update(self._shell.names() | {"display": self._display})
        # A module that a cell writes, or that was handed in, is imported from here.
        sys.path.insert(0, "")
        # What pyplot says about having no screen is true here and means nothing to the reader.
        warnings.filterwarnings("ignore", message=".*non-interactive")

    @property
    def left_out(self) -> bool:
        """Whether a command of the system was asked for, which may have made files."""
        return self._shell.left_out

    def asked(self, function: str) -> Any:
        """What a name holds, be it in a module: `helpers.area`; None where there is nothing of the name."""
        try:
            return self._held(function)
        except (ImportError, AttributeError, KeyError):
            return None

    def _held(self, name: str) -> Any:
        first, *rest = name.split(".")
        held = self.module.__dict__
        found = held[first] if first in held or not rest else importlib.import_module(first)
        for part in rest:
            found = getattr(found, part)
        return found

    def show(self, name: str, source: str) -> tuple[wire.Shown, bytearray]:
        """Run one cell. What it printed is the caller's to add."""
        self.files.add(name)
        linecache.cache[name] = (len(source), None, load.lines(source), name)
        value = error = kind = wants = ""
        if name not in _NOT_OF_THE_NOTEBOOK:
            self._shell.begin(source)
        places: list[wire.Place] = []
        try:
            value = self._run(name, source)
        except BaseException as raised:
            error, kind = load.describe_error(raised), text(type(raised).__name__)
            places = self._places(raised, name)
            wants = wanting(raised, left_out=self.left_out)
        blob = bytearray()
        figures, undrawn = _figures(blob)
        shown = wire.Shown(
            value=value,
            error=error,
            error_type=kind,
            places=places,
            figures=figures,
            figure_error=undrawn,
            wants=text(wants or self._shell.wants),
        )
        return shown, blob

    def _run(self, name: str, source: str) -> str:
        tree = ast.parse(source, name)
        last = tree.body[-1] if tree.body and not source.rstrip().endswith(";") else None
        shown = tree.body.pop() if isinstance(last, ast.Expr) else None
        run_code(compile(tree, name, "exec", AWAITS, dont_inherit=True), self.module.__dict__)
        if not isinstance(shown, ast.Expr):
            return ""
        code = compile(ast.Expression(shown.value), name, "eval", AWAITS, dont_inherit=True)
        value = run_code(code, self.module.__dict__)
        self._shell.note_value(value)
        return "" if value is None else text(repr(value)[:_REPR])

    def _places(self, error: BaseException, name: str) -> list[wire.Place]:
        """The submission's own lines on the way to an error, outermost first."""
        if isinstance(error, SyntaxError) and error.filename == name:
            return [wire.Place(name, error.lineno or 1)]
        found = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self.files:
                found.append(wire.Place(trace.tb_frame.f_code.co_filename, trace.tb_lineno))
            trace = trace.tb_next
        return found[-_FRAMES:]

    def _display(self, *values: Any) -> None:
        for value in values:
            # A figure is still open, and is shown below the cell.
            if not hasattr(value, "savefig"):
                print(repr(value)[:_REPR])

    def look(self, name: str, number: int, observer: PlainObserver) -> wire.Answer:
        """What a name holds, be it in a module.

        Something to call is told by its type "callable", an exception's class by those that it derives from.
        """
        try:
            value = self._held(name)
        except (ImportError, AttributeError, KeyError):
            return wire.Answer(number, missing=True)
        if kinds := class_kinds(value):
            return wire.Answer(number, wire.Plain("exception class", [*kinds]))
        if callable(value):
            return wire.Answer(number, wire.Opaque("callable", text(name)))
        if is_iterator(value) and name in self.module.__dict__:
            # Who looks takes nothing away.
            value, self.module.__dict__[name] = itertools.tee(value)
        try:
            return wire.Answer(number, observer.value(value))
        except wire.WireError:
            return wire.Answer(number, wire.Opaque(text(type(value).__name__), "...", "size"))


def _figures(blob: bytearray) -> tuple[list[tuple[int, int]], str]:
    """Open figures as PNG, appended to the blob; closes them.

    Returns where each begins and its length, and why one could not be drawn, or empty.
    """
    if "matplotlib.pyplot" not in sys.modules:
        return [], ""
    pyplot = importlib.import_module("matplotlib.pyplot")
    found: list[tuple[int, int]] = []
    try:
        for number in pyplot.get_fignums()[:_FIGURES]:
            file = io.BytesIO()
            pyplot.figure(number).savefig(file, format="png", dpi=72, bbox_inches="tight")
            if file.tell() <= _FIGURE_BYTES:
                found.append((len(blob), file.tell()))
                blob += file.getvalue()
        pyplot.close("all")
    except Exception as error:
        return found, load.describe_error(error)
    return found, ""
