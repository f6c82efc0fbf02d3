"""`grader diff --student`: when a student's score became another, by which command and which checks.

`grader diff --list`: the runs that there were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from rich.text import Text

from grader.commands.output import Output
from grader.commands.score_changes import points, verdicts
from grader.commands.titled_table import titled_table
from grader.errors import UsageError
from grader.render.text import one_line
from grader.results import states
from grader.results.changes import Change, changes
from grader.results.rows import Identity, Run
from grader.results.states import State
from grader.results.store import ResultStore
from grader.words.messages import Code, InFile, Value, say


def tell_runs(runs: Sequence[Run], output: Output) -> None:
    """A line for each run: its number, when it began, its command."""
    shown = titled_table((say("run"), say("began"), say("command")), output.translate)
    for run in runs:
        shown.add_row(str(run.number), _minute(run), Text(one_line(run.command)))
    output.console.print(shown)


def tell_history(store: ResultStore, student: str, folder: Path, output: Output) -> None:
    """Each change of a student's scores, with its run. Raises UsageError where nobody is called so."""
    heads = (say("began"), say("run"), say("assignment"), say("before"), say("now"), say("checks"))
    shown = titled_table(heads, output.translate)
    for run, change in _changes_of(store, student, folder):
        before, now = points(change.before), points(change.now)
        assignment = change.identity.assignment
        cells = (_minute(run), str(run.number), assignment, before, now, verdicts(change))
        shown.add_row(*(Text(one_line(cell)) for cell in cells))
    output.console.print(shown)
    output.tell(say("{command} shows what each run did.", command=Code("grader diff --list")))


def _changes_of(store: ResultStore, student: str, folder: Path) -> Iterator[tuple[Run, Change]]:
    runs = store.runs()
    own = [_own(states.after_run(store, run.number), student) for run in runs]
    if not any(own):
        raise UsageError(
            say("Nobody in {folder} is called {student}.", folder=InFile(str(folder)), student=Value(student))
            + say("Expected a name or an id as `grades.csv` has it.")
        )
    for run, (before, now) in zip(runs, pairwise([{}, *own]), strict=True):
        for change in changes(before, now):
            yield run, change


def _own(state: State, student: str) -> State:
    return {identity: result for identity, result in state.items() if _is(identity, student)}


def _is(identity: Identity, student: str) -> bool:
    wanted = student.casefold()
    return wanted in (identity.student.casefold(), identity.id.casefold())


def _minute(run: Run) -> str:
    """In the time of this machine."""
    return datetime.fromisoformat(run.began).astimezone().strftime("%Y-%m-%d %H:%M")
