"""`grader new-course`: the folder of a new course."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from grader.authoring import scaffold
from grader.commands.options import NewCourseOptions
from grader.commands.standard_output import when_lost


def new_course(options: NewCourseOptions, console: Console) -> int:
    """Make the folder of a course; returns the exit code."""
    folder = options.folder
    made = scaffold.new_course(folder)
    return tell_written(made, folder, console, f"cd {folder} && grader new-exercise NAME")


def tell_written(made: Sequence[Path], root: Path, console: Console, following: str) -> int:
    """Say which files were made below a folder, and the command that comes next; returns the exit code."""
    when_lost(f"what was made is in {root}")
    for path in made:
        console.print(f"written  {path.relative_to(root)}", highlight=False)
    console.print(f"Next: {following}", highlight=False, soft_wrap=True)
    return 0
