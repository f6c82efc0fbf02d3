"""Who handed in what: the nouns between a download and the submissions in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.submission.listing import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A student, or a group, as the platform or the instructor wrote it; never as a student named a file."""

    name: str
    # The platform's, where it lasts beyond one assignment; empty where there is none.
    id: str = ""
    # Tells two of one name apart within one download, and means nothing beyond it.
    number: str = ""
    section: str = ""
    email: str = ""
    # Of a group whose members are known.
    members: tuple[Person, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Equal for the same person, in one download or in several."""
        return ("", self.id, "") if self.id else (self.name, "", self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """A file of a hand-in: where it lies, and the path that the student gave it."""

    entry: Entry
    path: PurePosixPath


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What one person handed in at one time."""

    person: Person
    files: tuple[HandedFile, ...] = ()
    # The assignment that the platform or a folder names, as it is written there; empty where none does.
    assignment: str = ""
    late: bool = False
    # The platform's time in ISO 8601, without a time zone where it says none; empty where it does not say.
    handed_in: str = ""
    # Whether text was typed into the platform.
    text: bool = False
    # It is a clone of the kit, in which untouched exercises are no hand-in.
    clone: bool = False


def joined(hand_ins: Sequence[HandIn]) -> list[HandIn]:
    """Hand-ins of one person at one time as one, in the order of their first files."""
    merged: dict[tuple[object, ...], HandIn] = {}
    for one in hand_ins:
        key = (one.person.key, one.person.section, one.handed_in, one.assignment)
        before = merged.get(key)
        merged[key] = one if before is None else _both(before, one)
    return list(merged.values())


def _both(one: HandIn, other: HandIn) -> HandIn:
    return HandIn(
        person=one.person,
        files=(*one.files, *other.files),
        assignment=one.assignment,
        late=one.late or other.late,
        handed_in=one.handed_in,
        text=one.text or other.text,
        clone=one.clone and other.clone,
    )
