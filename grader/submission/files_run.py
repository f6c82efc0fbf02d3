"""Notebooks and scripts that a submission runs by `%run`: their cells come before the cell that does so.

There are libraries with which a notebook imports another: that one is read as a module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

from grader.errors import SubmissionError
from grader.model import Cell
from grader.submission.beside import AT_MOST, FILES, TOTAL, Neighbour, contents
from grader.submission.decode import decode
from grader.submission.imports import imported
from grader.submission.magics import files_run
from grader.words.messages import InFile, Message, say

_IMPORTERS: Final = {"import_ipynb", "importnb", "nbimporter"}
# What makes cells of a text: (text, name) → cells, notes.
CellsOf = Callable[[str, str], tuple[Sequence[Cell], Sequence[Message]]]


@dataclass(slots=True)
class Runs:
    """Which files were run so far, each once, and what there is to say of them."""

    # By path from the submission's folder.
    neighbours: Mapping[str, Neighbour]
    cells_of: CellsOf
    taken: dict[str, Neighbour] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)
    _met: set[str] = field(default_factory=set)
    _left: int = TOTAL

    def unfolded(self, cells: Sequence[Cell]) -> Iterator[Cell]:
        """The cells, and those of the files that they run."""
        for cell in cells:
            for file in files_run(cell.text):
                if file in self.neighbours and file not in self._met:
                    self._met.add(file)
                    yield from self.unfolded(self._cells(file))
            yield cell

    def imported(self, cells: Sequence[Cell]) -> Iterator[Neighbour]:
        """The notebooks that the cells import, as modules."""
        modules = {module for cell in cells for module in imported(cell.text)}
        for file, one in self.neighbours.items() if modules & _IMPORTERS else ():
            path = PurePosixPath(file)
            if path.suffix == ".ipynb" and path.stem in modules:
                text = "\n\n".join(cell.text for cell in self._cells(file))
                yield replace(one, name=path.with_suffix(".py"), data=text.encode())

    def _cells(self, file: str) -> Sequence[Cell]:
        """Those of a file; none beyond the limits, or where it cannot be read, which a note says."""
        try:
            data = contents(self.neighbours[file])
            self._left -= len(data)
            if self._left < 0 or len(self._met) > FILES:
                raise SubmissionError(say("{file} is not run here.", file=InFile(file)) + AT_MOST)
            text, read_as = decode(data, file)
            cells, notes = self.cells_of(text, file)
        except SubmissionError as error:
            self.notes.append(error.said)
            return ()
        self.taken[file] = self.neighbours[file]
        self.notes += (*read_as, *notes)
        return cells
