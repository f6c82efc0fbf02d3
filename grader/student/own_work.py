"""The file of an assignment that a student works in, also where they gave it another name.

exercises/<assignment>.py, or a notebook of that name; else a file in exercises/ that defines its functions
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from grader.course.layout import Assignment, Course
from grader.course.targets import functions_of
from grader.errors import SubmissionError
from grader.model import Note
from grader.submission import LIMIT, Found
from grader.submission.beside import neighbours_in
from grader.submission.decode import decode
from grader.submission.edited import worked_in
from grader.submission.file_names import CODE, suffix
from grader.submission.files import read_bytes
from grader.words.messages import Code, InFile, Message, Name, say

# In a script a line begins so; in a notebook, a line of a cell within its JSON.
_DEFINED = re.compile(r"""(?:^|["'])(?:async )?def (\w+)\(""", re.MULTILINE)


def own_work(course: Course, assignment: Assignment) -> Found:
    """The student's own file. Where there is none, what is found says so, and nothing else is stopped.

    Raises CourseError where the exercise as it was handed out cannot be read.
    """
    usual = _usual(assignment)
    if usual is not None:
        return _found(assignment, worked_in(assignment, usual))
    other = _under_another_name(course, assignment)
    if other is None and os.path.lexists(assignment.exercise):
        return _found(assignment, assignment.exercise)  # a folder, or a pipe: whoever reads it says so
    if other is None:
        return Found(
            student="you", assignment=assignment.name, path=assignment.exercise, problem=_gone(assignment)
        )
    note = say(
        "{file} is not there. {other} has its functions, so it was checked.",
        file=InFile(_short(assignment, assignment.exercise)),
        other=InFile(_short(assignment, other)),
    )
    return _found(assignment, other, Note(note))


def _found(assignment: Assignment, path: Path, *notes: Note) -> Found:
    neighbours = neighbours_in(path.parent, path)
    return Found(student="you", assignment=assignment.name, path=path, notes=notes, neighbours=neighbours)


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
