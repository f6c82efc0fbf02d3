"""Trials in parallel: processes of ours, each with its own checks, zygote and reference.

    audit ─ trial ─► worker 1 (perform) ─ result ─► audit
          └ trial ─► worker 2 (perform) ─ result ─►

A worker is given its next trial when it hands in a result, so a slow one holds up nobody else. The pipes lie
between processes of the grader alone; what a submission answers has become an observation long before.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import cast

from grader.authoring.trials import Bench, Result, Trial, perform
from grader.errors import FaultError, GraderError


@dataclass(frozen=True, slots=True)
class _Stopped:
    """Why a worker can do no more: the error that a person should see, or None where all is done."""

    error: GraderError | None


_Message = Result | _Stopped


def perform_all(bench: Bench, trials: Sequence[Trial], done: Callable[[Result], None], jobs: int) -> None:
    """Hold trials in up to `jobs` processes; `done` gets each result as it comes, here.

    With one job they are held in this process. Raises as `trials.perform` does.
    """
    if jobs <= 1:
        perform(bench, trials, done)
        return
    # Spawned, not forked: what this process holds is no business of theirs.
    context = multiprocessing.get_context("spawn")
    lines: list[Connection] = []
    processes = []
    try:
        for _ in range(min(jobs, len(trials))):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(bench, theirs), daemon=True)
            process.start()
            theirs.close()
            lines.append(ours)
            processes.append(process)
        _hand_out(lines, trials, done)
    finally:
        for line in lines:
            line.close()
        for process in processes:
            process.join(timeout=10.0)
            if process.is_alive():
                process.kill()


def _hand_out(lines: Sequence[Connection], trials: Sequence[Trial], done: Callable[[Result], None]) -> None:
    """Keep every worker busy until all trials are done."""
    waiting = iter(trials)
    for line in lines:
        _send(line, next(waiting, None))
    open_lines = list(lines)
    while open_lines:
        for line in cast(list[Connection], wait(open_lines)):
            message = _receive(line)
            if isinstance(message, Result):
                done(message)
                _send(line, next(waiting, None))
            elif message.error is not None:
                raise message.error
            else:
                open_lines.remove(line)


def _send(line: Connection, trial: Trial | None) -> None:
    # Where it is gone, its last message, or the end of its line, says why.
    with suppress(ConnectionError):
        line.send(trial)


def _receive(line: Connection) -> _Message:
    try:
        message: _Message = line.recv()
    except (EOFError, ConnectionError):
        raise FaultError("a worker of the audit ended before its work did; try again with --jobs 1") from None
    return message


# ── inside a worker ──────────────────────────────────────────────────────────────────────────────────────


def _work(bench: Bench, line: Connection) -> None:
    # Ctrl-C reaches the whole group; the audit says so, and a worker ends with its line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    error = None
    try:
        perform(bench, _incoming(line), lambda result: _say(line, result))
    except GraderError as caught:
        error = caught
    # Where nobody listens any more, another worker has said what is wrong.
    with suppress(_Deaf):
        _say(line, _Stopped(error))


class _Deaf(FaultError):
    """The audit has ended before its workers."""


def _say(line: Connection, message: _Message) -> None:
    try:
        line.send(message)
    except ConnectionError:
        raise _Deaf("the audit has ended") from None


def _incoming(line: Connection) -> Iterator[Trial]:
    try:
        while (trial := line.recv()) is not None:
            yield trial
    except (EOFError, ConnectionError):
        raise _Deaf("the audit has ended") from None
