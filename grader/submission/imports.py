"""Which modules a text imports, anywhere in it: found by its lines, and never run or parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from grader.submission.scanner import Scanner

_FROM: Final = re.compile(r"from\s+(\.*[\w.]*)\s*import\s*\(?(.*)", re.DOTALL)
_IMPORT: Final = re.compile(r"import\s+(.*)", re.DOTALL)
_NAMED: Final = re.compile(r"""\b(?:import_module|__import__)\(\s*["']([\w.]+)["']""")
_MODULE: Final = re.compile(r"[^\W\d][\w.]*")


def imported(text: str) -> set[str]:
    """Dotted names of modules; of `from a import b` both `a` and `a.b`, for b may be one."""
    return {name.strip(".") for statement in _statements(text) for name in _modules(statement)}


def _modules(statement: str) -> Iterator[str]:
    if found := _FROM.match(statement):
        above = found[1].strip(".")
        yield from filter(None, [above])
        for name in _names(found[2]):
            yield f"{above}.{name}"
    elif found := _IMPORT.match(statement):
        yield from _names(found[1])
    yield from (named[1] for named in _NAMED.finditer(statement))


def _names(listed: str) -> Iterator[str]:
    for part in listed.split(","):
        if found := _MODULE.match(part.strip("() \t\n\\")):
            yield found[0]


def _statements(text: str) -> Iterator[str]:
    """Statements without comments, each part of a line that a semicolon divides, without indentation."""
    scanner = Scanner()
    lines: list[str] = []
    for line in text.split("\n"):
        lines.append(line[: scanner.feed(line)])
        if scanner.at_start:
            for part in "\n".join(lines).split(";"):
                yield part.strip().removeprefix("try:").strip()
            lines = []
    yield "\n".join(lines).strip()
