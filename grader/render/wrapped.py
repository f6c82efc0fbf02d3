"""Prose in a terminal, broken into lines as its script is: Chinese puts no space between words."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.text import Text

from grader.render.text import UNSPACED

_OPENING = "（「『《〈【〔"
_CLOSING = "，。、；：！？）」』》〉】〕…"
_UNSPACED = re.compile(f"[{UNSPACED}]")
# What stays on one line: a sign or a word, what opens before it, what closes after it.
_UNIT = re.compile(
    rf"[{_OPENING}]*(?:(?![{_OPENING}{_CLOSING}])[{UNSPACED}]|[^\s{UNSPACED}…]+)?[{_CLOSING}]*\s*|.",
    re.DOTALL,
)


class Prose(Text):
    """Text whose lines may end between two signs of a script without spaces, never before a full stop."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """As rich wraps it, where there are spaces between words."""
        if no_wrap or not _UNSPACED.search(self.plain):
            return super().wrap(
                console,
                width,
                justify=justify,
                overflow=overflow,
                tab_size=tab_size,
                no_wrap=no_wrap,
            )
        lines = Lines()
        for line in self.split(allow_blank=True):
            lines.extend(line.divide(breaks(line.plain, width)))
        for line in lines:
            line.rstrip_end(width)
        return lines


def breaks(text: str, width: int) -> list[int]:
    """Where lines of at most so many cells begin, but for the first."""
    starts: list[int] = []
    cells = 0
    for unit in _UNIT.finditer(text):
        if cells and cells + cell_len(unit.group().rstrip()) > width:
            starts.append(unit.start())
            cells = 0
        for offset, char in enumerate(unit.group(), start=unit.start()):
            # A word that is wider than a line is broken anywhere.
            if not char.isspace() and cells + cell_len(char) > width:
                starts.append(offset)
                cells = 0
            cells += cell_len(char)
    return starts
