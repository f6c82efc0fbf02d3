"""Submissions as the store knows them: where they lie, what their rows are called, what grades them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course.layout import Course
from grader.grading.reading import worked_in
from grader.model import Report
from grader.results.keys import Keys
from grader.results.labels import labelled
from grader.results.rows import Identity, Label, NewResult, Parts, storable
from grader.submission import Found
from grader.words.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedSubmission:
    """A submission that was found, with what the store needs to tell whether it has a result of it."""

    found: Found
    # Of a group whose members are known, one each.
    labels: tuple[Label, ...]
    # What was said of the hand-in, as a report says it.
    notes: tuple[Message, ...]
    root: str
    place: str
    # {} where it cannot be read.
    parts: Parts

    def results(self, report: Report, labels: Sequence[Label] | None = None) -> list[NewResult]:
        """A report of it as rows of the store."""
        own = len(self.notes) if report.notes[: len(self.notes)] == self.notes else 0
        return [
            NewResult(
                label=label,
                root=self.root,
                place=self.place,
                parts=self.parts,
                report=labelled(report, label),
                notes_of_label=own,
            )
            for label in (self.labels if labels is None else labels)
        ]


def handed_in(found: Found, course: Course, keys: Keys, roots: Sequence[Path]) -> HandedSubmission:
    """A submission, read. roots: the paths that were named. Raises CourseError."""
    worked = worked_in(found, course)
    notes = tuple(note.text for note in worked.notes)
    place = absolute(found.path)
    return HandedSubmission(
        found=found,
        labels=tuple(_labels(worked, tuple(map(str, notes)))),
        notes=notes,
        root=_root(place, roots),
        place=f"{place}!{storable(found.member)}" if found.member else place,
        parts=keys.of(worked),
    )


def _labels(found: Found, notes: tuple[str, ...]) -> list[Label]:
    whole = Label(
        identity=identity(found.student, found.id, found.section, found.assignment or ""),
        late=found.late,
        handed_in=storable(found.handed_in),
        submission=storable(found.name),
        notes=tuple(map(storable, notes)),
    )
    own = [identity(one.name, one.id, one.section, found.assignment or "") for one in found.members]
    return [replace(whole, identity=one) for one in own] or [whole]


def identity(student: str, id_: str, section: str, assignment: str) -> Identity:
    """Whose, as the store has it."""
    return Identity(*map(storable, (student, id_, section, assignment)))


def absolute(path: Path) -> str:
    """A path as the store has it: whole, links left as they are."""
    return storable(os.path.abspath(path))


def _root(place: str, roots: Sequence[Path]) -> str:
    named = [absolute(root) for root in roots]
    return next((root for root in named if is_below(place, root)), named[0])


def is_below(place: str, root: str) -> bool:
    """Whether a place is a path, below it, or in it, where it is a zip."""
    return place == root or place.startswith((root.rstrip("/") + "/", f"{root}!"))
