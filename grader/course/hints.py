"""Hints: three steps to each function, from a nudge to nearly the answer. Read from Markdown.

    # Hints: autograd

    ## update

    1. The tensor that you were given must itself change.
    2. …
    3. …

An item may run over several lines and hold indented code; everything up to the next number belongs to it.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from grader.course.layout import Course, cell
from grader.course.targets import Target
from grader.errors import CourseError, UsageError
from grader.words.messages import Code, InFile, Message, Value, of_course, say

STEPS = 3
_ITEM = re.compile(r"^(\d)\. +(?=\S)")


def hints_file(course: Course, assignment: str) -> Path:
    """Where a student finds the hints: in exercises/; in a course that was not released, in solutions/."""
    released = course.root / "exercises" / "hints" / f"{assignment}.md"
    source = course.root / "solutions" / "hints" / f"{assignment}.md"
    return released if released.is_file() or not source.is_file() else source


def hints_for(course: Course, target: Target) -> tuple[Message, ...]:
    """The hints to a function, in order, as Markdown.

    Raises:
        UsageError: there are none.
        CourseError: the file is not of the form that it should have.
    """
    path = hints_file(course, target.assignment)
    known = parse_hints(cell(path).text, path.name) if path.is_file() else {}
    if target.function not in known:
        raise UsageError(
            say(
                "There are no hints for {function}. Read the text above the function again.",
                function=Code(str(target)),
            )
        )
    about = f"{target.assignment}/{target.function}"
    return tuple(
        of_course(text, f"{about}/hint {step}") for step, text in enumerate(known[target.function], start=1)
    )


def parse_hints(text: str, name: str) -> dict[str, tuple[str, ...]]:
    """Function → its hints. Raises CourseError with the line of file `name` that is not understood."""
    found: dict[str, list[list[str]]] = {}
    items: list[list[str]] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        item = _ITEM.match(line)
        if line.startswith("## "):
            items = found.setdefault(line[3:].strip().strip("`"), [])
        elif items is not None and item and int(item[1]) == len(items) + 1:
            items.append([" " * item.end() + line[item.end() :]])
        elif items:
            items[-1].append(line)
        elif line.strip() and not line.startswith("# "):
            raise CourseError(
                say(
                    "Expected `## function` or `1. …` in {place}, got {got}.",
                    place=InFile(name, line=number),
                    got=Value(repr(line[:40])),
                )
            )
    for function, steps in found.items():
        if len(steps) != STEPS:
            raise CourseError(
                say(
                    "Expected {wanted} hints for {function} in {file}, as `1.` to `3.`, got {count}.",
                    wanted=STEPS,
                    function=Code(function),
                    file=InFile(name),
                    count=len(steps),
                )
            )
    return {function: tuple(map(_text, steps)) for function, steps in found.items()}


def _text(lines: list[str]) -> str:
    return textwrap.dedent("\n".join(line.rstrip() for line in lines)).strip()
