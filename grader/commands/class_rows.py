"""The rows of a class for `grader grade`: what is graded, who handed nothing in, and what a plan shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.table import Table
from rich.text import Text

from grader.commands.libraries import lacking, sources_of
from grader.commands.options import GradeOptions
from grader.commands.output import Output
from grader.course.layout import Course
from grader.errors import SubmissionError, UsageError
from grader.gradesheets.plan import GRADE, NOT_GRADED, ClassPlan, is_plan, plan, read_plan, written
from grader.gradesheets.roster import Roster, read_roster
from grader.model import NOT_HANDED_IN, Source
from grader.output_files import write_text
from grader.submission import Found, read
from grader.submission.choose import Chosen, Place
from grader.submission.discover import found
from grader.submission.edited import as_handed_out, code_lines
from grader.submission.file_names import ENDINGS
from grader.submission.people import Person
from grader.words.messages import Code, Heard, InFile, Items, Message, Name, say, say_many
from grader.words.translation import Translator

PLAN = "plan.csv"
_SHOWN = 40
_ACTIONS = {
    GRADE: say("grade"),
    NOT_GRADED: say("not graded"),
    NOT_HANDED_IN: say("not handed in"),
}


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
        made = read_plan(options.paths[0], course.assignments)
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


# ── a plan ───────────────────────────────────────────────────────────────────────────────────────────────


def show_plan(rows: ClassRows, folder: Path, output: Output) -> None:
    """Say who is graded as whom, from which file, why, what is left aside, who is missing; write plan.csv."""
    target = folder / PLAN
    write_text(target, written(rows.plan))
    output.console.print(_table(rows.plan, output.translate))
    for remark in (*_remarks(rows.plan), *lacking(sources_of(rows.to_grade))):
        output.tell(remark)
    output.tell(
        say(
            "Nothing was run. These rows are in {file}. Correct them there, then grade with {command}.",
            file=InFile(str(target)),
            command=Code(f"grader grade {target}"),
        )
    )


def _table(made: ClassPlan, translate: Translator) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    heads = (say("student"), say("id"), say("assignment"), say("what"), say("file"), say("why"))
    for head in heads:
        table.add_column(translate(head), overflow="fold")
    for row in made.rows:
        file = row.chosen or row.name or (row.path.name if row.path else "")
        action = translate(_ACTIONS[made.action(row)])
        cells = [row.person.name, row.person.id, row.assignment or "?", action, file]
        table.add_row(*map(Text, cells), Text(translate(row.problem or row.why), "dim"))
    return table


def _remarks(made: ClassPlan) -> Iterator[Message]:
    for person, files in list(made.aside.items())[:_SHOWN]:
        shown = Items(tuple(InFile(file) for file in files[:5]), "commas")
        remark = say("Not graded, of {person}: {files}.", person=Name(person), files=shown)
        yield remark + say("And {n} more.", n=len(files) - 5) if len(files) > 5 else remark
    if len(made.aside) > _SHOWN:
        yield say_many(
            "Files of {n} more person are not graded.",
            "Files of {n} more people are not graded.",
            len(made.aside) - _SHOWN,
        )
    for kind, count in made.ignored.items():
        yield say_many(
            "Not graded: {n} file or folder, {kind}.",
            "Not graded: {n} files and folders, {kind}.",
            count,
            kind=Heard(kind),
        )
    if made.unknown:
        names = Items(tuple(map(Name, made.unknown[:10])), "commas")
        remark = say("Not on the roster: {names}.", names=names)
        more = len(made.unknown) - 10
        yield remark + say("And {n} more.", n=more) if more > 0 else remark
