"""`grader diff`: whose score is another, from what to what, and by which check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.commands.history import tell_history, tell_runs
from grader.commands.options import DiffOptions
from grader.commands.output import Output
from grader.commands.score_changes import tell_changes
from grader.errors import UsageError
from grader.output_files import write_bytes
from grader.results import states
from grader.results.changes import changes, table
from grader.results.states import State
from grader.results.store import ResultStore, open_store
from grader.words.messages import Code, InFile, Value, say

_FOLDER = Path("results")


def diff(options: DiffOptions, output: Output) -> int:
    """Show the changes between two states of a class; returns the exit code."""
    folders = options.folders or [_FOLDER]
    if len(folders) > 2:
        raise UsageError(say("Expected one folder or two, got {n}.", n=len(folders)))
    if options.student is not None or options.list_runs:
        return _of_one_folder(options, folders, output)
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


def _of_one_folder(options: DiffOptions, folders: Sequence[Path], output: Output) -> int:
    """What needs the runs of one store. Raises UsageError where two are named, or other options beside."""
    if len(folders) > 1 or options.runs or options.csv or (options.student and options.list_runs):
        raise UsageError(
            say("`--student` and `--list` take one folder and no other option.")
            + say("Give one of them, such as {command}.", command=Code("grader diff results --list"))
        )
    with open_store(folders[0], options.store, write=False) as store:
        if options.student is None:
            tell_runs(store.runs(), output)
        else:
            tell_history(store, options.student, folders[0], output)
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
