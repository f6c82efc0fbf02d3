"""The service where a course has the assignment: its checks, collected once, give the report of each job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.course.layout import Course
from grader.grading import fixtures
from grader.grading.gpu import Start
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import GradingOptions, settings_for
from grader.model import Report
from grader.nbgrader.protocol import Job, ServiceOptions
from grader.nbgrader.released_files import ReleasedFiles
from grader.sandbox.levels import Level, Limits
from grader.sandbox.outside.client import Zygote
from grader.sandbox.outside.pool import Pool
from grader.submission import Found
from grader.submission.beside import neighbours_in

AnswerAll = Callable[[Pool, Callable[[Job], Report]], None]


def serve(
    course: Course, options: ServiceOptions, start: Start, files: ReleasedFiles, answer_all: AnswerAll
) -> None:
    """Answer all jobs. answer_all: gets what makes children and what grades. Raises GraderError."""
    wanted = GradingOptions(seed=options.seed, level=Level(options.isolation), device=options.device)
    settings = settings_for(course, wanted)

    def loop(session: pytest.Session) -> None:
        items = fixtures.items_by_assignment(session.items)[options.assignment]
        with Grading(course, settings, start, lambda: _gpu_zygote(options, files)) as grading:

            def grade(job: Job) -> Report:
                path = Path(job.path)
                found = Found(
                    student=job.student,
                    assignment=options.assignment,
                    path=path,
                    neighbours=neighbours_in(path.parent, path),
                )
                return grade_one(grading, found, items, session.config)

            answer_all(grading.pool, grade)

    run_warm(course, [options.assignment], loop)


def _gpu_zygote(options: ServiceOptions, files: ReleasedFiles) -> Zygote:
    limits = Limits(gpu=True, **msgspec.structs.asdict(options.limits))
    return Zygote(Level(options.isolation), limits, folders=[files.folder])
