"""Two states of a class compared: whose score is another, from what to what, and by which check."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.model import CheckResult, Report, Status
from grader.render.csv import cell, number
from grader.results.rows import Identity
from grader.results.states import Result, State

COLUMNS = (
    "student", "id", "section", "assignment", "before", "now", "max_before", "max_now", "checks", "seeds",
)  # fmt: skip
# What a verdict was, and is: a check's status on the device that its points hang on; empty: there is none.
Verdicts = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One result that is another now; `before` or `now` is None where there is none."""

    identity: Identity
    before: Result | None
    now: Result | None
    # By check, its status before and now.
    checks: Mapping[str, Verdicts]

    @property
    def same_seed(self) -> bool:
        """Whether both were drawn from one seed: else inputs may have changed a verdict, too."""
        return self.before is None or self.now is None or self.before.seed == self.now.seed


def changes(before: State, now: State) -> list[Change]:
    """Whose score differs, by student and assignment. A report is of whatever version."""
    found = []
    for identity in sorted({*before, *now}, key=lambda one: (one.student.casefold(), *one)):
        was, is_ = before.get(identity), now.get(identity)
        if _points(was) != _points(is_):
            found.append(Change(identity=identity, before=was, now=is_, checks=_checks(was, is_)))
    return found


def _points(result: Result | None) -> tuple[float | None, float] | None:
    return None if result is None else (result.score, result.max_score)


def _checks(before: Result | None, now: Result | None) -> dict[str, Verdicts]:
    if before is None or now is None:
        return {}
    was, is_ = _verdicts(before.report()), _verdicts(now.report())
    if not was or not is_:
        return {}
    return {
        name: (was.get(name, ""), is_.get(name, ""))
        for name in dict.fromkeys([*was, *is_])
        if was.get(name) != is_.get(name)
    }


def _verdicts(report: Report) -> dict[str, str]:
    """By check what it came to: what failed on any device failed."""
    found: dict[str, str] = {}
    for check in _every_check(report):
        if found.get(check.id) in (None, Status.PASSED.value, Status.NOT_CHECKED.value):
            found[check.id] = check.status.value
    return found


def _every_check(report: Report) -> Iterator[CheckResult]:
    for function in report.functions:
        yield from function.checks


def table(found: Iterable[Change]) -> str:
    """The changes as CSV, safe to open in a spreadsheet."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(map(_row, found))
    return text.getvalue()


def _row(change: Change) -> Sequence[str]:
    before, now = change.before, change.now
    verdicts = (f"{name}: {was or 'none'} > {is_ or 'none'}" for name, (was, is_) in change.checks.items())
    return [
        *map(cell, change.identity),
        _score(before),
        _score(now),
        number(before.max_score) if before else "",
        number(now.max_score) if now else "",
        cell("; ".join(verdicts)),
        "same" if change.same_seed else "differ",
    ]


def _score(result: Result | None) -> str:
    return "" if result is None or result.score is None else number(result.score)
