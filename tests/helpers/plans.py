"""What a plan says of a class, read back by content and laid beside what must come out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.downloads import Expected, nfc
from helpers.hand_ins import MARK, Outcome

OLD_ENCODINGS = ("utf-8", "big5", "gb18030")


@dataclass(frozen=True)
class Seen:
    """One row, a member of a group apart. id: None where the plan gives a member no id of their own."""

    name: str
    id: str | None
    outcome: Outcome
    late: bool
    handed_in: str
    marks: frozenset[str] = field(default=frozenset())
    section: str = ""
    notes: str = ""
    problem: str = ""


def seen(rows: Any) -> list[Seen]:
    """Every row of a plan, by person; one for each member of a group."""
    return [_seen(row, name, told) for row in rows for name, told in _people(row.person)]


def _people(person: Any) -> Iterator[tuple[str, str | None]]:
    members = list(person.members)
    if not members:
        yield person.name, person.id
    for member in members:
        yield getattr(member, "name", member), getattr(member, "id", None)


def _seen(row: Any, name: str, told: str | None) -> Seen:
    outcome = outcome_of(row)
    marks = marks_of(row) if outcome is Outcome.COUNTS else frozenset()
    notes = " ".join(map(str, row.notes)) if not isinstance(row.notes, str) else row.notes
    section = row.person.section
    return Seen(nfc(name), told, outcome, row.late, row.handed_in, marks, section, notes, row.problem)


def outcome_of(row: Any) -> Outcome:
    """Graded, or why not."""
    if row.absent:
        return Outcome.NOT_HANDED_IN
    return Outcome.NOT_GRADED if row.problem else Outcome.COUNTS


def marks_of(row: Any) -> frozenset[str]:
    """The marks of the file that counts: one, but where the row names a student's zip as a whole."""
    assert row.path is not None, row
    path = Path(row.path)
    return frozenset(marks_in(_inside(path.read_bytes(), row.member) if row.member else path.read_bytes()))


def marks_in(data: bytes) -> set[str]:
    """All marks of a file; of a zip, of everything in it."""
    if not data.startswith(b"PK"):
        return set(MARK.findall(data.decode("utf-8", "replace")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {found for info in archive.infolist() for found in marks_in(archive.read(info))}


def _inside(data: bytes, member: str) -> bytes:
    """A member, or a member of a zip in the zip: its name after that of the zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {name: info for info in archive.infolist() for name in _spellings(info)}
        if member in names:
            return archive.read(names[member])
        outer = max((name for name in names if member.startswith(name)), key=len, default="")
        assert outer.lower().endswith(".zip"), f"no {member} among {sorted(names)[:8]}"
        return _inside(archive.read(names[outer]), member[len(outer) :].lstrip("/!:"))


def _spellings(info: zipfile.ZipInfo) -> Iterator[str]:
    """The name as zipfile reads it, and as a system of another encoding had it."""
    yield info.filename
    if not info.flag_bits & 0x800:
        raw = info.filename.encode("cp437")
        for encoding in OLD_ENCODINGS:
            yield raw.decode(encoding, "replace")


def differences(expected: list[Expected], rows: Any) -> list[str]:
    """What is wrong, a line each: rows that are missing, rows too many, rows that say something else."""
    left = seen(rows)
    wrong = []
    for row in sorted(expected, key=lambda row: not row.names):
        found = next((one for one in left if agrees(row, one)), None)
        if found is None:
            near = [one for one in left if one.name in row.names or _owned(row, one)]
            wrong.append(f"expected {row}\n   among {near}")
        else:
            left.remove(found)
    return wrong + [f"too many: {one}" for one in left]


def _owned(row: Expected, one: Seen) -> bool:
    return row.key in _owners(one.marks)


def agrees(row: Expected, one: Seen) -> bool:
    """Whether a row is the one expected."""
    return (
        (not row.names or one.name in row.names)
        and (row.ids is None or one.id is None or one.id in row.ids)
        and one.outcome is row.outcome
        and one.late == row.late
        and one.handed_in[:16] == row.handed_in
        and (not row.noted or bool(one.notes))
        and _file_agrees(row, one)
    )


def _file_agrees(row: Expected, one: Seen) -> bool:
    """The right file; of a zip as a whole, nothing of anybody else (a kit's own files are nobody's)."""
    if row.outcome is not Outcome.COUNTS:
        return True
    return row.mark in one.marks and _owners(one.marks) <= {row.key, "nobody"}


def _owners(marks: frozenset[str]) -> set[str]:
    return {found.split(":")[0] for found in marks}
