"""Inside the child: text becomes a module, statement by statement, so that one bad line costs itself.

`parse` keeps what parses. A statement that raises is reported with its line and the next one runs: a
demonstration at the end of a notebook that fails must not cost the functions above it.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import linecache
import sys
import types
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from grader.sandbox import wire
from grader.sandbox.inside.observe import text
from grader.sandbox.inside.parse import ERRORS, parse, unparsed

MODULE = "submission"
_TROUBLES = 20
_FUTURE = {"annotations": 0x1000000}


class Submission:
    """The submission's module and how its loading went."""

    def __init__(self, functions: list[str]) -> None:
        self.functions = functions
        self.module = types.ModuleType(MODULE)
        self.troubles: list[wire.Trouble] = []
        self.unparsed: list[wire.Unparsed] = []
        self.files: set[str] = set()
        self._definitions: dict[str, tuple[str, ast.stmt]] = {}
        sys.modules[MODULE] = self.module

    def run(self, cells: list[tuple[str, str]], *, definitions_only: bool) -> None:
        """Execute the cells in order."""
        for name, source in cells:
            self.files.add(name)
            # So that tracebacks and inspect.getsource show the student's lines.
            linecache.cache[name] = (len(source), None, lines(source), name)
        parsed = [(name, statement) for name, source in cells for statement in self._parse(name, source)]
        own = {s.name for _, s in parsed if isinstance(s, (ast.FunctionDef, ast.ClassDef))}
        flags = 0
        for name, statement in parsed:
            if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
                flags |= sum(_FUTURE.get(alias.name, 0) for alias in statement.names)
            elif not definitions_only or _defines(statement, own):
                self._execute(name, statement, flags)
            self._note_definitions(name, statement)

    def _parse(self, name: str, source: str) -> list[ast.stmt]:
        parsed = parse(source, name, self.functions)
        self.unparsed += parsed.unparsed
        return parsed.statements

    def _execute(self, name: str, statement: ast.stmt, flags: int) -> None:
        code = self._compiled(name, statement, flags)
        if code is None:
            return
        try:
            exec(code, self.module.__dict__)
        except BaseException as error:
            if isinstance(error, NotImplementedError) or _asks_the_grader(statement, error):
                return  # a stub's own cell calls it; a notebook's `grader.check(...)` is not part of the work
            place = self.place_of(error) or wire.Place(name, statement.lineno)
            self._trouble(describe_error(error), place)

    def _compiled(self, name: str, statement: ast.stmt, flags: int) -> types.CodeType | None:
        """What can be run of a statement; None where Python refuses it: `return` at the margin, say."""
        try:
            code: types.CodeType = compile(
                ast.Module([statement], []), name, "exec", flags, dont_inherit=True
            )
        except ERRORS as error:
            names = [one for one in _names_bound(statement) if one in self.functions]
            if len(self.unparsed) < _TROUBLES:
                self.unparsed.append(unparsed(error, name, statement.lineno, names))
            return None
        return code

    def _trouble(self, what: str, place: wire.Place) -> None:
        if len(self.troubles) < _TROUBLES:
            self.troubles.append(wire.Trouble(text(what[:500]), place))

    def place_of(self, error: BaseException) -> wire.Place | None:
        """The innermost line of the submission's own text in an error's traceback."""
        trace = self._innermost(error)
        return wire.Place(trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else None

    def function_of(self, error: BaseException) -> str:
        """The name of the submission's function in which an error arose, or ""."""
        trace = self._innermost(error)
        return text(trace.tb_frame.f_code.co_name) if trace else ""

    def _innermost(self, error: BaseException) -> TracebackType | None:
        found, trace = None, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self.files:
                found = trace
            trace = trace.tb_next
        return found

    def _note_definitions(self, name: str, statement: ast.stmt) -> None:
        for node in (
            ast.walk(statement) if isinstance(statement, (ast.If, ast.Try, ast.With)) else [statement]
        ):
            for defined in _names_bound(node):
                if isinstance(node, ast.stmt):
                    self._definitions[defined] = (name, node)

    def defined_at(self, name: str) -> wire.Place | None:
        """The statement of the top level that last bound a name."""
        file, node = self._definitions.get(name, ("", None))
        return None if node is None else wire.Place(file, node.lineno)

    def definitions(self) -> list[wire.Definition]:
        """The functions asked for that the module now holds."""
        return [
            self._definition(function)
            for function in self.functions
            if callable(self.module.__dict__.get(function))
        ]

    def _definition(self, function: str) -> wire.Definition:
        _, node = self._definitions.get(function, ("", None))
        place = self.defined_at(function)
        if not isinstance(node, ast.FunctionDef):
            return wire.Definition(function, place, False, "", [], _mentions(node))
        body = _without_docstring(node.body)
        digest = hashlib.sha256("".join(map(_dump, body)).encode()).hexdigest()
        arguments = node.args
        parameters = [item.arg for item in (*arguments.posonlyargs, *arguments.args)]
        empty = all(_does_nothing(part) for part in body)
        return wire.Definition(function, place, empty, digest, parameters, _mentions(node))

    def helpers(self) -> dict[str, list[str]]:
        """What each of the file's own other functions mentions, to follow calls through them."""
        known = {n: node for n, (_, node) in self._definitions.items() if n not in self.functions}
        return {name: _mentions(node) for name, node in known.items()}


def lines(source: str) -> list[str]:
    """As Python counts them: `splitlines` ends one at a form feed, too, and wherever Unicode does."""
    return [f"{line}\n" for line in source.split("\n")]


def describe_error(error: BaseException) -> str:
    """`TypeError: unsupported …`, whatever the exception's own __str__ does."""
    try:
        said = str(error)
    except BaseException:
        said = ""
    return text(f"{type(error).__name__}: {said[:500]}" if said else type(error).__name__)


def _defines(statement: ast.stmt, own: set[str]) -> bool:
    """Whether a statement only defines: no loop, and no call of the file's own functions."""
    if isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
        return True
    if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.If, ast.Try)):
        return False
    for node in ast.walk(statement):
        if isinstance(node, (ast.While, ast.For, ast.comprehension)):
            return False
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in own:
            return False
    return True


def _asks_the_grader(statement: ast.stmt, error: BaseException) -> bool:
    return isinstance(error, (ImportError, NameError, AttributeError)) and any(
        isinstance(node, ast.Name) and node.id == "grader" for node in ast.walk(statement)
    )


def _names_bound(node: ast.AST) -> Iterable[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    return body[1:] if _is_text(body[0]) else body


def _is_text(node: ast.AST) -> bool:
    """Whether a statement is a string alone: words for a reader, in whatever language."""
    alone = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return alone and isinstance(node.value.value, str)  # type: ignore[attr-defined]


def _dump(statement: ast.stmt) -> str:
    """The tree without positions and without texts, at any depth: it says the same in every language."""
    # It was run already, so that it may be changed.
    for node in ast.walk(statement):
        if isinstance(body := getattr(node, "body", None), list):
            body[:] = [ast.Pass() if _is_text(part) else part for part in body]
    return ast.dump(statement)


def _does_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Return):
        return statement.value is None or _is_none(statement.value)
    if isinstance(statement, ast.Raise):
        raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (None, ...)


def _mentions(node: ast.AST | None) -> list[str]:
    """Names that a definition reads and that are no builtins."""
    if node is None:
        return []
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return sorted(name for name in names if not hasattr(builtins, name))[:200]


def replace(submission: Submission, name: str, function: Any) -> None:
    """Let a lent function stand in the submission's module in place of its own."""
    submission.module.__dict__[name] = function
