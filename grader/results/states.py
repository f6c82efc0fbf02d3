"""A class at one time, for comparing: after a run, or as a folder has it, whatever version wrote that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.errors import UsageError, in_one_line
from grader.model import Report
from grader.render.json import parse
from grader.results.labels import label_of
from grader.results.rows import Identity
from grader.results.store import FILE, ResultStore, open_store
from grader.words.messages import Heard, InFile, say


@dataclass(frozen=True, slots=True)
class Result:
    """What somebody had of an assignment; its report is read only where it is needed."""

    score: float | None
    max_score: float
    seed: int
    report: Callable[[], Report]


# Results by whose they are; who handed nothing in has none.
State = dict[Identity, Result]


def after_run(store: ResultStore, run: int) -> State:
    """What counted after a run; the store stays open meanwhile."""
    return {
        row.identity: Result(row.score, row.max_score, row.seed, partial(store.report, row.number))
        for row in store.rows_after(run)
        if not row.absent
    }


def of_reports(reports: Iterable[Report]) -> State:
    """What reports hold."""
    return {
        label_of(report).identity: Result(report.score, report.max_score, report.seed, partial(_same, report))
        for report in reports
        if not report.absent
    }


def _same(report: Report) -> Report:
    return report


def of_folder(folder: Path) -> State:
    """What a folder holds: of its store, else of the report.json files in it.

    Raises:
        UsageError: it holds neither, or what it holds cannot be read.
    """
    found = of_reports(_kept(folder) if (folder / FILE).is_file() else _written(folder))
    if not found:
        raise UsageError(
            say("{folder} holds no results.", folder=InFile(str(folder)))
            + say("Expected a folder that `grader grade` wrote.")
        )
    return found


def _kept(folder: Path) -> Iterator[Report]:
    with open_store(folder, None, write=False) as store:
        for row in store.rows():
            yield store.report(row.number)


def _written(folder: Path) -> Iterator[Report]:
    for path in sorted(folder.rglob("report.json")):
        try:
            yield parse(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            why = Heard(in_one_line(error).rstrip("."))
            raise UsageError(say("Cannot read {file}: {why}.", file=InFile(str(path)), why=why)) from None
