"""Workflow commands of GitHub Actions: a line of output that begins with `::error::`, or holds `##[error]`.

What is printed may hold a student's words, and so a command to the machine that runs the grader: annotations,
variables, masks. There, both marks are broken in all that is printed. Our own annotations are written apart.
"""

from __future__ import annotations

import os
import re

_MARKS = re.compile(r":(?=:)|##(?=\[)")


def are_read() -> bool:
    """Whether what is printed is read for commands."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def broken(text: str) -> str:
    """The text without commands, where they are read; else as it is."""
    return without(text) if are_read() else text


def without(text: str) -> str:
    """The text without commands."""
    return _MARKS.sub(r"\g<0> ", text)
