"""`grader regrade`: kept results again, each with its own seed, after a check was mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.audience import Audience
from grader.batch.local import grade_all, processes, with_gpu_tried
from grader.commands.class_pages import ClassPages, names_of
from grader.commands.class_rows import class_rows
from grader.commands.kept_results import KeptResults
from grader.commands.options import GradeOptions, RegradeOptions
from grader.commands.output import Output
from grader.commands.progress import progress
from grader.commands.report_folder import ReportFolder
from grader.commands.score_changes import tell_changes
from grader.commands.stopping import heeding_sigterm
from grader.course.language import translator_for
from grader.course.layout import Course, find_course
from grader.errors import GraderError, UsageError
from grader.grading.settings import GradingOptions, Settings, settings_for
from grader.model import Report
from grader.results.changes import changes
from grader.results.keys import COURSE, Keys, changed
from grader.results.labels import labelled
from grader.results.matching import Policy, ToGrade, Why
from grader.results.merging import merged, merged_parts, with_versions
from grader.results.rows import NewResult, ResultRow
from grader.results.states import of_reports
from grader.results.store import ResultStore, open_store
from grader.words.messages import Code, InFile, Items, Message, Name, code_list, say, say_many

# Of those that could not be graded.
_NAMED = 10


def regrade(options: RegradeOptions, output: Output) -> int:
    """Grade kept results again; returns the exit code."""
    course = find_course(options.course)
    with (
        heeding_sigterm(),
        open_store(options.output, options.store, write=not options.dry_run, command="regrade") as store,
    ):
        _demand_function(store, options.only or ())
        roots = tuple(options.paths or _roots(store))
        return _Regrading(options, output, course, KeptResults(store, roots, options.assignment)).run()


def _roots(store: ResultStore) -> list[Path]:
    """The paths that were graded. Raises UsageError where there are none."""
    roots = dict.fromkeys(row.root for row in store.rows() if not row.absent)
    if not roots:
        raise UsageError(
            say("{store} holds no results.", store=InFile(store.shown))
            + say("Grade something first, with {command}.", command=Code("grader grade"))
        )
    return list(map(Path, roots))


def _demand_function(store: ResultStore, names: Sequence[str]) -> None:
    """Raise UsageError for a function that no report has."""
    known = dict.fromkeys(one.name for row in store.rows() for one in store.gist(row.number).functions)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            say("No result has a function {function}.", function=Code(unknown[0]))
            + say("Expected {known}.", known=code_list(list(known), "or"))
        )


@dataclass(slots=True)
class _Regrading:
    """One call of it. What is graded again replaces its row, or is only compared."""

    options: RegradeOptions
    output: Output
    course: Course
    kept: KeptResults
    # The reports whose score is another now.
    before: list[Report] = field(default_factory=list)
    now: list[Report] = field(default_factory=list)
    failed: list[ResultRow] = field(default_factory=list)

    def run(self) -> int:
        options = self.options
        settings = settings_for(self.course, GradingOptions(level=options.level(), device=options.device))
        found = class_rows(GradeOptions(paths=list(self.kept.roots), assignment=options.assignment,
                                        output=options.output), self.course).to_grade  # fmt: skip
        settings = with_gpu_tried(settings, processes(options.jobs, len(found)))
        matched = self.kept.match(found, self.course, Keys(self.course, settings), Policy(fresh=True))
        chosen = list(filter(self._fits, matched.to_grade))
        self.output.tell(_to_do(len(chosen), [one for one in matched.to_grade if not self._fits(one)]))
        try:
            self._grade(chosen, settings)
        except (KeyboardInterrupt, GraderError):
            with suppress(GraderError):
                self._write_pages()
            raise
        self._write_pages()
        tell_changes(changes(of_reports(self.before), of_reports(self.now)), self.output)
        if self.failed:
            self.output.tell(_failed(self.failed))
        if options.dry_run:
            self.output.tell(say("Nothing is kept of this."))
        return 3 if self.failed else 0

    def _fits(self, one: ToGrade) -> bool:
        """Whether it has a result of the same text. Of a part of it, all else must be as it was, too."""
        if one.why is not Why.ASKED or any(row.withdrawn for row in one.rows):
            return False
        return not self.options.only or set(changed(one.rows[0].parts, one.handed.parts)) <= {COURSE}

    def _grade(self, chosen: Sequence[ToGrade], settings: Settings) -> None:
        only = tuple(self.options.only or ())
        found = [replace(one.handed.found, seed=one.seed, only=only) for one in chosen]
        with progress(len(found), 0, self.output) as advance:

            def done(number: int, report: Report) -> None:
                self._keep(chosen[number], report)
                advance(" · ".join(filter(None, (report.student, report.assignment))))

            if found:
                grade_all(self.course, found, settings, done, processes(self.options.jobs, len(found)))

    def _keep(self, one: ToGrade, again: Report) -> None:
        before = self.kept.store.report(one.rows[0].number)
        whole = self._whole(one, before, again)
        if whole is None:
            self.failed += one.rows
            return
        results = [self._result(row, one, again, whole) for row in one.rows]
        if (before.score, before.max_score) != (whole.score, whole.max_score):
            self.before += [labelled(before, row.label) for row in one.rows]
            self.now += [result.report for result in results]
        if not self.options.dry_run:
            self.kept.store.put(results, [row.number for row in one.rows])

    def _whole(self, one: ToGrade, before: Report, again: Report) -> Report | None:
        """What comes of it; None where it could not be graded."""
        if self.options.only:
            return merged(before, again)
        notes = (*before.notes[: one.rows[0].notes_of_label], *again.notes[len(one.handed.notes) :])
        return replace(again, notes=notes) if again.score is not None else None

    def _result(self, row: ResultRow, one: ToGrade, again: Report, whole: Report) -> NewResult:
        parts = one.handed.parts
        if self.options.only:
            parts = merged_parts(row.parts, parts, again, whole)
            whole = with_versions(whole, row.parts, parts)
        return NewResult(
            label=row.label,
            root=row.root,
            place=row.place,
            parts=parts,
            report=labelled(whole, row.label),
            notes_of_label=row.notes_of_label,
        )

    def _write_pages(self) -> None:
        """As the folder was written before; of a dry run there is nothing to write."""
        if self.options.dry_run:
            return
        store = self.kept.store
        facts = store.class_facts()
        for_students = translator_for(self.course.root, self.options.lang, facts.language or None)
        folder = ReportFolder(self.options.output, facts.formats, names_of(store.everyone()), for_students)
        pages = ClassPages(store, folder, Audience(facts.audience), self.output.translate)
        pages.write_missing(self.kept.ours())
        pages.write_class()


def _failed(rows: Sequence[ResultRow]) -> Message:
    names = Items(tuple(Name(row.identity.student) for row in rows[:_NAMED]), "commas")
    said = say("These could not be graded and keep their earlier result: {names}.", names=names)
    more = len(rows) - _NAMED
    return said + say("And {n} more.", n=more) if more > 0 else said


def _to_do(chosen: int, others: Sequence[ToGrade]) -> Message:
    """How many are graded again, and how many are not for which reason."""
    said = say_many("{n} result is graded again.", "{n} results are graded again.", chosen)
    why = Counter(one.why for one in others)
    if count := why[Why.UNGRADED]:
        said += say_many("{n} more has no score to compare.", "{n} more have no score to compare.", count)
    if count := why[Why.NEW]:
        said += say_many("{n} more is new.", "{n} more are new.", count)
    if count := why[Why.CHANGED]:
        said += say_many("The file of {n} more has changed.", "The files of {n} more have changed.", count)
    # What has a score and the same text: its file was gone, or more than the course has changed.
    if count := why[Why.ASKED]:
        said += say_many("{n} more was graded otherwise.", "{n} more were graded otherwise.", count)
    return said + say("To grade these, use {command}.", command=Code("grader grade")) if others else said
