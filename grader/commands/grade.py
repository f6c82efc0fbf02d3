"""`grader grade`: find submissions, grade them, write a folder of reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

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
from grader.commands.class_rows import class_rows, show_plan
from grader.commands.exit_codes import exit_code
from grader.commands.exporting import demand_platform, export
from grader.commands.gradebook import saving
from grader.commands.options import GradeOptions
from grader.commands.report_folder import ReportFolder, folder_names, parse_formats
from grader.commands.standard_output import when_lost
from grader.course.layout import find_course
from grader.errors import UsageError
from grader.grading.grade import versions
from grader.grading.settings import Settings, settings_for
from grader.model import NOT_HANDED_IN, Report
from grader.output_files import append_text
from grader.render import github, terminal
from grader.render.in_words import in_words
from grader.render.text import brief_in_cells
from grader.submission import Found
from grader.submission.choose import Chosen
from grader.words.translation import Translator


def grade(options: GradeOptions, console: Console) -> int:
    """Grade everything below the paths; returns the exit code."""
    formats = parse_formats(options.formats)
    course = find_course(options.course)
    settings = settings_for(course, options.grading())
    audience, translate = _audience(options.audience), Translator()
    demand_platform(options.export)
    rows = class_rows(options, course)
    if options.plan:
        show_plan(rows, options.output, console)
        return 0
    found = rows.to_grade
    folder = ReportFolder(options.output, formats, folder_names(_people(found)), translate)
    folder.demand_writable()
    made: defaultdict[int, list[Report]] = defaultdict(list)
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
            for one in _rows_of(report, found[number]):
                save(one)
                made[number].append(in_words(view(one, audience), translate))
                folder.write(made[number][-1])
            progress.update(task, advance=1, description=f"{report.student} · {report.assignment}")

        settings = grade_all(course, found, settings, done, processes(options.jobs, len(found)))
    reports = [report for number in sorted(made) for report in made[number]]
    reports += [in_words(_absent(row, settings, reports), translate) for row in rows.absent]
    folder.write_class(reports)
    if options.summary is not None:
        append_text(options.summary, github.summary(reports, translate))
    when_lost(f"the reports are in {folder.path}")
    _tell(reports, folder, settings, console, translate)
    console.print(_counts(reports, options.fail_under), soft_wrap=True, highlight=False)
    if options.export is not None:
        for line in export(options.export, rows.roster, reports, options.output, scale=options.scale):
            console.print(line, soft_wrap=True, highlight=False)
    return exit_code(reports, options.fail_under)


def _people(found: Sequence[Found]) -> Iterator[tuple[str, str, str]]:
    for one in found:
        yield one.student, one.id, one.section
        yield from ((member.name, member.id, member.section) for member in one.members)


def _rows_of(report: Report, found: Found) -> list[Report]:
    """The report as its rows: one; of a group whose members are known, one for each of them."""
    return [replace(report, student=one.name, id=one.id, section=one.section) for one in found.members] or [
        report
    ]


def _absent(row: Chosen, settings: Settings, reports: Sequence[Report]) -> Report:
    """Who handed nothing in: a row without a score, and no report."""
    alike = (one.max_score for one in reports if one.assignment == row.assignment and not one.absent)
    return Report(
        student=row.person.name,
        id=row.person.id,
        section=row.person.section,
        late=row.late,
        handed_in=row.handed_in,
        assignment=row.assignment or "",
        submission="",
        sha256="",
        seed=settings.seed,
        devices=settings.devices,
        versions=versions(),
        status=NOT_HANDED_IN,
        score=None,
        max_score=next(alike, 0.0),
        functions=(),
        problem=row.why,
        isolation=settings.level.value,
    )


def _counts(reports: Sequence[Report], fail_under: float | None) -> str:
    """How many of each kind, and of those that could not be graded the first three with the reason."""
    absent = [one for one in reports if one.absent]
    ungraded = [one for one in reports if one.score is None and not one.absent]
    said = [f"{len(reports) - len(absent) - len(ungraded)} graded"]
    if ungraded:
        first = "; ".join(f"{one.student}: {brief_in_cells(one.problem, 60)}" for one in ungraded[:3])
        said.append(f"{len(ungraded)} not graded ({first}{'; …' if len(ungraded) > 3 else ''})")
    if absent:
        said.append(f"{len(absent)} not handed in")
    if fail_under is not None:
        said.append(f"{sum(one.below(fail_under) for one in reports)} below {fail_under:g} %")
    return ", ".join(said)


def _audience(text: str) -> Audience:
    if text not in [audience.value for audience in Audience]:
        raise UsageError(f"--audience {text}: expected student or instructor")
    return Audience(text)


def _tell(
    reports: Sequence[Report],
    folder: ReportFolder,
    settings: Settings,
    console: Console,
    translate: Translator,
) -> None:
    if len(reports) == 1 and not reports[0].absent:
        console.out(
            terminal.render(reports[0], width=console.width, colour=console.is_terminal, translate=translate),
            end="",
            highlight=False,
        )
    else:
        console.print(terminal.class_table(reports, translate))
    console.print(
        f"Reports: {folder.main_page(reports)}   grades: {folder.grades}   seed {settings.seed}",
        soft_wrap=True,
        highlight=False,
    )
    for note in settings.notes:
        console.print(Text(str(note)), soft_wrap=True)
