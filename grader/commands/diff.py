"""`grader diff`: whose score is another, from what to what, and by which check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from grader.commands.options import DiffOptions
from grader.commands.output import Output
from grader.errors import UsageError
from grader.output_files import write_bytes
from grader.render.text import of_points, one_line
from grader.results import states
from grader.results.changes import Change, changes, table
from grader.results.states import Result, State
from grader.results.store import ResultStore, open_store
from grader.words.messages import Code, InFile, Value, say, say_many

_FOLDER = Path("results")


def diff(options: DiffOptions, output: Output) -> int:
    """Show the changes between two states of a class; returns the exit code."""
    folders = options.folders or [_FOLDER]
    if len(folders) > 2:
        raise UsageError(say("Expected one folder or two, got {n}.", n=len(folders)))
    only = False
    if len(folders) == 2:
        found = changes(*map(states.of_folder, folders))
    else:
        with open_store(folders[0], options.store, write=False) as store:
            only = not options.runs and len(store.runs()) == 1
            found = [] if only else changes(*_of_runs(store, options.runs or ()))
    if only:
        output.tell(say("There was one run so far. After the next one, this shows what has changed."))
    else:
        tell_changes(found, output)
    if options.csv is not None:
        write_bytes(options.csv, table(found).encode("utf-8"))
        output.tell(say("{file} is written.", file=InFile(str(options.csv))))
    return 0


def _of_runs(store: ResultStore, named: Sequence[int]) -> tuple[State, State]:
    """The states to compare. Raises UsageError where there is no such run."""
    runs = [run.number for run in store.runs()]
    unknown = [run for run in named if run not in runs]
    if unknown or len(named) > 2:
        raise UsageError(
            say("--run is {got}.", got=Value(str(unknown[0] if unknown else len(named))))
            + say("Expected one or two of the runs 1 to {last}.", last=max(runs, default=0))
        )
    if len(named) == 2:
        return states.after_run(store, named[0]), states.after_run(store, named[1])
    last = runs[-1] if runs else 0
    return states.after_run(store, named[0] if named else last - 1), states.after_run(store, last)


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
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in (say("student"), say("assignment"), say("before"), say("now"), say("checks")):
        shown.add_column(output.translate(head), overflow="fold")
    for change in found:
        student, id_, _, assignment = change.identity
        who = f"{student} ({id_})" if id_ and id_ != student else student
        cells = [who, assignment, _points(change.before), _points(change.now), _verdicts(change)]
        shown.add_row(*(Text(one_line(cell)) for cell in cells))
    return shown


def _points(result: Result | None) -> str:
    return "–" if result is None or result.score is None else of_points(result.score, result.max_score)


def _verdicts(change: Change) -> str:
    return ", ".join(f"{name}: {was or '–'} → {is_ or '–'}" for name, (was, is_) in change.checks.items())
