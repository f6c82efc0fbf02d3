"""A student's function as text and tree, and the edits of it. Text in, text out: nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from grader.model import SlipKind

_LIMIT = 12_000
# What keeps together without parentheses wherever it is put.
_ATOMS = (
    ast.Name,
    ast.Constant,
    ast.Attribute,
    ast.Call,
    ast.Subscript,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.ListComp,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a function's text: the bytes from `start` to `end` become `text`."""

    kind: SlipKind
    start: int
    end: int
    text: str
    # The lines that it is about, counted from 1 within the function.
    line: int
    end_line: int
    # How far-fetched it is: the smaller ones are tried first.
    rank: int = 0
    # Of a statement that is put into a block: the line that opens the block.
    opened: int | None = None

    @property
    def splice(self) -> tuple[int, int, str]:
        """The change alone."""
        return self.start, self.end, self.text

    def overlaps(self, other: Edit) -> bool:
        """Whether both change the same text, or put something in the same place."""
        if (self.start, self.end) == (other.start, other.end):
            return True
        return self.start < other.end and other.start < self.end


class Written:
    """One function's own lines and its tree."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        """text: the function alone. first_line: where it begins in its cell. Raises SyntaxError."""
        (node,) = ast.parse(text).body
        if not isinstance(node, ast.FunctionDef):
            raise SyntaxError("not a function")
        self.text = text
        self.first_line = first_line
        self.node = node
        self.raw = text.encode()
        self.lines = self.raw.split(b"\n")
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    @property
    def name(self) -> str:
        """The function's name."""
        return self.node.name

    @property
    def body(self) -> list[ast.stmt]:
        """Its statements without the docstring."""
        documented = ast.get_docstring(self.node) is not None
        return self.node.body[1:] if documented else self.node.body

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg) -> tuple[int, int]:
        """The bytes of a node."""
        assert node.end_lineno is not None and node.end_col_offset is not None, "trees of a text have places"
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def begins(self, line: int) -> int:
        """The first byte of a line."""
        return min(self._starts[line - 1], len(self.raw))

    def code(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        """A node as it is written."""
        start, end = self.span(node)
        return self.raw[start:end].decode()

    def operand(self, node: ast.expr) -> str:
        """An expression as it can stand anywhere."""
        code = self.code(node)
        return code if isinstance(node, _ATOMS) else f"({code})"

    def instead(
        self, kind: SlipKind, node: ast.expr | ast.stmt | ast.keyword, text: str, rank: int = 0
    ) -> Edit:
        """The edit that puts a text in a node's place."""
        start, end = self.span(node)
        return Edit(kind, start, end, text, node.lineno, node.end_lineno or node.lineno, rank)

    def edited(self, edits: Iterable[Edit]) -> str:
        """The function's text with edits that do not overlap."""
        raw = self.raw
        for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
            raw = raw[: edit.start] + edit.text.encode() + raw[edit.end :]
        return raw.decode()


def function_in(text: str, name: str) -> Written | None:
    """The last function of this name at the top level of a text; None where it cannot be told by its lines.

    A text that does not parse as a whole is read by its indentation.
    """
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if re.match(rf"def {re.escape(name)}\b", line)]
    if not starts or len(text) > 50 * _LIMIT:
        return None
    first, end = starts[-1], starts[-1] + 1
    while first > 0 and lines[first - 1].startswith("@"):
        first -= 1
    while end < len(lines) and not _opens_another(lines[end]):
        end += 1
    while not lines[end - 1].strip() or lines[end - 1].startswith("#"):
        end -= 1
    own = "\n".join(lines[first:end])
    try:
        return Written(own, first + 1) if len(own) <= _LIMIT else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _opens_another(line: str) -> bool:
    is_cell = line.startswith("# %%")
    return is_cell or (bool(line) and not line[0].isspace() and line[0] not in "#)]}\"'")
