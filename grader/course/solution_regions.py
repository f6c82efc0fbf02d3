"""The exercise of a solution: what lies between marks is left out.

What lies between the first two is left out of the exercise; in its place stands `raise NotImplementedError`,
or the lines that are given with the third:

    def square(x):
        ### BEGIN SOLUTION
        ### STUB: return x + x
        return x * x
        ### END SOLUTION

A question that is answered in words is a markdown cell of its own. Between the marks stand answer key and
rubric; in their place the exercise says where to write:

    # %% [markdown] written="why" points=2
    # Why is that so?
    #
    # ### BEGIN SOLUTION
    # Because …
    # ### END SOLUTION
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.errors import CourseError
from grader.words.messages import Code, Heard, InFile, Value, say

BEGIN, END, GIVEN = "### BEGIN SOLUTION", "### END SOLUTION", "### STUB:"
# What was meant as a mark. A misspelt one must not pass as a comment: it would hand out the solution.
_MEANT = re.compile(r"\s*#[#\s]*(begin|end)[\s_-]*solution\b|\s*#[#\s]*stub\s*:", re.IGNORECASE)
_CELL = "# %%"
_ANSWER = "# *Write your answer here.*"

_Lines = Iterator[tuple[int, str]]


def stub(text: str, name: str) -> str:
    """The exercise of a solution's text. Raises CourseError with the line of `name` that is marked wrong."""
    lines: _Lines = iter(enumerate(text.splitlines(), start=1))
    kept: list[str] = []
    header = ""
    for number, line in lines:
        header = line if line.startswith(_CELL) else header
        mark = _mark(line, number, name)
        if mark == BEGIN:
            _demand_place(line, number, header, name)
            kept += _replacement(lines, number, line, name)
        elif mark:
            raise CourseError(
                say(
                    "In {place}, {mark} stands without {begin} above it.",
                    place=InFile(name, line=number),
                    mark=Code(mark),
                    begin=Code(BEGIN),
                )
            )
        else:
            kept.append(line)
    made = "\n".join(kept) + "\n"
    try:
        ast.parse(made)
    except SyntaxError as error:
        raise CourseError(
            say(
                "Python cannot read the exercise made from {file}: {why}, at {line}. "
                "Check that {begin} and {end} stand around whole statements.",
                file=InFile(name),
                why=Heard(error.msg),
                line=Value(repr((error.text or "").strip())),
                begin=Code(BEGIN),
                end=Code(END),
            )
        ) from None
    return made


def _demand_place(opening: str, number: int, header: str, name: str) -> None:
    """Raise CourseError for a solution that is neither inside a function nor in a written cell."""
    written = opening.startswith("#") and "[markdown]" in header and "written=" in header
    if not written and not opening[:1].isspace():
        raise CourseError(
            say(
                "In {place}, {begin} stands outside a function. Indent it. "
                "For a written question, let the cell begin with {cell}.",
                place=InFile(name, line=number),
                begin=Code(BEGIN),
                cell=Code(f'{_CELL} [markdown] written="name" points=2'),
            )
        )


def _replacement(lines: _Lines, begin: int, opening: str, name: str) -> list[str]:
    """What stands in place of a solution, whose lines are used up."""
    indent = opening[: len(opening) - len(opening.lstrip())]
    given: list[str] = []
    for number, line in lines:
        mark = _mark(line, number, name)
        if mark == END:
            return given or [f"{indent}raise NotImplementedError" if indent else _ANSWER]
        if mark == GIVEN:
            given.append((indent + line.strip().removeprefix(GIVEN).removeprefix(" ")).rstrip())
        elif mark:
            raise CourseError(
                say(
                    "In {place}, {mark} stands before the {mark} of line {begun} has ended.",
                    place=InFile(name, line=number),
                    mark=Code(BEGIN),
                    begun=begin,
                )
            )
    raise CourseError(
        say(
            "In {place}, {begin} has no {end} below it.",
            place=InFile(name, line=begin),
            begin=Code(BEGIN),
            end=Code(END),
        )
    )


def _mark(line: str, number: int, name: str) -> str:
    """The mark on a line, empty where there is none. Raises CourseError for a misspelt one."""
    if not _MEANT.match(line):
        return ""
    # In a markdown cell every line is a comment.
    said = line.removeprefix("# ").strip()
    if said in (BEGIN, END):
        return said
    if said.startswith(GIVEN):
        return GIVEN
    raise CourseError(
        say(
            "In {place}, expected exactly {begin}, {end} or {given}, got {got}.",
            place=InFile(name, line=number),
            begin=Code(BEGIN),
            end=Code(END),
            given=Code(f"{GIVEN} …"),
            got=Value(repr(said)),
        )
    )
