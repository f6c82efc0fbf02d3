"""A notebook's text without what its cells showed: pictures are no work, and do not count as size."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

# A string, be it that it never ends, or a bracket.
_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?$)|[\[\]{}]', re.DOTALL)
_VALUE: Final = re.compile(r"\s*:\s*(?=([\[{]))")
_TOKENS: Final = 2_000_000
SHOWN: Final = ("outputs", "widgets")
PASTED: Final = ("attachments",)


def without(text: str, keys: Collection[str]) -> str:
    """The JSON text with the lists and objects under these keys emptied, in linear time.

    A text of more parts than any notebook has is cut off, which leaves no JSON.
    """
    wanted = {f'"{key}"' for key in keys}
    kept: list[str] = []
    begin = position = 0
    for _ in range(_TOKENS):
        token = _TOKEN.search(text, position)
        if token is None:
            return "".join((*kept, text[begin:]))
        position = token.end()
        value = _VALUE.match(text, position) if token[0] in wanted else None
        if value is not None:
            kept += [text[begin : value.end()], "[]" if value[1] == "[" else "{}"]
            begin = position = _end_of(text, value.end())
    return ""


def _end_of(text: str, position: int) -> int:
    """Where the list or object that begins here ends."""
    depth = 0
    for _ in range(_TOKENS):
        token = _TOKEN.search(text, position)
        if token is None:
            return len(text)
        position = token.end()
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        if depth == 0:
            return position
    return len(text)
