"""A report under another label: the same result of a student or a file that is called otherwise now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from grader.model import Report
from grader.render.json import whole
from grader.render.report_reading import read
from grader.results.rows import Identity, Label, storable


def label_of(report: Report, notes: tuple[str, ...] = ()) -> Label:
    """The label that a report has. notes: what was said of its hand-in."""
    return Label(
        identity=Identity(*map(storable, (*report.who, report.assignment))),
        late=report.late,
        handed_in=storable(report.handed_in),
        submission=storable(report.submission),
        notes=tuple(map(storable, notes)),
    )


def labelled(report: Report, label: Label) -> Report:
    """The report with this label; its notes are the caller's."""
    if label.submission != report.submission:
        report = _renamed(report, report.submission, label.submission)
    return replace(
        report,
        student=label.identity.student,
        id=label.identity.id,
        section=label.identity.section,
        late=label.late,
        handed_in=label.handed_in,
        submission=label.submission,
    )


def _renamed(report: Report, before: str, now: str) -> Report:
    """The report with its places in a file that has another name now."""
    data = msgspec.json.decode(whole(report).encode())
    _rename(data, before, now)
    return read(msgspec.json.encode(data).decode())


def _rename(data: Any, before: str, now: str) -> None:
    if isinstance(data, list):
        for item in data:
            _rename(item, before, now)
    elif isinstance(data, dict):
        if data.get("path") == before and "line" in data:
            data["path"] = now
        place = data.get("place")
        if isinstance(place, dict) and place.get("file") == before:
            place["file"] = now
        for item in data.values():
            _rename(item, before, now)
