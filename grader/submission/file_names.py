"""Names of files and folders: which are left aside, and which assignment and student they speak of."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import PurePath
from typing import Final

from grader.words.messages import Code, Items

# What is read as code, in the order of preference, and as a sentence lists it.
CODE: Final = (".py", ".ipynb", ".qmd", ".rmd")
CODE_ENDINGS: Final = Items(tuple(map(Code, CODE)), "or")
SUFFIXES: Final = (*CODE, ".zip")
ENDINGS: Final = Items(tuple(map(Code, SUFFIXES)), "or")
_ASIDE = {"__MACOSX", "__pycache__", "__init__.py", "node_modules"}
_VERSION = re.compile(r"(copy|final|draft|new|old|solution|submission|v?\d{1,2})?", re.IGNORECASE)


def set_aside(name: str) -> bool:
    """Whether a file or folder is nobody's submission: hidden, a cache, or a system's own."""
    return name.startswith(".") or name in _ASIDE


def suffix(name: str) -> str:
    """The ending that says what a file is, in lower case."""
    return PurePath(name).suffix.lower()


def shown(name: str) -> str:
    """A name as it can be printed and written to a report: whatever is not a visible character is �."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)


@lru_cache(maxsize=1_000)
def _pattern(assignment: str) -> re.Pattern[str]:
    """People write gradient_descent as Gradient-Descent and "gradient descent", too."""
    return re.compile("[-_ ]?".join(map(re.escape, re.split("[-_ ]", assignment))), re.IGNORECASE)


def is_exactly(stem: str, assignment: str) -> bool:
    """Whether a file's stem or a folder's name is the assignment's name."""
    return _pattern(assignment).fullmatch(stem) is not None


def assignment_in(stem: str, assignments: Collection[str]) -> str | None:
    """The assignment that a stem is, or that it holds; None where that is none or more than one."""
    exact = [name for name in sorted(assignments) if is_exactly(stem, name)]
    if exact:
        return exact[0]
    spans = {name: match.span() for name in assignments if (match := _pattern(name).search(stem))}
    widest = [
        name
        for name, (start, end) in spans.items()
        if not any(s <= start and end <= e and e - s > end - start for s, e in spans.values())
    ]
    return widest[0] if len(widest) == 1 else None


def _without_ends(text: str) -> str:
    """Without what parts a name from the next; the dot of "King, Jr." stays where another sign parts."""
    shorter = text.strip("-_ ")
    return shorter if shorter != text else text.strip("-_ .")


def student_in(stem: str, assignment: str | None) -> str:
    """Whose file it is by its stem: what stands before the assignment's name, or after it, or ""."""
    first, parted, _ = stem.partition(" - ")
    if parted and not (assignment and _pattern(assignment).search(first)):
        return first  # "Anna Lee - my loop", as Drive writes it
    match = _pattern(assignment).search(stem) if assignment else None
    if match is None:
        return stem
    before, after = _without_ends(stem[: match.start()]), _without_ends(stem[match.end() :])
    if not before and all(_VERSION.fullmatch(word) for word in re.split(r"[\W_]+", after)):
        return ""  # "gradient_descent (1)", "gradient_descent_final"
    return before or after


# ── words of Drive and of browsers ───────────────────────────────────────────────────────────────────────

_COPY_OF = re.compile(r"(?:copy of|copie de|kopie von|copia de) +|副本[ -]*", re.IGNORECASE)
_DOWNLOADED_AGAIN = re.compile(r" ?\(\d{1,3}\)$| - copy(?: \(\d{1,3}\))?$| copy(?: \d{1,2})?$", re.IGNORECASE)


def plain_stem(name: str) -> str:
    """A file's name without its ending, and without what Drive or a browser put into it.

    "Anna Lee - Copy of autograd (1).ipynb" → "Anna Lee - autograd". Those words are no part of a name and
    tell no attempt. The name of a folder is whole ("anna.lee").
    """
    stem = PurePath(name).stem if suffix(name) in SUFFIXES else name
    plain = _COPY_OF.sub("", stem)
    while (shorter := _DOWNLOADED_AGAIN.sub("", plain)) != plain:
        plain = shorter
    return plain or stem
