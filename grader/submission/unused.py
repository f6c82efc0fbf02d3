"""Functions that a file has where nothing is run: a raw or text cell, another language, a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from grader.model import Cell, Location, Unused
from grader.submission.magics import is_python

_DEFINES: Final = re.compile(r"(?:async\s+)?def\s+([^\W\d]\w*)\s*\(")
_COMMENTED: Final = re.compile(r"#[#\s]*")
_FENCE: Final = re.compile(r"\s*[>`~]*\s*")
_MAGIC: Final = re.compile(r"\s*%%(\S+)")
_TOLD: Final = 200


def in_cells(cells: Iterable[Any], name: str) -> tuple[Unused, ...]:
    """Of all cells of a notebook as JSON, those that are not run."""
    found: list[Unused] = []
    for number, cell in enumerate(cells, 1):
        if isinstance(cell, dict) and (kind := _not_run(cell)):
            found += _defined(_source(cell), name, number, kind)
    return tuple(found[:_TOLD])


def in_comments(cells: Iterable[Cell]) -> tuple[Unused, ...]:
    """Functions in the comments of code that is run; so stand, too, those of a cell that was silenced."""
    found = [one for cell in cells for one in _commented(cell)]
    return tuple(found[:_TOLD])


def _not_run(cell: dict[str, Any]) -> str:
    kind = cell.get("cell_type")
    if kind in ("raw", "markdown"):
        return "raw" if kind == "raw" else "text"
    magic = _MAGIC.match(_source(cell))
    return "magic" if magic and not is_python(magic[1]) else ""


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    parts = source if isinstance(source, list) else [source]
    return "".join(part for part in parts if isinstance(part, str))


def _defined(text: str, name: str, number: int | None, kind: str) -> Iterator[Unused]:
    for line, code in enumerate(text.split("\n"), 1):
        if match := _DEFINES.match(code, _FENCE.match(code).end()):  # type: ignore[union-attr]
            yield Unused(name=match[1], kind=kind, location=Location(file=name, cell=number, line=line))


def _commented(cell: Cell) -> Iterator[Unused]:
    for line, code in enumerate(cell.text.split("\n"), 1):
        if (sign := _COMMENTED.match(code)) and (match := _DEFINES.match(code, sign.end())):
            yield Unused(name=match[1], kind="comment", location=cell.at(line))
