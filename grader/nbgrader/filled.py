"""A notebook whose code cells get their outputs, and which of its cells a person must mark."""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode
from nbgrader import utils

from grader.errors import FaultError
from grader.model import FunctionResult, Report
from grader.nbgrader import grade_ids as names
from grader.nbgrader import outputs
from grader.nbgrader.mend import RESTORED
from grader.nbgrader.protocol import PERSON, CellRun, JobCell, sent
from grader.words.messages import Code, say
from grader.words.translation import Translator

_NOT_RUN = say("nbgrader was told not to run notebooks.") + PERSON


def fill(
    cells: list[NotebookNode],
    jobs: list[JobCell],
    runs: list[CellRun],
    report: Report | None,
    translate: Translator,
) -> list[str]:
    """Write the outputs of all code cells. Returns the cells that a person has to decide on."""
    sources = {job.name: job.text for job in jobs}
    review = []
    for number, (cell, job, run) in enumerate(zip(cells, jobs, runs, strict=True), 1):
        cell.execution_count = number
        if job.role == "run":
            cell.outputs = outputs.shown(run, sources, number, translate)
        elif job.role == "grade":
            cell.outputs = outputs.judged(run, sources, number, translate)
            review += [cell.metadata.nbgrader.grade_id] if run.score is None else []
        elif report is not None:
            cell.source = names.visible(cell.source)
            cell.outputs = outputs.scored(_of(cell, report), report, job.points, number, translate)
    return review


def unexecuted(cells: list[tuple[str, NotebookNode]], translate: Translator) -> list[str]:
    """Where nothing runs, no cell has points yet. Returns the cells that a person has to decide on."""
    review = []
    for number, (name, cell) in enumerate(cells, 1):
        cell.execution_count = number
        if utils.is_grade(cell) and not utils.is_solution(cell):
            review.append(cell.metadata.nbgrader.grade_id)
            cell.source = names.visible(cell.source) if names.MARK in cell.source else cell.source
            cell.outputs = outputs.judged(
                CellRun(note=sent(_NOT_RUN)), {name: cell.source}, number, translate
            )
    return review


def answers_put_back(nb: NotebookNode) -> Iterator[str]:
    """Written answers that are not in the file under their name: they may stand elsewhere in it."""
    for cell in nb.cells:
        if RESTORED in cell.metadata and utils.is_grade(cell) and utils.is_solution(cell):
            yield cell.metadata.nbgrader.grade_id


def _of(cell: NotebookNode, report: Report) -> FunctionResult:
    name = names.function_of(cell.metadata.nbgrader.grade_id)
    for function in report.functions:
        if function.name == name:
            return function
    raise FaultError(
        say(
            "A cell has points for {function}, but the course has no checks of it. "
            "Make the notebook again with `grader nbgrader init`, or delete the cell.",
            function=Code(name),
        )
    )
