"""A report of which some functions were graded again: these have new verdicts, the rest keeps its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grader.model import FunctionResult, Report
from grader.results.keys import COURSE, COURSE_OF
from grader.results.rows import Parts
from grader.words.messages import Message, Value, code_list, say

_SHOWN = 8


def merged(before: Report, again: Report) -> Report | None:
    """The report with the functions of `again` in their places; None where one of these has no score."""
    if again.problem and not again.functions:
        return None
    new = {function.name: function for function in again.functions}
    functions = [new.pop(function.name, function) for function in before.functions]
    functions += new.values()
    scores = [function.score for function in functions]
    if None in scores:
        return None
    return replace(
        before,
        functions=tuple(functions),
        score=sum(score for score in scores if score is not None),
        max_score=sum(function.max_score for function in functions),
    )


def merged_parts(before: Parts, now: Parts, again: Report, whole: Report) -> Parts:
    """The key of a merged report: which function was graded by which version of the course."""
    names = [function.name for function in whole.functions]
    versions = {name: before.get(f"{COURSE_OF}{name}", before[COURSE]) for name in names}
    versions |= {function.name: now[COURSE] for function in again.functions}
    others = {f"{COURSE_OF}{name}": one for name, one in versions.items() if one != now[COURSE]}
    return {**now, **others}


def with_versions(report: Report, had: Parts, now: Parts) -> Report:
    """The report with a note of which functions an earlier version of the course has graded."""
    notes = report.notes[:-1] if _earlier(had) else report.notes
    said = tuple(filter(None, [_note(now, report.functions)]))
    return replace(report, notes=(*notes, *said))


def _earlier(parts: Parts) -> Mapping[str, str]:
    return {name.removeprefix(COURSE_OF): one for name, one in parts.items() if name.startswith(COURSE_OF)}


def _note(parts: Parts, functions: tuple[FunctionResult, ...]) -> Message | None:
    earlier = _earlier(parts)
    if not earlier:
        return None
    said = say("The others were graded by version {version}.", version=Value(parts[COURSE][:_SHOWN]))
    for version in dict.fromkeys(earlier.values()):
        names = [one.name for one in functions if earlier.get(one.name) == version]
        if names:
            said = (
                say(
                    "Version {version} of the course graded {functions}.",
                    version=Value(version[:_SHOWN]),
                    functions=code_list(names),
                )
                + said
            )
    return said
