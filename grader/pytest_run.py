"""`pytest autograde_tests --submission PATH`: one submission under plain pytest, as CI runs it.

pytest's own exit code says passed or failed; the report, where `--grading-report` asks for it, is the proof
that grading took place.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import plugin
from grader.audience import Audience, view
from grader.course import find_course
from grader.errors import GraderError, SubmissionError
from grader.files import write_text
from grader.grade import Grading, Settings, fresh_seed, open_sitting, report
from grader.model import Report, Source
from grader.render import json as render_json
from grader.sandbox.isolation import Level
from grader.sitting import Sitting
from grader.submission import Found, find, read


class PytestRun:
    """Seats one submission for the duration of a pytest session."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.path: Path = config.getoption("--submission")
        seed = config.getoption("--grading-seed")
        self.settings = Settings(
            seed=fresh_seed() if seed is None else seed,
            level=Level(config.getoption("--grading-isolation")),
        )
        self.grading: Grading | None = None
        self.found: Found | None = None
        self.source: Source | None = None
        self.sitting: Sitting | None = None
        self.report: Report | None = None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the checks of the submission's assignment, and seat it."""
        try:
            self._seat(items)
        except GraderError as error:
            raise pytest.UsageError(str(error)) from None

    def _seat(self, items: list[pytest.Item]) -> None:
        course = find_course(items[0].path.parent if items else Path.cwd())
        wanted = self.config.getoption("--assignment")
        self.found = one_submission(self.path, wanted, sorted(course.assignments))
        name = self.found.assignment or ""
        mine = plugin.items_by_assignment(items).get(name, [])
        if not mine:
            raise SubmissionError(
                f"no checks of {name!r} were collected: run pytest on the folder autograde_tests"
            )
        self.config.hook.pytest_deselected(items=[item for item in items if item not in mine])
        items[:] = mine
        self.source = read(self.found.path, assignment=name)
        self.grading = Grading(course, self.settings)
        self.sitting = open_sitting(self.grading, self.source, name, mine)
        plugin.sittings(self.config).current[name] = self.sitting

    def pytest_sessionfinish(self) -> None:
        """Make the report, write it where asked, and let every process go."""
        if self.sitting is not None and self.found is not None and self.source is not None:
            self.report = report(self.found, self.source, self.sitting, self.settings)
            self.sitting.close()
        if self.grading is not None:
            self.grading.close()
        target: Path | None = self.config.getoption("--grading-report")
        if target is not None and self.report is not None:
            write_text(target, render_json.render(view(self.report, Audience.STUDENT)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The score, and diagnoses, under pytest's own lines."""
        if self.report is None:
            return
        terminalreporter.section("grade")
        for line in summary(self.report):
            terminalreporter.write_line(line)


def one_submission(path: Path, assignment: str | None, names: list[str]) -> Found:
    """The one submission at a path. Raises SubmissionError where there is none, or several."""
    found = [
        one
        for one in find(path, [assignment] if assignment else names)
        if assignment in (None, one.assignment)
    ]
    if len(found) == 1 and found[0].assignment is not None:
        return found[0]
    if assignment is not None and path.is_file():
        return Found(student=path.stem, assignment=assignment, path=path)
    what = "no submission" if not found else f"{len(found)} submissions"
    raise SubmissionError(
        f"{path}: expected one submission of one of {', '.join(names)}, found {what} told by name; "
        "name one file, or say --assignment"
    )


def summary(report: Report) -> list[str]:
    """Score, diagnoses and notes, a line each."""
    if report.score is None:
        return [f"not graded: {report.problem}", f"seed {report.seed}"]
    lines = [f"{report.score:g} of {report.max_score:g} points   (seed {report.seed})"]
    for function in report.functions:
        for check in function.checks:
            if check.diagnosis is not None and check.visible:
                lines.append(
                    f"{function.name}: {check.diagnosis.headline} {check.diagnosis.section}".rstrip()
                )
                break
    return [*lines, *report.notes]
