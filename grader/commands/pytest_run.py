"""`pytest autograde_tests --submission PATH`: one student's work under plain pytest, as CI runs it.

PATH is a submission, a folder with one for each of several assignments, or the course's own exercises/, where
students of a kit work. The exit code is that of `grader grade`; without `--grading-fail-under` a failed check
makes it 1. The reports, where `--grading-report` asks for them, are the proof that grading took place.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.audience import Audience, view
from grader.commands.exit_codes import exit_code
from grader.course.layout import Course, find_course
from grader.errors import FaultError, GraderError, SubmissionError, UsageError
from grader.grading import fixtures
from grader.grading.evaluation import Evaluation
from grader.grading.grade import Grading, not_graded, open_evaluation, read_found, report, worked_in
from grader.grading.settings import GradingOptions, Settings, settings_for
from grader.model import Report, Source
from grader.output_files import append_text, write_text
from grader.render import github
from grader.render import json as render_json
from grader.render.in_words import in_words
from grader.render.text import one_line
from grader.sandbox.levels import Level
from grader.submission import Found, find
from grader.words.translation import Translator

_ASSIGNMENT = "{assignment}"


@dataclass(slots=True)
class _Submission:
    """One submission for the duration of a session."""

    found: Found
    items: list[pytest.Item]
    # Why it could not be read; then there is no evaluation, and its checks are skipped.
    problem: str = ""
    source: Source | None = None
    evaluation: Evaluation | None = None

    def ran(self, session: pytest.Session) -> bool:
        """Whether all of its checks were chosen: of a few, as with `-k`, pytest's own exit code tells."""
        return set(self.items) <= set(session.items)


class PytestRun:
    """Evaluates one student's submissions in the course of a pytest session."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.path: Path = config.getoption("--submission")
        self.translate = Translator()
        self.grading: Grading | None = None
        self.submissions: list[_Submission] = []
        self.reports: list[Report] = []
        # Why the reports could not be written.
        self.unwritten = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the checks of the submissions' assignments, and open an evaluation of each."""
        try:
            self._take(items)
        except FaultError as fault:
            pytest.exit(str(fault), returncode=fault.exit_code)
        except GraderError as error:
            raise pytest.UsageError(str(error)) from None

    def _take(self, items: list[pytest.Item]) -> None:
        course = find_course(items[0].path.parent if items else Path.cwd())
        grouped = fixtures.items_by_assignment(items)
        found = submissions(self.path, self.config.getoption("--assignment"), course, grouped)
        _demand_names(self.config.getoption("--grading-report"), found)
        self.grading = Grading(course, settings_for(course, _options(self.config)))
        self.submissions = [self._open(self.grading, one, grouped[one.assignment or ""]) for one in found]
        kept = [item for taken in self.submissions for item in taken.items]
        self.config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept

    def _open(self, grading: Grading, found: Found, items: list[pytest.Item]) -> _Submission:
        name = found.assignment or ""
        found = worked_in(found, grading.course)
        try:
            _, source = read_found(found, grading.course)
        except SubmissionError as error:
            return _Submission(found, items, problem=str(error))
        evaluation = open_evaluation(grading, source, name, items)
        fixtures.current_evaluations(self.config).current[name] = evaluation
        return _Submission(found, items, source=source, evaluation=evaluation)

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
                one for one, taken in zip(self.reports, self.submissions, strict=True) if taken.ran(session)
            ]
            session.exitstatus = exit_status(session.exitstatus, whole, fail_under)
            try:
                self._write(list(map(self._for_student, self.reports)))
            except GraderError as error:
                self.unwritten = str(error)
                session.exitstatus = error.exit_code

    def _for_student(self, report: Report) -> Report:
        return in_words(view(report, Audience.STUDENT), self.translate)

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
            terminalreporter.section("grade")
        for one in self.reports:
            for line in summary(one, named=len(self.reports) > 1):
                terminalreporter.write_line(one_line(line))
        if self.unwritten:
            terminalreporter.write_line(one_line(f"no report: {self.unwritten}"), red=True)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            for taken, one in zip(self.submissions, self.reports, strict=True):
                for line in github.marks(
                    self._for_student(one), os.path.relpath(taken.found.path), self.translate
                ):
                    terminalreporter.write_line(line)


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
        return not_graded(taken.found, settings, taken.evaluation.checks, str(error), taken.source)


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
            f"no checks of {', '.join(map(str, missing))} were collected: run pytest on the folder "
            "autograde_tests"
        )
    return [one for one in found if one.assignment in collected]


def _in_exercises(path: Path, wanted: Sequence[str], course: Course) -> list[Found]:
    """All of a student's work in the course's own exercises/; [] for any other path."""
    if path.resolve() != course.root / "exercises":
        return []
    return [Found(student="you", assignment=name, path=path / f"{name}.py") for name in wanted]


def _below(path: Path, assignment: str | None, wanted: Sequence[str]) -> list[Found]:
    told = [one for one in find(path, wanted) if one.assignment in wanted]
    if not told and assignment is not None and path.is_file():
        return [Found(student=path.stem, assignment=assignment, path=path)]
    twice = len({one.assignment for one in told}) < len(told)
    if not told or twice:
        what = f"{len(told)} submissions, some of one assignment" if twice else "no submission told by name"
        raise SubmissionError(
            f"{path}: expected one submission of each of {', '.join(wanted)}, or of some; found {what}; name "
            "one file, or say --assignment"
        )
    return told


def _demand_names(target: Path | None, found: Sequence[Found]) -> None:
    if target is not None and len(found) > 1 and _ASSIGNMENT not in str(target):
        raise UsageError(
            f"--grading-report {target}: {len(found)} submissions would write one file; say "
            f"{target.parent / _ASSIGNMENT / target.name}"
        )


def summary(report: Report, *, named: bool = False) -> list[str]:
    """Score, diagnoses and notes, a line each."""
    name = f"{report.assignment}: " if named else ""
    if report.score is None:
        return [f"{name}not graded: {report.problem}", f"seed {report.seed}"]
    lines = [f"{name}{report.score:g} of {report.max_score:g} points   (seed {report.seed})"]
    for function in report.functions:
        for check in function.checks:
            if check.diagnosis is not None and check.visible:
                lines.append(
                    f"{function.name}: {check.diagnosis.headline} {check.diagnosis.section}".rstrip()
                )
                break
    return [*lines, *map(str, report.notes)]
