"""A Jupyter notebook to its code cells, of nbformat 3 and 4, tolerant of what Jupyter itself would mend."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from grader.errors import SubmissionError
from grader.model import Cell, Unused
from grader.submission import magics
from grader.submission.decode import oddities, tidy
from grader.submission.files import LIMIT
from grader.submission.outputs import PASTED, SHOWN, without
from grader.submission.unused import in_cells
from grader.words.messages import Heard, InFile, Message, Value, say

# A definition in a cell's source, be it text or a list of lines.
_DEFINES: Final = re.compile(r"\b(def|class)\s+\w")
# The first line of a cell that is written to a file, or added to it.
_WRITES: Final = re.compile(
    r"""\s*%%(?:writefile|file)[ \t]+(?P<more>-a[ \t]+)?["']?(?P<file>[^\n"']+?)["']?[ \t]*(?:\n|$)"""
)
# Kernels that do not always say their language in the notebook.
_FOREIGN_KERNEL: Final = re.compile(r"(ir|irkernel|julia|bash|octave|matlab|scala|sas)\b", re.IGNORECASE)


def cells(
    text: str, name: str, limit: int = LIMIT, beside: Collection[str] = ()
) -> tuple[tuple[Cell, ...], tuple[Message, ...], tuple[Unused, ...]]:
    """The code cells in order, magics neutralised; notes; and functions in cells that are not run.

    beside: files that `%run` can find.

    A cell has its number, which counts all cells of the notebook from 1, text and code alike, in the
    order in which they are shown: the third cell that a student sees is cell 3.

    Raises:
        SubmissionError: not a notebook, not in Python, or without code.
    """
    notebook = parsed(text, name, limit=limit)
    _refuse_other_languages(notebook, name)
    found: list[Cell] = []
    notes: list[Message] = []
    for number, cell in enumerate(all_cells(notebook, name), 1):
        if isinstance(cell, dict) and kind(cell) == "code" and not _scores(cell):
            if cell.get("cell_type") != "code":
                released = say("{place}: this cell was released as code.", place=InFile(name, number))
                notes.append(released + say("It is read as code."))
            made, more = _code_cell(cell, name, number, beside)
            found.append(made)
            notes += more
    if not any(cell.text.strip() for cell in found):
        file = InFile(name)
        if found:
            what = say("All code cells of {file} are empty.", file=file)
        else:
            what = say("{file} has no code cells.", file=file)
        raise SubmissionError(what + say("Put your functions into it, save it and hand it in again."))
    return tuple(found), tuple(notes), in_cells(all_cells(notebook, name), name)


def files_written(text: str, name: str, limit: int = LIMIT) -> dict[str, str]:
    """The files that cells under `%%writefile` write, by path. Raises SubmissionError as `cells` does."""
    found: dict[str, str] = {}
    if "%%writefile" not in text and "%%file" not in text:
        return found
    for cell in all_cells(parsed(text, name, limit=limit), name):
        source = _source(cell) if isinstance(cell, dict) and kind(cell) == "code" else None
        if isinstance(source, str) and (first := _WRITES.match(source)):
            held = found.get(first["file"], "") if first["more"] else ""
            found[first["file"]] = held + source[first.end() :]
    return found


def parsed(
    text: str, name: str, *, limit: int = LIMIT, left_out: Collection[str] = (*SHOWN, *PASTED)
) -> dict[str, Any]:
    """A notebook as JSON. Raises SubmissionError where it is none.

    limit: bytes of one without what its cells showed; left_out: what does not count where a file is larger.
    """
    if len(text) > limit:
        text = without(text, left_out)
        if len(text) > limit:
            large = say(
                "{file} is larger than {limit} bytes, even without its outputs.",
                file=InFile(name),
                limit=Value(f"{limit:,}"),
            )
            raise SubmissionError(large + say("Hand in the code only."))
    try:
        notebook = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise SubmissionError(_no_notebook(name) + _no_json(error) + _AGAIN) from None
    if not isinstance(notebook, dict):
        raise SubmissionError(_no_notebook(name) + _EXPECTED + _AGAIN)
    return notebook


_EXPECTED: Final = say("Expected JSON with a list of cells, as Jupyter saves it.")
_AGAIN: Final = say("Save it in Jupyter again, or hand in a `.py` file.")


def _no_notebook(name: str) -> Message:
    return say("{file} is not a notebook.", file=InFile(name))


def _no_json(error: Exception) -> Message:
    if isinstance(error, json.JSONDecodeError):
        return say("Expected JSON, got something else: {error}.", error=Heard(str(error)))
    return say("Its parts are nested too deeply, or a number in it is too long.")


def all_cells(notebook: dict[str, Any], name: str) -> list[Any]:
    """Cells of any kind: those of the notebook (nbformat 4), else those of its worksheets (nbformat 3)."""
    if isinstance(notebook.get("cells"), list):
        return list(notebook["cells"])
    sheets = notebook.get("worksheets")
    if not isinstance(sheets, list):
        raise SubmissionError(_no_notebook(name) + _EXPECTED + _AGAIN)
    lists = [
        sheet["cells"] for sheet in sheets if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
    ]
    return [cell for one in lists for cell in one]


def _scores(cell: dict[str, Any]) -> bool:
    """Whether it is one of nbgrader's cells with points, which are no work of the student's."""
    marks = _part(_part(cell, "metadata"), "nbgrader")
    own = _DEFINES.search(str(cell.get("source", cell.get("input", ""))))
    return marks.get("grade") is True and marks.get("solution") is not True and own is None


def kind(cell: dict[str, Any]) -> object:
    """The cell's type; an answer cell of nbgrader's that was converted is what it was released as."""
    marks = _part(_part(cell, "metadata"), "nbgrader")
    released = marks.get("cell_type") if marks.get("solution") is True else None
    return "code" if released == "code" else cell.get("cell_type")


def _source(cell: dict[str, Any]) -> object:
    source = cell.get("source", cell.get("input", ""))  # "input" is nbformat 3
    if isinstance(source, list) and all(isinstance(part, str) for part in source):
        return "".join(source)
    return source


def _code_cell(
    cell: dict[str, Any], name: str, number: int, beside: Collection[str]
) -> tuple[Cell, tuple[Message, ...]]:
    source = _source(cell)
    if not isinstance(source, str):
        lost = say("{place}: the source of this cell is not text.", place=InFile(name, number))
        return Cell(name=name, number=number, text=""), (lost + say("It was left out."),)
    text, notes = tidy(source, name, number)
    text, more = magics.neutralise(text, name, notebook=True, cell=number, beside=beside)
    return Cell(name=name, number=number, text=text), (*notes, *oddities(text, name, number), *more)


def language_of(path: Path) -> str:
    """The language of an instructor's notebook where it is not Python; else empty."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return _other_language(notebook) if isinstance(notebook, dict) else ""


def _refuse_other_languages(notebook: dict[str, Any], name: str) -> None:
    if language := _other_language(notebook):
        raise SubmissionError(
            say(
                "{file} is a notebook in {language}, not in Python.",
                file=InFile(name),
                language=Heard(language),
            )
            + say("Choose a Python kernel in Jupyter, and save it.")
        )


def _other_language(notebook: dict[str, Any]) -> str:
    """By what the notebook says of its kernel."""
    metadata = _part(notebook, "metadata")
    kernel = _part(metadata, "kernelspec")
    said = (kernel.get("language"), _part(metadata, "language_info").get("name"), metadata.get("language"))
    languages = [language for language in said if isinstance(language, str) and language]
    if not languages and _FOREIGN_KERNEL.match(str(kernel.get("name", ""))):
        languages = [str(kernel["name"])]
    if not languages or any(map(_is_python, languages)):
        return ""
    return languages[0][:40]


def _is_python(language: str) -> bool:
    return "python" in language.lower()


def _part(whole: dict[str, Any], key: str) -> dict[str, Any]:
    part = whole.get(key)
    return part if isinstance(part, dict) else {}
