"""Names of files and folders: which are left aside, and which assignment and student they speak of."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePath

CODE = (".py", ".ipynb")
SUFFIXES = (*CODE, ".zip")  # in the order of preference
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


def student_in(stem: str, assignment: str | None) -> str:
    """Whose file it is by its stem: what stands before the assignment's name, or after it, or ""."""
    match = _pattern(assignment).search(stem) if assignment else None
    if match is None:
        return stem
    before, after = stem[: match.start()].strip("-_ ."), stem[match.end() :].strip("-_ .")
    if not before and all(_VERSION.fullmatch(word) for word in re.split(r"[\W_]+", after)):
        return ""  # "gradient_descent (1)", "gradient_descent_final"
    return before or after
