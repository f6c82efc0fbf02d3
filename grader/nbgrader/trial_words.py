"""What is said of a notebook's trial: in nbgrader's log, and by `grader nbgrader try`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.nbgrader.protocol import received
from grader.nbgrader.trial import CellTrial, Got, NotebookTrial, accepting
from grader.words.messages import Code, Message, Value, quoted, say


def findings(trial: NotebookTrial, accepted: Sequence[str]) -> Iterator[Message]:
    """What an instructor should know before the class. accepted: cells that may give points to nothing."""
    yield from of_cells(trial, accepted)
    places = trial.to_accept(accepted)
    if places:
        yield say("To accept these points, copy this line into nbgrader_config.py:") + quoted(
            Value(accepting(places))
        )


def of_cells(trial: NotebookTrial, accepted: Sequence[str]) -> Iterator[Message]:
    """The same of each cell, without the line to copy."""
    for cell in trial.cells:
        yield from _of(trial, cell, accepted)


def _of(trial: NotebookTrial, cell: CellTrial, accepted: Sequence[str]) -> Iterator[Message]:
    name = Code(trial.place(cell))
    if cell.stub_scores and trial.place(cell) in accepted:
        yield say("{cell} gives points to the released notebook. Your settings accept this.", cell=name)
    elif cell.stub_scores:
        yield say("{cell} gives points to the released notebook.", cell=name) + say(
            "Its points go to a person."
        )
    if not cell.solved:
        unsolved = say("{cell} does not give full points to the solution.", cell=name)
        yield unsolved + say("Zeros in it go to a person.") + why(cell.solution)
    if cell.none_scores and not cell.stub_scores:
        yield say("{cell} gives points to an answer that is None.", cell=name)


def why(got: Got) -> Message:
    """Why a cell gave what it gave; empty where nothing was said."""
    return received(got.why)
