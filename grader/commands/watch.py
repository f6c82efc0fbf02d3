"""`grader watch`: one function after another, checked whenever it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from grader.commands.options import parse_level
from grader.course.layout import find_course
from grader.course.settings import read_settings
from grader.course.targets import targets
from grader.student.quick_start import CheckerSetup, begin

if TYPE_CHECKING:
    from grader.student.checker import Checker


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked for."""

    course: Path
    function: str | None = None
    assignment: str | None = None
    seed: int | None = None
    isolation: str = "none"
    device: str = "auto"
    poll: bool = False


def watch(request: Request, console: Console) -> int:
    """Check what is worked on whenever it is saved, until the student quits; returns the exit code."""
    course = find_course(request.course)
    settings = read_settings(course)
    named = request.function is not None or request.assignment is not None
    start = targets(course, request.function, request.assignment)[0] if named else None

    def use(checker: Checker) -> None:
        from grader.student.events import LiveEvents
        from grader.student.keys import keyboard
        from grader.student.screen import Screen
        from grader.student.watch import Watch

        events = LiveEvents(course.root / "exercises", keyboard(), poll=request.poll)
        try:
            Watch(checker, course, settings, Screen(console)).run(events, start)
        finally:
            events.close()

    console.print(Text("loading PyTorch and the checks …", style="dim"))
    setup = CheckerSetup(
        course=course,
        assignments=settings.order,
        level=parse_level(request.isolation),
        seed=request.seed,
        device=request.device,
    )
    begin(setup, use)
    return 0
