"""`grader check`: a student's own run, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from grader.commands.exit_codes import exit_code
from grader.commands.options import CheckOptions
from grader.course.layout import Assignment, Course, find_course
from grader.course.targets import targets
from grader.errors import UsageError
from grader.model import Report
from grader.render import terminal
from grader.student.quick_start import CheckerSetup, begin
from grader.submission import Found, find
from grader.submission.edited import worked_in

if TYPE_CHECKING:
    from grader.student.checker import Checker


@dataclass(frozen=True, slots=True)
class Piece:
    """Work to check: a file, and the functions of it that are meant; none named is all."""

    found: Found
    functions: tuple[str, ...] = ()


def check(options: CheckOptions, console: Console) -> int:
    """Check and print; returns the exit code."""
    course = find_course(options.course)
    pieces = meant(options, course)
    setup = CheckerSetup(
        course=course,
        assignments=tuple(dict.fromkeys(p.found.assignment for p in pieces if p.found.assignment)),
        options=options.grading(),
    )
    reports = begin(setup, lambda checker: _check(checker, pieces, console))
    return exit_code(reports, options.fail_under)


def _check(checker: Checker, pieces: Sequence[Piece], console: Console) -> list[Report]:
    reports = []
    for piece in pieces:
        report = checker.check(piece.found, piece.functions)
        reports.append(report)
        shown = terminal.render(report, width=console.width, colour=console.is_terminal)
        console.out(shown, end="", highlight=False)
    return reports


def meant(options: CheckOptions, course: Course) -> list[Piece]:
    """What a student means: a file or everything in exercises/, whole or some functions of it."""
    if options.file is not None:
        return [_of_file(found, options, course) for found in _files(options, course, options.file)]
    functions: dict[str, list[str]] = {}
    for target in targets(course, options.function, options.assignment):
        functions.setdefault(target.assignment, []).append(target.function)
    return [
        Piece(
            Found(student="you", assignment=name, path=_own(course.assignment(name))),
            tuple(names) if options.function else (),
        )
        for name, names in functions.items()
    ]


def _own(assignment: Assignment) -> Path:
    return worked_in(assignment, assignment.exercise)


def _files(options: CheckOptions, course: Course, path: Path) -> list[Found]:
    names = [course.assignment(options.assignment).name] if options.assignment else sorted(course.assignments)
    found = find(path, names)
    if options.assignment:
        found = [replace(one, assignment=options.assignment) for one in found]
    if not found:
        raise UsageError(f"{path} holds nothing to check: expected a .py, .ipynb or .zip file")
    return [replace(one, student="you") for one in found]


def _of_file(found: Found, options: CheckOptions, course: Course) -> Piece:
    if options.function is None or found.assignment is None:
        return Piece(found)
    meant = targets(course, options.function, found.assignment)
    if {one.assignment for one in meant} != {found.assignment}:
        raise UsageError(
            f"{found.path.name} is {found.assignment}, and {options.function} is not: expected a function of "
            f"{found.assignment}, or --assignment to say what the file is"
        )
    return Piece(found, tuple(one.function for one in meant))
