"""`grader grade`: find submissions, grade them, write a folder of reports."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from grader.audience import Audience, view
from grader.batch.local import grade_all, processes
from grader.commands.gradebook import saving
from grader.commands.options import exit_code, parse_level
from grader.course.layout import Course, find_course
from grader.errors import UsageError
from grader.grading.grade import Settings, settings_for
from grader.model import Report
from grader.output_files import append_text, write_text
from grader.render import csv, github, html, index, json, junit, markdown, terminal
from grader.submission import Found, find
from grader.unique_names import UniqueNames

FORMATS: dict[str, tuple[str, Callable[[Report], str]]] = {
    "json": ("report.json", json.render),
    "html": ("report.html", html.render),
    "md": ("report.md", markdown.render),
    "junit": ("junit.xml", junit.render),
}


_OF_THE_CLASS = ("index.html", "grades.csv")
# Bytes of a name, which may be 255 everywhere; a digest follows.
_FOLDER = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked for."""

    course: Path
    output: Path
    formats: tuple[str, ...]
    assignment: str | None = None
    seed: int | None = None
    isolation: str = "full"
    device: str = "auto"
    audience: str = "student"
    fail_under: float | None = None
    # A file to append a summary in Markdown to, as CI shows it.
    summary: Path | None = None
    # Address of nbgrader's gradebook, to save scores in.
    gradebook: str | None = None
    # Processes; 0 is as many as are worth it.
    jobs: int = 0


def parse_formats(text: str) -> tuple[str, ...]:
    """`json,html` → its parts. Raises UsageError for a format there is none of."""
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise UsageError(f"--format {text}: expected any of {', '.join(FORMATS)}, separated by commas")
    return wanted


def grade(paths: Sequence[Path], request: Request, console: Console) -> int:
    """Grade everything below the paths; returns the exit code."""
    course = find_course(request.course)
    level = parse_level(request.isolation)
    settings = settings_for(course, seed=request.seed, level=level, device=request.device)
    audience = _audience(request.audience)
    found = discover(paths, course, request.assignment, request.output)
    _writable(request.output)
    made: dict[int, Report] = {}
    columns = (
        TextColumn("{task.description:<28.28}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with (
        saving(request.gradebook, found) as save,
        Progress(*columns, console=console, transient=True) as progress,
    ):
        task = progress.add_task("starting the sandbox", total=len(found))

        def done(number: int, report: Report) -> None:
            save(report)
            report = made[number] = view(report, audience)
            write_report(report, request)
            progress.update(task, advance=1, description=f"{report.student} · {report.assignment}")

        grade_all(course, found, settings, done, processes(request.jobs, len(found)))
    reports = [made[number] for number in sorted(made)]
    _write_class(reports, request)
    _tell(reports, request, settings, console)
    return exit_code(reports, request.fail_under)


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


def _writable(output: Path) -> None:
    """Fail before grading where the reports could not be written."""
    probe = output / ".writable"
    write_text(probe, "")
    probe.unlink()


def folder(report: Report) -> Path:
    """Where a report lies below the output folder."""
    return Path(_safe(report.student)) / _safe(report.assignment or "unknown")


def _safe(name: str) -> str:
    """A name as a folder's; with a digest where it had to be changed, so that no two names share one."""
    kept = "".join(char if char.isalnum() or char in "-_. @+" else "_" for char in name)
    kept = kept.encode("utf-8", "replace")[:_FOLDER].decode("utf-8", "ignore").strip(". ")
    return (
        kept
        if kept == name and kept.lower() not in ("", *_OF_THE_CLASS)
        else f"{kept}~{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"
    )


def write_report(report: Report, request: Request) -> None:
    """One report in every format asked for."""
    for name in request.formats:
        file, render = FORMATS[name]
        write_text(request.output / folder(report) / file, render(report))


def _write_class(reports: Sequence[Report], request: Request) -> None:
    file = _main_file(request)
    links = {(r.student, r.assignment): (folder(r) / file).as_posix() for r in reports}
    write_text(request.output / "index.html", index.render(reports, links))
    write_text(request.output / "grades.csv", csv.render(reports))
    if request.summary is not None:
        append_text(request.summary, github.summary(reports))


def _main_file(request: Request) -> str:
    """The report that a person opens: HTML where it was asked for."""
    return FORMATS["html" if "html" in request.formats else request.formats[0]][0]


def _tell(reports: Sequence[Report], request: Request, settings: Settings, console: Console) -> None:
    if len(reports) == 1:
        console.out(
            terminal.render(reports[0], width=console.width, colour=console.is_terminal),
            end="",
            highlight=False,
        )
    else:
        console.print(terminal.class_table(reports))
    where = request.output / ("index.html" if len(reports) > 1 else folder(reports[0]) / _main_file(request))
    console.print(
        f"Reports: {where}   grades: {request.output / 'grades.csv'}   seed {settings.seed}",
        soft_wrap=True,
        highlight=False,
    )
