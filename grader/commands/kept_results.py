"""A class and its store: what of it is graded, what is kept; the results as they come in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from grader.course.layout import Course
from grader.model import Report
from grader.results.handed import HandedSubmission, absolute, handed_in, is_below
from grader.results.keys import Keys
from grader.results.labels import label_of
from grader.results.matching import Kept, Matched, Policy, ToGrade, below, match
from grader.results.rows import Label, NewResult, ResultRow
from grader.results.store import Renewal, ResultStore
from grader.submission import Found


@dataclass(frozen=True, slots=True)
class KeptResults:
    """The store of a class, and the paths that a command was given."""

    store: ResultStore
    roots: tuple[Path, ...]
    assignment: str | None = None

    def match(self, found: Sequence[Found], course: Course, keys: Keys, policy: Policy) -> Matched:
        """What of these submissions is to be graded. Nothing is written. Raises CourseError."""
        handed = [handed_in(one, course, keys, self.roots) for one in found]
        return match(handed, self.store.rows(), self.store.withdrawn(), policy, self._is_ours())

    def _is_ours(self) -> Callable[[ResultRow], bool]:
        """Whether a row lies below the paths."""
        return below(list(map(absolute, self.roots)), self.assignment)

    def ours(self) -> list[ResultRow]:
        """The rows below the paths that count."""
        return list(filter(self._is_ours(), self.store.rows()))

    def settle(self, matched: Matched) -> None:
        """Write what needs no grading: other names, what has changed since, what is gone."""
        self.store.withdraw(matched.gone)
        self.store.relabel([one for kept in matched.kept for one in self._renewals(kept)])
        marks = {
            row.number: one.outdated
            for one in matched.kept
            for row in one.rows
            if row.outdated != one.outdated
        }
        if marks:
            self.store.mark_outdated(marks)

    def _renewals(self, one: Kept) -> Iterator[Renewal]:
        """The rows of a submission that are called otherwise now. Members of a group who had none get one."""
        own = {row.identity: row for row in one.rows}
        wanting = [label for label in one.handed.labels if label.identity not in own]
        for label in one.handed.labels:
            row = own.pop(label.identity, None)
            if row is not None and (row.withdrawn or row.label != label or row.place != one.handed.place):
                yield Renewal(row, partial(_renewed, one, row, label))
        spare = list(own.values())
        for label in wanting:
            row, further = (spare.pop(0), False) if spare else (one.rows[0], True)
            yield Renewal(row, partial(_renewed, one, row, label), further)
        self.store.withdraw(spare)

    def settle_absent(self, absent: Iterable[Report]) -> None:
        """Write who handed nothing in, where that is not there yet; others no longer are in the class."""
        before = {row.identity: row for row in self.ours() if row.absent}
        now = {(result := self._absent(report)).label.identity: result for report in absent}
        self.store.withdraw([row for row in before.values() if row.identity not in now])
        for identity, result in now.items():
            row = before.get(identity)
            if row is None or row.label != result.label or row.max_score != result.report.max_score:
                self.store.put([result])

    def _absent(self, report: Report) -> NewResult:
        root = absolute(self.roots[0])
        return NewResult(label=label_of(report), root=root, place="", parts={}, report=report)

    def reports(self, kept: Iterable[Kept]) -> Iterator[Report]:
        """The whole reports of what is kept, one after another."""
        for one in kept:
            for row in self.store.rows_of(label.identity for label in one.handed.labels):
                yield self.store.report(row.number)

    def put(self, one: ToGrade, report: Report) -> list[tuple[int, Report]]:
        """Keep what came of a submission: its rows' numbers and reports. Whole, or not at all."""
        root = _root(one.handed, one.rows)
        results = [replace(result, root=root) for result in one.handed.results(report)]
        numbers = self.store.put(results, [row.number for row in one.rows])
        return [(number, result.report) for number, result in zip(numbers, results, strict=True)]


def _renewed(one: Kept, row: ResultRow, label: Label, report: Report) -> NewResult:
    """A row's report under the label that it has now."""
    others = report.notes[row.notes_of_label :]
    renewed = replace(report, notes=(*one.handed.notes, *others)) if row.final else report
    [result] = one.handed.results(renewed, [label])
    return replace(result, parts=row.parts, root=_root(one.handed, one.rows))


def _root(handed: HandedSubmission, rows: Sequence[ResultRow]) -> str:
    """The path that was named: of one below another, the one that was named first."""
    return next((row.root for row in rows if is_below(handed.place, row.root)), handed.root)


def tasks(matched: Matched) -> list[Found]:
    """The submissions to be graded, each with the seed that its result has."""
    return [replace(one.handed.found, seed=one.seed) for one in matched.to_grade]


def pairs(before: Iterable[ResultRow], now: Iterable[ResultRow]) -> list[tuple[ResultRow, ResultRow]]:
    """The rows of those who have one in both."""
    known = {row.identity: row for row in before}
    return [(known[row.identity], row) for row in now if row.identity in known]
