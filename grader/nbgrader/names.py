"""What the cells of a course's notebooks are called in nbgrader, and which of them the engine scores."""

from __future__ import annotations

import re

# A cell that carries the points of a function's checks.
_SCORED = "test_"
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
_UNSAFE = re.compile(r"[^a-zA-Z0-9_-]")


def scored(function: str) -> str:
    """The grade id of the cell that carries a function's points."""
    return _SCORED + function


def function_of(grade_id: str) -> str:
    """The function whose points a cell carries; empty for any other cell."""
    return grade_id[len(_SCORED) :] if grade_id.startswith(_SCORED) else ""


def safe(name: str) -> str:
    """A name as nbgrader allows it for a cell."""
    return _UNSAFE.sub("-", name)


def visible(source: str) -> str:
    """A cell's text without the lines that nbgrader hides from students."""
    begin, end = HIDDEN
    while begin in source and end in source:
        before, _, rest = source.partition(begin)
        source = before + rest.partition(end)[2].lstrip("\n")
    return source.strip()
