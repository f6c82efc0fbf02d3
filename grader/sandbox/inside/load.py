"""Inside the child: text becomes a module, statement by statement, so that one bad line costs itself.

`parse` keeps what parses. A statement that raises is reported with its line and the next one runs: a
demonstration at the end of a notebook that fails must not cost the functions above it.
"""

from __future__ import annotations

import ast
import hashlib
import linecache
import opcode
import os
import sys
import types
from collections.abc import Mapping, Sequence
from types import MappingProxyType, TracebackType
from typing import Any

import msgspec

from grader.sandbox import wire
from grader.sandbox.inside import missing, world
from grader.sandbox.inside.bindings import Bindings, mentions, names_bound, names_imported, same_level
from grader.sandbox.inside.imports import Imports, one_by_one
from grader.sandbox.inside.observe import text
from grader.sandbox.inside.parse import ERRORS, parse, unparsed
from grader.sandbox.inside.run_code import AWAITS, run_code
from grader.sandbox.inside.star_imports import StarImports
from grader.sandbox.inside.unfold import nested, unfolded

MODULE = "submission"
_TROUBLES = 20
_RAISE = opcode.opmap["RAISE_VARARGS"]
_FUTURE = {"annotations": 0x1000000}


class Submission:
    """The submission's module and how its loading went."""

    def __init__(
        self, functions: list[str], parameters: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> None:
        """parameters: those that the assignment asks for, by function."""
        self.functions = functions
        self.module = types.ModuleType(MODULE)
        self.bindings = Bindings(self.module.__dict__, functions, parameters)
        world.surround()
        self.module.__dict__.update(
            {name: given for name, given in world.names().items() if name not in functions}
        )
        self.imports = Imports(self.module.__dict__, functions)
        self.troubles: list[wire.Trouble] = []
        self.unparsed: list[wire.UnparsedPart] = []
        self.elsewhere: list[wire.Elsewhere] = []
        self.files: set[str] = set()
        # Names that are not there, and which of the troubles is why.
        self._lost: dict[str, int] = {}
        # Definitions that lacked a name: file, statement, code.
        self._early: list[tuple[str, ast.stmt, types.CodeType]] = []
        self._stars = StarImports()
        # What star imports hide of PyTorch's names, once the file was run.
        self.hidden: list[wire.Hidden] = []
        sys.modules[MODULE] = self.module

    def run(self, cells: list[tuple[str, str]], *, definitions_only: bool) -> None:
        """Execute the cells in order."""
        for name, source in cells:
            self._note_file(name, source)
        parsed = [(name, statement) for name, source in cells for statement in self._parse(name, source)]
        own = {s.name for _, s in parsed if isinstance(s, (ast.FunctionDef, ast.ClassDef))}
        flags = 0
        self.module.__dict__["__file__"] = os.path.abspath(_file_of(cells))
        for name, statement in parsed:
            if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
                flags |= sum(_FUTURE.get(alias.name, 0) for alias in statement.names)
            elif not definitions_only or _defines(statement, own):
                for one in one_by_one(statement):
                    self._execute(name, one, flags)
        self._define_again()
        self.bindings.settle()
        self.hidden = self._stars.used([statement for _, statement in parsed], self.module.__dict__)

    def add(self, made: Sequence[tuple[str, str]]) -> None:
        """Execute texts of the grader's own: hundreds of functions that are called, and never described."""
        for name, source in made:
            self._note_file(name, source)
            exec(compile(source, name, "exec", dont_inherit=True), self.module.__dict__)

    def _note_file(self, name: str, source: str) -> None:
        self.files.add(name)
        # So that tracebacks and inspect.getsource show the student's lines.
        linecache.cache[name] = (len(source), None, lines(source), name)

    def _parse(self, name: str, source: str) -> list[ast.stmt]:
        parsed = unfolded(parse(source, name, self.functions), name, self.functions)
        self.elsewhere += nested(parsed.statements, name, self.functions)
        self.unparsed += parsed.unparsed
        return parsed.statements

    def _execute(self, name: str, statement: ast.stmt, flags: int) -> None:
        code = self._compiled(name, statement, flags)
        if code is None:
            return
        missing.needs.begin(let_be=False)
        self._stars.begin(statement, self.module.__dict__)
        try:
            run_code(code, self.module.__dict__)
        except BaseException as error:
            if _asks_the_grader(statement, error):
                return  # a notebook's `grader.check(...)` is not part of the work
            said = describe_error(error)
            self.bindings.note_failed(name, statement, said)
            if isinstance(error, NameError) and self._is_definition(statement):
                self._early.append((name, statement, code))
            module = self.imports.note(statement, error)
            # A stub's own cell calls it.
            if module != "" and not (
                isinstance(error, NotImplementedError) and self.is_raised_by_statement(error)
            ):
                place = self.place_of(error) or wire.Place(name, statement.lineno)
                self._note_trouble(error, wire.Trouble(said, place, text(module or "")), statement)
        finally:
            self._stars.end(statement, self.module.__dict__, wire.Place(name, statement.lineno))
            self.bindings.note(name, statement)

    def _is_definition(self, statement: ast.stmt) -> bool:
        """Whether it defines something, or gives a value to the name of a function of the assignment."""
        if isinstance(statement, ast.Assign):
            return any(name in self.functions for name in names_bound(statement))
        return isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))

    def _define_again(self) -> None:
        """Definitions that need a name of a later cell: in a notebook, that one may have run first."""
        for name, statement, code in self._early:
            if any(one in self.module.__dict__ for one in names_bound(statement)):
                continue
            try:
                run_code(code, self.module.__dict__)
            except MemoryError:
                raise  # it is loaded once more
            except BaseException:
                continue  # why it cannot be defined was told
            self.bindings.note(name, statement)

    def _compiled(self, name: str, statement: ast.stmt, flags: int) -> types.CodeType | None:
        """What can be run of a statement; None where Python refuses it: `return` at the margin, say."""
        try:
            code: types.CodeType = compile(
                ast.Module([statement], []), name, "exec", flags | AWAITS, dont_inherit=True
            )
        except ERRORS as error:
            names = [one for one in names_bound(statement) if one in self.functions]
            if len(self.unparsed) < _TROUBLES:
                self.unparsed.append(unparsed(error, name, statement.lineno, names))
            return None
        return code

    def _note_trouble(self, error: BaseException, trouble: wire.Trouble, statement: ast.stmt) -> None:
        """Note what a statement raised, once for all that fail because of the same."""
        name = error.name if isinstance(error, NameError) else ""
        name = text(name) if isinstance(name, str) else ""
        cause = self._lost.get(name)
        if cause is not None:
            before = self.troubles[cause]
            self.troubles[cause] = msgspec.structs.replace(before, more=before.more + 1)
        elif len(self.troubles) < _TROUBLES:
            cause = len(self.troubles)
            self.troubles.append(trouble)
        else:
            return
        lost = {one for part in same_level(statement) for one in (*names_bound(part), *names_imported(part))}
        for one in (*lost, *([name] if name else [])):
            if one not in self.module.__dict__:
                self._lost.setdefault(one, cause)

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

    def is_raised_by_statement(self, error: BaseException) -> bool:
        """Whether the submission's own `raise` raised an error, and no operation of Python's or PyTorch's."""
        trace = self._innermost(error)
        if trace is None or trace.tb_next is not None:
            return False
        code = trace.tb_frame.f_code.co_code
        return 0 <= trace.tb_lasti < len(code) and code[trace.tb_lasti] == _RAISE

    def asked(self, function: str) -> Any:
        """What answers for a function; None where there is nothing of the name."""
        return self.bindings.asked(function)

    def definitions(self) -> list[wire.Definition]:
        """The functions asked for that the module now holds."""
        return [self._definition(function) for function in self.functions if callable(self.asked(function))]

    def _definition(self, function: str) -> wire.Definition:
        bound = self.bindings.asked_at(function)
        node = bound.node if bound else None
        place = bound.place if bound else None
        if not isinstance(node, ast.FunctionDef):
            return wire.Definition(function, place, False, "", [], mentions(node))
        body = _without_docstring(node.body)
        names, signature = mentions(node), text(ast.unparse(node.args)[:300])
        digest = hashlib.sha256("".join(map(_dump, body)).encode()).hexdigest()
        arguments = node.args
        parameters = [item.arg for item in (*arguments.posonlyargs, *arguments.args)]
        flexible = bool(arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults)
        empty = all(_does_nothing(part) for part in body)
        return wire.Definition(
            function, place, empty, digest, parameters, names, signature=signature, flexible=flexible
        )


def _file_of(cells: Sequence[tuple[str, str]]) -> str:
    """The name of the file that these cells are of."""
    return cells[-1][0].partition(", cell ")[0] if cells else ""


def lines(source: str) -> list[str]:
    """As Python counts them: `splitlines` ends one at a form feed, too, and wherever Unicode does."""
    return [f"{line}\n" for line in source.split("\n")]


def describe_error(error: BaseException) -> str:
    """`TypeError: unsupported …`, whatever the exception's own __str__ does. Raises MemoryError."""
    try:
        said = str(error)
    except MemoryError:
        raise  # it is asked once more
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


def replace(submission: Submission, name: str, function: Any) -> None:
    """Let a lent function stand in the submission's module in place of its own."""
    submission.module.__dict__[name] = function
