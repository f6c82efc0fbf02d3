"""A notebook's code cells: what the instructor's say, and what each becomes in a job for the service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import UNSET, UnsetType
from nbformat import NotebookNode
from nbgrader import utils

from grader.nbgrader import grade_ids as names
from grader.nbgrader import jupyter, lines
from grader.nbgrader.mend import RESTORED
from grader.nbgrader.protocol import JobCell, Role


@dataclass(slots=True)
class InstructorCells:
    """The instructor's own code cells: what was given, what was left to write, and the grade cells."""

    given: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)
    # By grade id: how many given texts stand above a grade cell.
    known: dict[str, int] = field(default_factory=dict)
    # Modules that an answer writes.
    written: list[str] = field(default_factory=list)
    # What begins and ends a solution.
    marks: tuple[str, str] = (lines.BEGIN, lines.END)

    def add(self, cell: NotebookNode) -> None:
        """The next cell of the notebook."""
        if utils.is_solution(cell):
            given, asked = lines.divided(cell.source, self.marks)
            self.given.append(given)
            self.asked.append(asked)
            self.written += jupyter.modules_written(cell.source)
        elif utils.is_grade(cell):
            self.known[cell.metadata.nbgrader.grade_id] = len(self.given)
            self.tests.append(cell.source)
        else:
            self.given.append(cell.source)


def code_cells(nb: NotebookNode, notebook: str) -> Iterator[tuple[str, NotebookNode]]:
    """Code cells by the name that reports use: a cell's number in the file as it was handed in."""
    number = 0
    for cell in nb.cells:
        restored = RESTORED in cell.metadata
        number += not restored
        if cell.cell_type == "code":
            name = cell.metadata.nbgrader.grade_id if restored else f"cell {number}"
            yield f"{notebook}.ipynb, {name}", cell


def job_cell(
    cell: NotebookNode,
    name: str,
    code: InstructorCells,
    *,
    engine: bool,
    seconds: float | UnsetType | None = UNSET,
) -> JobCell:
    """One for the service. engine: where a course has the checks. seconds: that it may take."""
    marks = cell.metadata.get("nbgrader", {})
    return JobCell(
        name=name,
        text=cell.source,
        role=role_of(cell, engine=engine),
        points=float(marks.get("points", 0.0)),
        known=code.known.get(marks.get("grade_id"), len(code.given)),
        seconds=seconds,
    )


def role_of(cell: NotebookNode, *, engine: bool) -> Role:
    """What is done with a cell. engine: where a course has the checks."""
    if not utils.is_grade(cell) or utils.is_solution(cell):
        return "run"
    return "skip" if engine and names.function_of(cell.metadata.nbgrader.grade_id) else "grade"
