"""`grader watch`: one function after another, checked whenever it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from grader.commands.options import WatchOptions
from grader.commands.standard_output import lost
from grader.course.layout import find_course
from grader.course.settings import read_settings
from grader.course.targets import targets
from grader.student.quick_start import CheckerSetup, begin

if TYPE_CHECKING:
    from grader.student.checker import Checker


def watch(options: WatchOptions, console: Console) -> int:
    """Check what is worked on whenever it is saved, until the student quits; returns the exit code."""
    course = find_course(options.course)
    settings = read_settings(course)
    named = options.function is not None or options.assignment is not None
    start = targets(course, options.function, options.assignment)[0] if named else None

    def use(checker: Checker) -> None:
        from grader.student.events import LiveEvents
        from grader.student.keys import keyboard
        from grader.student.screen import Screen
        from grader.student.watch import Watch

        events = LiveEvents(course.root / "exercises", keyboard(), poll=options.poll)
        try:
            Watch(checker, course, settings, Screen(console, visible=lambda: lost() is None)).run(
                events, start
            )
        finally:
            events.close()

    console.print(Text("loading PyTorch and the checks …", style="dim"))
    setup = CheckerSetup(
        course=course,
        assignments=settings.order,
        options=options.grading(),
    )
    begin(setup, use)
    return 0
