"""The nouns of the store: whose result it is, what it was made of, what is put in and what is got out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.model import NOT_HANDED_IN, Report

# What a result was made of: a digest or a value for each part of its key, by the part's name.
Parts = Mapping[str, str]


class Identity(NamedTuple):
    """Whose result, and of which assignment: no two current rows have the same."""

    student: str
    id: str
    section: str
    assignment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a report says beside its result: it can change, and nothing is graded again."""

    identity: Identity
    late: bool = False
    handed_in: str = ""
    # The file's name.
    submission: str = ""
    # What the folder or platform said of the hand-in, in English.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResult:
    """A result to be put into the store."""

    label: Label
    # The path that was graded and the file's own, both absolute; empty of who handed nothing in.
    root: str
    place: str
    parts: Parts
    report: Report
    # How many of the report's notes belong to the label.
    notes_of_label: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A result in the store, without its report."""

    number: int
    # The run that wrote it.
    run: int
    label: Label
    root: str
    place: str
    parts: Parts
    seed: int
    status: str
    score: float | None
    max_score: float
    notes_of_label: int = 0
    # What its path held and holds no more.
    withdrawn: bool = False
    # The parts of the key that have changed since, where it was not graded again.
    outdated: tuple[str, ...] = ()

    @property
    def identity(self) -> Identity:
        """Whose it is."""
        return self.label.identity

    @property
    def absent(self) -> bool:
        """Whether nothing was handed in."""
        return self.status == NOT_HANDED_IN

    @property
    def final(self) -> bool:
        """Whether it is a result: a fault, or what could not be read, is tried again."""
        return self.score is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command that wrote results."""

    number: int
    # ISO 8601, UTC.
    began: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFacts:
    """What pages of a class need and no result says."""

    # The assignments in the course's order.
    order: tuple[str, ...] = ()
    # The course's folder.
    course: str = ""
    # In which students read.
    language: str = ""
    # How reports were written last, and for whom.
    formats: tuple[str, ...] = ("json", "html", "md")
    audience: str = "student"
    # The roster's people, in its order.
    people: tuple[tuple[str, str, str], ...] = field(default=())


def storable(text: str) -> str:
    """Text as every database takes it: no NUL, and no half of a character."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()
