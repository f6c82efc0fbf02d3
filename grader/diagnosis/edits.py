"""The edits of one function, the likely ones first: those of what stands there, and what may be missing."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping

from grader.diagnosis import expression_edits, statement_edits
from grader.diagnosis.written import Edit, Written
from grader.model import SlipKind

# Statements that say nothing of the answer.
_SILENT = ("print", "display")
_NAMES = 10
_MODULES = {"torch", "np", "numpy", "math", "plt", "nn", "F", "optim"}


def changes(own: Written, calls: Mapping[str, int], most: int) -> list[Edit]:
    """At most so many edits of what stands in a function.

    calls: the file's functions, and how many parameters each has.
    """
    return _ordered(_changes(own, calls), own, most)


def additions(own: Written, most: int) -> list[Edit]:
    """At most so many edits that put in what may be missing."""
    return _ordered(_additions(own), own, most)


def _changes(own: Written, calls: Mapping[str, int]) -> Iterator[Edit]:
    names = names_in_scope(own)[:_NAMES]
    for decorator in own.node.decorator_list:
        start, end = own.begins(decorator.lineno), own.begins((decorator.end_lineno or decorator.lineno) + 1)
        line = decorator.lineno
        yield Edit(SlipKind.EXTRA, start, end, "", line, line)
    callees = _callees(own)
    for expression in _expressions(own):
        yield from expression_edits.changes(own, expression, [] if expression in callees else names, calls)
    for block in statement_edits.blocks(own):
        yield from statement_edits.changes(own, block)


def _additions(own: Written) -> Iterator[Edit]:
    names, parameters = names_in_scope(own), parameters_of(own)
    for block in statement_edits.blocks(own):
        yield from statement_edits.additions(own, block, parameters, names)
    callees = _callees(own)
    for expression in _expressions(own):
        if expression not in callees:
            yield from expression_edits.additions(own, expression, parameters)


def _ordered(edits: Iterable[Edit], own: Written, most: int) -> list[Edit]:
    """Each text once, by rank; an edit that changes nothing is none."""
    seen = {own.text}
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda one: one.rank):
        text = own.edited([edit])
        if text not in seen:
            seen.add(text)
            found.append(edit)
            if len(found) == most:
                break
    return found


def parameters_of(own: Written) -> list[str]:
    """The names of the function's parameters."""
    arguments = own.node.args
    return [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def names_in_scope(own: Written) -> list[str]:
    """What may stand in place of another name: parameters, what the function binds, what else it reads."""
    nodes = list(ast.walk(own.node))
    named = [node for node in nodes if isinstance(node, ast.Name)]
    bound = [node.id for node in named if isinstance(node.ctx, ast.Store)]
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    called = {node.id for node in calls if isinstance(node, ast.Name)}
    read = [n.id for n in named if n.id not in called | _MODULES and not hasattr(builtins, n.id)]
    names = dict.fromkeys([*parameters_of(own), *bound, *read])
    return [name for name in names if name not in ("_", own.name)]


def _expressions(own: Written) -> Iterator[ast.expr]:
    """The function's expressions in the order of the text, but for what is only printed."""
    waiting: list[ast.AST] = list(reversed(own.body))
    while waiting:
        node = waiting.pop()
        if _is_silent(node) or isinstance(node, ast.JoinedStr | ast.Assert | ast.Raise | ast.Import):
            continue
        if isinstance(node, ast.expr):
            yield node
        waiting += reversed([part for name, part in _parts(node) if name not in ("annotation", "returns")])


def _callees(own: Written) -> set[ast.expr]:
    """What is called, and modules: no value stands there."""
    nodes = list(ast.walk(own.node))
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    return called | {node for node in nodes if isinstance(node, ast.Name) and node.id in _MODULES}


def _parts(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for name, value in ast.iter_fields(node):
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST):
                yield name, part


def _is_silent(node: ast.AST) -> bool:
    if not isinstance(node, ast.Expr):
        return False
    if isinstance(node.value, ast.Constant):
        return True
    call = node.value
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _SILENT
