"""Work shared out among processes of ours: each is given its next task when it hands in a result.

    share_out ─ task ─► worker 1 (perform) ─ result ─► done
              └ task ─► worker 2 (perform) ─ result ─►

A slow worker holds up nobody else. One that dies loses nothing: its task is given to another, once. A task
whose workers both die is `lost`; so is all that remains where one worker after another dies. The pipes lie
between processes of the grader alone; what a submission answers has become an observation long before.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Generic, TypeVar, cast

from grader.errors import FaultError, GraderError
from grader.sandbox.outside import cards
from grader.words.messages import Message, Value, say

Task = TypeVar("Task")
Result = TypeVar("Result")
# What a worker is handed when it starts, beside its tasks: an open file that goes with it, or nothing.
Handed = socket.socket | None
# Does tasks as they come, in a worker: says the result of each before it takes the next.
Perform = Callable[[Handed, Iterable[Task], Callable[[Result], None]], None]

# How many workers a task may cost.
_TRIES = 2
# Seconds that a worker may take to end.
_FAREWELL = 10.0


def cores() -> int:
    """How many processes can compute at once. Where this one may use some of the cores, those count."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return found or 1


def share_out(
    perform: Perform[Task, Result],
    tasks: Sequence[Task],
    jobs: int,
    done: Callable[[int, Result], None],
    lost: Callable[[int, LostTask], None],
    hand: Callable[[], Handed] = lambda: None,
) -> None:
    """Do tasks in up to `jobs` processes; `done` gets each one's place and result as it comes, here.

    perform: is sent to the workers, as tasks and results are: made of what can be imported.
    lost: gets the place of a task that no worker has finished, and why.
    hand: makes what a worker is handed, for each that starts. Only the worker keeps it open.

    Raises what a worker's `perform` raises, where that is a GraderError: then nothing more is done.
    """
    with _WorkerPool(perform, tasks, done, lost, hand) as pool:
        pool.work(min(jobs, len(tasks)))


@dataclass(frozen=True, slots=True)
class LostTask:
    """Why a task has no result."""

    # How the last worker ended.
    how: Message
    # How many workers had ended in a row when no more were started; 0 where two ended that had this task.
    in_a_row: int = 0


@dataclass(frozen=True, slots=True)
class _Said(Generic[Result]):
    result: Result


@dataclass(frozen=True, slots=True)
class _Stopped:
    """Why a worker can do no more: the error that a person should see, or None where all is done."""

    error: GraderError | None


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    line: Connection
    # The lowest that no other worker has.
    number: int
    # The place of what it works on; None where there is nothing left.
    task: int | None = None


class _WorkerPool(Generic[Task, Result]):
    def __init__(
        self,
        perform: Perform[Task, Result],
        tasks: Sequence[Task],
        done: Callable[[int, Result], None],
        lost: Callable[[int, LostTask], None],
        hand: Callable[[], Handed],
    ) -> None:
        self._perform = perform
        self._hand = hand
        self._tasks = tasks
        self._done = done
        self._lost = lost
        self._waiting = deque(range(len(tasks)))
        self._workers: list[_Worker] = []
        self._deaths: Counter[int] = Counter()
        # Deaths since the last result: where nothing can work, not every task has to show it.
        self._in_vain = 0

    def work(self, jobs: int) -> None:
        for _ in range(jobs):
            self._start_worker()
        while self._workers:
            ready = wait([worker.line for worker in self._workers])
            for worker in [worker for worker in self._workers if worker.line in ready]:
                self._listen(worker, jobs)

    def _start_worker(self) -> None:
        # Spawned, not forked: what this process holds is no business of theirs.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        number = min({*range(len(self._workers) + 1)} - {worker.number for worker in self._workers})
        with self._hand() or nullcontext() as handed, theirs:
            arguments = (self._perform, handed, theirs, number)
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
        self._workers.append(_Worker(process, ours, number))
        self._give(self._workers[-1])

    def _give(self, worker: _Worker) -> None:
        worker.task = self._waiting.popleft() if self._waiting else None
        # Where it is gone, its last message, or the end of its line, says why.
        with suppress(ConnectionError):
            worker.line.send(None if worker.task is None else self._tasks[worker.task])

    def _listen(self, worker: _Worker, jobs: int) -> None:
        try:
            message = cast(_Said[Result] | _Stopped, worker.line.recv())
        except (EOFError, OSError):  # OSError: it ended in the middle of a message
            self._replace(worker, jobs)
            return
        if isinstance(message, _Stopped):
            if message.error is not None:
                raise message.error
            self._part(worker)
        elif worker.task is not None:
            number = worker.task
            # First: it works on while this one is put away.
            self._give(worker)
            self._in_vain = 0
            self._done(number, message.result)

    def _part(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        _end(worker)

    def _replace(self, worker: _Worker, jobs: int) -> None:
        """A worker has died: what it worked on is tried once more elsewhere."""
        self._part(worker)
        self._in_vain += 1
        how = _how(worker.process.exitcode)
        if worker.task is not None:
            self._deaths[worker.task] += 1
            if self._deaths[worker.task] < _TRIES:
                self._waiting.appendleft(worker.task)
            else:
                self._lost(worker.task, LostTask(how))
        if self._waiting and self._in_vain <= _TRIES * jobs:
            self._start_worker()
        elif not self._workers:
            while self._waiting:
                self._lost(self._waiting.popleft(), LostTask(how, self._in_vain))

    def __enter__(self) -> _WorkerPool[Task, Result]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            # Their sandboxes end with them.
            worker.process.terminate()
        for worker in self._workers:
            _end(worker)


def _end(worker: _Worker) -> None:
    worker.line.close()
    worker.process.join(_FAREWELL)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _how(code: int | None) -> Message:
    if code is None or code >= 0:
        return say("The last worker ended with exit code {code}.", code=Value(str(code)))
    names = {one.value: one.name for one in signal.Signals}
    ended = say("The last worker was ended by {signal}.", signal=Value(names.get(-code, f"signal {-code}")))
    return ended + say("Perhaps there was too little memory.") if code == -9 else ended


# ── inside a worker ──────────────────────────────────────────────────────────────────────────────────────


def _work(perform: Perform[Task, Result], handed: Handed, line: Connection, number: int) -> None:
    cards.share_out(number)
    # Ctrl-C reaches the whole group; the parent says so, and a worker ends with its line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    error = None
    try:
        perform(handed, _incoming(line), lambda result: _say(line, _Said(result)))
    except GraderError as caught:
        error = caught
    # Where nobody listens any more, another worker has said what is wrong.
    with suppress(_Deaf):
        _say(line, _Stopped(error))


class _Deaf(FaultError):
    """The parent has ended before its workers."""


def _say(line: Connection, message: _Said[Result] | _Stopped) -> None:
    try:
        line.send(message)
    except ConnectionError:
        raise _Deaf(say("The parent process has ended.")) from None


def _incoming(line: Connection) -> Iterator[Task]:
    try:
        while (task := line.recv()) is not None:
            yield task
    except (EOFError, ConnectionError):
        raise _Deaf(say("The parent process has ended.")) from None
