"""A solution as nbgrader's source notebook: which cell is answered, scored, marked by hand, or only read.

solution's cell                          in the notebook
a function with a solution region        autograded answer (solution), and a cell with its points below
text with `written="name" points=2`      manually graded answer
other text                               read-only
other code                               plain: students may add imports and try things
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from grader.authoring.release import notebook
from grader.course.solution_regions import BEGIN
from grader.errors import CourseError
from grader.nbgrader import grade_ids as names
from grader.unique_names import UniqueNames
from grader.words.messages import Code, Message, Name, Value, say
from grader.words.translation import Translator

SCHEMA = 3
# What a student runs. It fails where points are missing, so that `nbgrader validate` says what it should. Its
# hidden end fails in any case: under nbgrader's own Execute this cell must not score.
_CELL = f"""\
# {{comment}}
import grader

result = grader.check("{{function}}", assignment="{{assignment}}")
display(result)
assert result.score and result.score == result.max_score, {{complaint!r}}
{names.HIDDEN[0]}
raise RuntimeError("{names.MARK}: name it in nbgrader_config.py in Execute's place")
{names.HIDDEN[1]}"""


def source_notebook(
    text: str, assignment: str, points: Mapping[str, float], translate: Translator
) -> NotebookNode:
    """nbgrader's source notebook of a solution in percent format.

    points: what each function's checks are worth together. translate: says what students read in its cells.

    Raises:
        CourseError: a function with points has no solution region of its own cell, or a written question no
            points.
    """
    made: NotebookNode = nbformat.reads(notebook(text), as_version=4)
    # Whatever a question is called, its cell is none of a function's.
    taken = UniqueNames(one for name in points for one in (names.answered(name), names.scored(name)))
    made.cells = [part for cell in made.cells for part in _cells(cell, assignment, points, taken, translate)]
    answered = {cell.metadata.nbgrader.grade_id for cell in made.cells if "nbgrader" in cell.metadata}
    for function in points:
        if names.scored(function) not in answered:
            raise CourseError(
                say(
                    "{assignment}: {function} has checks, but no cell with a solution region defines it. "
                    "Put it between {begin} and its end, one function in each cell.",
                    assignment=Name(assignment),
                    function=Code(function),
                    begin=Code(BEGIN),
                )
            )
    return made


def _cells(
    cell: NotebookNode,
    assignment: str,
    points: Mapping[str, float],
    taken: UniqueNames,
    translate: Translator,
) -> Iterator[NotebookNode]:
    if cell.cell_type == "code":
        functions = [name for name in names.defined(cell.source) if name in points]
        if BEGIN in cell.source and functions:
            yield _marked(cell, names.answered(functions[0]), solution=True)
            yield from (_scored(name, points[name], assignment, translate) for name in functions)
        else:
            yield cell
    elif "written" in cell.metadata:
        yield _written(cell, assignment, taken)
    else:
        yield _marked(cell, taken.free(names.safe(f"text-{cell.id}")), locked=True)


def _scored(function: str, points: float, assignment: str, translate: Translator) -> NotebookNode:
    text = _CELL.format(
        comment=translate(_comment(function, points)),
        complaint=translate(say("You do not have all points yet. See above.")),
        function=function,
        assignment=assignment,
    )
    cell = new_code_cell(text, id=names.scored(function)[:64])
    return _marked(cell, names.scored(function), grade=True, locked=True, points=points)


def _comment(function: str, points: float) -> Message:
    if points == 1:
        return say("1 point for {function}: run this cell to try it.", function=Code(function))
    return say(
        "{points} points for {function}: run this cell to try it.",
        points=Value(f"{points:g}"),
        function=Code(function),
    )


def _written(cell: NotebookNode, assignment: str, taken: UniqueNames) -> NotebookNode:
    name, points = str(cell.metadata.pop("written")), cell.metadata.pop("points", None)
    try:
        worth = float(points)
    except (TypeError, ValueError):
        raise CourseError(
            say(
                "{assignment}: the written question {name} has {points}. Expected a number.",
                assignment=Name(assignment),
                name=Value(repr(name)),
                points=Code(f"points={points!r}"),
            )
        ) from None
    return _marked(cell, taken.free(names.safe(name) or "written"), grade=True, solution=True, points=worth)


def _marked(
    cell: NotebookNode,
    grade_id: str,
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> NotebookNode:
    marks: dict[str, Any] = {
        "schema_version": SCHEMA,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    if points is not None:
        marks["points"] = points
    cell.metadata["nbgrader"] = nbformat.from_dict(marks)
    return cell
