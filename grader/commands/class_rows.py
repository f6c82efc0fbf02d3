"""The rows of a class for `grader grade`: what is graded, and who handed nothing in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.commands.options import GradeOptions
from grader.course.layout import Course
from grader.errors import SubmissionError, UsageError
from grader.gradesheets.plan import ClassPlan, is_plan, plan, read_plan
from grader.gradesheets.roster import Roster, read_roster
from grader.model import Source
from grader.submission import Found, read
from grader.submission.choose import Chosen, Place
from grader.submission.discover import found
from grader.submission.edited import as_handed_out, code_lines
from grader.submission.file_names import ENDINGS
from grader.submission.people import Person
from grader.words.messages import InFile, Items, Message, Name, say_many


@dataclass(frozen=True, slots=True)
class ClassRows:
    """A class, told apart: submissions to grade, and rows of whom nothing is to be graded."""

    plan: ClassPlan
    to_grade: tuple[Found, ...]
    absent: tuple[Chosen, ...]
    roster: Roster | None


def class_rows(options: GradeOptions, course: Course) -> ClassRows:
    """Everything below the paths, or a plan as a person left it.

    Raises:
        UsageError: a path is not there, or holds nothing to grade; the roster cannot be read.
    """
    names = [course.assignment(options.assignment).name] if options.assignment else sorted(course.assignments)
    roster = read_roster(options.roster) if options.roster is not None else None
    if len(options.paths) == 1 and is_plan(options.paths[0]):
        made = _of_asked(read_plan(options.paths[0], course.assignments), options, course)
    else:
        made = plan(
            options.paths,
            course.assignments,
            wanted=options.assignment,
            roster=roster,
            leave_out=options.output,
            work=CourseWork(course),
        )
    rows = list(made.rows)
    if options.anonymous:
        rows = [replace(row, person=pseudonym(row.person)) for row in rows]
    made = replace(made, rows=tuple(rows))
    if not rows:
        raise UsageError(_nothing_there(options.paths, names))
    to_grade = tuple(found(row) for row in rows if not row.absent)
    return ClassRows(made, to_grade, tuple(row for row in rows if row.absent), roster)


def _of_asked(made: ClassPlan, options: GradeOptions, course: Course) -> ClassPlan:
    """A plan in which what a person had graded without an assignment is of the one that there could be."""
    only = next(iter(course.assignments)) if len(course.assignments) == 1 else None
    asked = options.assignment or only
    rows = [row if row.assignment else replace(row, assignment=asked) for row in made.rows]
    return replace(made, rows=tuple(rows))


def _nothing_there(paths: Sequence[Path], names: Sequence[str]) -> Message:
    return say_many(
        "{paths} holds no submissions. Expected {endings} files, or a folder for each student. "
        "A file has the name of its assignment: {assignments}.",
        "{paths} hold no submissions. Expected {endings} files, or a folder for each student. "
        "A file has the name of its assignment: {assignments}.",
        len(paths),
        paths=Items(tuple(InFile(str(path)) for path in paths)),
        endings=ENDINGS,
        assignments=Items(tuple(map(Name, names)), "or"),
    )


class CourseWork:
    """What files hold beyond what the course handed out."""

    def __init__(self, course: Course) -> None:
        self._course = course

    def counts(self, assignment: str, script: Place, notebook: Place) -> str | None:
        """The one that was changed; the script where both say the same; None where they differ."""
        known = self._course.assignments.get(assignment)
        if known is None:
            return None
        mine, beside = (_code(assignment, place) for place in (script, notebook))
        if mine is not None and as_handed_out(known, mine):
            # What cannot be read is not as it was handed out; who reads it says what is wrong with it.
            return "script" if beside is not None and as_handed_out(known, beside) else "notebook"
        if mine is None or beside is None or as_handed_out(known, beside):
            return "script"
        return "script" if code_lines(mine) == code_lines(beside) else None

    def untouched(self, assignment: str, file: Place) -> bool:
        """Whether a file holds no line of code beyond the exercise."""
        known = self._course.assignments.get(assignment)
        source = _code(assignment, file)
        return known is not None and source is not None and as_handed_out(known, source)


def _code(assignment: str, place: Place) -> Source | None:
    """A file as it is graded, or None where it cannot be read."""
    path, member = place
    try:
        return read(path, assignment=assignment, member=member)
    except SubmissionError:
        return None


def pseudonym(person: Person) -> Person:
    """The same person by id, or where there is none by a word made of the name; always the same one."""
    digest = hashlib.sha256(f"{person.name}\0{person.number}\0{person.section}".encode()).hexdigest()[:8]
    members = tuple(map(pseudonym, person.members))
    return Person(
        name=person.id or f"student-{digest}", id=person.id, section=person.section, members=members
    )


def people_of(rows: ClassRows, *, anonymous: bool) -> tuple[tuple[str, str, str], ...]:
    """The roster's people in its order, as rows name them; () without a roster."""
    people = [listed.person for listed in rows.roster.students] if rows.roster else []
    known = map(pseudonym, people) if anonymous else people
    return tuple((person.name, person.id, person.section) for person in known)
