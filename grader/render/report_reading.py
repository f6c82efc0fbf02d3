"""Reading a report.json of any version that was ever written, as the nouns that it was made of.

Fields that are not known are passed over: a later grader may write more than this one knows.
"""

from __future__ import annotations

from typing import Any

import msgspec

from grader.model import (
    CheckResult,
    Diagnosis,
    Example,
    FunctionResult,
    Located,
    Location,
    Report,
    SlipKind,
    Status,
    Unparsed,
    Versions,
)
from grader.render.sentences import from_beside
from grader.words.messages import NOTHING, Message

# Of each sentence, what it was made of; empty in grader-report/1.
Made = dict[str, Any]


class _Location(msgspec.Struct):
    file: str
    line: int
    path: str | None = None
    cell: int | None = None


class _Example(msgspec.Struct):
    call: str
    expected: str
    got: str
    printed: str = ""
    made_of: Made = msgspec.field(default_factory=dict)


class _Diagnosis(msgspec.Struct):
    id: str
    headline: str
    explanation: str
    section: str
    made_of: Made = msgspec.field(default_factory=dict)


class _Edit(msgspec.Struct):
    before: str
    after: str


class _Located(_Location, kw_only=True):
    end_line: int
    kind: str | None = None
    expression: str = ""
    edit: _Edit | None = None


class _Told(msgspec.Struct):
    words: str
    made_of: Any = None


class _Check(msgspec.Struct):
    id: str
    title: str
    device: str
    status: Status
    score: float | None
    max_score: float
    visible: bool
    message: str
    example: _Example | None
    location: _Location | None
    diagnosis: _Diagnosis | None
    blamed: list[str]
    seconds: float
    made_of: Made = msgspec.field(default_factory=dict)
    located: _Located | None = None
    # In the store alone.
    told: _Told | None = None


class _Function(msgspec.Struct):
    name: str
    status: Status
    score: float | None
    max_score: float
    location: _Location | None
    checks: list[_Check]


class _Unparsed(msgspec.Struct):
    message: str
    location: _Location
    functions: list[str]
    made_of: Made = msgspec.field(default_factory=dict)


class _Report(msgspec.Struct):
    schema: str
    student: str
    assignment: str
    submission: str
    sha256: str
    seed: int
    devices: list[str]
    versions: Versions
    isolation: str
    status: str
    score: float | None
    max_score: float
    problem: str
    notes: list[str]
    functions: list[_Function]
    id: str = ""
    section: str = ""
    late: bool = False
    handed_in: str = ""
    language: str = "en"
    book: str = ""
    made_of: Made = msgspec.field(default_factory=dict)
    unparsed: list[_Unparsed] = []


def read(text: str) -> Report:
    """The report that a text holds, its messages not yet said.

    Raises:
        ValueError: the text is no report of any version.
    """
    return _report(msgspec.json.decode(text.encode("utf-8", "replace"), type=_Report))


def _report(found: _Report) -> Report:
    notes_made_of = found.made_of.get("notes") or [None] * len(found.notes)
    return Report(
        schema=found.schema,
        student=found.student,
        id=found.id,
        section=found.section,
        assignment=found.assignment,
        submission=found.submission,
        sha256=found.sha256,
        late=found.late,
        handed_in=found.handed_in,
        seed=found.seed,
        devices=tuple(found.devices),
        versions=found.versions,
        isolation=found.isolation,
        book=found.book,
        status=found.status,
        score=found.score,
        max_score=found.max_score,
        problem=_message(found.problem, "problem", found.made_of),
        notes=tuple(from_beside(made, words) for made, words in zip(notes_made_of, found.notes, strict=True)),
        functions=tuple(map(_function, found.functions)),
        unparsed=tuple(map(_unparsed, found.unparsed)),
    )


def _unparsed(found: _Unparsed) -> Unparsed:
    return Unparsed(
        message=_message(found.message, "message", found.made_of),
        location=_place(found.location),
        functions=tuple(found.functions),
    )


def _function(found: _Function) -> FunctionResult:
    return FunctionResult(
        name=found.name,
        status=found.status,
        score=found.score,
        max_score=found.max_score,
        checks=tuple(map(_check, found.checks)),
        location=_location(found.location),
    )


def _check(found: _Check) -> CheckResult:
    return CheckResult(
        id=found.id,
        title=_message(found.title, "title", found.made_of),
        device=found.device,
        status=found.status,
        score=found.score,
        max_score=found.max_score,
        visible=found.visible,
        message=_message(found.message, "message", found.made_of),
        told=NOTHING if found.told is None else from_beside(found.told.made_of, found.told.words),
        example=None if found.example is None else _example(found.example),
        location=_location(found.location),
        diagnosis=None if found.diagnosis is None else _diagnosis(found.diagnosis),
        located=None if found.located is None else _located(found.located),
        blamed=tuple(found.blamed),
        seconds=found.seconds,
    )


def _example(found: _Example) -> Example:
    return Example(
        call=found.call,
        expected=_message(found.expected, "expected", found.made_of),
        got=_message(found.got, "got", found.made_of),
        printed=found.printed,
    )


def _diagnosis(found: _Diagnosis) -> Diagnosis:
    return Diagnosis(
        id=found.id,
        headline=_message(found.headline, "headline", found.made_of),
        explanation=_message(found.explanation, "explanation", found.made_of),
        section=found.section,
    )


def _location(found: _Location | None) -> Location | None:
    return None if found is None else _place(found)


def _place(found: _Location) -> Location:
    file = found.file if found.path is None else found.path
    return Location(file=file, line=found.line, cell=found.cell)


def _located(found: _Located) -> Located:
    place = _location(found)
    assert place is not None, "it was read"
    # A later grader may know more kinds.
    known = {kind.value: kind for kind in SlipKind}
    return Located(
        location=place,
        end_line=found.end_line,
        kind=known.get(found.kind or ""),
        expression=found.expression,
        before=found.edit.before if found.edit else "",
        after=found.edit.after if found.edit else "",
    )


def _message(words: str, name: str, made_of: Made) -> Message:
    """What a sentence was made of; of a report without it, its words as they stand."""
    return from_beside(made_of.get(name), words)
