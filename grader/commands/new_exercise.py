"""`grader new-exercise`: every file of a new assignment."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.authoring import scaffold
from grader.commands.options import tell_written
from grader.course.layout import find_root


def new_exercise(name: str, course: Path, console: Console) -> int:
    """Make every file of a new assignment; returns the exit code."""
    root = find_root(course)
    return tell_written(scaffold.new_exercise(root, name), root, console, "grader release")
