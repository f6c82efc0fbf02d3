"""From a submission that was found to its text: which file counts, and of which assignment it is. Light."""

from __future__ import annotations

import os
from dataclasses import replace

from grader.course.layout import Course
from grader.errors import SubmissionError
from grader.model import Note, NoteKind, Source
from grader.submission import Found, read
from grader.submission.edited import worked_in as file_worked_in
from grader.words.messages import Code, InFile, Items, Message, Name, say


def worked_in(found: Found, course: Course) -> Found:
    """What was found, or the notebook beside it where only the script is as it was handed out."""
    if found.as_named:
        return found
    known = None if found.member else course.assignments.get(found.assignment or "")
    path = file_worked_in(known, found.path) if known and not os.path.islink(found.path) else found.path
    if path == found.path:
        return found
    note = Note(
        say("{file} was graded. The script beside it is as it was handed out.", file=InFile(path.name))
    )
    kept = [said for said in found.notes if said.kind is not NoteKind.NOTEBOOK_PASSED_OVER]
    return replace(found, path=path, notes=(*kept, note))


def read_found(found: Found, course: Course) -> tuple[str, Source]:
    """Its assignment and text. What cannot be read says so first, before its name is questioned."""
    if found.problem:
        raise SubmissionError(found.problem)
    source = read(
        found.path,
        assignment=found.assignment,
        member=found.member,
        own_name=found.own_name,
        neighbours=found.neighbours,
    )
    if found.assignment is None:
        raise SubmissionError(
            say(
                "It is not clear which assignment {file} is. "
                "Name the file after {names}, or use `--assignment`.",
                file=InFile(found.name),
                names=Items(tuple(map(Name, sorted(course.assignments))), "or"),
            )
        )
    if found.assumed:
        raise SubmissionError(_not_named(found.name, found.assignment))
    return found.assignment, source


def _not_named(file: str, assignment: str) -> Message:
    """What is said of a file where there is one assignment only."""
    name = Name(assignment)
    said = say("{file} is not named for {assignment}.", file=InFile(file), assignment=name)
    command = Code(f"--assignment {assignment}")
    return said + say("Name the file after {assignment}, or use {option}.", assignment=name, option=command)
