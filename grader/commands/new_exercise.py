"""`grader new-exercise`: every file of a new assignment."""

from __future__ import annotations

from grader.authoring import scaffold
from grader.commands.new_course import tell_written
from grader.commands.options import NewExerciseOptions
from grader.commands.output import Output
from grader.course.layout import find_root


def new_exercise(options: NewExerciseOptions, output: Output) -> int:
    """Make every file of a new assignment; returns the exit code."""
    root = find_root(options.course)
    return tell_written(scaffold.new_exercise(root, options.name), root, output, "grader release")
