"""`grader grade`: find submissions, grade those that have no result yet, write a folder of reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from grader.batch.local import draws, grade_all, processes, with_gpu_tried
from grader.commands.absentees import absentees
from grader.commands.class_pages import ClassPages
from grader.commands.class_plan import show_plan
from grader.commands.class_rows import ClassRows, class_rows, people_of
from grader.commands.exit_codes import exit_code
from grader.commands.exporting import demand_platform, export
from grader.commands.gradebook import saving
from grader.commands.kept_results import KeptResults, pairs, tasks
from grader.commands.options import GradeOptions
from grader.commands.output import Output
from grader.commands.pages_asked_for import audience_of, wide_of
from grader.commands.progress import progress
from grader.commands.report_folder import ReportFolder, parse_formats
from grader.commands.standard_output import when_lost
from grader.commands.stopping import heeding_sigterm
from grader.commands.tables import tell_class, tell_places
from grader.commands.told import counts, not_graded, score_changes, to_do
from grader.course.language import translator_for
from grader.course.layout import Course, find_course
from grader.course.settings import read_settings
from grader.errors import GraderError
from grader.grading.settings import Settings, settings_for
from grader.model import Report
from grader.output_files import append_text
from grader.render import github
from grader.results.keys import Keys
from grader.results.matching import Matched, Policy
from grader.results.rows import ClassFacts, ResultRow
from grader.results.store import open_store
from grader.sandbox.outside.ahead import StartedAhead
from grader.submission import Found, assignments_of
from grader.words.messages import InFile, say


def grade(options: GradeOptions, output: Output, start: StartedAhead | None = None) -> int:
    """Grade everything below the paths; returns the exit code. start: the sandbox, on its way."""
    formats, audience = parse_formats(options.formats), audience_of(options.audience)
    wide = wide_of(options.csv)
    course = find_course(options.course)
    demand_platform(options.export)
    rows = class_rows(options, course)
    if options.plan:
        show_plan(rows, course, options.output, output)
        return 0
    # Students read their reports in the course's language, whatever the instructor's terminal speaks.
    for_students = translator_for(course.root, options.lang)
    output.others.append(for_students)
    folder = ReportFolder(options.output, formats, translate=for_students)
    folder.demand_writable()
    with heeding_sigterm(), open_store(options.output, options.store, write=True, command="grade") as store:
        pages = ClassPages(store, folder, audience, output.translate, wide)
        kept = KeptResults(store, tuple(options.paths), options.assignment)
        return _Command(options, output, course, rows, kept, pages).run(start)


@dataclass(frozen=True, slots=True)
class _Command:
    """One call of it, once everything that it needs is open."""

    options: GradeOptions
    output: Output
    course: Course
    rows: ClassRows
    kept: KeptResults
    pages: ClassPages

    def run(self, start: StartedAhead | None) -> int:
        options, output = self.options, self.output
        before = self.kept.store.rows()
        # With one job, it loads torch, as the sandbox does meanwhile.
        settings = settings_for(self.course, options.grading())
        settings = with_gpu_tried(settings, processes(options.jobs, len(self.rows.to_grade)))
        policy = Policy(seed=options.seed, new_only=options.new_only, fresh=options.fresh)
        matched = self.kept.match(self.rows.to_grade, self.course, Keys(self.course, settings), policy)
        output.tell(to_do(matched))
        try:
            self._grade(matched, settings, start)
        except (KeyboardInterrupt, GraderError):
            # They say what is there; where they cannot be written either, the first error counts.
            with suppress(GraderError):
                self._write_pages()
            raise
        rows, reports = self._write_pages()
        self._append_summary(rows)
        when_lost(say("The reports are in {folder}.", folder=InFile(str(self.pages.folder.path))))
        tell_class(rows, reports, self.pages, output)
        tell_places(reports, self.pages, settings if matched.to_grade else None, output)
        output.tell(counts(reports, options.fail_under))
        for line in not_graded(reports, InFile(str(self.pages.folder.grades))):
            output.tell(line)
        self._export(reports)
        for line in score_changes(pairs(before, rows)):
            output.tell(line)
        return exit_code(reports, options.fail_under)

    def _grade(self, matched: Matched, settings: Settings, start: StartedAhead | None) -> None:
        options, found = self.options, tasks(matched)
        self.kept.settle(matched)
        self.pages.name_folders(_people(self.rows.to_grade))
        self._note_absent(settings)
        self.kept.store.note_class(self._facts())
        total, there = len(found), len(matched.kept)
        with (
            saving(options.gradebook, self.rows.to_grade, self.pages.folder.translate) as save,
            progress(total, there, self.output) as advance,
        ):
            for report in self.kept.reports(matched.kept) if options.gradebook else ():
                save(report)

            def done(number: int, report: Report) -> None:
                for row, one in self.kept.put(matched.to_grade[number], report):
                    save(one)
                    self.pages.write(row, one)
                advance(" · ".join(filter(None, (report.student, report.assignment))))

            if found:
                if start is not None:
                    start.warm_up(figures=draws(self.course, assignments_of(found), found))
                grade_all(self.course, found, settings, done, processes(options.jobs, total), start)
        self._note_absent(settings)

    def _note_absent(self, settings: Settings) -> None:
        """Who handed nothing in; how many points there were is known once somebody's are graded."""
        points = {row.identity.assignment: row.max_score for row in self.kept.store.rows() if row.final}
        self.kept.settle_absent(absentees(self.rows.absent, settings, points))

    def _facts(self) -> ClassFacts:
        people = people_of(self.rows, anonymous=self.options.anonymous)
        return ClassFacts(
            order=read_settings(self.course).order,
            course=str(self.course.root),
            language=self.pages.folder.translate.language,
            formats=self.pages.folder.formats,
            audience=self.pages.audience.value,
            people=people or self.kept.store.class_facts().people,
        )

    def _write_pages(self) -> tuple[list[ResultRow], list[Report]]:
        """Everything that is made of the store; the rows below the paths, and what tables say of them."""
        ours = self.pages.ordered(self.kept.ours())
        self.pages.write_missing(ours)
        shown = self.pages.write_class()
        return ours, [shown[row.number] for row in ours]

    def _append_summary(self, rows: Sequence[ResultRow]) -> None:
        if self.options.summary is not None:
            for_students = self.pages.folder.translate
            alone = len({row.identity.student for row in rows}) == 1
            reports = self.pages.whole(rows, for_students) if alone else self.pages.shown(rows, for_students)
            append_text(self.options.summary, github.summary(list(reports), for_students))

    def _export(self, reports: Sequence[Report]) -> None:
        options = self.options
        if options.export is not None:
            folder, audience = self.pages.folder, self.pages.audience
            for line in export(
                options.export, self.rows.roster, reports, folder, audience, scale=options.scale
            ):
                self.output.tell(line)


def _people(found: Sequence[Found]) -> Iterator[tuple[str, str, str]]:
    for one in found:
        yield one.student, one.id, one.section
        yield from ((member.name, member.id, member.section) for member in one.members)
