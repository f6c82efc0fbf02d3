"""`grader hint`: one hint more than the last time."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from grader.commands.options import HintOptions
from grader.course.hints import STEPS, hints_for
from grader.course.layout import find_course
from grader.course.targets import target
from grader.errors import UsageError
from grader.student.progress import Progress


def hint(options: HintOptions, console: Console) -> int:
    """Show one hint more than the last time; returns the exit code."""
    from grader.student.screen import hint_part

    if options.function is None:
        raise UsageError("a hint to what? Write `grader hint FUNCTION`; `grader status` lists their names")
    course = find_course(options.course)
    about = target(course, options.function, options.assignment)
    steps = hints_for(course, about)
    progress = Progress(course)
    seen = min(progress.hints(about) + 1, STEPS)
    progress.hint_shown(about, seen)
    console.print(Text(str(about), style="bold"))
    for number, step in enumerate(steps[:seen], start=1):
        console.print("", hint_part(number, str(step)), sep="\n")
    left = STEPS - seen
    console.print(Text(f"\n{left} more: ask again." if left else "\nThat was the last one.", style="dim"))
    return 0
