"""What a student has written in a notebook so far: the cells that were run, reduced to what they define.

Runs in the student's own kernel. Experiments are left out, so that a check does not train a model anew each
time.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.submission.magics import files_run, neutralise

_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_VALUES = (ast.Assign, ast.AnnAssign, ast.AugAssign)


def definitions(history: Sequence[str]) -> list[str]:
    """For each cell its text, with blank lines in place of whatever defines nothing; line numbers stay.

    history: cells in the order in which they ran. Shell lines and magics are experiments, too, and so is a
    function that was defined anew later with the same parameters: an evening's runs of one cell must not add
    up. A cell that does not
    parse even without magics is kept as it is: whoever reads it says what is wrong.
    """
    history = [_without_magics(text) for text in history]
    trees = [_parsed(text) for text in history]
    nodes = [node for tree in trees if tree for node in tree.body]
    own = {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    kept = {id(node) for node in nodes if _defines(node, own)} - _superseded(nodes)
    return [
        text
        if tree is None
        else _kept_lines(text, [node for node in tree.body if id(node) in kept or _runs_a_file(node, text)])
        for text, tree in zip(history, trees, strict=True)
    ]


def _runs_a_file(node: ast.stmt, text: str) -> bool:
    """Whether a statement stands for a `%run`, whose file may define something."""
    return isinstance(node, ast.Pass) and bool(files_run(text.split("\n")[node.lineno - 1]))


def _superseded(nodes: Sequence[ast.stmt]) -> set[int]:
    """Ids of functions that are defined once more further down, and that no definition needs at once."""
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    last = {_heading(node): id(node) for node in functions}
    at_once = [part for node in nodes for part in _run_where_defined(node)]
    needed = {part.id for tree in at_once for part in ast.walk(tree) if isinstance(part, ast.Name)}
    return {id(node) for node in functions if last[_heading(node)] != id(node) and node.name not in needed}


def _heading(node: ast.FunctionDef) -> tuple[str, str]:
    """A function's name and parameters: one that takes something else may be another."""
    return node.name, ast.dump(node.args)


def _run_where_defined(node: ast.stmt) -> list[ast.AST]:
    """What of a definition runs before anybody calls it."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        defaults = [default for default in node.args.kw_defaults if default is not None]
        return [*node.decorator_list, *node.args.defaults, *defaults]
    return [node] if isinstance(node, ast.ClassDef) else []


def _without_magics(text: str) -> str:
    """The text without what only Jupyter understands, where it parses without that."""
    if _parsed(text) is not None:
        return text
    kept, _ = neutralise(text, "", notebook=True)
    return kept if _parsed(kept) is not None else text


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _kept_lines(text: str, nodes: Sequence[ast.stmt]) -> str:
    lines = text.split("\n")
    kept = [""] * len(lines)
    for node in nodes:
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
