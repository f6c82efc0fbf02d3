"""`grader grade`: find submissions, grade them, write a folder of reports."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from grader.audience import Audience, view
from grader.batch.local import grade_all, processes
from grader.commands.exit_codes import exit_code
from grader.commands.gradebook import saving
from grader.commands.options import GradeOptions
from grader.commands.report_folder import ReportFolder, parse_formats
from grader.commands.standard_output import when_lost
from grader.course.layout import Course, find_course
from grader.errors import UsageError
from grader.grading.settings import Settings, settings_for
from grader.model import Report
from grader.output_files import append_text
from grader.render import github, terminal
from grader.submission import Found, find
from grader.unique_names import UniqueNames


def grade(options: GradeOptions, console: Console) -> int:
    """Grade everything below the paths; returns the exit code."""
    folder = ReportFolder(options.output, parse_formats(options.formats))
    course = find_course(options.course)
    settings = settings_for(course, options.grading())
    audience = _audience(options.audience)
    found = discover(options.paths, course, options.assignment, options.output)
    folder.demand_writable()
    made: dict[int, Report] = {}
    columns = (
        TextColumn("{task.description:<28.28}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with (
        saving(options.gradebook, found) as save,
        Progress(*columns, console=console, transient=True) as progress,
    ):
        task = progress.add_task("starting the sandbox", total=len(found))

        def done(number: int, report: Report) -> None:
            save(report)
            report = made[number] = view(report, audience)
            folder.write(report)
            progress.update(task, advance=1, description=f"{report.student} · {report.assignment}")

        settings = grade_all(course, found, settings, done, processes(options.jobs, len(found)))
    reports = [made[number] for number in sorted(made)]
    folder.write_class(reports)
    if options.summary is not None:
        append_text(options.summary, github.summary(reports))
    when_lost(f"the reports are in {folder.path}")
    _tell(reports, folder, settings, console)
    return exit_code(reports, options.fail_under)


def discover(paths: Sequence[Path], course: Course, assignment: str | None, output: Path) -> list[Found]:
    """Every submission below the paths, each student and assignment once; what was written there is none.

    Raises:
        UsageError: a path is not there, or holds nothing that could be a submission.
    """
    names = [course.assignment(assignment).name] if assignment else sorted(course.assignments)
    found: list[Found] = []
    for path in paths:
        below = [one for one in find(path, names) if not _within(one.path, output, path)]
        if not below:
            raise UsageError(
                f"{path} holds no submissions: expected files named after an assignment "
                f"({', '.join(names)}), as .py, .ipynb or .zip, or a folder per student"
            )
        found += [replace(one, assignment=assignment) if assignment else one for one in below]
    return _told_apart(found)


def _within(path: Path, output: Path, root: Path) -> bool:
    """Whether a path is the output folder, or lies in it, and that is a folder of the class's."""
    written = Path(os.path.abspath(output))
    return written != Path(os.path.abspath(root)) and Path(os.path.abspath(path)).is_relative_to(written)


def _told_apart(found: Sequence[Found]) -> list[Found]:
    """A student's second submission of an assignment gets a number: no report is written over another."""
    first = {(one.student, one.assignment): number for number, one in reversed([*enumerate(found)])}
    names = {
        assignment: UniqueNames(student for student, of in first if of == assignment)
        for _, assignment in first
    }
    return [
        one
        if first[one.student, one.assignment] == number
        else replace(one, student=names[one.assignment].free(one.student))
        for number, one in enumerate(found)
    ]


def _audience(text: str) -> Audience:
    if text not in [audience.value for audience in Audience]:
        raise UsageError(f"--audience {text}: expected student or instructor")
    return Audience(text)


def _tell(reports: Sequence[Report], folder: ReportFolder, settings: Settings, console: Console) -> None:
    if len(reports) == 1:
        console.out(
            terminal.render(reports[0], width=console.width, colour=console.is_terminal),
            end="",
            highlight=False,
        )
    else:
        console.print(terminal.class_table(reports))
    console.print(
        f"Reports: {folder.main_page(reports)}   grades: {folder.grades}   seed {settings.seed}",
        soft_wrap=True,
        highlight=False,
    )
    for note in settings.notes:
        console.print(Text(note), soft_wrap=True)
