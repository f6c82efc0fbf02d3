"""`grader hint`: one hint more than the last time."""

from __future__ import annotations

from rich.text import Text

from grader.commands.choosing import asked_on
from grader.commands.options import HintOptions
from grader.commands.output import Output
from grader.course.hints import STEPS, hints_for
from grader.course.layout import Course, find_course
from grader.course.targets import Target
from grader.errors import UsageError
from grader.student.progress import Progress
from grader.student.which_assignment import meant_by
from grader.words.messages import Code, Message, code_list, say, say_many


def hint(options: HintOptions, output: Output) -> int:
    """Show one hint more than the last time; returns the exit code."""
    from grader.student.screen import hint_part

    course = find_course(options.course)
    about, remark = _one(options, course, output)
    steps = hints_for(course, about)
    progress = Progress(course)
    seen = min(progress.hints(about) + 1, STEPS)
    progress.hint_shown(about, seen)
    if remark:
        output.tell(remark, "dim", wrap=True)
    output.console.print(Text(str(about), style="bold"))
    for number, step in enumerate(steps[:seen], start=1):
        output.console.print("", hint_part(number, step, output.translate), sep="\n")
    left = STEPS - seen
    output.console.print()
    if left:
        more = say_many("{n} more hint. Ask again to see it.", "{n} more hints. Ask again to see one.", left)
    else:
        more = say("That was the last hint.") + say(
            "If the grader finds one change that makes it right, {command} shows it now.",
            command=Code(f"grader check {about}"),
        )
    output.tell(more, "dim")
    return 0


def _one(options: HintOptions, course: Course, output: Output) -> tuple[Target, Message]:
    """The function that is meant, and what to say of that. Raises UsageError where that is not one."""
    name = options.function
    if name is None:
        raise UsageError(
            say("No function is named. Write `grader hint FUNCTION`. `grader status` lists the functions.")
        )
    found, remark = meant_by(course, name, options.assignment, "grader hint", asked_on(output))
    if len(found) > 1:
        names = code_list(map(str, found[:8]), "or")
        raise UsageError(
            say("{name} can mean {found}. Write one of these names.", name=Code(name), found=names)
        )
    return found[0], remark
