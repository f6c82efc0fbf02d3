"""`grader watch`: one function after another, checked whenever it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.commands.choosing import asked_on
from grader.commands.options import WatchOptions
from grader.commands.output import Output
from grader.commands.standard_output import lost
from grader.course.layout import find_course
from grader.course.settings import read_settings
from grader.student.own_work import named_file
from grader.student.quick_start import CheckerSetup, begin
from grader.student.which_assignment import meant_by
from grader.words.messages import NOTHING, say

if TYPE_CHECKING:
    from grader.student.checker import Checker


def watch(options: WatchOptions, output: Output) -> int:
    """Check what is worked on whenever it is saved, until the student quits; returns the exit code."""
    course = find_course(options.course)
    settings = read_settings(course)
    named = options.function is not None or options.assignment is not None
    start, remark = None, NOTHING
    if named:
        asked = asked_on(output)
        found, remark = meant_by(course, options.function, options.assignment, "grader watch", asked)
        start = found[0]

    def use(checker: Checker) -> None:
        from grader.student.events import LiveEvents
        from grader.student.keys import keyboard
        from grader.student.screen import Screen
        from grader.student.watch import Watch

        events = LiveEvents(course.root / "exercises", keyboard(), poll=options.poll)
        try:
            path = named_file(course, options.function) if options.function else None
            if start is not None and path is not None:
                checker.named[start.assignment] = path
            screen = Screen(output.console, output.translate, visible=lambda: lost() is None)
            Watch(checker, course, settings, screen).run(events, start, remark)
        finally:
            events.close()

    output.tell(say("Loading PyTorch and the checks …"), "dim")
    setup = CheckerSetup(
        course=course,
        assignments=settings.order,
        options=options.grading(),
    )
    begin(setup, use)
    return 0
