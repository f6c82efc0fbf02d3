"""`pytest autograde_tests --submission PATH`: one student's work under plain pytest, as CI runs it.

PATH is a submission, a folder with one for each of several assignments, or the course's own exercises/, where
students of a kit work. The exit code is that of `grader grade`; without `--grading-fail-under` a failed check
makes it 1. The reports, where `--grading-report` asks for them, are the proof that grading took place.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.audience import Audience, view
from grader.batch.local import draws
from grader.commands.exit_codes import exit_code
from grader.course.language import translator_for, untranslated
from grader.course.layout import Course, find_course
from grader.errors import FaultError, GraderError, SubmissionError, UsageError
from grader.grading import fixtures
from grader.grading.evaluation import Evaluation
from grader.grading.grade import Grading, not_graded, open_evaluation, report
from grader.grading.reading import read_found, worked_in
from grader.grading.settings import GradingOptions, Settings, settings_for
from grader.model import Report, Source
from grader.output_files import append_text, write_text
from grader.render import github
from grader.render import json as render_json
from grader.render.in_words import in_words
from grader.render.text import one_line
from grader.sandbox.levels import Level
from grader.sandbox.outside.ahead import StartedAhead
from grader.student.own_work import own_work
from grader.submission import Found, assignments_of, find
from grader.submission.edited import as_handed_out
from grader.words.messages import (
    NOTHING,
    Code,
    InFile,
    Items,
    Message,
    Name,
    Value,
    heard,
    say,
)
from grader.words.translation import Translator
from grader.words.workflow_commands import are_read, broken

_ASSIGNMENT = "{assignment}"
_NOT_STARTED = say("This is not started yet.")


@dataclass(slots=True)
class _Submission:
    """One submission for the duration of a session."""

    found: Found
    items: list[pytest.Item]
    # Why it could not be read; then there is no evaluation, and its checks are skipped.
    problem: Message = NOTHING
    source: Source | None = None
    evaluation: Evaluation | None = None
    # The file is as it was handed out, and that is no failure of its checks.
    not_started: bool = False

    def ran(self, session: pytest.Session) -> bool:
        """Whether all of its checks were chosen: of a few, as with `-k`, pytest's own exit code tells."""
        return set(self.items) <= set(session.items)


