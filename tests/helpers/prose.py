"""Finds where Python code tests a sentence: compares it, searches it, cuts it, looks things up by it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# What is written for people, wherever it stands.
_ATTRIBUTES = {
    "error",
    "error_text",
    "message",
    "problem",
    "note",
    "notes",
    "headline",
    "explanation",
    "detail",
}
_NAMES = {"error", "error_text", "message", "problem", "note", "notes", "how", "why", "reason", "said"}
_TAKEN_APART = {
    "startswith", "endswith", "partition", "rpartition", "split", "rsplit", "splitlines", "find", "rfind",
    "index", "rindex", "count", "removeprefix", "removesuffix",
}  # fmt: skip
# A prose string's own methods that hand on prose.
_HANDED_ON = {
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "casefold",
    "replace",
    "partition",
    "removeprefix",
}
_SEARCHED = {"match", "search", "fullmatch", "findall", "finditer", "sub", "split"}
_LOOKED_UP = {"get", "index", "count", "remove"}


def prose_tests(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, function, code) of each test of a sentence in a module's text, in order."""
    tree = ast.parse(text)
    yield from sorted(set(_in_scope(tree, "", set())))


def _in_scope(scope: ast.AST, name: str, outer: set[str]) -> Iterator[tuple[int, str, str]]:
    """The tests in one function or module; what is prose in it is prose in the functions inside it."""
    own = list(_nodes(scope))
    known = outer | _NAMES | {f"{node.name}()" for node in own if isinstance(node, ast.ExceptHandler)}
    before = -1
    while before != len(known):
        before = len(known)
        known |= {target for node in own for target in _learned(node, known)}
    for node in own:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            inner = f"{name}.{node.name}" if hasattr(node, "name") and name else getattr(node, "name", name)
            yield from _in_scope(node, inner, known)
        elif _is_test(node, known):
            yield node.lineno, name, ast.unparse(node)  # type: ignore[attr-defined]  # an expression has one


def _nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope; of a function or class inside it, only that it is there."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            yield from _nodes(child)


def _learned(node: ast.AST, known: set[str]) -> Iterator[str]:
    """Names that hold prose after this node."""
    if isinstance(node, (ast.For, ast.comprehension)) and _is_prose(node.iter, known):
        yield from _plain(node.target)
    elif isinstance(node, ast.Assign) and _is_prose(node.value, known):
        yield from (name for target in node.targets for name in _plain(target))
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value and _is_prose(node.value, known):
        yield from _plain(node.target)


def _plain(target: ast.expr) -> Iterator[str]:
    yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _is_prose(node: ast.expr, known: set[str]) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in _ATTRIBUTES
    if isinstance(node, ast.Name):
        return node.id in known
    if isinstance(node, (ast.Subscript, ast.Starred)):
        return _is_prose(node.value, known)
    if isinstance(node, ast.BoolOp):
        return any(_is_prose(value, known) for value in node.values)
    if isinstance(node, ast.IfExp):
        return _is_prose(node.body, known) or _is_prose(node.orelse, known)
    return isinstance(node, ast.Call) and _is_prose_call(node, known)


def _is_prose_call(node: ast.Call, known: set[str]) -> bool:
    """`str(error)` of what an `except` caught or of prose, and what a sentence's own methods hand on."""
    called = node.func
    if isinstance(called, ast.Name) and called.id in ("str", "repr", "list", "tuple", "sorted", "set"):
        given = node.args[0] if node.args else None
        caught = isinstance(given, ast.Name) and (f"{given.id}()" in known or given.id in ("error", "raised"))
        return caught or (given is not None and _is_prose(given, known))
    return isinstance(called, ast.Attribute) and called.attr in _HANDED_ON and _is_prose(called.value, known)


def _is_test(node: ast.AST, known: set[str]) -> bool:
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(_is_prose(side, known) for side in sides) and not any(map(_is_none, sides))
    if isinstance(node, ast.Match):
        return _is_prose(node.subject, known)
    if isinstance(node, ast.Subscript):
        return _is_prose(node.slice, known)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        on, name = node.func.value, node.func.attr
        given = any(_is_prose(item, known) for item in node.args)
        return (name in _TAKEN_APART and _is_prose(on, known)) or (name in _SEARCHED | _LOOKED_UP and given)
    return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
