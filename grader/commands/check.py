"""`grader check`: a student's own run, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.exit_codes import exit_code
from grader.commands.options import CheckOptions
from grader.commands.output import Output
from grader.course.layout import Course, find_course
from grader.course.targets import targets
from grader.errors import UsageError
from grader.model import Report
from grader.render import terminal
from grader.render.in_words import in_words
from grader.render.overview import overview
from grader.student.own_work import own_work
from grader.student.quick_start import CheckerSetup, begin
from grader.submission import Found, find
from grader.submission.file_names import ENDINGS
from grader.words.messages import Code, InFile, Name, say

if TYPE_CHECKING:
    from grader.student.checker import Checker


@dataclass(frozen=True, slots=True)
class Piece:
    """Work to check: a file, and the functions of it that are meant; none named is all."""

    found: Found
    functions: tuple[str, ...] = ()


def check(options: CheckOptions, output: Output) -> int:
    """Check and print; returns the exit code."""
    course = find_course(options.course)
    pieces = meant(options, course)
    setup = CheckerSetup(
        course=course,
        assignments=tuple(dict.fromkeys(p.found.assignment for p in pieces if p.found.assignment)),
        options=options.grading(),
    )
    briefly = not (options.everything or options.function or options.assignment or options.file)
    reports = begin(setup, lambda checker: _check(checker, pieces, output, at_once=not briefly))
    if briefly:
        output.console.print(overview(reports, output.translate), highlight=False)
    return exit_code(reports, options.fail_under)


def _check(checker: Checker, pieces: Sequence[Piece], output: Output, *, at_once: bool) -> list[Report]:
    """at_once: show each report as soon as it is there; an overview needs all of them first."""
    reports = []
    for piece in pieces:
        report = in_words(checker.check(piece.found, piece.functions), output.translate)
        reports.append(report)
        if at_once:
            _show(report, output)
    return reports


def _show(report: Report, output: Output) -> None:
    console = output.console
    shown = terminal.render(
        report, width=console.width, colour=console.is_terminal, translate=output.translate
    )
    console.out(shown, end="", highlight=False)


def meant(options: CheckOptions, course: Course) -> list[Piece]:
    """What a student means: a file or everything in exercises/, whole or some functions of it."""
    if options.file is not None:
        return [_of_file(found, options, course) for found in _files(options, course, options.file)]
    functions: dict[str, list[str]] = {}
    for target in targets(course, options.function, options.assignment):
        functions.setdefault(target.assignment, []).append(target.function)
    return [
        Piece(
            own_work(course, course.assignment(name)),
            tuple(names) if options.function else (),
        )
        for name, names in functions.items()
    ]


def _files(options: CheckOptions, course: Course, path: Path) -> list[Found]:
    names = [course.assignment(options.assignment).name] if options.assignment else sorted(course.assignments)
    found = find(path, names)
    if options.assignment:
        found = [replace(one, assignment=options.assignment) for one in found]
    if not found:
        raise UsageError(
            say(
                "{path} holds nothing to check. Expected a {endings} file.",
                path=InFile(str(path)),
                endings=ENDINGS,
            )
        )
    return [replace(one, student="you") for one in found]


def _of_file(found: Found, options: CheckOptions, course: Course) -> Piece:
    if options.function is None or found.assignment is None:
        return Piece(found)
    meant = targets(course, options.function, found.assignment)
    if {one.assignment for one in meant} != {found.assignment}:
        raise UsageError(
            say(
                "{file} is {assignment}, and {function} belongs to another assignment. Name a function of "
                "{assignment}, or say with --assignment what the file is.",
                file=InFile(found.path.name),
                assignment=Name(found.assignment),
                function=Code(options.function),
            )
        )
    return Piece(found, tuple(one.function for one in meant))
