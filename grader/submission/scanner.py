"""Where a line of Python stands: at the start of a statement, or inside a string, brackets or a joined line.

A scanner of a few tokens, not a parser: it never fails, needs no valid Python and takes linear time.
"""

from __future__ import annotations

import re
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

    def feed(self, line: str) -> None:
        """Take in one line, without its line end."""
        position = 0
        comment = False
        while match := (_INSIDE[self._quote] if self._quote else _TOKEN).search(line, position):
            position = match.end()
            if comment := match[0] == "#" and not self._quote:
                break
            self._take(match[0])
        backslashes = len(line) - len(line.rstrip("\\"))
        if len(self._quote) == 1 and backslashes % 2 == 0:
            self._quote = ""  # a plain string ends with its line: it was never closed
        self._joined = not self._quote and not comment and backslashes > 0

    def _take(self, token: str) -> None:
        if self._quote:
            self._quote = "" if token == self._quote else self._quote
        elif token in "([{":
            self._depth += 1
        elif token in ")]}":
            self._depth = max(0, self._depth - 1)
        else:
            self._quote = token
