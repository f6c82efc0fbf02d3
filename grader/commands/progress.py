"""How far a class or an audit is: a bar with the time left; without a terminal, one line a minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from grader.commands.output import Output, tell_error
from grader.words.messages import Message, Value, say

# Seconds between two lines.
_EVERY = 60.0

# What was graded last, for people.
Advance = Callable[[str], None]
Clock = Callable[[], float]
# How many of how many are done.
Tell = Callable[[int, int], None]


@contextmanager
def progress(total: int, kept: int, output: Output, clock: Clock = time.monotonic) -> Iterator[Advance]:
    """What to call with each submission that was graded. kept: results that were there."""
    if not output.console.is_terminal:
        lines, numbers = _Lines(partial(_graded, kept=kept), output.tell, clock), count(1)
        yield lambda name: lines.at(next(numbers), total)
        return
    translate = output.translate
    columns = (
        TextColumn("{task.description:<28.28}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    began = clock()
    with Progress(*columns, console=output.console, transient=True) as shown:
        task = shown.add_task(translate(say("Starting the sandbox")), total=total, rate="")
        done = 0

        def advance(name: str) -> None:
            nonlocal done
            done += 1
            rate = translate(_rate(done, clock() - began, kept))
            shown.update(task, advance=1, description=name, rate=rate)

        yield advance


class _Lines:
    """Says a line a minute, until all is done."""

    def __init__(
        self, line: Callable[[int, int, float], Message], tell: Callable[[Message], None], clock: Clock
    ) -> None:
        """line: what is said of so many of so many, after so many seconds."""
        self._line, self._tell, self._clock = line, tell, clock
        self._began = self._said = clock()

    def at(self, done: int, total: int) -> None:
        now = self._clock()
        if now - self._said < _EVERY or not 0 < done < total:
            return
        self._said = now
        seconds = now - self._began
        left = Value(_time((total - done) * seconds / done))
        self._tell(self._line(done, total, seconds) + say("About {time} left.", time=left))


def _graded(done: int, total: int, seconds: float, kept: int) -> Message:
    rate = _rate(done, seconds, kept)
    return say("{done} of {total} graded, {rate}.", done=done, total=total, rate=rate)


def _tried(done: int, total: int, seconds: float) -> Message:
    return say("{done} of {total} trials are done.", done=done, total=total)


def _rate(done: int, seconds: float, kept: int) -> Message:
    rate = Value(f"{done / seconds:.1f}" if seconds else "?")
    if not kept:
        return say("{rate} a second", rate=rate)
    return say("{rate} a second, {kept} kept", rate=rate, kept=kept)


def _time(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


@contextmanager
def progress_of_audit(output: Output, clock: Clock = time.monotonic) -> Iterator[Tell]:
    """What to call after each trial of an audit. It is said on stderr: stdout is for what is found."""
    console = Console(stderr=True, markup=False)
    if not console.is_terminal:
        yield _Lines(_tried, partial(tell_error, translate=output.translate), clock).at
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    trying = output.translate(say("Trying the course"))
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(output.translate(say("Starting the sandbox")), total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total, description=trying)
