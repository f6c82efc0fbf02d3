"""`grader nbgrader …`: a course for nbgrader."""

from __future__ import annotations

from grader.commands.options import NbgraderInitOptions
from grader.commands.output import Output
from grader.commands.standard_output import when_lost
from grader.course.layout import find_course
from grader.errors import needing
from grader.words.messages import Code, InFile, say


def init(options: NbgraderInitOptions, output: Output) -> int:
    """Make a folder for nbgrader; returns the exit code."""
    with needing("nbgrader", say("This command")):
        import grader.nbgrader.settings  # noqa: F401 - all that the folder's settings will need
        from grader.nbgrader.init import init as make

    course, folder = find_course(options.course), options.folder
    for path in make(folder, course, tuple(options.assignments or ()), update=options.update):
        when_lost(say("The files are in {folder}.", folder=InFile(str(folder))))
        output.tell(say("Written: {file}", file=InFile(str(path))))
    following = f"cd {folder} && nbgrader generate_assignment ASSIGNMENT"
    output.tell(say("Next: {command}", command=Code(following)))
    return 0
