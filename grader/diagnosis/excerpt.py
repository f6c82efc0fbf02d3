"""The part of a submission that one function depends on: whatever the rest does, the function does the same.

    excerpt(source, "loss_fn", functions)     the same lines; functions that loss_fn does not reach are blank

Two submissions with equal excerpts have the same slip in that function, on the same line of it. So a class
looks once for the slip that many of it make.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from grader.model import Source

# Who says one of these may reach what it does not name.
_REACH_ALL = frozenset(
    {"__import__", "eval", "exec", "getattr", "globals", "inspect", "locals", "sys", "vars"}
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A source of which some functions are blank, each line in its place."""

    source: Source
    # Equal where Python reads the same: comments, blank lines and what is blank make no difference.
    digest: bytes


def excerpt(source: Source, function: str, functions: Collection[str]) -> Excerpt | None:
    """What this function depends on; None where a cell is no Python.

    functions: those that may be left out, unless what is kept mentions any.
    """
    try:
        trees = [ast.parse(cell.text) for cell in source.cells]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    others = set(functions) - {function}
    kept = [[node for node in tree.body if not _may_go(node, others)] for tree in trees]
    if {name for body in kept for node in body for name in _names(node)} & (others | _REACH_ALL):
        others, kept = set(), [tree.body for tree in trees]
    cells = tuple(
        replace(cell, text=_blanked(cell.text, [node for node in tree.body if _may_go(node, others)]))
        for cell, tree in zip(source.cells, trees, strict=True)
    )
    return Excerpt(replace(source, cells=cells), _digest(source, kept))


def _may_go(node: ast.stmt, names: Collection[str]) -> bool:
    """Whether it does nothing but define one of these functions, which changes no variable of the file."""
    if not isinstance(node, ast.FunctionDef) or node.name not in names or node.decorator_list:
        return False
    return not any(isinstance(part, ast.Global) for part in ast.walk(node))


def _names(node: ast.AST) -> Iterator[str]:
    """All names in it, and names of attributes."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Import | ast.ImportFrom):
            yield from (alias.name.partition(".")[0] for alias in part.names)


def _blanked(text: str, dropped: Collection[ast.stmt]) -> str:
    lines = text.split("\n")
    for node in dropped:
        first, last = node.lineno, node.end_lineno or node.lineno
        lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(lines)


def _digest(source: Source, kept: Collection[Collection[ast.stmt]]) -> bytes:
    digest = hashlib.sha256()
    for body in kept:
        for node in body:
            digest.update(ast.dump(node).encode())
            digest.update(b"\0")
        digest.update(b"\1")
    for one in source.beside:
        digest.update(f"{one.name}\0{len(one.data)}\0".encode() + one.data)
    return digest.digest()
