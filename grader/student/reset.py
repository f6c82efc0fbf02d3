"""A function put back as it was handed out. What the student had is kept in a copy of the whole file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from grader.course import Assignment
from grader.errors import UsageError
from grader.files import write_bytes, write_text
from grader.student.source import function_text, replaced, replaced_in_notebook
from grader.submission.decode import decode
from grader.worked import worked_in

FOLDER = ".backup"


def reset(assignment: Assignment, function: str, now: datetime) -> Path:
    """Put a function of the student's file back; returns where the file as it was is kept.

    Raises UsageError where the file cannot be read or written, or was handed out without that function.
    """
    work = worked_in(assignment, assignment.exercise)
    stub = function_text(assignment.stub_cell().text, function)
    if stub is None:
        raise UsageError(f"{assignment.name} was handed out without `{function}`: nothing to put back")
    kept = _keep(work, now)
    text, _ = decode(work.read_bytes(), work.name)
    put = replaced_in_notebook if work.suffix == ".ipynb" else replaced
    write_text(work, put(text, function, stub))
    return kept


def _keep(work: Path, now: datetime) -> Path:
    folder = work.parent / FOLDER
    name = f"{work.stem}-{now:%Y%m%d-%H%M%S}"
    kept = folder / f"{name}{work.suffix}"
    count = 1
    while kept.exists():
        count += 1
        kept = folder / f"{name}-{count}{work.suffix}"
    try:
        write_bytes(kept, work.read_bytes())
    except OSError as error:
        raise UsageError(f"{work} cannot be read: {error.strerror}; nothing was changed") from None
    return kept
