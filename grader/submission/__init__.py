"""Submissions: found below a path, and read as text. Nothing of theirs is executed or unpacked to disk.

    find(path) ─► Found ─► read(path) ─► Source
                             │ files      which file, opened so that it can neither hang nor flood us
                             │ decode     bytes → tidy text
                             │ notebook   .ipynb → code cells
                             └ magics     what only Jupyter understands, neutralised line by line

Python's own parser is not used on this side: text can be made that crashes it, and that is for the child.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path, PurePosixPath

from grader.errors import SubmissionError
from grader.model import Cell, Source, Unused
from grader.submission import file_names, files, magics, notebook, quarto
from grader.submission.beside import Neighbour, digest, is_own, read_beside
from grader.submission.decode import decode, oddities
from grader.submission.discover import Found, find
from grader.submission.files import LIMIT
from grader.submission.files_run import Runs
from grader.submission.refusals import refuse_other_content, refuse_other_text
from grader.submission.unused import in_comments
from grader.words.messages import InFile, Message, Value, say, say_many

__all__ = ["LIMIT", "Found", "Neighbour", "assignments_of", "find", "read"]

# Bytes of code that one submission may hold: what fits a frame to the child, with room for the rest of it.
_CODE_LIMIT = 1_000_000
_NOTES_SHOWN = 40


def assignments_of(found: Iterable[Found]) -> list[str]:
    """Whose checks these submissions need."""
    return sorted({one.assignment for one in found if one.assignment})


def read(
    path: Path,
    *,
    limit: int = LIMIT,
    assignment: str | None = None,
    member: str = "",
    own_name: str = "",
    neighbours: Sequence[Neighbour] = (),
) -> Source:
    """A submission as text: a file of `file_names.CODE`, or a `.zip` or folder that holds one.

    Where a zip or folder holds several, the one named after `assignment` is read; of a class's zip, `member`.
    `own_name` is how the student called the file, where a platform calls it otherwise; places are told by it.
    `limit` is in bytes, of code: a notebook, or a zip with one, may be larger by what its cells showed.
    A plain or percent-format `.py` is one cell; a notebook's code cells are one each, with their numbers
    among all its cells, from 1, in the order shown.
    `neighbours` are what its owner handed in beside it; those that it names are read, too.
    The digest is that of the file handed in, the zip where it is a zip, and of what else was read.

    Raises:
        SubmissionError: there is nothing there that can be read; says what was expected and what to do.
    """
    handed = files.collect(Path(path), limit=limit, assignment=assignment, member=member, own_name=own_name)
    text, notes = opened(handed)
    written = _written(text, handed.name, limit)
    known = {str(one.name): one for one in (*neighbours, *_in_zip(handed), *written)}
    own, more, unused = _cells_of(text, handed.name, limit, known)
    runs = Runs(known, lambda text, name: _cells_of(text, name, limit, known)[:2])
    cells = tuple(runs.unfolded(own))
    refuse_too_much_code(cells, handed.path)
    beside, read_with_it = read_beside(cells, [*runs.imported(cells), *known.values()], runs.taken.values())
    of_itself = {str(one.name) for one in written}
    return Source(
        path=handed.path,
        sha256=digest(handed.sha256, [one for one in beside if one.name not in of_itself]),
        cells=cells,
        notes=_shortened((*handed.notes, *notes, *more, *runs.notes, *read_with_it)),
        beside=beside,
        unused=(*unused, *in_comments(cells)),
    )


def opened(handed: files.Handed) -> tuple[str, tuple[Message, ...]]:
    """The text of a file, and notes. Raises SubmissionError where it holds something else."""
    refuse_other_content(handed.data, handed.name)
    text, notes = decode(handed.data, handed.name)
    if not text.strip():
        raise SubmissionError(
            say("{file} is empty.", file=InFile(handed.path))
            + say("Put your functions into it, save it and hand it in again.")
        )
    refuse_other_text(text, handed.name)
    return text, tuple(notes)


def _cells_of(
    text: str, name: str, limit: int, beside: Collection[str]
) -> tuple[tuple[Cell, ...], tuple[Message, ...], tuple[Unused, ...]]:
    """The cells of a file, what to say of them, and functions in cells that are not run."""
    if file_names.suffix(name) == ".ipynb":
        return notebook.cells(text, name, limit, beside)
    if file_names.suffix(name) in quarto.ENDINGS:
        text = quarto.code(text, name)
    text, notes = magics.neutralise(text, name, notebook=False, beside=beside)
    return (Cell(name=name, text=text),), (*oddities(text, name), *notes), ()


def _written(text: str, name: str, limit: int) -> list[Neighbour]:
    """Files that a notebook's own cells write beside it."""
    if file_names.suffix(name) != ".ipynb":
        return []
    paths = {PurePosixPath(file): held for file, held in notebook.files_written(text, name, limit).items()}
    # `/content/helpers.py` lies beside a notebook on Colab.
    local = {PurePosixPath(path.name) if path.is_absolute() else path: held for path, held in paths.items()}
    return [
        Neighbour(name=path, path=Path(), data=held.encode(errors="replace"))
        for path, held in local.items()
        if path.parts and is_own(path.parts)
    ]


def _in_zip(handed: files.Handed) -> list[Neighbour]:
    """What a student's own archive holds beside the submission."""
    return [
        Neighbour(name=name, path=Path(), data=data)
        for name, data in handed.beside.items()
        if is_own(name.parts)
    ]


def refuse_too_much_code(cells: Sequence[Cell], path: str) -> None:
    """Raise SubmissionError where it is more than fits a frame to the child."""
    size = sum(len(cell.text.encode()) + len(cell.label.encode()) + 16 for cell in cells)
    if size > _CODE_LIMIT:
        raise SubmissionError(
            say(
                "{file} holds {size} bytes of code, and at most {limit} are allowed.",
                file=InFile(path),
                size=Value(f"{size:,}"),
                limit=Value(f"{_CODE_LIMIT:,}"),
            )
            + say("Hand in the functions of the assignment, without data written out in them.")
        )


def _shortened(notes: tuple[Message, ...]) -> tuple[Message, ...]:
    if len(notes) <= _NOTES_SHOWN:
        return notes
    rest = say_many(
        "There is {n} more note like these on this file.",
        "There are {n} more notes like these on this file.",
        len(notes) - _NOTES_SHOWN,
    )
    return (*notes[:_NOTES_SHOWN], rest)
