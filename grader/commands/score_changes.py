"""A line for each score that is another: for `grader diff`, `grader grade` and `grader regrade`."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from grader.commands.output import Output
from grader.commands.titled_table import titled_table
from grader.render.text import of_points, one_line
from grader.results.changes import Change
from grader.results.states import Result
from grader.words.messages import Code, say, say_many


def tell_changes(found: Sequence[Change], output: Output) -> None:
    """A line for each score that is another."""
    if not found:
        output.tell(say("No score has changed."))
        return
    output.console.print(_table(found, output))
    output.tell(say_many("{n} score has changed.", "{n} scores have changed.", len(found)))
    if not all(change.same_seed for change in found):
        output.tell(
            say("Some were graded with another seed.")
            + say("To compare with the same seed, use {command}.", command=Code("grader regrade"))
        )


def _table(found: Sequence[Change], output: Output) -> Table:
    heads = (say("student"), say("assignment"), say("before"), say("now"), say("checks"))
    shown = titled_table(heads, output.translate)
    for change in found:
        student, id_, _, assignment = change.identity
        who = f"{student} ({id_})" if id_ and id_ != student else student
        cells = [who, assignment, points(change.before), points(change.now), verdicts(change)]
        shown.add_row(*(Text(one_line(cell)) for cell in cells))
    return shown


def points(result: Result | None) -> str:
    """As "3 / 5", or a dash where there is none."""
    return "–" if result is None or result.score is None else of_points(result.score, result.max_score)


def verdicts(change: Change) -> str:
    """Each check whose verdict is another, with both."""
    return ", ".join(f"{name}: {was or '–'} → {is_ or '–'}" for name, (was, is_) in change.checks.items())
