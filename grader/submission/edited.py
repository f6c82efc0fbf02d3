"""The file a student worked in: a script, or the notebook or document beside it where only that was changed.

Both are strangers' files, so they are read as `grader.submission` reads them: whole, bounded, and never run.
Docstrings and comments do not count: the same exercise may be handed out in several languages.
"""

from __future__ import annotations

import os
from pathlib import Path

from grader.course.layout import Assignment
from grader.errors import SubmissionError
from grader.model import Source
from grader.submission import LIMIT, quarto
from grader.submission.decode import decode
from grader.submission.file_names import CODE
from grader.submission.files import limit_of, read_bytes
from grader.submission.notebook import all_cells, parsed
from grader.submission.scanner import code_in


def worked_in(assignment: Assignment, script: Path) -> Path:
    """The script, or another file of its name. Raises CourseError where the stub cannot be made."""
    # Of a folder that may not be entered these say no, where pathlib raises.
    others = [path for ending in CODE[1:] if os.path.isfile(path := script.with_suffix(ending))]
    if script.suffix != ".py" or not (os.path.isfile(script) and others):
        return script
    # Of a file that cannot be read, whoever reads it says what is wrong with it.
    if is_changed(assignment, script):
        return script
    return next((path for path in others if is_changed(assignment, path)), script)


def worked_in_beside(assignment: Assignment, path: Path) -> list[Path]:
    """Other files of that name, script, notebook or document, in which something was changed.

    Raises CourseError where the stub cannot be made.
    """
    others = [other for ending in CODE if os.path.isfile(other := path.with_suffix(ending)) and other != path]
    return [other for other in others if is_changed(assignment, other)]


def is_changed(assignment: Assignment, path: Path) -> bool:
    """Whether a file holds other code than it was handed out with; what cannot be read does.

    Raises CourseError where the stub cannot be made.
    """
    given = assignment.stub_cell().text
    if path.suffix != ".py":
        return not _only_given_code(path, given)
    try:
        held, _ = decode(read_bytes(path, LIMIT), path.name)
    except SubmissionError:
        return True
    return list(code_in(held)) != list(code_in(given))


def as_handed_out(assignment: Assignment, source: Source) -> bool:
    """Whether a submission holds no line of code that the exercise was not handed out with, however re-saved.

    Comments, docstrings and blank lines are no code. Raises CourseError where the stub cannot be made.
    """
    given = set(code_in(assignment.stub_cell().text))
    return all(line in given for line in code_lines(source))


def code_lines(source: Source) -> list[str]:
    """The lines of code of a submission, without indentation, comments, docstrings and blank lines."""
    return [line for cell in source.cells for line in code_in(cell.text)]


def _only_given_code(path: Path, given: str) -> bool:
    """Whether a file holds no line of code that the exercise was not handed out with."""
    try:
        text = read_bytes(path, limit_of(path.name)).decode()
        code = _in_notebook(text, path.name) if path.suffix == ".ipynb" else [quarto.code(text, path.name)]
    except (SubmissionError, ValueError, KeyError, TypeError):
        return False  # no longer what was handed out; whoever reads it says what is wrong with it
    known = set(code_in(given))
    return all(line in known for text in code for line in code_in(text))


def _in_notebook(text: str, name: str) -> list[str]:
    cells = all_cells(parsed(text, name), name)
    return ["".join(one["source"]) for one in cells if one["cell_type"] == "code"]
