"""Where a call that does not end is: the loop, rather than the line of it that was running when time was up.

Read from the text's indentation: Python's own parser is for the child (see `grader.submission`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from grader.model import Cell, Location

_FRAME = re.compile(rb'File "([^"\n]{1,300})", line (\d{1,7}) in')
_FRAMES = 8


def stuck_at(stack: bytes, cells: Mapping[str, Cell]) -> Location | None:
    """The outermost `while` around a stack's lines, else the outermost `for`, else the innermost line itself.

    stack: as faulthandler prints it, most recent call first; cells: the student's own, by their labels.
    The same loop gives the same answer whichever of its lines was running.
    """
    frames = [(name.decode("utf-8", "replace"), int(line)) for name, line in _FRAME.findall(stack)]
    # A recursion comes by the same lines again and again; whoever forges a stack comes by many.
    own = list(dict.fromkeys(frame for frame in frames if frame[0] in cells))[:_FRAMES]
    lines = {name: cells[name].text.split("\n") for name, _ in own}
    for keyword in ("while", "for"):
        for name, line in reversed(own):
            around = list(_around(lines[name], line, keyword))
            if around:
                return cells[name].at(around[-1])
    return cells[own[0][0]].at(own[0][1]) if own else None


def _around(lines: Sequence[str], number: int, keyword: str) -> Iterator[int]:
    """The lines of the headers that a line lies under, or is, from the inside out; as far as its `def`."""
    depth: int | None = None
    for at in range(min(number, len(lines)), 0, -1):
        words = lines[at - 1].lstrip()
        indent = len(lines[at - 1]) - len(words)
        if not words or words.startswith("#") or (depth is not None and indent >= depth):
            continue
        depth = indent
        if words.startswith(("def ", "async def ", "class ")):
            return
        if re.match(rf"(async )?{keyword}\b", words):
            yield at
