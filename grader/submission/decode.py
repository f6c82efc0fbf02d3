"""Bytes to text that every later stage can rely on: no BOM, no NUL, no lone surrogate, lines end in LF.

The number of lines is kept: a CR alone ends a line, for Python too. Characters that `str.splitlines` takes
for line ends and Python does not (form feed, U+2028 …) stay as they are.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from grader.submission.encodings import guess
from grader.words.messages import InFile, Message, Value, say, say_many

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# PEP 263: in the first line, else in the second where the first is blank or a comment.
_BLANK: Final = rb"[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)"
_COOKIE: Final = re.compile(rb"(?:" + _BLANK + rb")??[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")
# Character sets that people save files in. Python's codecs are more, and some of them are traps: punycode
# takes quadratic time, unicode_escape changes the code, zlib unpacks.
_USABLE: Final = re.compile(
    r"utf-8(-sig)?|utf-16-[bl]e|ascii|iso8859-\d+|cp\d+|mac-roman|koi8-[ru]|gbk|gb2312|gb18030|big5(hkscs)?"
    r"|shift_jis|euc_jp|euc_kr|johab"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_REORDERS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Of the lines with a hidden character, so many are named; the others are counted.
_TOLD: Final = 5


def decode(data: bytes, name: str) -> tuple[str, tuple[Message, ...]]:
    """The text of a file, tidied, and what a reader should know of it. Never fails."""
    text, _, notes = _decoded(data, name)
    text, more = tidy(text, name)
    return text, (*notes, *more)


def encode_as(text: str, data: bytes) -> bytes:
    """A text in the encoding, with the mark and the line ends, of the file that it came from.

    Raises:
        UnicodeEncodeError: that encoding lacks a character.
    """
    _, encoding, _ = _decoded(data, "")
    bom = next((bom for bom, _ in _BOMS if data.startswith(bom)), b"")
    ends = "\r\n" if "\r\n" in data[len(bom) :].decode(encoding) else "\n"
    return bom + text.replace("\n", ends).encode(encoding)


def _decoded(data: bytes, name: str) -> tuple[str, str, tuple[Message, ...]]:
    """Text, encoding, notes."""
    file = InFile(name)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text, found = _first_fitting(data[len(bom) :], [encoding])
            claimed = say("{file} starts like a file in {encoding}.", file=file, encoding=Value(encoding))
            break
    else:
        encoding = _declared(data)
        # What is UTF-8 may be UTF-16, in which ASCII has a NUL beside each character.
        text, found = _first_fitting(data, [encoding] if encoding != "utf-8" else [])
        claimed = say("{file} says that it is in {encoding}.", file=file, encoding=Value(encoding))
    return text, found, () if found == encoding else (_read_otherwise(file, claimed, encoding, found),)


def _read_otherwise(file: InFile, claimed: Message, encoding: str, found: str) -> Message:
    wrong = say("{file} is not UTF-8.", file=file) if encoding == "utf-8" else claimed + say("It is not.")
    return wrong + say("It was read as {encoding}.", encoding=Value(found)) + say("Save it as UTF-8.")


def _declared(data: bytes) -> str:
    match = _COOKIE.match(data)
    encoding = match[1].decode("ascii") if match else "utf-8"
    # A line that ASCII readers can read is not written in UTF-16.
    return "utf-8" if encoding.lower().replace("_", "-").startswith("utf-16") else encoding


def _first_fitting(data: bytes, encodings: list[str]) -> tuple[str, str]:
    """Text, encoding: the first in which the bytes can be read, else the one that they look like."""
    for encoding in (*encodings, guess(data), "cp1252"):
        text = _attempt(data, encoding)
        if text is not None:
            return text, encoding
    return data.decode("latin-1"), "latin-1"  # knows every byte


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if _USABLE.fullmatch(codecs.lookup(encoding).name) else None
    except (LookupError, ValueError):
        return None


def tidy(text: str, name: str, cell: int | None = None) -> tuple[str, tuple[Message, ...]]:
    """Text without what would trip Python or a frame, and a note for each kind of thing taken out."""
    notes, place = [], InFile(name, cell)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        notes.append(
            say_many(
                "{place}: {n} NUL character was removed.",
                "{place}: {n} NUL characters were removed.",
                text.count("\0"),
                place=place,
            )
        )
        text = text.replace("\0", "")
    text, count = _SURROGATE.subn("\N{REPLACEMENT CHARACTER}", text)
    if count:
        notes.append(
            say_many(
                "{place}: {n} half of a character (a surrogate) was replaced.",
                "{place}: {n} halves of characters (surrogates) were replaced.",
                count,
                place=place,
            )
        )
    return text, tuple(notes)


def oddities(code: str, name: str, cell: int | None = None) -> tuple[Message, ...]:
    """Notes on lines of code that may read otherwise than they run. They are left as they are."""
    if _REORDERS.search(code) is None:
        return ()
    lines = enumerate(code.split("\n"), 1)
    found = [(number, match[0]) for number, line in lines if (match := _REORDERS.search(line))]
    told = [
        say(
            "{place}: a hidden character ({character}) changes the order in which the line is shown.",
            place=InFile(name, cell, number),
            character=Value(f"U+{ord(character):04X}"),
        )
        for number, character in found[:_TOLD]
    ]
    if len(found) > _TOLD:
        told.append(
            say_many(
                "{place}: {n} more line has such a hidden character.",
                "{place}: {n} more lines have such hidden characters.",
                len(found) - _TOLD,
                place=InFile(name, cell),
            )
        )
    return tuple(told)
