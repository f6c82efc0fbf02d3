"""`grader nbgrader …`: a course for nbgrader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from grader.course.layout import find_course
from grader.errors import UsageError


def init(folder: Path, course: Path, assignments: Sequence[str], update: bool, console: Console) -> int:
    """Make a folder for nbgrader; returns the exit code."""
    try:
        import grader.nbgrader.settings  # noqa: F401 - all that the folder's settings will need
        from grader.nbgrader.init import init as make
    except ImportError as error:
        raise UsageError(
            f"this needs {error.name}; install it with: pip install 'torchgrader[nbgrader]'"
        ) from None
    for path in make(folder, find_course(course), assignments, update=update):
        console.print(f"written  {path}", highlight=False, soft_wrap=True)
    console.print(
        f"Next: cd {folder} && nbgrader generate_assignment ASSIGNMENT", highlight=False, soft_wrap=True
    )
    return 0
