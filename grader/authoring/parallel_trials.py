"""Trials in parallel: processes of ours, each with its own checks and reference; they share one zygote."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from grader.authoring.function_trials import FunctionTrial, FunctionTrialResult, perform_function
from grader.authoring.trials import RunningTrial, Trial, TrialResult
from grader.batch.workers import LostTask, share_out
from grader.course.layout import open_course
from grader.errors import FaultError
from grader.grading import fixtures
from grader.grading.gpu import Start
from grader.grading.grade import Grading
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.sandbox.outside.ahead import StartedAhead, joined
from grader.words.messages import Name, say

# What is tried, and what comes of it.
Task = Trial | FunctionTrial
Result = TrialResult | FunctionTrialResult


@dataclass(frozen=True, slots=True)
class TrialCourse:
    """Where trials are held: a course, and the assignments whose checks are needed."""

    root: Path
    assignments: tuple[str, ...]


def perform_all(
    where: TrialCourse,
    settings: Settings,
    tasks: Sequence[Task],
    done: Callable[[Result], None],
    jobs: int,
) -> None:
    """Hold trials in up to `jobs` processes; `done` gets each result as it comes, here.

    With one job they are held in this process. Raises as `perform` does.
    """
    if jobs <= 1:
        perform(where, settings, tasks, done)
        return

    def fail(number: int, lost: LostTask) -> NoReturn:
        # The first that is lost ends the audit: two workers had it.
        what = Name(_called(tasks[number]))
        said = say("The audit gave {what} to two workers, and both ended.", what=what)
        raise FaultError(said + lost.how + say("Try again with --jobs 1."))

    with StartedAhead(settings.level) as ahead:
        ahead.warm_up(figures=True)
        work = partial(_perform, where, settings)
        share_out(work, tasks, jobs, lambda _, result: done(result), fail, ahead.share)


def _perform(
    where: TrialCourse,
    settings: Settings,
    control: socket.socket | None,
    tasks: Iterable[Task],
    done: Callable[[Result], None],
) -> None:
    with joined(settings.level, control, figures=True) as start:
        perform(where, settings, tasks, done, start)


def _called(task: Task) -> str:
    if isinstance(task, FunctionTrial):
        return f"mutants of {task.assignment}/{task.function}"
    return f"{task.kind.value} {task.name or task.assignment}"


def perform(
    where: TrialCourse,
    settings: Settings,
    tasks: Iterable[Task],
    done: Callable[[Result], None],
    start: Start | None = None,
) -> None:
    """Hold trials in one warm session, in order, isolated as these settings say.

    start: makes the zygote, as in `Grading`.

    Raises:
        CourseError: the course has no usable checks, or no usable reference.
        FaultError: the checks cannot be collected, or the sandbox cannot work.
        IsolationError: the isolation asked for cannot be had.
    """
    course = open_course(where.root)

    def loop(session: pytest.Session) -> None:
        items = fixtures.items_by_assignment(session.items)
        with Grading(course, settings, start) as grading:
            for task in tasks:
                its = items[task.assignment]
                if isinstance(task, FunctionTrial):
                    done(perform_function(grading, task, its, session.config))
                else:
                    done(RunningTrial(grading, task, its, session.config).result())

    run_warm(course, where.assignments, loop)
