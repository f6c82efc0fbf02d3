"""Inside the child: statements that hold a notebook's cells become these cells' statements.

What nbconvert writes for a cell under `%%time`, and the cells of a marimo notebook, in the order in which
marimo would run them. Line numbers stay those of the file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.sandbox import wire
from grader.sandbox.inside.bindings import names_bound, names_imported, same_level
from grader.sandbox.inside.observe import text
from grader.sandbox.inside.parse import Parsed, parse

_TOLD = 50
_SHELL_LINE = re.compile(r"^[ \t]*[%!].*$", re.MULTILINE)


def unfolded(parsed: Parsed, name: str, functions: Collection[str]) -> Parsed:
    """The same, with what holds cells replaced by what is in them."""
    app = _marimo_app(parsed.statements)
    if not app and not any(map(_cell_magic, parsed.statements)):
        return parsed
    found = Parsed([], list(parsed.unparsed))
    cells = [_cell(statement, app, found, name, functions) for statement in parsed.statements]
    ordered = _in_order_of_use(cells) if app else cells
    found.statements = [part for cell in ordered for part in cell.body]
    return found


def nested(statements: Sequence[ast.stmt], name: str, functions: Collection[str]) -> list[wire.Elsewhere]:
    """Functions of the assignment that are defined where nobody finds them: in a class, in a function."""
    found: list[wire.Elsewhere] = []
    waiting: list[tuple[ast.AST, _Holder | None]] = [(one, None) for one in reversed(statements)]
    while waiting and len(found) < _TOLD:
        node, holder = waiting.pop()
        is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if holder is not None and is_function and node.name in functions:  # type: ignore[attr-defined]
            place = wire.Place(name, node.lineno)  # type: ignore[attr-defined]
            kind, called = holder
            found.append(wire.Elsewhere(node.name, kind, text(called), place))  # type: ignore[attr-defined]
        inner = _holder(node) or holder
        below = [part for part in ast.iter_child_nodes(node) if not isinstance(part, ast.expr)]
        waiting += [(part, inner) for part in reversed(below)]
    return found


_Holder = tuple[Literal["main", "class", "function"], str]


def _holder(node: ast.AST) -> _Holder | None:
    if isinstance(node, ast.ClassDef):
        return "class", node.name
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return "function", node.name
    if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
        return "main", ""
    return None


@dataclass(slots=True)
class _Cell:
    """Statements that stay together."""

    body: list[ast.stmt]
    # Names that other cells must have made, and those that it makes; of a statement by itself neither.
    needs: frozenset[str] = frozenset()
    makes: frozenset[str] = frozenset()


def _cell(statement: ast.stmt, app: str, found: Parsed, name: str, functions: Collection[str]) -> _Cell:
    if (magic := _cell_magic(statement)) is not None:
        body = _parsed(_SHELL_LINE.sub("pass", magic), statement.lineno, found, name, functions)
        return _Cell(body)
    if not app:
        return _Cell([statement])
    if _is_marimos_own(statement, app):
        return _Cell([])
    if isinstance(statement, ast.With) and any(
        _names(item.context_expr, app, "setup") for item in statement.items
    ):
        return _made(statement.body, ())
    if (lost := _unparsable(statement, app)) is not None:
        return _Cell(_parsed(lost, statement.lineno, found, name, functions))
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if any(_names(one, app, "cell") for one in statement.decorator_list):
            return _made(_without_return(statement.body), [item.arg for item in statement.args.args])
        kept = [one for one in statement.decorator_list if not _names(one, app, "function")]
        if len(kept) < len(statement.decorator_list):
            statement.decorator_list = kept
            return _made([statement], ())
    return _Cell([statement])


def _parsed(source: str, line: int, found: Parsed, name: str, functions: Collection[str]) -> list[ast.stmt]:
    """The statements of a text that stands in one line of the file."""
    inner = parse(source, name, functions)
    for node in (part for statement in inner.statements for part in ast.walk(statement)):
        if hasattr(node, "lineno"):
            node.lineno = node.end_lineno = line  # type: ignore[attr-defined]
            node.col_offset = node.end_col_offset = 0  # type: ignore[attr-defined]
    found.unparsed += [
        wire.UnparsedPart(one.kind, one.text, wire.Place(name, line), 0, one.functions)
        for one in inner.unparsed
    ]
    return inner.statements


def _cell_magic(statement: ast.stmt) -> str | None:
    """The cell in `get_ipython().run_cell_magic("time", "", "…")`; None for any other statement."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and len(call.args) == 3):
        return None
    body = call.args[2]
    if call.func.attr != "run_cell_magic" or not isinstance(body, ast.Constant):
        return None
    return body.value if isinstance(body.value, str) else None


# ── marimo ───────────────────────────────────────────────────────────────────────────────────────────────


def _marimo_app(statements: Sequence[ast.stmt]) -> str:
    """The name of a marimo notebook's app; empty where a file is none."""
    imported = any("marimo" in names_imported(one) for one in statements)
    for statement in statements:
        if imported and isinstance(statement, ast.Assign) and _is_app(statement.value):
            return next(iter(names_bound(statement)), "")
    return ""


def _is_app(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "marimo.App"


def _names(node: ast.expr, app: str, what: str) -> bool:
    """`app.what`, or a call of it."""
    node = node.func if isinstance(node, ast.Call) else node
    return ast.unparse(node) == f"{app}.{what}"


def _is_marimos_own(statement: ast.stmt, app: str) -> bool:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names] == ["marimo"]
    return isinstance(statement, ast.Assign) and (
        _is_app(statement.value) or "__generated_with" in names_bound(statement)
    )


def _unparsable(statement: ast.stmt, app: str) -> str | None:
    """The text of a cell that marimo itself could not read."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not (isinstance(call, ast.Call) and _names(call, app, "_unparsable_cell") and call.args):
        return None
    lost = call.args[0]
    return lost.value if isinstance(lost, ast.Constant) and isinstance(lost.value, str) else None


def _without_return(body: list[ast.stmt]) -> list[ast.stmt]:
    return body[:-1] if body and isinstance(body[-1], ast.Return) else body


def _made(body: list[ast.stmt], needs: Iterable[str]) -> _Cell:
    makes = {
        name
        for statement in body
        for part in same_level(statement)
        for name in (*names_bound(part), *names_imported(part))
    }
    return _Cell(body, frozenset(needs) - makes, frozenset(makes))


def _in_order_of_use(cells: Sequence[_Cell]) -> list[_Cell]:
    """What makes a name before what needs it, else as in the file. What needs each other stays as it is."""
    made_somewhere = frozenset(name for cell in cells for name in cell.makes)
    waiting, ready, known = list(cells), list[_Cell](), set[str]()
    while waiting:
        following = next((cell for cell in waiting if cell.needs & made_somewhere <= known), waiting[0])
        waiting = [cell for cell in waiting if cell is not following]
        ready.append(following)
        known |= following.makes
    return ready
