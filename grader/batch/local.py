"""A class in several processes, each with a warm session, a sandbox and a reference of its own.

Nothing here imports torch before the sandbox is on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch.workers import cores, share_out
from grader.course.layout import Course, open_course
from grader.grading.settings import Settings
from grader.model import Report
from grader.sandbox.levels import Level
from grader.sandbox.outside.ahead import StartedAhead, mention_figures
from grader.submission import Found, assignments_of
from grader.words.messages import Message, say

if TYPE_CHECKING:
    from grader.grading.gpu import Start

# Submissions for which starting another process pays.
_FOR_ONE = 8


def processes(asked: int, submissions: int) -> int:
    """How many to grade in: as asked; for 0, as many as have cores and are worth their start."""
    return max(1, asked or min(cores(), submissions // _FOR_ONE))


def start_ahead(course: Course, found: Sequence[Found], level: Level) -> StartedAhead:
    """The sandbox for these submissions, on its way; with what draws, where they or the course do."""
    return StartedAhead(level, figures=draws(course, assignments_of(found), found))


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
    start: Start | None = None,
) -> Settings:
    """Grade submissions; `done` gets each one's place in `found` and its report as it is made, here.

    start: with one job, what makes the sandbox; by default one of the settings' level.

    With one job they are graded in this process, in order. A submission whose process dies is graded once
    more in another; where that dies, too, its report says so. Raises as `grade.grade_class` does.
    Returns what they were graded with: whether there is a GPU is found out once, and the workers are told.
    """
    from grader.grading.gpu import tried_aside
    from grader.grading.grade import grade_class, not_graded

    if jobs <= 1:
        places = count()
        return grade_class(course, found, settings, lambda report: done(next(places), report), start)
    settings = tried_aside(settings, jobs=jobs)
    jobs = settings.gpu_jobs or jobs
    points: dict[str, float] = {}
    failed: dict[int, Message] = {}

    def graded(number: int, report: Report) -> None:
        points[report.assignment] = report.max_score
        done(number, report)

    assignments = assignments_of(found)
    work = partial(_grade, course.root, assignments, settings, draws(course, assignments, found))
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
    figures: bool,
    found: Iterable[Found],
    done: Callable[[Report], None],
) -> None:
    """In a worker, which has not loaded torch yet."""
    with StartedAhead(settings.level, figures=figures) as start:
        from grader.grading.grade import grade_each

        grade_each(open_course(root), assignments, found, settings, done, start)
