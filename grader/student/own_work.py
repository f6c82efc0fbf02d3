"""The file of an assignment that a student works in, also where they gave it another name.

exercises/<assignment>.py, or a notebook of that name; else a file in exercises/ that defines its functions
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grader.course.hints import hints_file
from grader.course.layout import Assignment, Course
from grader.course.targets import functions_of
from grader.errors import SubmissionError
from grader.model import Note, NoteKind
from grader.submission import LIMIT, Found
from grader.submission.beside import Neighbour, neighbours_in
from grader.submission.decode import decode
from grader.submission.edited import is_changed, worked_in, worked_in_beside
from grader.submission.file_names import CODE, suffix
from grader.submission.files import read_bytes
from grader.words.messages import NOTHING, Code, InFile, Message, Name, say

# In a script a line begins so; in a notebook, a line of a cell within its JSON.
_DEFINED = re.compile(r"""(?:^|["'])(?:async )?def (\w+)\(""", re.MULTILINE)


def own_work(course: Course, assignment: Assignment) -> Found:
    """The student's own file. Where there is none, what is found says so, and nothing else is stopped.

    Raises CourseError where the exercise as it was handed out cannot be read.
    """
    usual = _usual(assignment)
    if usual is not None:
        path = worked_in(assignment, usual)
        return _found(course, assignment, path, *_others(assignment, path))
    other = _under_another_name(course, assignment)
    if other is None and os.path.lexists(assignment.exercise):
        # A folder, or a pipe: whoever reads it says so.
        return _found(course, assignment, assignment.exercise)
    if other is None:
        return Found(
            student="you", assignment=assignment.name, path=assignment.exercise, problem=_gone(assignment)
        )
    note = say(
        "{file} is not there. {other} has its functions, so it was checked.",
        file=InFile(_short(assignment, assignment.exercise)),
        other=InFile(_short(assignment, other)),
    )
    return _found(course, assignment, other, Note(note))


def named_file(course: Course, name: str) -> Path | None:
    """The file of a student's that a name means: as it is typed, from the course's folder, or in exercises/.

    None where it is no name of such a file, or there is no such file.
    """
    if suffix(name) not in CODE:
        return None
    places = (Path(name), course.root / name, course.root / "exercises" / name)
    return next((path for path in places if path.is_file()), None)


def as_named(course: Course, found: Found) -> Found:
    """A file that was named: it is read itself, whatever lies beside it, and a note says what does.

    Raises CourseError where the exercise as it was handed out cannot be read.
    """
    assignment = course.assignments.get(found.assignment or "")
    is_code = suffix(found.path.name) in CODE
    notes = _others(assignment, found.path) if assignment and is_code else ()
    neighbours = found.neighbours
    if assignment and found.path.parent.resolve() == assignment.exercise.parent.resolve():
        neighbours = own_neighbours(course, found.path.parent, found.path)
    return replace(found, notes=(*found.notes, *notes), neighbours=neighbours, as_named=True)


def said_first(found: Found) -> tuple[Found, Message]:
    """What was found, and what its owner is to read before the report."""
    first = [note.text for note in found.notes if note.kind is NoteKind.OTHER_FILE]
    others = tuple(note for note in found.notes if note.kind is not NoteKind.OTHER_FILE)
    return replace(found, notes=others), sum(first, NOTHING)


def _others(assignment: Assignment, path: Path) -> tuple[Note, ...]:
    """Which file is read, and how to check another one that was worked in, too."""
    others = worked_in_beside(assignment, path)
    if not others:
        return ()
    read, other = InFile(path.name), InFile(others[0].name)
    if is_changed(assignment, path):
        said = say("You changed {read} and {other}.", read=read, other=other)
    else:
        said = say("You changed {other}, but not {read}.", read=read, other=other)
    said += say("This is the report of {read}.", read=read)
    said += say(
        "To check {other}, type {command}.", other=other, command=Code(_to_check(assignment, others[0]))
    )
    return (Note(said, NoteKind.OTHER_FILE),)


def _to_check(assignment: Assignment, path: Path) -> str:
    if path.parent.resolve() == assignment.exercise.parent.resolve():
        return f"grader check {shlex.quote(path.name)}"
    return f"grader check --file {shlex.quote(str(path))}"


def _found(course: Course, assignment: Assignment, path: Path, *notes: Note) -> Found:
    neighbours = own_neighbours(course, path.parent, path)
    return Found(student="you", assignment=assignment.name, path=path, notes=notes, neighbours=neighbours)


def own_neighbours(course: Course, folder: Path, path: Path) -> tuple[Neighbour, ...]:
    """What lies beside a student's file in a folder; the course's hints are nobody's work."""
    hints = {hints_file(course, name).resolve() for name in course.assignments}
    return tuple(one for one in neighbours_in(folder, path) if one.path.resolve() not in hints)


def _usual(assignment: Assignment) -> Path | None:
    named = (assignment.exercise.with_suffix(suffix) for suffix in CODE)
    return next((path for path in named if path.is_file()), None)


def _under_another_name(course: Course, assignment: Assignment) -> Path | None:
    """The file that defines most of the functions of an assignment, and more of them than of any other's."""
    best: dict[Path, int] = {}
    for path in _of_no_assignment(course, assignment.exercise.parent):
        defined = functions_in(path)
        count = {name: len(defined & set(functions_of(one))) for name, one in course.assignments.items()}
        mine = count.pop(assignment.name)
        lost = [number for name, number in count.items() if _usual(course.assignments[name]) is None]
        if mine and mine > max(lost, default=0):
            best[path] = mine
    # Of two with as many, the name decides: it is the same one each time.
    return min(best, key=lambda path: (-best[path], path.name)) if best else None


def _of_no_assignment(course: Course, folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*")):
        named = path.stem in course.assignments or path.name.startswith(".")
        if suffix(path.name) in CODE and not named and path.is_file():
            yield path


def functions_in(path: Path) -> set[str]:
    """The names of the functions that a file defines, told by its text; none where it is no text."""
    try:
        text, _ = decode(read_bytes(path, LIMIT), path.name)
    except SubmissionError:
        return set()  # it cannot be read, so nothing says whose it is
    return set(_DEFINED.findall(text))


def _gone(assignment: Assignment) -> Message:
    gone = say("{file} is not there.", file=InFile(_short(assignment, assignment.exercise)))
    renamed = say(
        "If you gave it another name, it must define functions of {assignment}.",
        assignment=Name(assignment.name),
    )
    return gone + renamed + _again(assignment)


def _again(assignment: Assignment) -> Message:
    if not assignment.is_kit:
        return say("{command} makes the exercise again.", command=Code("grader release"))
    return say(
        "To begin again, copy {given} to {file}.",
        given=InFile(_short(assignment, assignment.handed_out)),
        file=InFile(_short(assignment, assignment.exercise)),
    )


def _short(assignment: Assignment, path: Path) -> str:
    return path.relative_to(assignment.root).as_posix()
