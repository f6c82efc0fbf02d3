"""Where a line of Python stands: at the start of a statement, or inside a string, brackets or a joined line.

A scanner of a few tokens, not a parser: it never fails, needs no valid Python and takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(r"""'''|\"\"\"|['"#()\[\]{}]""")
# What matters inside a string, by its delimiter. A backslash hides the next character, in raw strings too.
_INSIDE: Final = {quote: re.compile(r"\\.|" + quote, re.DOTALL) for quote in ("'", '"', "'''", '"""')}


class Scanner:
    """Feed it the lines of a file in order."""

    def __init__(self) -> None:
        self._quote = ""  # the delimiter of the string that is open
        self._depth = 0  # brackets that are open
        self._joined = False  # the last line ended in a backslash

    @property
    def at_start(self) -> bool:
        """Whether the next line starts a statement (or is blank, or a comment)."""
        return not self._quote and not self._depth and not self._joined

    def feed(self, line: str) -> int:
        """Take in one line, without its line end; returns where its comment begins, else its length."""
        position, end = 0, len(line)
        comment = False
        while match := (_INSIDE[self._quote] if self._quote else _TOKEN).search(line, position):
            position = match.end()
            if comment := match[0] == "#" and not self._quote:
                end = match.start()
                break
            self._take(match[0])
        backslashes = len(line) - len(line.rstrip("\\"))
        if len(self._quote) == 1 and backslashes % 2 == 0:
            self._quote = ""  # a plain string ends with its line: it was never closed
        self._joined = not self._quote and not comment and backslashes > 0
        return end

    def _take(self, token: str) -> None:
        if self._quote:
            self._quote = "" if token == self._quote else self._quote
        elif token in "([{":
            self._depth += 1
        elif token in ")]}":
            self._depth = max(0, self._depth - 1)
        else:
            self._quote = token


# Strings alone, atomic so that no text makes it try twice.
_STRINGS: Final = re.compile(
    r"""(?>[rbuf]{0,2}(?>'{3}(?:\\.|(?!'{3}).)*+'{3}|"{3}(?:\\.|(?!"{3}).)*+"{3}"""
    r"""|'(?:\\.|[^'\\])*+'|"(?:\\.|[^"\\])*+")\s*)++""",
    re.DOTALL | re.IGNORECASE,
)


def code_in(text: str) -> Iterator[str]:
    """The lines that do something, without indentation: no comment, no docstring, no blank line.

    What is left says the same in every language: only texts for a reader are translated.
    """
    for statement in _statements(text):
        if not _STRINGS.fullmatch(statement.strip()):
            yield from filter(None, (line.strip() for line in statement.split("\n")))


def _statements(text: str) -> Iterator[str]:
    scanner = Scanner()
    lines: list[str] = []
    for line in text.split("\n"):
        lines.append(line[: scanner.feed(line)])
        if scanner.at_start:
            yield "\n".join(lines)
            lines = []
    yield "\n".join(lines)
