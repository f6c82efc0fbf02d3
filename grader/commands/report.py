"""`grader report DIR`: everything that is made of the store, written again. Nothing is graded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.commands.class_pages import ClassPages, names_of
from grader.commands.options import ReportOptions
from grader.commands.output import Output
from grader.commands.pages_asked_for import audience_of, wide_of
from grader.commands.report_folder import ReportFolder, parse_formats
from grader.course.language import translator_for
from grader.errors import UsageError
from grader.results.rows import ResultRow
from grader.results.store import ResultStore, open_store
from grader.words.messages import InFile, Items, Name, say, say_many


def report(options: ReportOptions, output: Output) -> int:
    """Write reports and pages of what is kept; returns the exit code."""
    formats, audience, wide = (
        parse_formats(options.formats),
        audience_of(options.audience),
        wide_of(options.csv),
    )
    with open_store(options.folder, options.store, write=False) as store:
        facts = store.class_facts()
        course = options.course or (Path(facts.course) if facts.course else None)
        for_students = translator_for(course, options.lang, facts.language or None)
        output.others.append(for_students)
        people = names_of(store.everyone())
        folder = ReportFolder(options.output or options.folder, formats, people, for_students)
        is_its_own = folder.path.absolute() == options.folder.absolute()
        pages = ClassPages(store, folder, audience, output.translate, wide, is_its_own)
        rows = _chosen(store, options)
        pages.write_all(row for row in rows if not row.absent)
        # Of one student, the class's pages would tell others' scores.
        if options.students is None:
            pages.write_class()
    written, where = sum(1 for row in rows if not row.absent), InFile(str(folder.path))
    output.tell(say_many("{n} report is in {folder}.", "{n} reports are in {folder}.", written, folder=where))
    return 0


def _chosen(store: ResultStore, options: ReportOptions) -> Sequence[ResultRow]:
    """The rows that were asked for. Raises UsageError naming who has none."""
    rows = store.rows()
    if options.assignment is not None:
        rows = [row for row in rows if row.identity.assignment == options.assignment]
    if options.students is None:
        return rows
    known = {name for row in rows for name in (row.identity.student, row.identity.id) if name}
    unknown = [name for name in options.students if name not in known]
    if unknown:
        raise UsageError(
            say(
                "{folder} has no results of {students}.",
                folder=InFile(str(options.folder)),
                students=Items(tuple(map(Name, unknown)), "or"),
            )
            + say("Expected a name or an id, as `grades.csv` has it.")
        )
    return [row for row in rows if {row.identity.student, row.identity.id}.intersection(options.students)]
