"""A class in several processes, each with a warm session and a reference of its own; they share one sandbox.

Nothing here imports torch before the sandbox is on its way; nor, with several processes, after that.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from grader.batch.workers import LostTask, cores, share_out
from grader.course.layout import Course, open_course
from grader.grading.settings import Settings
from grader.model import Report
from grader.sandbox.levels import Level
from grader.sandbox.outside.ahead import StartedAhead, joined, mention_figures
from grader.submission import Found, assignments_of
from grader.words.messages import Message, say

# Submissions for which starting another process pays.
_FOR_ONE = 8


def processes(asked: int, submissions: int) -> int:
    """How many to grade in: as asked; for 0, as many as have cores and are worth their start."""
    return max(1, asked or min(cores(), submissions // _FOR_ONE))


def start_ahead(course: Course, found: Sequence[Found], level: Level) -> StartedAhead:
    """The sandbox for these submissions, on its way; with what draws, where they or the course do."""
    started = StartedAhead(level)
    started.warm_up(figures=draws(course, assignments_of(found), found))
    return started


def draws(course: Course, assignments: Sequence[str], found: Sequence[Found]) -> bool:
    """Whether these assignments of the course, or any of these submissions, speak of figures."""
    own = [course.assignment(name) for name in assignments if name in course.assignments]
    texts = [file for one in own for file in (one.solution, one.checks, one.exercise)]
    return mention_figures([*texts, *(one.path for one in found)])


def grade_all(
    course: Course,
    found: Sequence[Found],
    settings: Settings,
    done: Callable[[int, Report], None],
    jobs: int = 1,
    start: StartedAhead | None = None,
) -> Settings:
    """Grade submissions; `done` gets each one's place in `found` and its report as it is made, here.

    start: the sandbox, on its way and warming up; by default one of the settings' level is started.

    With one job they are graded in this process, in order. A submission whose process dies is graded once
    more in another; where that dies, too, its report says so. Raises as `grade.grade_class` does.
    Returns what they were graded with: whether there is a GPU is found out once, and the workers are told.
    """
    with nullcontext(start) if start else start_ahead(course, found, settings.level) as ahead:
        if jobs > 1:
            return _grade_in(jobs, course, found, settings, done, ahead)
        from grader.grading.grade import grade_class

        places = count()
        return grade_class(course, found, settings, lambda report: done(next(places), report), ahead)


def _grade_in(
    jobs: int,
    course: Course,
    found: Sequence[Found],
    settings: Settings,
    done: Callable[[int, Report], None],
    start: StartedAhead,
) -> Settings:
    """In so many processes, which have their children of one zygote."""
    settings = with_gpu_tried(settings, jobs)
    jobs = settings.gpu_jobs or jobs
    points: dict[str, float] = {}
    failed: dict[int, LostTask] = {}

    def graded(number: int, report: Report) -> None:
        points[report.assignment] = report.max_score
        done(number, report)

    assignments = assignments_of(found)
    work = partial(_grade, course.root, assignments, settings, draws(course, assignments, found))
    share_out(work, found, jobs, graded, failed.__setitem__, start.share)
    # Last: others have said by then how many points there were to be had.
    for number, lost in sorted(failed.items()):
        from grader.grading.grade import not_graded

        report = not_graded(found[number], settings, (), _words(lost))
        done(number, replace(report, max_score=points.get(report.assignment, 0.0)))
    return settings


def with_gpu_tried(settings: Settings, jobs: int) -> Settings:
    """The settings with the devices as they are found. Raises DeviceError as `tried` does."""
    if "cuda" not in settings.devices:
        return settings
    from grader.grading.gpu import tried_aside

    return tried_aside(settings, jobs=jobs)


def _words(lost: LostTask) -> Message:
    """Why a submission was not graded, and what to do."""
    if not lost.in_a_row:
        said = say("This submission was given to two workers, and both ended.") + lost.how
        return said + say("The student did nothing wrong. Grade this submission alone, with --jobs 1.")
    said = say(
        "{count} workers ended one after another. So the rest of the class was not graded.",
        count=lost.in_a_row,
    )
    return said + lost.how + say("No student did anything wrong. Grade the class again, with --jobs 1.")


def _grade(
    root: Path,
    assignments: Sequence[str],
    settings: Settings,
    figures: bool,
    control: socket.socket | None,
    found: Iterable[Found],
    done: Callable[[Report], None],
) -> None:
    """In a worker, which has not loaded torch yet. control: to the zygote that it shares."""
    with joined(settings.level, control, figures=figures) as start:
        from grader.grading.grade import grade_each

        grade_each(open_course(root), assignments, found, settings, done, start)
