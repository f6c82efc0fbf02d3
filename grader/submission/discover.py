"""Submissions below a path: whose, of which assignment, and which file counts.

    find(path, assignments) ─► [Found]
      │ listing    what lies in a folder or a zip
      │ hand_ins   who handed in what: `platforms`, else `folders`
      └ choose     one file a person and assignment, or why there is none

Nothing is passed over in silence: what cannot be read or told is a `Found`, too, and says so when it is read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from grader.model import Note
from grader.submission import file_names as names
from grader.submission import hand_ins
from grader.submission.beside import Neighbour
from grader.submission.choose import Chosen, choose
from grader.submission.people import Person
from grader.words.messages import NOTHING, Message


@dataclass(frozen=True, slots=True)
class Found:
    """One submission, found and not yet read."""

    student: str
    # None where the names do not say.
    assignment: str | None
    path: Path
    # The assignment is the only one there could be, and the file is not named for it: it is not graded.
    assumed: bool = False
    notes: tuple[Note, ...] = ()
    # Of a class's zip, the file in it.
    member: str = ""
    # The file's name as the student had it; empty where that is the path's.
    own_name: str = ""
    # Why it cannot be graded, whatever is in it.
    problem: Message = NOTHING
    # The platform's id where it lasts, and the section; empty where there is none.
    id: str = ""
    section: str = ""
    late: bool = False
    # ISO 8601; empty where the platform does not say.
    handed_in: str = ""
    # Of a group, its members where they are known: one row each.
    members: tuple[Person, ...] = ()
    # What its owner handed in beside it, and below.
    neighbours: tuple[Neighbour, ...] = ()
    # It lies in a clone of the kit, where what was handed out is nobody's work.
    in_clone: bool = False
    # Its owner named this very file: none beside it is read in its place.
    as_named: bool = False
    # Where it is graded again: the seed that its report has, and the functions that are meant; () for all.
    seed: int | None = None
    only: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name, as reports show it."""
        return self.own_name or self.path.name


def find(path: Path, assignments: Collection[str]) -> list[Found]:
    """Every submission at or below a path, by student and assignment; [] for a folder without any.

    Links are not followed: they are found, and refused when read. Hidden files, caches and environments are
    left aside.

    Raises:
        UsageError: the path is not there, or its folder cannot be listed.
    """
    rows = choose(hand_ins.at(Path(path), assignments), assignments)
    return [found(row) for row in rows if not row.absent]


def found(row: Chosen) -> Found:
    """A row as a submission to be read."""
    return Found(
        student=names.shown(row.person.name) or "unknown",
        assignment=row.assignment,
        assumed=row.assumed,
        path=row.path if row.path is not None else Path(row.person.name or "unknown"),
        notes=row.notes,
        member=row.member,
        own_name=names.shown(row.name) if row.path is not None and row.name != row.path.name else "",
        problem=row.problem,
        id=row.person.id,
        section=row.person.section,
        late=row.late,
        handed_in=row.handed_in,
        members=row.person.members,
        neighbours=row.neighbours,
        in_clone=row.in_clone,
    )
