"""Release versions of answer cells: the very exercise that `grader release` hands out."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import ClearSolutions

from grader.course.solution_regions import BEGIN, stub


class StubSolutions(ClearSolutions):
    """`ClearSolutions` that knows lines given to students inside a solution region (`### STUB:`)."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, cell_index: int
    ) -> tuple[NotebookNode, Any]:
        """Clear one cell. Raises CourseError where it is marked wrongly."""
        if cell.cell_type == "code" and utils.is_solution(cell) and BEGIN in cell.source:
            cell.source = stub(cell.source, f"cell `{cell.metadata.nbgrader.grade_id}`").rstrip("\n")
            return cell, resources
        made: tuple[NotebookNode, Any] = super().preprocess_cell(cell, resources, cell_index)
        return made
