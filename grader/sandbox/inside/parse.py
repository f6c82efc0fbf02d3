"""Inside the child: a cell's text becomes statements, and what does not parse costs itself alone.

A cell that does not parse is cut into its top-level blocks. Those that parse are kept. Each of the others is
told with its line, Python's words, and the functions of the assignment that it would have defined.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from grader.sandbox import wire
from grader.sandbox.inside.observe import text

# All that `ast.parse` raises for a text.
ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)
_MOST = 20
_CONTINUES = re.compile(r"(elif|else|except|finally|case)\b|[)\]}]")
_DEFINES = re.compile(r"(?:async\s+)?[^\W\d]\w*\s+(\w+)")
# Blocks that one string or bracket may reach over.
_REACH = 200
_TOKEN = re.compile(r"""'''|\"\"\"|['"#()\[\]{}]""")
_INSIDE = {quote: re.compile(r"\\.|" + quote, re.DOTALL) for quote in ("'''", '"""')}
_LINE_STRING = {quote: re.compile(rf"(?:\\.|[^\\\n{quote}])*{quote}?") for quote in ("'", '"')}


@dataclass(slots=True)
class Parsed:
    """What is in a cell: statements in order, and what Python cannot read."""

    statements: list[ast.stmt]
    unparsed: list[wire.UnparsedPart]


class _Block(NamedTuple):
    """Lines from one statement at the left margin to the next, and the number of lines above them."""

    text: str
    above: int


def parse(source: str, name: str, functions: Collection[str]) -> Parsed:
    """The statements of a cell. name: what the child knows it by; functions: those of the assignment."""
    try:
        return Parsed(ast.parse(source, name).body, [])
    except ERRORS as error:
        return _recovered(source, name, functions, error)


def unparsed(error: BaseException, name: str, line: int, functions: list[str]) -> wire.UnparsedPart:
    """An error of the parser, or of the compiler. line: where the statement begins."""
    place = wire.Place(name, getattr(error, "lineno", None) or line)
    words = text(str(getattr(error, "msg", None) or error)[:500])
    return wire.UnparsedPart(
        type(error).__name__, words, place, getattr(error, "offset", None) or 0, functions
    )


def _recovered(source: str, name: str, functions: Collection[str], first: BaseException) -> Parsed:
    found = Parsed([], [])
    broken: list[tuple[_Block, BaseException]] = []
    for block in _blocks(source.split("\n")):
        try:
            parts = ast.parse(block.text, name).body
            found.statements += [ast.increment_lineno(part, block.above) for part in parts]
        except ERRORS as error:
            if isinstance(error, SyntaxError):
                error.lineno = (error.lineno or 1) + block.above
            broken.append((block, error))
    at = getattr(first, "lineno", None) or 1
    # The whole cell's error knows more than that of the part in which it lies, or begins.
    cause = next((block for block, _ in reversed(broken) if block.above < at), None)
    if cause is None:
        found.unparsed.append(unparsed(first, name, 1, []))
    for block, own in broken[:_MOST]:
        names = _would_define(block.text, functions)
        reason = first if block is cause else own
        found.unparsed.append(unparsed(reason, name, block.above + 1, names))
    return found


def _would_define(block: str, functions: Collection[str]) -> list[str]:
    """The functions that a block seems to define, however `def` and the brackets are written."""
    heads = (line for line in block.split("\n") if line.strip() and not line.startswith(("@", "#")))
    match = _DEFINES.match(next(heads, ""))
    return [match[1]] if match and match[1] in functions else []


def _blocks(lines: list[str]) -> Iterator[_Block]:
    """The text cut where statements begin at the left margin, but not inside of a string or bracket."""
    cut = list(_cut(lines))
    number = 0
    while number < len(cut):
        joined = _joined(cut, number)
        yield _Block("\n".join(block.text for block in cut[number:joined]), cut[number].above)
        number = joined


def _cut(lines: list[str]) -> Iterator[_Block]:
    block: list[str] = []
    above = 0
    for number, line in enumerate(lines):
        opens = bool(line) and not line[0].isspace() and line[0] != "#" and not _CONTINUES.match(line)
        if opens and block and not block[-1].startswith("@"):
            yield _Block("\n".join(block), above)
            block, above = [], number
        block.append(line)
    yield _Block("\n".join(block), above)


def _joined(cut: list[_Block], number: int) -> int:
    """The number of the block behind the one that ends a string or bracket opened in this one.

    Where nothing ends it, it was never closed, and costs this block alone.
    """
    left = _left_open(cut[number].text)
    if not left:
        return number + 1
    taken = cut[number].text
    for end in range(number + 1, min(len(cut), number + _REACH)):
        if left not in _INSIDE and re.match(r"(async\s+def|def|class)\s|@", cut[end].text):
            break
        taken += "\n" + cut[end].text
        if not _left_open(taken):
            return end + 1
    return number + 1


def _left_open(code: str) -> str:
    """The bracket or triple quote that is open at the end of a text; empty where none is."""
    position = 0
    brackets: list[str] = []
    while match := _TOKEN.search(code, position):
        token, position = match[0], match.end()
        if token == "#":
            position = code.find("\n", position)
            if position < 0:
                break
        elif token in _LINE_STRING:
            inside = _LINE_STRING[token].match(code, position)
            position = inside.end() if inside else position
        elif token in _INSIDE:
            ends = (found for found in _INSIDE[token].finditer(code, position) if found[0] == token)
            closed = next(ends, None)
            if closed is None:
                return token
            position = closed.end()
        elif token in "([{":
            brackets.append(token)
        elif brackets:
            brackets.pop()
    return brackets[0] if brackets else ""