class PytestRun:
    """Evaluates one student's submissions in the course of a pytest session."""

    def __init__(self, config: pytest.Config, ahead: StartedAhead) -> None:
        """ahead: the sandbox, which is on its way."""
        self.config = config
        self._ahead = ahead
        self.path: Path = config.getoption("--submission")
        self.grading: Grading | None = None
        self.submissions: list[_Submission] = []
        self.reports: list[Report] = []
        # Why the reports could not be written.
        self.unwritten = NOTHING
        # Made where the course is known.
        self.translate = Translator()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the checks of the submissions' assignments, and open an evaluation of each."""
        try:
            self._take(items)
        except FaultError as fault:
            pytest.exit(self.translate(fault.said), returncode=fault.exit_code)
        except GraderError as error:
            raise pytest.UsageError(self.translate(error.said)) from None

    def _take(self, items: list[pytest.Item]) -> None:
        start = items[0].path.parent if items else Path.cwd()
        self.translate = translator_for(start, self.config.getoption("--grading-lang"))
        course = find_course(start)
        grouped = fixtures.items_by_assignment(items)
        found = submissions(self.path, self.config.getoption("--assignment"), course, grouped)
        _demand_names(self.config.getoption("--grading-report"), found)
        if draws(course, assignments_of(found), found):
            self._ahead.warm_up(figures=True)
        self.grading = Grading(course, settings_for(course, _options(self.config)), self._ahead)
        self.submissions = [self._open(self.grading, one, grouped[one.assignment or ""]) for one in found]
        kept = [item for taken in self.submissions for item in taken.items]
        self.config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept

    def _open(self, grading: Grading, found: Found, items: list[pytest.Item]) -> _Submission:
        name = found.assignment or ""
        found = worked_in(found, grading.course)
        items = fixtures.hidden_last(items)
        try:
            _, source = read_found(found, grading.course)
        except SubmissionError as error:
            return _Submission(found, items, problem=error.said)
        evaluation = open_evaluation(grading, source, name, items)
        fixtures.current_evaluations(self.config).current[name] = evaluation
        skips: bool = self.config.getoption("--grading-skip-untouched")
        not_started = skips and as_handed_out(grading.course.assignment(name), source)
        return _Submission(found, items, source=source, evaluation=evaluation, not_started=not_started)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """A check of what is not started did not fail: it was skipped. No time of a hidden one is told."""
        made = yield
        check = fixtures.check_of(item)
        if check is not None and check.hidden is not None:
            made.duration = 0.0
            made.stop = made.start
        if made.failed and any(taken.not_started and item in taken.items for taken in self.submissions):
            path, line, _ = item.location
            made.outcome = "skipped"
            made.longrepr = (path, line or 0, f"Skipped: {self.translate(_NOT_STARTED)}")
        return made

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Make the reports, write them where asked, say by the exit code, and let every process go."""
        if self.grading is not None:
            self.reports = [_report(taken, self.grading.settings) for taken in self.submissions]
            for taken in self.submissions:
                if taken.evaluation is not None:
                    taken.evaluation.close()
            self.grading.close()
        if self.reports:
            fail_under: float | None = self.config.getoption("--grading-fail-under")
            whole = [
                one
                for one, taken in zip(self.reports, self.submissions, strict=True)
                if taken.ran(session) and not taken.not_started
            ]
            session.exitstatus = exit_status(session.exitstatus, whole, fail_under)
            try:
                self._write(self._for_student())
            except GraderError as error:
                self.unwritten = error.said
                session.exitstatus = error.exit_code

    def _for_student(self) -> list[Report]:
        return [in_words(view(one, Audience.STUDENT), self.translate) for one in self.reports]

    def _write(self, reports: Sequence[Report]) -> None:
        target: Path | None = self.config.getoption("--grading-report")
        summary: Path | None = self.config.getoption("--grading-summary")
        for one in reports if target is not None else ():
            path = Path(str(target).replace(_ASSIGNMENT, one.assignment))
            write_text(path, render_json.render(one))
        if summary is not None:
            append_text(summary, github.summary(reports, self.translate))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The scores, and diagnoses, under pytest's own lines; on GitHub, marks at the lines, too."""
        if self.reports:
            terminalreporter.section(self.translate(say("grade")))
        shown = [view(one, Audience.STUDENT) for one in self.reports]
        for taken, one in zip(self.submissions, shown, strict=False):
            named = len(self.reports) > 1
            for line in _not_started(one) if taken.not_started else summary(one, named=named):
                terminalreporter.write_line(broken(one_line(self.translate(line))))
        if self.unwritten:
            said = say("There is no report.") + self.unwritten
            terminalreporter.write_line(broken(one_line(self.translate(said))), red=True)
        if are_read():
            for taken, one in zip(self.submissions, self._for_student(), strict=True):
                for mark in (
                    ()
                    if taken.not_started
                    else github.marks(one, os.path.relpath(taken.found.path), self.translate)
                ):
                    terminalreporter.write_line(mark)
        for lacking in untranslated([self.translate]):
            terminalreporter.write_line(broken(one_line(self.translate(lacking))))


def _options(config: pytest.Config) -> GradingOptions:
    return GradingOptions(
        seed=config.getoption("--grading-seed"),
        level=Level(config.getoption("--grading-isolation")),
        device=config.getoption("--grading-device"),
    )


def _report(taken: _Submission, settings: Settings) -> Report:
    if taken.evaluation is None or taken.source is None:
        checks = [check for check in map(fixtures.check_of, taken.items) if check is not None]
        return not_graded(taken.found, settings, checks, taken.problem)
    try:
        return report(taken.found, taken.source, taken.evaluation)
    except FaultError as error:
        return not_graded(taken.found, settings, taken.evaluation.checks, error.said, taken.source)


