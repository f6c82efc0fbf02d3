"""Which functions of a contract a text changes that is laid over the solution: its own, and who calls it.

Read from the texts; nothing is run. One that does more than define changes all: nothing goes unseen.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator, Sequence

from grader.model import Cell
from grader.reference.live import reached


def changed(solution: Cell, laid_over: Sequence[Cell], functions: Sequence[str]) -> tuple[str, ...]:
    """Functions whose name the cells bind anew, and those that reach such a name; in the contract's order.

    Args:
        solution: what the cells are laid over.
        laid_over: the cells, run after it.
        functions: those of the contract.
    """
    given = [*_statements(solution)]
    own = [statement for cell in laid_over for statement in ast.parse(cell.text).body]
    known = {ast.dump(statement) for statement in given}
    new = [
        statement for statement in own if not _says_nothing(statement) and ast.dump(statement) not in known
    ]
    if not all(map(_only_binds, new)):
        return tuple(functions)
    bound = {name for statement in new for name in _binds(statement)}
    mentions = {name: _mentions(statement) for statement in given for name in _binds(statement)}
    return tuple(name for name in functions if name in bound or bound & reached(name, mentions))


def _statements(cell: Cell) -> Iterator[ast.stmt]:
    """Those of the top level, and what stands under its conditions."""
    for statement in ast.parse(cell.text).body:
        branches = isinstance(statement, ast.If | ast.Try | ast.With)
        yield from (
            (part for part in ast.walk(statement) if isinstance(part, ast.stmt)) if branches else [statement]
        )


def _says_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _only_binds(statement: ast.stmt) -> bool:
    """Whether it gives names a value and does nothing else: no call is made while the file loads."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return not any(alias.name == "*" for alias in statement.names)
    if isinstance(statement, ast.FunctionDef):
        defaults = [*statement.args.defaults, *filter(None, statement.args.kw_defaults)]
        return not statement.decorator_list and not any(map(_calls, defaults))
    return (
        isinstance(statement, ast.Assign)
        and all(isinstance(target, ast.Name) for target in statement.targets)
        and not _calls(statement.value)
    )


def _calls(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Call) for part in ast.walk(node))


def _binds(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).partition(".")[0] for alias in statement.names]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return []


def _mentions(statement: ast.stmt) -> list[str]:
    """The module's own names that it reads: a parameter or a variable of the same name is another thing."""
    module = symtable.symtable(ast.unparse(statement), "solution", "exec")
    read = [symbol.get_name() for symbol in module.get_symbols() if symbol.is_referenced()]
    return [*read, *(name for table in module.get_children() for name in _globals_of(table))]


def _globals_of(table: symtable.SymbolTable) -> Iterator[str]:
    yield from (symbol.get_name() for symbol in table.get_symbols() if symbol.is_global())
    for child in table.get_children():
        yield from _globals_of(child)
