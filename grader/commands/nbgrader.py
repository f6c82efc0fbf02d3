"""`grader nbgrader …`: a course for nbgrader."""

from __future__ import annotations

from rich.console import Console

from grader.commands.options import NbgraderInitOptions
from grader.commands.standard_output import when_lost
from grader.course.layout import find_course
from grader.errors import needing


def init(options: NbgraderInitOptions, console: Console) -> int:
    """Make a folder for nbgrader; returns the exit code."""
    with needing("nbgrader", "this"):
        import grader.nbgrader.settings  # noqa: F401 - all that the folder's settings will need
        from grader.nbgrader.init import init as make

    course, folder = find_course(options.course), options.folder
    for path in make(folder, course, tuple(options.assignments or ()), update=options.update):
        when_lost(f"what was made is in {folder}")
        console.print(f"written  {path}", highlight=False, soft_wrap=True)
    console.print(
        f"Next: cd {folder} && nbgrader generate_assignment ASSIGNMENT", highlight=False, soft_wrap=True
    )
    return 0
