"""A class in several processes, each with a warm session, a sandbox and a reference of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from grader.batch.workers import cores, share_out
from grader.course.layout import Course, open_course
from grader.grading.gpu import tried_aside
from grader.grading.grade import assignments_of, grade_class, grade_each, not_graded
from grader.grading.settings import Settings
from grader.model import Report
from grader.submission import Found
from grader.words.messages import Message, say

# Submissions for which starting another process pays.
_FOR_ONE = 8


def processes(asked: int, submissions: int) -> int:
    """How many to grade in: as asked; for 0, as many as have cores and are worth their start."""
    return max(1, asked or min(cores(), submissions // _FOR_ONE))


def grade_all(
    course: Course,
    found: Sequence[Found],
    settings: Settings,
    done: Callable[[int, Report], None],
    jobs: int = 1,
) -> Settings:
    """Grade submissions; `done` gets each one's place in `found` and its report as it is made, here.

    With one job they are graded in this process, in order. A submission whose process dies is graded once
    more in another; where that dies, too, its report says so. Raises as `grade.grade_class` does.
    Returns what they were graded with: whether there is a GPU is found out once, and the workers are told.
    """
    if jobs <= 1:
        places = count()
        return grade_class(course, found, settings, lambda report: done(next(places), report))
    settings = tried_aside(settings, jobs=jobs)
    jobs = settings.gpu_jobs or jobs
    points: dict[str, float] = {}
    failed: dict[int, Message] = {}

    def graded(number: int, report: Report) -> None:
        points[report.assignment] = report.max_score
        done(number, report)

    work = partial(_grade, course.root, assignments_of(found), settings)
    share_out(work, found, jobs, graded, failed.__setitem__)
    # Last: others have said by then how many points there were to be had.
    for number, how in sorted(failed.items()):
        report = not_graded(found[number], settings, (), _words(how))
        done(number, replace(report, max_score=points.get(report.assignment, 0.0)))
    return settings


def _words(how: Message) -> Message:
    return (
        say("Two workers ended while they graded this submission.")
        + how
        + say("The student did nothing wrong. Grade this submission alone, with --jobs 1.")
    )


def _grade(
    root: Path,
    assignments: Sequence[str],
    settings: Settings,
    found: Iterable[Found],
    done: Callable[[Report], None],
) -> None:
    """In a worker."""
    grade_each(open_course(root), assignments, found, settings, done)
