"""Text of strangers made safe to show. What a student printed may hold terminal sequences or bidi tricks.

Nothing is dropped: what could act is made visible, what is long is cut with a count of what is left.
"""

from __future__ import annotations

import re
import unicodedata

from grader.words.messages import Said

# Controls, format characters, surrogates, line and paragraph separators: invisible, or worse, effective.
_EFFECTIVE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Zero-width joiners hold emoji and several scripts together.
_WANTED = frozenset("\n\u200c\u200d")
_CODE = re.compile(r"`([^`\n]+)`")


def clean(text: Said) -> str:
    r"""The text with every control character shown as `\x1b`, lone surrogates as U+FFFD; newlines stay."""
    text = str(text).replace("\r\n", "\n").replace("\t", "    ")
    if text.isprintable():
        return text
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    number = ord(char)
    # The last two of each plane are no characters, and no XML may hold them.
    if char in _WANTED or (unicodedata.category(char) not in _EFFECTIVE and number & 0xFFFE != 0xFFFE):
        return char
    if 0xD800 <= number <= 0xDFFF:
        return "\ufffd"
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def one_line(text: Said) -> str:
    """Clean text on one line, runs of white space as one space."""
    return " ".join(clean(text).split())


def cut(text: str, characters: int = 600, lines: int = 16) -> tuple[str, int]:
    """The beginning of a text, and how many characters are left out: 0 where it fits."""
    head = "\n".join(text[:characters].split("\n")[:lines])
    return head, len(text) - len(head)


def brief(text: Said, characters: int = 200) -> str:
    """One line of at most so many characters; an ellipsis says that there is more elsewhere."""
    line = one_line(text)
    return line if len(line) <= characters else line[: characters - 1].rstrip() + "…"


def pieces(text: str) -> list[tuple[bool, str]]:
    """Prose split at its `code`: (is code, text) in order, without the backticks."""
    parts = _CODE.split(text)
    return [(index % 2 == 1, part) for index, part in enumerate(parts) if part]


def points(score: float | None) -> str:
    """A number of points as people write it: "3", "2.5", and a dash where there is none."""
    if score is None:
        return "–"
    return f"{score:.2f}".rstrip("0").rstrip(".") or "0"


def of_points(score: float | None, max_score: float) -> str:
    """ "3 / 4" """
    return f"{points(score)} / {points(max_score)}"
