"""What `grader grade` says: how much there is to do and why, how it ended, whose score changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from grader.model import Report
from grader.render.text import of_points
from grader.results.keys import COURSE
from grader.results.matching import Matched, ToGrade, Why
from grader.results.rows import ResultRow
from grader.words.messages import Code, InFile, Items, Message, Name, Value, code_list, say, say_many

# Submissions that could not be graded, of which the reason is printed; scores that changed.
_UNGRADED = 20
_CHANGES = 20


def to_do(matched: Matched) -> Message:
    """How many are graded and why, and how many are kept."""
    why = Counter(one.why for one in matched.to_grade)
    counts = [
        (why[Why.NEW], say("{n} new", n=why[Why.NEW])),
        (why[Why.CHANGED], say("{n} changed", n=why[Why.CHANGED])),
        (why[Why.UNGRADED], say("{n} that could not be graded", n=why[Why.UNGRADED])),
        (why[Why.SEED], say("{n} with another seed", n=why[Why.SEED])),
        (why[Why.ASKED], say("{n} once more", n=why[Why.ASKED])),
    ]
    shown = [said for count, said in counts if count]
    said = say("To grade: {counts}.", counts=Items(tuple(shown), "commas")) if shown else Message()
    said += _otherwise(matched.to_grade)
    if not matched.to_grade:
        said += say("There is nothing to grade.")
    if matched.kept:
        said += say_many("{n} result is kept.", "{n} results are kept.", len(matched.kept))
    outdated = sum(1 for one in matched.kept if one.outdated)
    if outdated:
        said += say_many("Of these, {n} is not up to date.", "Of these, {n} are not up to date.", outdated)
    if matched.gone:
        said += say_many(
            "{n} result is withdrawn: its file is no longer there.",
            "{n} results are withdrawn: their files are no longer there.",
            len(matched.gone),
        )
    return said


def _otherwise(to_grade: Iterable[ToGrade]) -> Message:
    """For each thing that has changed, how many are graded again."""
    found: Counter[tuple[tuple[str, ...], str]] = Counter()
    for one in to_grade:
        if one.why is Why.KEY:
            by_course = COURSE in one.parts
            assignment = one.handed.labels[0].identity.assignment if by_course else ""
            found[(COURSE,) if by_course else one.parts, assignment] += 1
    said = Message()
    for (parts, assignment), count in found.items():
        again = say_many("{n} more is graded again.", "{n} more are graded again.", count)
        said += again + _what(parts, assignment)
    return said


def _what(parts: Sequence[str], assignment: str) -> Message:
    if COURSE in parts:
        return say("The checks or the solution of {assignment} have changed.", assignment=Code(assignment))
    return say("This has changed: {parts}.", parts=code_list(parts))


def counts(reports: Sequence[Report], fail_under: float | None) -> Message:
    """How many of each kind."""
    absent = [one for one in reports if one.absent]
    ungraded = [one for one in reports if one.score is None and not one.absent]
    found: list[Message] = [say("{n} graded", n=len(reports) - len(absent) - len(ungraded))]
    if ungraded:
        found.append(say("{n} not graded", n=len(ungraded)))
    if absent:
        found.append(say("{n} not handed in", n=len(absent)))
    if fail_under is not None:
        below = sum(one.below(fail_under) for one in reports)
        found.append(say("{n} below {percent} %", n=below, percent=Value(f"{fail_under:g}")))
    return say("{counts}.", counts=Items(tuple(found), "commas"))


def not_graded(reports: Sequence[Report], table: InFile) -> list[Message]:
    """A line for each that could not be graded, with the reason; of many, the first. table: lists all."""
    several = len({one.assignment for one in reports if one.assignment}) > 1
    ungraded = [one for one in reports if one.score is None and not one.absent]
    lines = [_whose(one, named=several) + one.problem for one in ungraded[:_UNGRADED]]
    more = len(ungraded) - _UNGRADED
    if more > 0:
        said = say_many("{n} more was not graded.", "{n} more were not graded.", more)
        lines.append(said + say("{file} lists all.", file=table))
    return lines


def _whose(report: Report, *, named: bool) -> Message:
    """named: with the assignment."""
    student = Name(report.student)
    if not (named and report.assignment):
        return say("Not graded: {student}.", student=student)
    assignment = Name(report.assignment)
    return say("Not graded: {student}, {assignment}.", student=student, assignment=assignment)


def score_changes(pairs: Iterable[tuple[ResultRow, ResultRow]]) -> list[Message]:
    """A line for each score that is another now; of many, the first. pairs: rows before and now."""
    found = [(before, now) for before, now in pairs if before.score != now.score]
    lines = [_change(before, now) for before, now in found[:_CHANGES]]
    more = len(found) - _CHANGES
    if more > 0:
        lines.append(say("And {n} more. {command} lists all.", n=more, command=Code("grader diff")))
    return lines


def _change(before: ResultRow, now: ResultRow) -> Message:
    return say(
        "The score of {student} in {assignment} has changed: {before} → {now}.",
        student=Name(now.identity.student),
        assignment=Name(now.identity.assignment),
        before=Value(points(before)),
        now=Value(points(now)),
    )


def points(row: ResultRow) -> str:
    """A score for people; a dash where there is none."""
    return "–" if row.score is None else of_points(row.score, row.max_score)
