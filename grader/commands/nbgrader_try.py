"""`grader nbgrader try`: what each grade cell gives to nothing, to the solution and to None."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from grader.commands.options import NbgraderTryOptions
from grader.commands.output import Output
from grader.errors import needing
from grader.render.text import brief, of_points
from grader.words.messages import Message, Name, Value, quoted, say
from grader.words.translation import Translator

if TYPE_CHECKING:
    from grader.nbgrader.trial import CellTrial, Got, NotebookTrial

_LONGEST = 400
_PERSON = say("a person")


def try_it(options: NbgraderTryOptions, output: Output) -> int:
    """Show it; 1 where a cell's points or its zeros go to a person."""
    with needing("nbgrader", say("This command")):
        from grader.nbgrader.try_assignment import try_assignment

    trials, accepted = try_assignment(options.folder.absolute(), options.assignment)
    codes = [_show(trial, accepted, output) for trial in trials]
    return max(codes)


def _show(trial: NotebookTrial, accepted: list[str], output: Output) -> int:
    from grader.nbgrader import trial_words
    from grader.nbgrader.trial import accepting

    output.tell(say("The notebook {notebook}", notebook=Name(trial.notebook)), "bold")
    if not trial.cells:
        output.tell(say("It has no grade cell with code of its own."))
        return 0
    output.console.print(_table(trial, output.translate))
    for line in _reasons(trial):
        output.console.print(Text(brief(output.translate(line), _LONGEST)), soft_wrap=True)
    for finding in trial_words.of_cells(trial, accepted):
        output.tell(finding, "yellow")
    places = trial.to_accept(accepted)
    if places:
        output.tell(say("To accept these points, copy this line into nbgrader_config.py:"))
        output.tell(quoted(Value(accepting(places))))
    return int(bool(places) or not all(cell.solved for cell in trial.cells))


def _table(trial: NotebookTrial, translate: Translator) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    heads = (say("cell"), say("released notebook"), say("solution"), say("None"))
    for number, head in enumerate(heads):
        table.add_column(translate(head), justify="right" if number else "left", overflow="fold")
    for cell in trial.cells:
        row = [_points(got, cell, translate) for got in (cell.released, cell.solution, cell.none)]
        table.add_row(Text(cell.name), *map(Text, row))
    return table


def _points(got: Got, cell: CellTrial, translate: Translator) -> str:
    return translate(_PERSON) if got.score is None else of_points(got.score, cell.points)


def _reasons(trial: NotebookTrial) -> list[Message]:
    """Why each cell gave what it gave, as far as there is more to say than that it held."""
    from grader.nbgrader.trial_words import why

    lines = []
    for cell in trial.cells:
        rows = (
            (say("released notebook"), cell.released),
            (say("solution"), cell.solution),
            (say("None"), cell.none),
        )
        for kind, got in rows:
            if why(got):
                line = say("{cell}, {kind}: {why}", cell=Name(cell.name), kind=kind, why=why(got))
                lines.append(line)
    return lines
