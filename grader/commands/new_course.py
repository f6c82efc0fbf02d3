"""`grader new-course`: the folder of a new course."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.authoring import scaffold
from grader.commands.options import NewCourseOptions
from grader.commands.output import Output
from grader.commands.standard_output import when_lost
from grader.words.messages import Code, InFile, say


def new_course(options: NewCourseOptions, output: Output) -> int:
    """Make the folder of a course; returns the exit code."""
    folder = options.folder
    made = scaffold.new_course(folder)
    return tell_written(made, folder, output, f"cd {folder} && grader new-exercise NAME")


def tell_written(made: Sequence[Path], root: Path, output: Output, following: str) -> int:
    """Say which files were made below a folder, and the command that comes next; returns the exit code."""
    when_lost(say("The files are in {folder}.", folder=InFile(str(root))))
    for path in made:
        output.tell(say("Written: {file}", file=InFile(str(path.relative_to(root)))))
    output.tell(say("Next: {command}", command=Code(following)))
    return 0
