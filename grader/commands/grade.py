"""`grader grade`: find submissions, grade them, write a folder of reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from grader.audience import Audience, view
from grader.batch.local import draws, grade_all, processes
from grader.commands.class_rows import class_rows, show_plan
from grader.commands.exit_codes import exit_code
from grader.commands.exporting import demand_platform, export
from grader.commands.gradebook import saving
from grader.commands.options import GradeOptions
from grader.commands.output import Output
from grader.commands.report_folder import ReportFolder, folder_names, parse_formats
from grader.commands.standard_output import when_lost
from grader.course.language import translator_for
from grader.course.layout import find_course
from grader.errors import UsageError
from grader.grading.settings import Settings, settings_for
from grader.model import NOT_HANDED_IN, Report, Versions
from grader.output_files import append_text
from grader.render import github, terminal
from grader.render.in_words import in_words
from grader.sandbox.outside.ahead import StartedAhead
from grader.submission import Found, assignments_of
from grader.submission.choose import Chosen
from grader.words.messages import InFile, Items, Message, Name, Value, say
from grader.words.translation import Translator

# Submissions that could not be graded, of which the reason is printed.
_FIRST = 3


def grade(options: GradeOptions, output: Output, start: StartedAhead | None = None) -> int:
    """Grade everything below the paths; returns the exit code. start: the sandbox, on its way."""
    translate, console = output.translate, output.console
    formats = parse_formats(options.formats)
    course = find_course(options.course)
    audience = _audience(options.audience)
    demand_platform(options.export)
    rows = class_rows(options, course)
    if options.plan:
        show_plan(rows, options.output, output)
        return 0
    found = rows.to_grade
    # Students read their reports in the course's language, whatever the instructor's terminal speaks.
    for_students = translator_for(course.root, options.lang)
    output.others.append(for_students)
    folder = ReportFolder(options.output, formats, folder_names(_people(found)), for_students)
    folder.demand_writable()
    made: defaultdict[int, list[Report]] = defaultdict(list)
    jobs = processes(options.jobs, len(found))
    wanted = options.grading()
    if start is not None:
        start.warm_up(figures=draws(course, assignments_of(found), found))
    with (
        saving(options.gradebook, found, for_students) as save,
        Progress(*_columns(), console=console, transient=True) as progress,
    ):
        # With one job, it loads torch, as the sandbox does meanwhile.
        settings = settings_for(course, wanted)
        task = progress.add_task(translate(say("Starting the sandbox")), total=len(found))

        def done(number: int, report: Report) -> None:
            for one in _rows_of(report, found[number]):
                save(one)
                made[number].append(view(one, audience))
                folder.write(in_words(made[number][-1], for_students))
            progress.update(task, advance=1, description=f"{report.student} · {report.assignment}")

        settings = grade_all(course, found, settings, done, jobs, start)
    reports = [report for number in sorted(made) for report in made[number]]
    reports += [_absent(row, settings, reports) for row in rows.absent]
    for_class = _all_in_words(reports, translate)
    folder.write_class(for_class, translate)
    if options.summary is not None:
        append_text(options.summary, github.summary(_all_in_words(reports, for_students), for_students))
    when_lost(say("The reports are in {folder}.", folder=InFile(str(folder.path))))
    _tell(for_class, folder, settings, output)
    output.tell(_counts(reports, options.fail_under))
    if options.export is not None:
        for line in export(options.export, rows.roster, reports, options.output, scale=options.scale):
            output.tell(line)
    folder.demand_kept()
    return exit_code(reports, options.fail_under)


def _columns() -> tuple[ProgressColumn, ...]:
    return (
        TextColumn("{task.description:<28.28}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )


def _all_in_words(reports: Sequence[Report], translate: Translator) -> list[Report]:
    return [in_words(report, translate) for report in reports]


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
        versions=_versions(reports),
        status=NOT_HANDED_IN,
        score=None,
        max_score=next(alike, 0.0),
        functions=(),
        problem=row.why,
        isolation=settings.level.value,
    )


def _versions(reports: Sequence[Report]) -> Versions:
    """What is grading. Where others have graded, this process has not loaded torch, and need not for this."""
    if reports:
        return reports[0].versions
    from grader.grading.grade import versions

    return versions()


def _counts(reports: Sequence[Report], fail_under: float | None) -> Message:
    """How many of each kind, and of those that could not be graded the first three with the reason."""
    absent = [one for one in reports if one.absent]
    ungraded = [one for one in reports if one.score is None and not one.absent]
    counts: list[Message] = [say("{n} graded", n=len(reports) - len(absent) - len(ungraded))]
    if ungraded:
        counts.append(say("{n} not graded", n=len(ungraded)))
    if absent:
        counts.append(say("{n} not handed in", n=len(absent)))
    if fail_under is not None:
        below = sum(one.below(fail_under) for one in reports)
        counts.append(say("{n} below {percent} %", n=below, percent=Value(f"{fail_under:g}")))
    said = say("{counts}.", counts=Items(tuple(counts), "commas"))
    for one in ungraded[:_FIRST]:
        said += say("Not graded: {student}.", student=Name(one.student)) + one.problem
    more = len(ungraded) - _FIRST
    return said + say("And {n} more.", n=more) if more > 0 else said


def _audience(text: str) -> Audience:
    if text not in [audience.value for audience in Audience]:
        raise UsageError(say("--audience is {got}. Expected student or instructor.", got=Value(text)))
    return Audience(text)


def _tell(reports: Sequence[Report], folder: ReportFolder, settings: Settings, output: Output) -> None:
    """The report of one submission, or a line for each; where everything is. reports: in words."""
    console, translate = output.console, output.translate
    if len(reports) == 1 and not reports[0].absent:
        console.out(
            terminal.render(reports[0], width=console.width, colour=console.is_terminal, translate=translate),
            end="",
            highlight=False,
        )
    else:
        console.print(terminal.class_table(reports, translate))
    output.tell(
        say(
            "Reports: {page}   grades: {grades}   seed {seed}",
            page=InFile(str(folder.main_page(reports))),
            grades=InFile(str(folder.grades)),
            seed=settings.seed,
        )
    )
    for note in settings.notes:
        output.tell(note)
