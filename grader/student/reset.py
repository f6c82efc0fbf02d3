"""A function put back as it was handed out. What the student had is kept in a copy of the whole file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from grader.course.layout import Assignment, Course
from grader.errors import UsageError
from grader.output_files import write_bytes
from grader.student.own_work import own_work
from grader.student.source import function_text, replaced, replaced_in_notebook
from grader.submission.decode import decode, encode_as
from grader.words.messages import Code, Heard, InFile, Name, Value, say

FOLDER = ".backup"


def reset(
    course: Course, assignment: Assignment, function: str, now: datetime, work: Path | None = None
) -> Path:
    """Put a function of the student's file back; returns where the file as it was is kept.

    work: the file; None is the one in exercises/.

    Raises UsageError where the file cannot be read or written, or was handed out without that function.
    """
    work = own_work(course, assignment).path if work is None else work
    stub = function_text(assignment.stub_cell().text, function)
    if stub is None:
        raise UsageError(
            say(
                "{assignment} was handed out without {function}. There is nothing to put back.",
                assignment=Name(assignment.name),
                function=Code(function),
            )
        )
    try:
        data = work.read_bytes()
    except OSError as error:
        raise UsageError(
            say(
                "{file} cannot be read: {error}. Nothing was changed.",
                file=InFile(str(work)),
                error=Heard(error.strerror or str(error)),
            )
        ) from None
    text, _ = decode(data, work.name)
    put = replaced_in_notebook if work.suffix == ".ipynb" else replaced
    try:
        made = encode_as(put(text, function, stub), data)
    except UnicodeEncodeError as error:
        raise UsageError(
            say(
                "{file} is saved in the encoding {encoding}, which has no {character}. "
                "Nothing was changed. Save the file as UTF-8 and try again.",
                file=InFile(work.name),
                encoding=Value(error.encoding),
                character=Value(repr(error.object[error.start])),
            )
        ) from None
    kept = _keep(work, data, now)
    write_bytes(work, made)
    return kept


def _keep(work: Path, data: bytes, now: datetime) -> Path:
    folder = work.parent / FOLDER
    name = f"{work.stem}-{now:%Y%m%d-%H%M%S}"
    kept = folder / f"{name}{work.suffix}"
    count = 1
    while kept.exists():
        count += 1
        kept = folder / f"{name}-{count}{work.suffix}"
    write_bytes(kept, data)
    return kept