def exit_status(status: int, reports: Sequence[Report], fail_under: float | None) -> int:
    """As in `grader`, where all tests were run; an interrupted run, or an error of pytest's, stays one.

    status: pytest's own; without `fail_under` 1 where any check failed.
    """
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return status
    return exit_code(reports, fail_under, otherwise=status)


# ── what there is to grade ───────────────────────────────────────────────────────────────────────────────


def submissions(
    path: Path, assignment: str | None, course: Course, collected: Mapping[str, Collection[pytest.Item]]
) -> list[Found]:
    """One submission per assignment, of those whose checks were collected.

    Raises:
        SubmissionError: there is none, or there are several of one assignment.
    """
    wanted = [course.assignment(assignment).name] if assignment else sorted(course.assignments)
    found = _in_exercises(path, wanted, course) or _below(path, assignment, wanted)
    missing = [one.assignment for one in found if one.assignment not in collected]
    if missing and len(missing) == len(found):
        raise SubmissionError(
            say(
                "No checks of {assignments} were collected. Run pytest on the folder autograde_tests.",
                assignments=Items(tuple(Name(str(name)) for name in missing)),
            )
        )
    return [one for one in found if one.assignment in collected]


def _in_exercises(path: Path, wanted: Sequence[str], course: Course) -> list[Found]:
    """All of a student's work in the course's own exercises/; [] for any other path."""
    if path.resolve() != course.root / "exercises":
        return []
    return [own_work(course, course.assignment(name)) for name in wanted]


def _below(path: Path, assignment: str | None, wanted: Sequence[str]) -> list[Found]:
    told = [one for one in find(path, wanted) if one.assignment in wanted]
    if not told and assignment is not None and path.is_file():
        return [Found(student=path.stem, assignment=assignment, path=path)]
    twice = len({one.assignment for one in told}) < len(told)
    if not told or twice:
        raise SubmissionError(_not_one_each(path, wanted, len(told)))
    return told


def _not_one_each(path: Path, wanted: Sequence[str], count: int) -> Message:
    expected = say(
        "{path} must hold one submission for each assignment that it is about: {assignments}.",
        path=InFile(str(path)),
        assignments=Items(tuple(map(Name, wanted)), "commas"),
    )
    if count:
        expected += say("It holds {n} submissions, and some are for the same assignment.", n=count)
    else:
        expected += say("It holds no file with the name of an assignment.")
    return expected + say("Name one file, or name the assignment with --assignment.")


def _demand_names(target: Path | None, found: Sequence[Found]) -> None:
    if target is not None and len(found) > 1 and _ASSIGNMENT not in str(target):
        raise UsageError(
            say(
                "--grading-report {file} is one file for {n} reports. Write {option}.",
                file=InFile(str(target)),
                n=len(found),
                option=Code(f"--grading-report {target.parent / _ASSIGNMENT / target.name}"),
            )
        )


def summary(report: Report, *, named: bool = False) -> list[Message]:
    """Score, diagnoses and notes, a line each."""
    name = say("{assignment}:", assignment=Name(report.assignment)) if named else NOTHING
    if report.score is None:
        ungraded = name + say("Not graded.") + report.problem
        return [ungraded, say("seed {seed}", seed=report.seed)]
    lines = [name + _score(report), *(one.message for one in report.unparsed)]
    for function in report.functions:
        found = (check.diagnosis for check in function.checks if check.diagnosis and check.visible)
        diagnosis = next(found, None)
        if diagnosis is not None:
            said = say("{function}:", function=Name(function.name)) + diagnosis.headline
            lines.append(said + heard(diagnosis.section))
    return [*lines, *report.notes]


def _not_started(report: Report) -> list[Message]:
    return [say("{assignment}:", assignment=Name(report.assignment)) + _NOT_STARTED]


def _score(report: Report) -> Message:
    return say(
        "{score} of {most} points   (seed {seed})",
        score=Value(f"{report.score:g}"),
        most=Value(f"{report.max_score:g}"),
        seed=report.seed,
    )
