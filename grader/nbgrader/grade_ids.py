"""What the cells of a course's notebooks are called in nbgrader, and which of them the engine scores."""

from __future__ import annotations

import ast
import re

# A cell that carries the points of a function's checks.
_SCORED = "test_"
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
# In the hidden lines of a cell that a course's checks score.
MARK = "scored by grader.nbgrader.RunInSandbox"
# A letter that a grade id cannot hold, by its number.
_SPELT = re.compile(r"-([0-9a-f]{2,5})-")
_UNSAFE = re.compile(r"[^a-zA-Z0-9_-]")


def answered(function: str) -> str:
    """The grade id of the cell in which a function is written: its name, letters like `ö` as `-f6-`."""
    return _UNSAFE.sub(lambda found: f"-{ord(found[0]):x}-", function)


def scored(function: str) -> str:
    """The grade id of the cell that carries a function's points."""
    return _SCORED + answered(function)


def function_of(grade_id: str) -> str:
    """The function whose points a cell carries; empty for any other cell."""
    if not grade_id.startswith(_SCORED):
        return ""
    return _SPELT.sub(lambda found: chr(int(found[1], 16)), grade_id[len(_SCORED) :])


def safe(name: str) -> str:
    """A name as nbgrader allows it for a cell."""
    return _UNSAFE.sub("-", name)


def defined(source: str) -> list[str]:
    """The functions at the top of a cell of the course's own; [] where it does not parse."""
    try:
        return [part.name for part in ast.parse(source).body if isinstance(part, ast.FunctionDef)]
    except SyntaxError:
        return []


def visible(source: str) -> str:
    """A cell's text without the lines that nbgrader hides from students."""
    begin, end = HIDDEN
    while begin in source and end in source:
        before, _, rest = source.partition(begin)
        source = before + rest.partition(end)[2].lstrip("\n")
    return source.strip()
