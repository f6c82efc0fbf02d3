"""`grader status`: how far a student is, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from grader.commands.options import parse_level
from grader.course.layout import find_course
from grader.course.settings import read_settings
from grader.course.targets import targets
from grader.student.progress import Progress
from grader.student.quick_start import CheckerSetup, begin
from grader.student.tally import Tally

if TYPE_CHECKING:
    from grader.student.checker import Checker


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked for."""

    course: Path
    assignment: str | None = None
    isolation: str = "none"


def status(request: Request, console: Console) -> int:
    """Check everything and show how far the student is; returns the exit code."""
    course = find_course(request.course)
    settings = read_settings(course)
    meant = targets(course, None, request.assignment)
    names = tuple(dict.fromkeys(one.assignment for one in meant))

    def use(checker: Checker) -> None:
        from grader.student.screen import status_page

        tally = Tally(meant)
        with console.status("checking …"):
            for name in names:
                tally.note(checker.check(checker.own(name)))
        progress = Progress(course)
        hints = {one: progress.hints(one) for one in meant}
        console.print(status_page(tally, hints, tally.next_after(None)))

    setup = CheckerSetup(
        course=course,
        assignments=tuple(name for name in settings.order if name in names),
        level=parse_level(request.isolation),
        seed=None,
        device="auto",
    )
    begin(setup, use)
    return 0
