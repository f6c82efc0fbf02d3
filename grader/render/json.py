"""report.json: the contract that other tools build on, described by report.schema.json beside this file."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from grader.model import (
    SCHEMA,
    SCHEMAS,
    CheckResult,
    Diagnosis,
    Example,
    FunctionResult,
    Located,
    Location,
    Report,
    Unparsed,
)
from grader.render.report_reading import read
from grader.render.sentences import beside
from grader.words.messages import Message

# Characters that act on a terminal or reorder a line, and that JSON alone would let through.
_RAW = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# What sentences were made of, each time; no string of JSON holds a line's end.
_MADE_OF = re.compile(r'^( *)"made_of": \{\n(?:.*\n)*?\1\}', re.MULTILINE)
_BREAK = re.compile(r"\n *")
# What stands in a report only where there is something to say.
_LEFT_OUT = ("book", "unparsed")
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report) -> str:
    """The report as JSON: keys in the order of the contract, indent 2, a newline at the end.

    Lone surrogates, which UTF-8 cannot hold, become U+FFFD; controls are written as escapes.

    Raises:
        ValueError: a score is not a finite number.
    """
    # Written in C and indented afterwards: json's own indent is a tenth of a warm submission's time.
    text = _dense(_report(report))
    text = _MADE_OF.sub(lambda found: _on_one_line(found.group()), msgspec.json.format(text, indent=2))
    return _RAW.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def whole(report: Report) -> str:
    """The report for the grader's own store: on one line, of any status, with what no report.json says.

    Raises:
        ValueError: a score is not a finite number.
    """
    data = _report(report)
    for function, said in zip(report.functions, _parts(data, "functions"), strict=True):
        for check, of_check in zip(function.checks, _parts(said, "checks"), strict=True):
            if check.told:
                of_check["told"] = {"words": str(check.told), "made_of": beside(check.told)}
    return _dense(data)


def _parts(data: dict[str, object], name: str) -> list[dict[str, object]]:
    found = data[name]
    assert isinstance(found, list), "it is made above"
    return found


def _dense(data: dict[str, object]) -> str:
    return _SURROGATE.sub("\ufffd", json.dumps(data, ensure_ascii=False, allow_nan=False))


def _on_one_line(made_of: str) -> str:
    """For programs: as short as it can be, where a person who reads the file passes over it."""
    indent = made_of[: len(made_of) - len(made_of.lstrip())]
    return indent + _BREAK.sub("", made_of.strip())


def parse(text: str) -> Report:
    """A report that `render` wrote, of this version or an earlier one; its messages are not yet said.

    Raises:
        ValueError: the text is no report, or says nothing that a report can say.
    """
    try:
        report = read(text)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ValueError(f"expected a report.json ({SCHEMA}): {error}") from None
    if report.schema not in SCHEMAS:
        raise ValueError(
            f"expected a report of schema {' or '.join(SCHEMAS)}, got {report.schema!r}: grade again to "
            "renew it"
        )
    if (report.status == "graded") is (report.score is None) or report.status not in ("graded", "not graded"):
        raise ValueError(
            f"expected status 'graded' with a score or 'not graded' without one, got {report.status!r} with "
            f"score {report.score}"
        )
    return replace(report, schema=SCHEMA)


def _report(report: Report) -> dict[str, object]:
    versions = report.versions
    made: dict[str, object] = {
        "schema": report.schema,
        "language": report.language,
        "student": report.student,
        "id": report.id,
        "section": report.section,
        "assignment": report.assignment,
        "submission": report.submission,
        "sha256": report.sha256,
        "late": report.late,
        "handed_in": report.handed_in,
        "seed": report.seed,
        "devices": list(report.devices),
        "versions": {"grader": versions.grader, "torch": versions.torch, "python": versions.python},
        "isolation": report.isolation,
        "book": report.book,
        "status": report.status,
        "score": _score(report.score, "the score"),
        "max_score": _score(report.max_score, "the highest score"),
        "problem": str(report.problem),
        "notes": [str(note) for note in report.notes],
        "functions": [_function(function) for function in report.functions],
        "made_of": _made_of(problem=report.problem) | _notes_made_of(report.notes),
        "unparsed": [_unparsed(one) for one in report.unparsed],
    }
    return {key: value for key, value in made.items() if value or key not in _LEFT_OUT}


def _unparsed(one: Unparsed) -> dict[str, object]:
    return {
        "message": str(one.message),
        "location": _location(one.location),
        "functions": list(one.functions),
        "made_of": _made_of(message=one.message),
    }


def _function(function: FunctionResult) -> dict[str, object]:
    return {
        "name": function.name,
        "status": function.status.value,
        "score": _score(function.score, function.name),
        "max_score": _score(function.max_score, function.name),
        "location": _location(function.location),
        "checks": [_check(check) for check in function.checks],
    }


def _check(check: CheckResult) -> dict[str, object]:
    return {
        "id": check.id,
        "title": str(check.title),
        "device": check.device,
        "status": check.status.value,
        "score": _score(check.score, check.id),
        "max_score": _score(check.max_score, check.id),
        "visible": check.visible,
        "message": str(check.message),
        "example": _example(check.example),
        "location": _location(check.location),
        "diagnosis": _diagnosis(check.diagnosis),
        **_located(check.located),
        "blamed": list(check.blamed),
        "seconds": round(check.seconds, 6),
        "made_of": _made_of(title=check.title, message=check.message),
    }


def _example(example: Example | None) -> dict[str, object] | None:
    if example is None:
        return None
    return {
        "call": example.call,
        "expected": str(example.expected),
        "demand": str(example.expected) if _is_demand(example.expected) else "",
        "got": str(example.got),
        "printed": example.printed,
        "made_of": _made_of(expected=example.expected, got=example.got),
    }


def _diagnosis(diagnosis: Diagnosis | None) -> dict[str, object] | None:
    if diagnosis is None:
        return None
    return {
        "id": diagnosis.id,
        "headline": str(diagnosis.headline),
        "explanation": str(diagnosis.explanation),
        "section": diagnosis.section,
        "made_of": _made_of(headline=diagnosis.headline, explanation=diagnosis.explanation),
    }


def _located(located: Located | None) -> dict[str, object]:
    """The field `located`; none where nothing is said."""
    if located is None:
        return {}
    edit = {"before": located.before, "after": located.after}
    place = {
        **(_location(located.location) or {}),
        "end_line": located.end_line,
        "kind": located.kind and located.kind.value,
        "expression": located.expression,
        "edit": edit if any(edit.values()) else None,
    }
    return {"located": place}


def _is_demand(expected: Message) -> bool:
    """Whether words say what was expected; otherwise it is a value as Python writes it."""
    return bool(expected) and beside(expected) not in (None, "value")


def _made_of(**messages: Message) -> dict[str, object]:
    """What each of these was made of, by name; those that are heard are left out."""
    made = {name: beside(message) for name, message in messages.items()}
    return {name: data for name, data in made.items() if data is not None}


def _notes_made_of(notes: Sequence[Message]) -> dict[str, object]:
    made = [beside(note) for note in notes]
    return {"notes": made} if any(data is not None for data in made) else {}


def _location(location: Location | None) -> dict[str, object] | None:
    if location is None:
        return None
    return {
        "file": str(location.called),
        "line": location.line,
        "path": location.file,
        "cell": location.cell,
    }


def _score(score: float | None, what: str) -> float | None:
    if score is not None and not math.isfinite(score):
        raise ValueError(f"expected a finite number of points for {what}, got {score}")
    return None if score is None else float(score)
