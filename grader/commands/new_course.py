"""`grader new-course`: the folder of a new course."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.authoring import scaffold
from grader.commands.options import tell_written


def new_course(folder: Path, console: Console) -> int:
    """Make the folder of a course; returns the exit code."""
    return tell_written(
        scaffold.new_course(folder), folder, console, f"cd {folder} && grader new-exercise NAME"
    )
