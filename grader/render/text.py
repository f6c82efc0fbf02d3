"""Text of strangers made safe to show. What a student printed may hold terminal sequences or bidi tricks.

Nothing is dropped: what could act is made visible, what is long is cut with a count of what is left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from rich.cells import cell_len

from grader.words.messages import Message, Spoken, english

# Controls, format characters, surrogates, line and paragraph separators: invisible, or worse, effective.
_EFFECTIVE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Zero-width joiners hold emoji and several scripts together.
_WANTED = frozenset("\n\u200c\u200d")
_CODE = re.compile(r"`([^`\n]+)`")
_SPACE = re.compile(r"\s+")


# Scripts that put no space between words: Thai to Khmer, Chinese, Japanese, Korean, and their punctuation.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
# A text to show: words of the report's own, or a name, a value, a call.
Shown = Message | str


def clean(text: Shown) -> str:
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


def one_line(text: Shown) -> str:
    """Clean text on one line, runs of white space as one space."""
    return " ".join(clean(text).split())


def cut(text: str, characters: int = 600, lines: int = 16) -> tuple[str, int]:
    """The beginning of a text, and how many characters are left out: 0 where it fits."""
    head = "\n".join(text[:characters].split("\n")[:lines])
    return head, len(text) - len(head)


def brief(text: Shown, characters: int = 200) -> str:
    """One line of at most so many characters; an ellipsis says that there is more elsewhere."""
    line = one_line(text)
    return line if len(line) <= characters else line[: characters - 1].rstrip() + "…"


# ── in a terminal ────────────────────────────────────────────────────────────────────────────────────────


def brief_in_cells(text: Shown, cells: int) -> str:
    """One line of at most so many cells of a terminal, of which a Chinese character takes two."""
    line = one_line(text)
    return line if cell_len(line) <= cells else _first_cells(line, cells - 1).rstrip() + "…"


def _first_cells(line: str, cells: int) -> str:
    left = cells
    for number, char in enumerate(line):
        left -= cell_len(char)
        if left < 0:
            return line[:number]
    return line


def padded(text: str, cells: int) -> str:
    """The text and as many spaces as fill so many cells."""
    return text + " " * (cells - cell_len(text))


# ── words piece by piece ─────────────────────────────────────────────────────────────────────────────────


class TextRun(NamedTuple):
    """A part of a text: code, without its backticks, or prose in a language, which is empty for none."""

    is_code: bool
    text: str
    language: str = ""


def spoken(text: Shown) -> tuple[Spoken, ...]:
    """A text as its clean parts with their languages; a plain string is one of no language."""
    if isinstance(text, str):
        return (Spoken(clean(text)),)
    words = english(text) if text.words is None else text.words
    return tuple(Spoken(clean(part.text), part.language) for part in words)


def spoken_on_one_line(text: Shown) -> tuple[Spoken, ...]:
    """The same on one line, runs of white space as one space."""
    said, before = [], " "
    for part in spoken(text):
        line = _SPACE.sub(" ", part.text)
        line = line.lstrip() if before.endswith(" ") else line
        said.append(Spoken(line, part.language))
        before = line or before
    return tuple(said)


def pieces(words: Iterable[Spoken]) -> list[TextRun]:
    """Prose split at its `code`: the pieces in order, without the backticks."""
    found: list[TextRun] = []
    for said in words:
        for index, part in enumerate(_CODE.split(said.text)):
            piece = TextRun(index % 2 == 1, part, "" if index % 2 else said.language)
            if found and not piece.is_code and found[-1][::2] == piece[::2]:
                found[-1] = piece._replace(text=found[-1].text + part)
            elif part:
                found.append(piece)
    return found


def shortened(message: Message, characters: int = 200) -> Message:
    """As `brief`, and its parts keep their languages."""
    words = spoken_on_one_line(message)
    if sum(len(part.text) for part in words) > characters:
        words = (*beginning(words, characters - 1), Spoken("…"))
    return replace(message, words=words)


def beginning(words: Iterable[Spoken], characters: int) -> tuple[Spoken, ...]:
    """The first so many characters of what was said."""
    kept: list[Spoken] = []
    for part in words:
        taken = part.text[: max(0, characters)]
        kept += [Spoken(taken, part.language)] if taken else []
        characters -= len(part.text)
    return tuple(kept)


# ── numbers ───────────────────────────────────────────────────────────────────────────────────


def points(score: float | None) -> str:
    """A number of points as people write it: "3", "2.5", and a dash where there is none."""
    if score is None:
        return "–"
    return f"{score:.2f}".rstrip("0").rstrip(".") or "0"


def of_points(score: float | None, max_score: float) -> str:
    """ "3 / 4" """
    return f"{points(score)} / {points(max_score)}"
