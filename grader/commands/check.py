"""`grader check`: a student's own run, in the terminal."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.choosing import asked_on
from grader.commands.exit_codes import exit_code
from grader.commands.options import CheckOptions
from grader.commands.output import Output
from grader.course.layout import Assignment, Course, find_course
from grader.course.targets import targets, written_questions
from grader.errors import UsageError
from grader.model import Note, Report, Status
from grader.render import terminal
from grader.render.in_words import in_words
from grader.render.overview import overview
from grader.student.own_work import as_named, functions_in, named_file, own_work, said_first
from grader.student.quick_start import CheckerSetup, begin
from grader.student.which_assignment import Choice, fitting, meant_by, remember, remembered
from grader.submission import Found, find
from grader.submission.file_names import ENDINGS
from grader.words.messages import NOTHING, Code, InFile, Message, Name, say, say_many

if TYPE_CHECKING:
    from grader.student.checker import Checker


@dataclass(frozen=True, slots=True)
class Piece:
    """Work to check: a file, and the functions of it that are meant; none named is all."""

    found: Found
    functions: tuple[str, ...] = ()
    # To say before its report.
    remark: Message = NOTHING


def check(options: CheckOptions, output: Output) -> int:
    """Check and print; returns the exit code."""
    course = find_course(options.course)
    options = _file_as_option(options, course)
    pieces = meant(options, course, output)
    setup = CheckerSetup(
        course=course,
        assignments=tuple(dict.fromkeys(p.found.assignment for p in pieces if p.found.assignment)),
        options=options.grading(),
    )
    briefly = not (options.everything or options.function or options.assignment or options.file)
    reports = begin(setup, lambda checker: _check(checker, pieces, output, at_once=not briefly))
    if briefly:
        for piece in pieces:
            _remark(piece, output)
        written = {name: _of_written(one) for name, one in course.assignments.items()}
        output.console.print(overview(reports, output.translate, written), highlight=False)
    if options.function and all(
        one.status is Status.PASSED for report in reports for one in report.functions
    ):
        output.tell(say("{command} shows what is next.", command=Code("grader status")))
    return exit_code(reports, options.fail_under)


def _check(checker: Checker, pieces: Sequence[Piece], output: Output, *, at_once: bool) -> list[Report]:
    """at_once: show each report as soon as it is there; an overview needs all of them first."""
    reports = []
    for piece in pieces:
        report = in_words(checker.check(piece.found, piece.functions), output.translate)
        reports.append(report)
        if at_once:
            _remark(piece, output)
            _show(report, output)
            if not piece.functions and (of_it := checker.course.assignments.get(report.assignment)):
                _tell(_of_written(of_it), output)
    return reports


def _tell(message: Message, output: Output) -> None:
    if message:
        output.tell(message, "dim", wrap=True)


def _remark(piece: Piece, output: Output) -> None:
    if piece.remark:
        output.tell(piece.remark, "bold yellow", wrap=True)
        output.console.print()


def _of_written(assignment: Assignment) -> Message:
    """That there is more in an assignment than what is checked; empty where there is not."""
    count = written_questions(assignment)
    if not count:
        return NOTHING
    there = say_many("It also has {n} written question.", "It also has {n} written questions.", count)
    return there + say("A person reads what you answer. Its points are not counted here.")


def _file_as_option(options: CheckOptions, course: Course) -> CheckOptions:
    """A file that stands in the place of a function is the file that is checked."""
    path = named_file(course, options.function) if options.function and options.file is None else None
    return options if path is None else replace(options, file=path, function=None)


def _show(report: Report, output: Output) -> None:
    console = output.console
    shown = terminal.render(
        report, width=console.width, colour=console.is_terminal, translate=output.translate
    )
    console.out(shown, end="", highlight=False)


def meant(options: CheckOptions, course: Course, output: Output) -> list[Piece]:
    """What a student means: a file or everything in exercises/, whole or some functions of it.

    output: where to ask for what is not clear.
    """
    if options.file is not None:
        found = [_known(one, options, course, output) for one in _files(options, course, options.file)]
        if options.file.is_file():
            found = [as_named(course, one) for one in found]
        return [_of_file(one, options, course) for one in found]
    wanted, remark = meant_by(course, options.function, options.assignment, "grader check", asked_on(output))
    if remark:
        output.tell(remark, "dim", wrap=True)
    functions: dict[str, list[str]] = {}
    for target in wanted:
        functions.setdefault(target.assignment, []).append(target.function)
    # An assignment that is named is meant whole.
    some = options.function and options.function not in course.assignments
    return [
        _piece(own_work(course, course.assignment(name)), tuple(names) if some else ())
        for name, names in functions.items()
    ]


def _piece(found: Found, functions: tuple[str, ...] = ()) -> Piece:
    found, remark = said_first(found)
    return Piece(found, functions, remark)


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


def _known(found: Found, options: CheckOptions, course: Course, output: Output) -> Found:
    """A file whose name says nothing goes by what it defines; what stays open is asked."""
    if found.problem:
        return found
    defined = functions_in(found.path)
    if options.assignment:
        lost = remember(course, options.assignment, defined)
        return replace(found, notes=(*found.notes, Note(lost))) if lost else found
    if found.assignment is not None:
        return found
    among = list(dict.fromkeys(target.assignment for target in targets(course, options.function)))
    names = fitting(course, among, defined)
    if not names:
        return found  # the report says that it is not clear
    name, why = (names[0], NOTHING) if len(names) == 1 else _of_several(found, names, defined, course, output)
    note = say("{file} was checked as {assignment}.", file=InFile(found.name), assignment=Name(name))
    return replace(found, assignment=name, notes=(*found.notes, Note(note + why)))


def _of_several(
    found: Found, names: Sequence[str], defined: Collection[str], course: Course, output: Output
) -> tuple[str, Message]:
    """The assignment of a file that fits several, and what to say of that."""
    kept = remembered(course, names, defined)
    if kept is not None:
        return kept, say("For another assignment, use {option}.", option=Code("--assignment"))
    about = say("{file} fits {count} assignments.", file=InFile(found.name), count=len(names))
    path = shlex.quote(str(found.path))
    typed = tuple(f"grader check --file {path} --assignment {name}" for name in names)
    chosen = asked_on(output)(Choice(about=about, assignments=tuple(names), typed=typed))
    return chosen, remember(course, chosen, defined)


def _of_file(found: Found, options: CheckOptions, course: Course) -> Piece:
    if options.function is None or found.assignment is None:
        return _piece(found)
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
    return _piece(found, tuple(one.function for one in meant))
