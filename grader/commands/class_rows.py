"""The rows of a class for `grader grade`: what is graded, who handed nothing in, and what a plan shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.commands.options import GradeOptions
from grader.course.layout import Course
from grader.errors import SubmissionError, UsageError
from grader.gradesheets.plan import ClassPlan, is_plan, plan, read_plan, written
from grader.gradesheets.roster import Roster, read_roster
from grader.model import Source
from grader.output_files import write_text
from grader.submission import Found, read
from grader.submission.choose import Chosen, Place
from grader.submission.discover import found
from grader.submission.edited import as_handed_out, code_lines
from grader.submission.people import Person

PLAN = "plan.csv"
_SHOWN = 40


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
        where = ", ".join(map(str, options.paths))
        raise UsageError(
            f"{where} holds no submissions: expected files named after an assignment "
            f"({', '.join(names)}), as .py, .ipynb or .zip, or a folder per student"
        )
    to_grade = tuple(found(row) for row in rows if not row.absent)
    return ClassRows(made, to_grade, tuple(row for row in rows if row.absent), roster)


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


# ── a plan ───────────────────────────────────────────────────────────────────────────────────────────────


def show_plan(rows: ClassRows, output: Path, console: Console) -> None:
    """Say who is graded as whom, from which file, why, what is left aside, who is missing; write plan.csv."""
    target = output / PLAN
    write_text(target, written(rows.plan))
    console.print(_table(rows.plan))
    for line in _remarks(rows.plan):
        console.print(line, highlight=False, soft_wrap=True)
    console.print(
        f"Nothing was run. {target} holds these rows: correct it, then `grader grade {target}` follows it.",
        highlight=False,
        soft_wrap=True,
    )


def _table(made: ClassPlan) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("student", "id", "assignment", "what", "file", "why"):
        table.add_column(name, overflow="fold")
    for row in made.rows:
        file = row.chosen or row.name or (row.path.name if row.path else "")
        cells = [row.person.name, row.person.id, row.assignment or "?", made.action(row), file]
        table.add_row(*map(Text, cells), Text(str(row.problem or row.why), "dim"))
    return table


def _remarks(made: ClassPlan) -> Iterator[str]:
    for person, files in list(made.aside.items())[:_SHOWN]:
        more = f" and {len(files) - 5} more" if len(files) > 5 else ""
        yield f"left aside, {person}: {', '.join(files[:5])}{more}"
    if len(made.aside) > _SHOWN:
        yield f"left aside: files of {len(made.aside) - _SHOWN} people more"
    for kind, count in made.ignored.items():
        yield f"left aside: {count:,} {'file or folder' if count == 1 else 'files and folders'}, {kind}"
    if made.unknown:
        yield f"not on the roster: {_listed(made.unknown)}"


def _listed(names: Sequence[str]) -> str:
    rest = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(names[:10]) + rest
