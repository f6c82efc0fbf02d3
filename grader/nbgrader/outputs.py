"""What came of a cell as the outputs of a notebook. Text and PNG pictures only: no markup of a student's."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from nbformat.v4 import new_output

from grader.model import FunctionResult, Report
from grader.nbgrader.protocol import CellRun, received
from grader.render import function as fragment
from grader.render.text import clean, of_points
from grader.words.messages import InFile, quoted
from grader.words.translation import Translator

Output = Any  # nbformat's own node
# What a cell that has no score yet begins with, as if it had been raised.
NEEDS_REVIEW = "NeedsReview"


def shown(run: CellRun, sources: dict[str, str], number: int, translate: Translator) -> list[Output]:
    """A cell that was run for what it shows. sources: the text of each cell by name, to quote lines from."""
    printed = clean(run.printed) + _line(translate(received(run.figure_error)))
    made = [new_output("stream", name="stdout", text=printed)] if printed else []
    made += [
        new_output("display_data", data={"image/png": base64.b64encode(figure).decode()})
        for figure in run.figures
    ]
    if run.value:
        made.append(_result(clean(run.value), number))
    words = translate(received(run.error))
    return made + ([error(run.error_type, words, run.lines, sources, translate)] if words else [])


def scored(
    function: FunctionResult, report: Report, points: float, number: int, translate: Translator
) -> list[Output]:
    """The cell that carries a function's points: a plain number first, which is what nbgrader reads."""
    summary = f"{function.name}: {of_points(function.score, function.max_score)}"
    data = {"text/html": fragment.render(report, function.name, translate), "text/plain": summary}
    return [_result(repr(score(function, points)), number), new_output("display_data", data=data)]


def judged(run: CellRun, sources: dict[str, str], number: int, translate: Translator) -> list[Output]:
    """An instructor's own grade cell. Without a score it starts with an error: it never counts in full."""
    words = translate(received(run.note))
    note = [new_output("stream", name="stdout", text=_line(words))] if words else []
    if run.score is None:
        return [
            error(NEEDS_REVIEW, f"{NEEDS_REVIEW}: {words}", [], sources, translate),
            *shown(run, sources, number, translate),
        ]
    # What ran beside the student may print a value of its own: only the first one may look like a score.
    rest = [one for one in shown(run, sources, number, translate) if one.output_type != "execute_result"]
    return [_result(repr(float(run.score)), number), *rest, *note]


def score(function: FunctionResult, points: float) -> float:
    """A function's score on the scale of its cell: a finite number from 0 to `points`.

    Raises ValueError where it has none.
    """
    if function.score is None:
        raise ValueError(f"`{function.name}` has no score")
    share = function.score / function.max_score if function.max_score else 0.0
    return round(min(max(share, 0.0), 1.0) * points, 6)


def error(
    kind: str,
    text: str,
    lines: Sequence[tuple[str, int]],
    sources: dict[str, str],
    translate: Translator,
) -> Output:
    """An error with the student's own lines, outermost first. kind: its type, with which the text begins.

    What is no exception (a cell that did not end) has no type, and its text stands in the type's place.
    """
    ename = clean(kind or text)
    evalue = clean(text).removeprefix(ename).removeprefix(": ")
    trace = [
        f"{translate(quoted(_place(name, line)))}\n    {_quoted(sources.get(name, ''), line)}"
        for name, line in lines
    ]
    return new_output("error", ename=ename, evalue=evalue, traceback=[*map(clean, trace), clean(text)])


def _line(words: str) -> str:
    return clean(words) + "\n" if words else ""


def _place(cell: str, line: int) -> InFile:
    """A line of a cell by its name, "shapes.ipynb, cell 4"."""
    file, _, number = cell.rpartition(", cell ")
    return InFile(file, int(number), line) if number.isdigit() else InFile(cell, line=line)


def _quoted(source: str, line: int) -> str:
    rows = source.split("\n")
    return rows[line - 1].strip()[:200] if 0 < line <= len(rows) else ""


def _result(text: str, number: int) -> Output:
    return new_output("execute_result", data={"text/plain": text}, execution_count=number)
