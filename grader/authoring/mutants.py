"""Mutants: the reference with one slip in it, each a function that stands in the right one's place.

    solution ─► functions that hold a marked region ─► one slip each (operators) ─► Mutant

A mutant is known by its function and by the lines that changed, in the spelling of `ast.unparse`: comments,
line breaks and other functions may change without its losing its name. One that parses to the reference's own
program is no mutant, and neither is the second of two that are the same program.

What is not mutated: given code outside the marks, docstrings, annotations, and the words of an exception.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from grader.authoring.operators import Slip, block_slips, is_docstring, slips
from grader.course.solution_regions import BEGIN, END
from grader.errors import CourseError
from grader.words.messages import Heard, InFile, say

_Definition = cst.FunctionDef | cst.ClassDef
_MARKED = re.compile(rf"\s*({re.escape(BEGIN)}|{re.escape(END)})\s*$")


@dataclass(frozen=True, slots=True)
class Key:
    """What names a mutant across edits elsewhere."""

    assignment: str
    function: str
    # The lines that the slip changed, and what they became.
    was: str
    becomes: str
    # 1 for the first such change in the function, 2 for the second …
    at: int = 1
    # "slip", or "insertion" and "nonsense": then `becomes` says what the function does.
    kind: str = "slip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A reference function with one slip."""

    key: Key
    # "swapped arguments", "dropped statement" …
    operator: str
    # The whole function: appended to the solution, it replaces the right one.
    text: str


def mutants(text: str, assignment: str) -> list[Mutant]:
    """Every mutant of a solution's marked regions, in the order of the text, no program twice.

    Raises:
        CourseError: the solution does not parse.
    """
    try:
        wrapper = MetadataWrapper(cst.parse_module(text))
    except cst.ParserSyntaxError as error:
        place = InFile(f"{assignment}.py", line=error.raw_line)
        raise CourseError(
            say("{place} is not valid Python: {error}", place=place, error=Heard(error.message))
        ) from None
    lines = marked_lines(text)
    positions = wrapper.resolve(PositionProvider)
    found: list[Mutant] = []
    for node in wrapper.module.body:
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            places = _Places(positions, lines)
            node.visit(places)
            found += _of_definition(node, places.found, assignment)
    return found


def marked_lines(text: str) -> set[int]:
    """The lines, from 1, that lie between solution marks."""
    inside, found = False, set()
    for number, line in enumerate(text.splitlines(), start=1):
        mark = _MARKED.match(line)
        if mark:
            inside = mark.group(1) == BEGIN
        elif inside:
            found.add(number)
    return found


def _of_definition(node: _Definition, places: Sequence[_Place], assignment: str) -> Iterator[Mutant]:
    right = _spelling(_code(node))
    seen, counts = {right}, Counter[tuple[str, str]]()
    for place in places:
        text = _code(cast(_Definition, node.deep_replace(place.old, place.new)))
        spelling = _spelling(text)
        if spelling is None or spelling in seen:
            continue
        seen.add(spelling)
        was, becomes = _changed(right or "", spelling)
        counts[was, becomes] += 1
        key = Key(assignment, node.name.value, was, becomes, counts[was, becomes])
        yield Mutant(key=key, operator=place.operator, text=text)


def _code(node: _Definition) -> str:
    return cst.Module([node.with_changes(leading_lines=[])]).code


def _spelling(code: str) -> str | None:
    """The program in one spelling, or None where it is no program (`break` outside a loop)."""
    try:
        compile(code, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return None
    return ast.unparse(ast.parse(code))


def _changed(right: str, wrong: str) -> tuple[str, str]:
    """The lines that differ, without indentation: (as they were, as they became)."""
    was, becomes = right.splitlines(), wrong.splitlines()
    while was and becomes and was[0] == becomes[0]:
        del was[0], becomes[0]
    while was and becomes and was[-1] == becomes[-1]:
        del was[-1], becomes[-1]
    return _dedented(was), _dedented(becomes)


def _dedented(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines)


# ── where to look ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Place:
    operator: str
    old: cst.CSTNode
    new: cst.CSTNode


class _Places(cst.CSTVisitor):
    """Collects slips in the marked lines of one function."""

    def __init__(self, positions: Mapping[cst.CSTNode, CodeRange], lines: set[int]) -> None:
        super().__init__()
        self.found: list[_Place] = []
        self._positions = positions
        self._lines = lines
        # Calls that are a statement: dropping the call there is dropping the statement.
        self._statements: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.Annotation, cst.Raise)) or is_docstring(node):
            return False
        if isinstance(node, cst.Expr):
            self._statements.append(node.value)
        if isinstance(node, cst.IndentedBlock):
            self._add(node, block_slips(node, self._marked))
        elif self._marked(node):
            self._add(node, slips(node))
        return not isinstance(node, cst.FormattedString)

    def _marked(self, node: cst.CSTNode) -> bool:
        where = self._positions.get(node)
        return where is not None and where.start.line in self._lines

    def _add(self, node: cst.CSTNode, changes: Iterable[Slip]) -> None:
        for operator, new in changes:
            if not (operator == "dropped call" and any(node is other for other in self._statements)):
                self.found.append(_Place(operator, node, new))
