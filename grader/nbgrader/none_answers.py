"""An answer that does nothing: every function returns None, every variable is None."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.nbgrader import lines

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


def none_answer(solution: str, marks: tuple[str, str]) -> str:
    """The cell of a solution with None in the place of all that students write; what was given stays.

    marks: of a solution's begin and end. Empty where the cell is not plain Python.
    """
    try:
        parts = lines.apart(solution, marks)
    except SyntaxError:
        return ""
    made = [one for part, is_given in parts for one in ([part] if is_given else _nothing(part))]
    return "\n".join(map(ast.unparse, made))


def _nothing(part: ast.stmt) -> Iterator[ast.stmt]:
    """What a statement defines, without what it does."""
    if isinstance(part, _FUNCTIONS):
        part.body = ast.parse("return None").body
        yield part
    elif isinstance(part, ast.ClassDef):
        part.body = [one for member in part.body for one in _nothing(member)] or [ast.Pass()]
        yield part
    elif isinstance(part, _IMPORTS):
        yield part
    else:
        for name in sorted(lines.bound([part])):
            yield from ast.parse(f"{name} = None").body
