"""The floor below every grader that isolates: a fork of a process that holds torch makes the same calls.

    questions = questions_of(course, "gradient_descent")
    with BareFork(questions) as bare_fork:
        bare_fork(text)                     a process loads this text, answers the calls, and ends

No isolation, no pytest, no comparison, no report; it is as warm as the sandbox's own process.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import warnings
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

import pytest

from grader.course.layout import open_course
from grader.grading.fixtures import items_by_assignment
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import Observation
from grader.sandbox.inside.build import Builder
from grader.sandbox.inside.isolation import warmup
from grader.sandbox.outside.asked import Allowed
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.submission import Found

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def questions_of(course: Path, assignment: str) -> list[Question]:
    """The questions that a course's checks put to its own solution, on the CPU."""
    kept: list[Question] = []
    opened = open_course(course)
    work = Found(student="reference", assignment=assignment, path=opened.assignment(assignment).solution)

    def loop(session: pytest.Session) -> None:
        items = items_by_assignment(session.items)[assignment]
        with Grading(opened, Settings(seed=7)) as grading:
            kept.extend(asked_in(lambda: grade_one(grading, work, items, session.config)))

    run_warm(opened, [assignment], loop)
    return kept


def asked_in(graded: Callable[[], object]) -> list[Question]:
    """The questions that are put to a submission meanwhile."""
    kept: list[Question] = []
    inner = SandboxedSource.call_all

    def call_all(
        self: SandboxedSource, questions: Iterable[Question], allowed: Allowed, *, hidden: bool = False
    ) -> list[Observation]:
        put = list(questions)
        if not self.current.trusted:
            kept.extend(put)
        return inner(self, put, allowed, hidden=hidden)

    SandboxedSource.call_all = call_all  # type: ignore[method-assign]  # to listen, for one submission
    try:
        graded()
    finally:
        SandboxedSource.call_all = inner  # type: ignore[method-assign]
    return kept


class BareFork:
    """A process as warm as the sandbox's that forks one that makes the same calls, each time it is called."""

    def __init__(self, questions: list[Question]) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, far = context.Pipe()
        self.process = context.Process(target=_fork_on_demand, args=(far, questions))

    def __enter__(self) -> BareFork:
        # Only a process without threads can be forked from; as in grader/sandbox/outside/launch.py.
        os.environ |= dict.fromkeys(_THREADS, "1")
        self.process.start()
        for name in _THREADS:
            del os.environ[name]
        assert self.line.recv() == "warm"
        return self

    def __exit__(self, *_: object) -> None:
        self.line.send(None)
        self.process.join()

    def __call__(self, source: str) -> None:
        self.line.send(source)
        assert self.line.recv() == 0


def _fork_on_demand(line: Connection, questions: list[Question]) -> None:
    warmup.load("grader.sandbox.inside.child.serve")
    warmup.use()
    warmup.settle(os.open("/proc", os.O_RDONLY))
    line.send("warm")
    while (source := line.recv()) is not None:
        pid = os.fork()
        if pid == 0:
            _answer(source, questions)
        line.send(os.waitpid(pid, 0)[1])


def _answer(source: str, questions: list[Question]) -> NoReturn:
    scope: dict[str, object] = {"__name__": "submission"}
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, "submission.py", "exec"), scope)
        for question in questions:
            builder = Builder(bytearray(question.blob))
            # What a wrong answer raises is an answer, too.
            with contextlib.suppress(Exception):
                scope[question.function](*[builder.value(node) for node in question.arguments])  # type: ignore[operator]
    os._exit(0)
