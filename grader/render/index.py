"""index.html of a class: who could not be graded, who stands where, and what the next lecture is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import quote

from grader.model import Diagnosis, Report
from grader.render.next_step import summary
from grader.render.page import fill, percent
from grader.render.phrases import ABSENT, NO_ASSIGNMENT
from grader.render.text import one_line
from grader.words.messages import NOTHING, Items, Message, Name, quoted, say, say_many
from grader.words.translation import Translator

# (student, id, section, assignment)
Key = tuple[str, str, str, str]
_NO_SCORE = (
    say("These have no score.") + say("This does not mean zero points.") + say("Each says what is missing.")
)
_MISCONCEPTIONS = say("These mistakes give exactly the answers of a known misconception.") + say(
    "The most common comes first."
)
_WITHDRAWN = say("These files are no longer there.") + say("Their last results are kept and not counted.")
_OUTDATED = say("Something has changed since these were graded.") + say("Their earlier results count.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """One misconception and who holds it."""

    diagnosis: Diagnosis
    assignment: str
    students: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """What is named on the page and is in no count: whose, and of which assignment."""

    # Results of files that are no longer there.
    withdrawn: tuple[str, ...] = ()
    # Results that were kept though something has changed.
    outdated: tuple[str, ...] = ()


def render(
    reports: Sequence[Report],
    links: Mapping[Key, str],
    translate: Translator = Translator(),
    order: Sequence[str] = (),
    besides: Besides = Besides(),
) -> str:
    """The class as one page. `links` says where each report lies, as a path relative to this page.

    order: the assignments', as the course has them.
    """
    assignments = _columns(reports, order)
    table = _table(reports)
    return fill(
        "index.html.j2",
        translate,
        title=translate(say_many("The class: {n} student", "The class: {n} students", len(table))),
        table_label=translate(say("Scores by student and assignment")),
        counts=_counts(reports),
        assignments=assignments,
        table=table,
        ungraded=_ungraded(reports),
        medians={name: _median(reports, name) for name in assignments},
        common=common(reports),
        not_there=lambda row, name: _not_there(row, name) if len(assignments) > 1 else ABSENT,
        title_of=lambda report: _title_of(report, translate),
        href=lambda report: _href(links.get((*report.who, report.assignment))),
        summary=summary,
        percent=percent,
        no_score=_NO_SCORE,
        misconceptions=_MISCONCEPTIONS,
        besides=besides,
        withdrawn=_WITHDRAWN,
        outdated=_OUTDATED,
        grades_file=say("{file} beside this page has the same scores.", file=Name("grades.csv")),
    )


def _ungraded(reports: Sequence[Report]) -> list[Report]:
    return [report for report in reports if report.score is None and not report.absent]


def _counts(reports: Sequence[Report]) -> Message:
    """How many were handed in, how many of these were not graded, and how many are missing."""
    absent = sum(report.absent for report in reports)
    said = [
        say_many("{n} submission", "{n} submissions", len(reports) - absent),
        say("{number} not graded", number=len(_ungraded(reports))),
    ]
    said += [say("{number} not handed in", number=absent)] if absent else []
    return quoted(Items(tuple(said), "commas"))


def common(reports: Sequence[Report]) -> list[Common]:
    """The misconceptions of a class, the most common first, each student counted once."""
    holders: dict[tuple[str, str], dict[str, None]] = {}
    known: dict[tuple[str, str], Diagnosis] = {}
    for report in reports:
        for function in report.functions:
            for check in function.checks:
                if check.diagnosis is not None:
                    key = (report.assignment, check.diagnosis.id)
                    known.setdefault(key, check.diagnosis)
                    holders.setdefault(key, {})[report.student] = None
    found = [
        Common(diagnosis=known[key], assignment=key[0], students=tuple(students))
        for key, students in holders.items()
    ]
    return sorted(found, key=lambda item: -len(item.students))


def _table(reports: Sequence[Report]) -> dict[str, dict[str, list[Report]]]:
    """Student → assignment → reports, students by name. A list, so that no report hides another."""
    table: dict[str, dict[str, list[Report]]] = {}
    known: Counter[str] = Counter(name for name, _, _ in {report.who for report in reports})
    for report in sorted(reports, key=lambda item: (item.student.casefold(), item.id, item.section)):
        who = report.student if known[report.student] == 1 else " · ".join(filter(None, report.who))
        row = table.setdefault(who, {})
        if not report.absent:
            row.setdefault(report.assignment, []).append(report)
    return table


def _columns(reports: Sequence[Report], order: Sequence[str]) -> list[str]:
    """The assignments, as the course has them; "" last, where something came that fits none."""
    there = dict.fromkeys(report.assignment for report in reports if report.assignment or not report.absent)
    known = [*(name for name in order if name in there), *(name for name in there if name not in order)]
    return sorted(known, key=lambda name: not name) or [""]


def _not_there(row: Mapping[str, object], assignment: str) -> Message:
    """What a cell says where nobody's work of an assignment is there. row: the person's, by assignment."""
    if not assignment:
        return NOTHING
    # Something of theirs came that fits no assignment: nobody knows that this one was not handed in.
    return say("no file with this name") if "" in row else ABSENT


def _title_of(report: Report, translate: Translator) -> str:
    return f"{one_line(report.student)} · {one_line(report.assignment) or translate(NO_ASSIGNMENT)}"


def _median(reports: Sequence[Report], assignment: str) -> float | None:
    scores = [item.score for item in reports if item.assignment == assignment and item.score is not None]
    return median(scores) if scores else None


def _href(path: str | None) -> str:
    """A relative link that is nothing but a path: no scheme, query or fragment; empty where there is none."""
    return f"./{quote(path, errors='replace')}" if path else ""
