"""`grader status`: how far a student is, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.commands.options import StatusOptions
from grader.commands.output import Output
from grader.course.layout import find_course
from grader.course.settings import read_settings
from grader.course.targets import targets
from grader.grading.settings import GradingOptions
from grader.student.progress import Progress
from grader.student.quick_start import CheckerSetup, begin
from grader.student.tally import Tally
from grader.words.messages import say

if TYPE_CHECKING:
    from grader.student.checker import Checker


def status(options: StatusOptions, output: Output) -> int:
    """Check everything and show how far the student is; returns the exit code."""
    course = find_course(options.course)
    settings = read_settings(course)
    meant = targets(course, None, options.assignment)
    names = tuple(dict.fromkeys(one.assignment for one in meant))

    def use(checker: Checker) -> None:
        from grader.student.screen import status_page

        tally = Tally(meant)
        with output.console.status(output.translate(say("Checking …"))):
            for name in names:
                tally.note(checker.check(checker.own(name)))
        progress = Progress(course)
        hints = {one: progress.hints(one) for one in meant}
        output.console.print(status_page(tally, hints, tally.first_to_do(), output.translate))

    setup = CheckerSetup(
        course=course,
        assignments=tuple(name for name in settings.order if name in names),
        options=GradingOptions(level=options.level(), own_work=True),
    )
    begin(setup, use)
    return 0
