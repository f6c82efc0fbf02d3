"""`grader check`: a student's own run, in the terminal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from grader.audience import Audience, view
from grader.commands.grading import exit_code, parse_level
from grader.course import Course, find_course
from grader.errors import UsageError
from grader.grade import Settings, choose_seed, grade_class
from grader.model import Report
from grader.render import terminal
from grader.submission import Found, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked for."""

    course: Path
    file: Path | None = None
    function: str | None = None
    assignment: str | None = None
    seed: int | None = None
    isolation: str = "none"
    fail_under: float | None = None


def check(request: Request, console: Console) -> int:
    """Check and print; returns the exit code."""
    course = find_course(request.course)
    settings = Settings(
        seed=choose_seed(course, request.seed),
        level=parse_level(request.isolation),
    )
    reports: list[Report] = []
    grade_class(
        course,
        own_work(request, course),
        settings,
        lambda report: reports.append(view(report, Audience.STUDENT)),
    )
    if request.function is not None:
        reports = only(reports, request.function)
    for report in reports:
        console.out(
            terminal.render(report, width=console.width, colour=console.is_terminal),
            end="",
            highlight=False,
        )
    return exit_code(reports, request.fail_under)


def own_work(request: Request, course: Course) -> list[Found]:
    """What a student means by their work: the file named, or everything in exercises/."""
    names = [course.assignment(request.assignment).name] if request.assignment else sorted(course.assignments)
    if request.file is None:
        return [Found(student="you", assignment=name, path=course.assignment(name).work) for name in names]
    found = find(request.file, names)
    if request.assignment:
        found = [replace(one, assignment=request.assignment) for one in found]
    if not found:
        raise UsageError(f"{request.file} holds nothing to check: expected a .py, .ipynb or .zip file")
    return [replace(one, student="you") for one in found]


def only(reports: list[Report], function: str) -> list[Report]:
    """The reports cut down to one function. Raises UsageError where no assignment has it."""
    kept = []
    for report in reports:
        functions = tuple(item for item in report.functions if item.name == function)
        if functions:
            item = functions[0]
            kept.append(
                replace(
                    report,
                    functions=functions,
                    score=item.score,
                    max_score=item.max_score,
                )
            )
    graded = [report for report in reports if report.functions]
    if not kept and graded:
        known = ", ".join(dict.fromkeys(item.name for report in graded for item in report.functions))
        raise UsageError(f"no assignment has a function {function!r}; there are: {known}")
    return kept or reports
