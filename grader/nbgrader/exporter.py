"""Reading what students hand in: any notebook that can be read at all reaches nbgrader as a sound one.

nbgrader fails on a byte order mark, a cell without metadata, a missing kernelspec. Where
`c.Autograde.exporter_class` names this exporter, such a notebook is mended; what cannot be read is refused
with the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters import Autograde

from grader.errors import SubmissionError
from grader.model import Cell
from grader.nbgrader import records
from grader.nbgrader.language import translator_of
from grader.nbgrader.one_by_one import demand_python, keep_the_others
from grader.nbgrader.preprocess import RunInSandbox
from grader.submission import LIMIT, files, notebook, opened, refuse_too_much_code
from grader.submission.outputs import SHOWN, without
from grader.unique_names import UniqueNames

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_KINDS = ("code", "markdown", "raw")


class SubmissionExporter(NotebookExporter):
    """`NotebookExporter` that mends a submission before nbgrader's preprocessors see it."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if isinstance(self.parent, Autograde):
            demand_python(self.parent)
            keep_the_others(self.parent)

    def from_file(
        self, file_stream: IO[str] | str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert an open notebook. Raises SubmissionError where it cannot be read."""
        # Autograding reads a second time what the first pass has written: that is sound.
        if not getattr(self.parent, "_sanitizing", False) or isinstance(file_stream, str):
            made: tuple[Any, dict[str, Any]] = super().from_file(file_stream, resources=resources, **kw)
            return made
        try:
            node = mended(Path(file_stream.name))
        except SubmissionError as error:
            records.refuse((resources or {}).get("nbgrader", {}), error.said, translator_of(self.config))
            raise
        self._begin_service(resources or {})
        made = self.from_notebook_node(node, resources=resources, **kw)
        return made

    def _begin_service(self, resources: dict[str, Any]) -> None:
        """It loads torch while nbgrader converts the first submission."""
        asked = getattr(self.parent, "autograde_preprocessors", [])
        if any(str(one).endswith("RunInSandbox") for one in asked):
            RunInSandbox(parent=self).begin(resources["nbgrader"])


def mended(path: Path) -> NotebookNode:
    """A submitted notebook, sound whatever was handed in. Raises SubmissionError where it cannot be read."""
    handed = files.collect(path, limit=LIMIT, assignment=None)
    text, _ = opened(handed)
    notebook.parsed(text, handed.name)  # what its cells showed, and pictures in them, are no work
    raw = notebook.parsed(without(text, SHOWN), handed.name, limit=len(text))
    metadata = {"kernelspec": _flat(_flat(raw.get("metadata"), dict).get("kernelspec")) or _KERNEL}
    taken = UniqueNames(longest=64)
    cells = [made for cell in notebook.all_cells(raw, handed.name) for made in _cell(cell, taken)]
    code = [Cell(name=handed.name, text=cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    refuse_too_much_code(code, handed.path)
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    # Through bytes once more: a lone surrogate would fail where nbgrader writes the file.
    text = json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace").decode()
    made: NotebookNode = nbformat.from_dict(json.loads(text))
    return made


def _cell(cell: Any, taken: UniqueNames) -> Iterator[dict[str, Any]]:
    if not isinstance(cell, dict):
        return
    kind = notebook.kind(cell)
    made: dict[str, Any] = {
        "cell_type": kind if kind in _KINDS else "markdown",
        "id": _fresh(cell.get("id"), taken),
        "metadata": {"nbgrader": _flat(_flat(cell.get("metadata"), dict).get("nbgrader"))},
        "source": _text(cell.get("source", cell.get("input", ""))),
    }
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    elif cell.get("attachments"):
        held = _flat(cell["attachments"], dict)
        made["attachments"] = {key: _flat(item, str) for key, item in held.items()}
    yield made


def _fresh(wanted: object, taken: UniqueNames) -> str:
    return taken.free(wanted if isinstance(wanted, str) and _ID.fullmatch(wanted) else "cell")


def _flat(item: object, *kinds: type) -> dict[str, Any]:
    """What a dict holds of these types, by default plain values; {} for anything else."""
    wanted = kinds or (str, int, float, bool)
    return (
        {key: held for key, held in item.items() if isinstance(held, wanted)}
        if isinstance(item, dict)
        else {}
    )


def _text(item: object) -> str:
    if isinstance(item, list):
        return "".join(part for part in item if isinstance(part, str))
    return item if isinstance(item, str) else ""
