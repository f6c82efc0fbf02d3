"""Trials in parallel: processes of ours, each with its own checks and reference; they share one zygote."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NoReturn

from grader.authoring.trials import Trial, TrialCourse, TrialResult, perform
from grader.batch.workers import share_out
from grader.errors import FaultError
from grader.grading.settings import Settings
from grader.sandbox.outside.ahead import StartedAhead, joined
from grader.words.messages import Message, Name, say


def perform_all(
    where: TrialCourse,
    settings: Settings,
    trials: Sequence[Trial],
    done: Callable[[TrialResult], None],
    jobs: int,
) -> None:
    """Hold trials in up to `jobs` processes; `done` gets each result as it comes, here.

    With one job they are held in this process. Raises as `trials.perform` does.
    """
    if jobs <= 1:
        perform(where, settings, trials, done)
        return

    def lost(number: int, how: Message) -> NoReturn:
        trial = trials[number]
        what = Name(f"{trial.kind.value} {trial.name or trial.assignment}")
        again = say("Try again with --jobs 1.")
        raise FaultError(
            say("Two workers of the audit ended while they tried {what}.", what=what) + how + again
        )

    with StartedAhead(settings.level) as ahead:
        ahead.warm_up(figures=True)
        work = partial(_perform, where, settings)
        share_out(work, trials, jobs, lambda _, result: done(result), lost, ahead.share)


def _perform(
    where: TrialCourse,
    settings: Settings,
    control: socket.socket | None,
    trials: Iterable[Trial],
    done: Callable[[TrialResult], None],
) -> None:
    with joined(settings.level, control, figures=True) as start:
        perform(where, settings, trials, done, start)
