"""`grader watch`, `grader hint`, `grader status`: a student's evening in the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from grader.commands.options import parse_level
from grader.course import Course, find_course
from grader.errors import UsageError
from grader.student.begin import Seat, begin
from grader.student.hints import STEPS, hints_for
from grader.student.names import target, targets
from grader.student.progress import Progress
from grader.student.settings import read_settings
from grader.student.tally import Tally

if TYPE_CHECKING:
    from grader.student.desk import Desk


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
    start = targets(course, request.function, request.assignment)[0] if _named(request) else None

    def use(desk: Desk) -> None:
        from grader.student.events import LiveEvents
        from grader.student.keys import keyboard
        from grader.student.screen import Screen
        from grader.student.watch import Watch

        events = LiveEvents(course.root / "exercises", keyboard(), poll=request.poll)
        try:
            Watch(desk, course, settings, Screen(console)).run(events, start)
        finally:
            events.close()

    console.print(Text("loading PyTorch and the checks …", style="dim"))
    begin(_seat(request, course, settings.order), use)
    return 0


def _named(request: Request) -> bool:
    return request.function is not None or request.assignment is not None


def hint(request: Request, console: Console) -> int:
    """Show one hint more than the last time; returns the exit code."""
    from grader.student.screen import hint_part

    if request.function is None:
        raise UsageError("a hint to what? Write `grader hint FUNCTION`; `grader status` lists their names")
    course = find_course(request.course)
    about = target(course, request.function, request.assignment)
    steps = hints_for(course, about)
    progress = Progress(course)
    seen = min(progress.hints(about) + 1, STEPS)
    progress.hint_shown(about, seen)
    console.print(Text(str(about), style="bold"))
    for number, step in enumerate(steps[:seen], start=1):
        console.print("", hint_part(number, step), sep="\n")
    left = STEPS - seen
    console.print(Text(f"\n{left} more: ask again." if left else "\nThat was the last one.", style="dim"))
    return 0


def status(request: Request, console: Console) -> int:
    """Check everything and show how far the student is; returns the exit code."""
    course = find_course(request.course)
    settings = read_settings(course)
    meant = targets(course, request.function, request.assignment)
    names = tuple(dict.fromkeys(one.assignment for one in meant))

    def use(desk: Desk) -> None:
        from grader.student.screen import status_page

        tally = Tally(meant)
        with console.status("checking …"):
            for name in names:
                tally.note(desk.check(desk.own(name)))
        progress = Progress(course)
        hints = {one: progress.hints(one) for one in meant}
        console.print(status_page(tally, hints, tally.next_after(None)))

    begin(_seat(request, course, tuple(name for name in settings.order if name in names)), use)
    return 0


def _seat(request: Request, course: Course, names: tuple[str, ...]) -> Seat:
    return Seat(
        course=course,
        assignments=names,
        level=parse_level(request.isolation),
        seed=request.seed,
        device=request.device,
    )
