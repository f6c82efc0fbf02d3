"""`grader grade` from its first moment: the sandbox loads torch while what finds and reports is loaded."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec

from grader.commands.options import GradeOptions
from grader.commands.output import Output
from grader.errors import UsageError
from grader.sandbox.outside.ahead import StartedAhead
from grader.sandbox.outside.children import can_fork
from grader.words.messages import say


def grade(options: GradeOptions, output: Output) -> int:
    """Grade everything below the paths; returns the exit code."""
    demand_locks()
    with _sandbox(options) as start:
        from grader.commands.grade import grade as grade_all

        return grade_all(options, output, start)


def demand_locks() -> None:
    """Raise UsageError on a system without locks of files, such as Windows: a class's results need them."""
    if find_spec("fcntl") is None:
        raise UsageError(
            say("Grading does not run on this system. Use Linux.")
            + say("`grader check` checks your own work here.")
        )


def _sandbox(options: GradeOptions) -> AbstractContextManager[StartedAhead | None]:
    """On its way; nothing for a plan, or where what cannot be had here is best said after other mistakes."""
    return nullcontext() if options.plan or not can_fork() else StartedAhead(options.level())
