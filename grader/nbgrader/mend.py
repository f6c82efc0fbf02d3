"""The marks on a submitted notebook's cells, as they were released: the gradebook says, not the file.

Runs before nbgrader's own `DeduplicateIds` and `OverwriteCells`, which trust marks that a student can edit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, Notebook, SourceCell
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.nbgrader import grade_ids as names
from grader.nbgrader.language import translator_of
from grader.words.messages import Code, Message, Value, say

SCHEMA = 3
# In a cell's metadata: it was put back, and is no cell of the file that was handed in.
RESTORED = "grader_restored"


class Mend(NbGraderPreprocessor):
    """Gives known cells their released marks and types, takes marks off others, puts back what is missing."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Mend one notebook; its `metadata.grader.notes` says what was done."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            released = gradebook.find_notebook(where["notebook"], where["assignment"])
            marks = {cell.name: (cell, _marks(cell, released)) for cell in released.source_cells}
        translate = translator_of(self.config)
        notes = [translate(note) for note in (*self._known(nb, marks), *self._missing(nb, marks))]
        for note in notes:
            self.log.warning("%s: %s", where["student"], note)
        nb.metadata["grader"] = nbformat.from_dict({"notes": notes})
        return nb, resources

    def _known(
        self, nb: NotebookNode, marks: dict[str, tuple[SourceCell, dict[str, Any]]]
    ) -> Iterator[Message]:
        seen: set[str] = set()
        # As nbgrader does: of cells with one name the last counts.
        for cell in reversed(nb.cells):
            given = cell.metadata.pop("nbgrader", {})
            name = given.get("grade_id") if isinstance(given, dict) else None
            if not isinstance(name, str) or name not in marks:
                continue
            if name in seen:
                yield say("The cell {name} is there more than once. The last one counts.", name=Code(name))
                continue
            seen.add(name)
            source, cell.metadata["nbgrader"] = marks[name][0], nbformat.from_dict(marks[name][1])
            if cell.cell_type != source.cell_type:
                yield say(
                    "The cell {name} was changed to the type {changed}. It is {released} again.",
                    name=Code(name),
                    changed=Value(cell.cell_type),
                    released=Value(source.cell_type),
                )
                _convert(cell, source.cell_type)
            if source.locked:
                if cell.source.strip() not in (source.source.strip(), names.visible(source.source)):
                    yield say("The cell {name} was changed. It is again as it was released.", name=Code(name))
                # As `OverwriteCells` would, which warns of every cell whose hidden lines a student never had.
                cell.source = source.source

    def _missing(
        self, nb: NotebookNode, marks: dict[str, tuple[SourceCell, dict[str, Any]]]
    ) -> Iterator[Message]:
        """Cells that carry points; what students only read may be gone."""
        present = {cell.metadata.nbgrader.grade_id for cell in nb.cells if "nbgrader" in cell.metadata}
        for name, (source, mark) in marks.items():
            if name not in present and (mark["grade"] or mark["task"]):
                yield say("The cell {name} was missing. It was put back.", name=Code(name))
                nb.cells.insert(_place(nb, names.function_of(name)), _again(source, mark))


def _marks(cell: SourceCell, released: Notebook) -> dict[str, Any]:
    points = {one.name: one.max_score for one in (*released.grade_cells, *released.task_cells)}
    task = any(one.name == cell.name for one in released.task_cells)
    marks = {
        "schema_version": SCHEMA,
        "grade_id": cell.name,
        "grade": cell.name in points and not task,
        "solution": any(one.name == cell.name for one in released.solution_cells),
        "locked": bool(cell.locked),
        "task": task,
        "cell_type": cell.cell_type,
        "checksum": cell.checksum,
    }
    return marks | ({"points": float(points[cell.name])} if cell.name in points else {})


def _place(nb: NotebookNode, function: str) -> int:
    """Below the answer of this function, else at the end."""
    for number, cell in enumerate(nb.cells):
        if function and cell.metadata.get("nbgrader", {}).get("grade_id") == names.answered(function):
            return number + 1
    return len(nb.cells)


def _again(source: SourceCell, marks: dict[str, Any]) -> NotebookNode:
    make = new_code_cell if source.cell_type == "code" else new_markdown_cell
    made: NotebookNode = make(source.source, metadata={"nbgrader": marks, RESTORED: True})
    return made


def _convert(cell: NotebookNode, kind: str) -> None:
    cell.cell_type = kind
    if kind == "code":
        cell.pop("attachments", None)
        cell.outputs, cell.execution_count = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
