"""What a student has written in a notebook so far: the cells that were run, reduced to what they define.

Runs in the student's own kernel. Experiments are left out, so that a check does not train a model anew each
time.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_VALUES = (ast.Assign, ast.AnnAssign, ast.AugAssign)


def definitions(history: Sequence[str]) -> list[str]:
    """For each cell its text, with blank lines in place of whatever defines nothing; line numbers stay.

    history: cells in the order in which they ran. Shell lines and magics are experiments, too. A cell that
    does not parse even without them is kept as it is: whoever reads it says what is wrong.
    """
    history = [_without_magics(text) for text in history]
    trees = [_parsed(text) for text in history]
    own = {
        node.name
        for tree in trees
        if tree
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    return [
        text if tree is None else _kept_lines(text, tree, own)
        for text, tree in zip(history, trees, strict=True)
    ]


def _without_magics(text: str) -> str:
    """The text without lines that only Jupyter understands, where it parses without them."""
    kept = "\n".join("" if line.startswith(("%", "!")) else line for line in text.splitlines())
    return kept if _parsed(text) is None and _parsed(kept) is not None else text


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _kept_lines(text: str, tree: ast.Module, own: set[str]) -> str:
    lines = text.splitlines()
    kept = [""] * len(lines)
    for node in tree.body:
        if _defines(node, own):
            first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", ()))])
            last = node.end_lineno or first
            kept[first - 1 : last] = lines[first - 1 : last]
    return "\n".join(kept) if any(kept) else ""


def _defines(node: ast.stmt, own: set[str]) -> bool:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return all(alias.name.partition(".")[0] != "grader" for alias in node.names)
    return isinstance(node, _DEFINING) or (isinstance(node, _VALUES) and not _calls(node, own))


def _calls(node: ast.stmt, own: set[str]) -> bool:
    """Whether a statement calls a function of the notebook, or asks the grader."""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return bool(names & (own | {"grader"}))


def functions_defined(cells: Sequence[str]) -> set[str]:
    """The names of the functions that some cells define at their top level."""
    trees = [tree for tree in map(_parsed, cells) if tree is not None]
    return {node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}
