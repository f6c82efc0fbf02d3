"""Class downloads of every platform, as trees in memory, and what must come out of each.

Written from the platforms' own rules for names, without a look at what reads them. A layout places one
person's work; a download is a class of people in one layout, on disk as a folder or as the class's zip.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers import hand_ins
from helpers.hand_ins import BY_ABILITY, EVERYWHERE, Files, Outcome, Role, Student, Work

Pairs = list[tuple[Student, Work]]
NOISE = {".DS_Store": b"\0\0\0\1Bud1", "__MACOSX/._class": b"\0\5\26\7"}


def nfc(text: str) -> str:
    """Names are compared as NFC."""
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Expected:
    """The row that one person must have.

    names: any of these (NFC), empty where nobody can tell; ids: any of these, None where nothing is promised;
    mark: in the file that counts; handed_in: the platform's time to the minute, "" where it tells none.
    """

    key: str
    role: str
    names: frozenset[str]
    ids: frozenset[str] | None
    outcome: Outcome
    mark: str = ""
    late: bool = False
    handed_in: str = ""
    noted: bool = False


class Layout:
    """How a platform packs a class. Subclasses say where a person's files go, and how the person is shown."""

    name = ""
    folder = "class"
    zips = True  # the platform hands out a zip
    twins = True  # two people of one name can be told apart
    can: tuple[str, ...] = ()  # keys of BY_ABILITY
    roles: tuple[Role, ...] = EVERYWHERE

    def place(self, student: Student, work: Work) -> Files:
        """One person's files, by path below the download's folder."""
        raise NotImplementedError

    def beside(self, pairs: Pairs) -> Files:
        """What the platform itself adds for the whole class."""
        return {}

    def shown(self, student: Student) -> str:
        """The person's name as the platform writes it."""
        return student.full

    def ids(self, student: Student) -> frozenset[str] | None:
        """The ids that may come out: {""} where the platform has none that lasts."""
        return frozenset({""})

    def handed_in(self, student: Student, work: Work) -> str:
        """Year to minute, as ISO 8601 writes it, of the attempt that counts."""
        return ""

    def expected(self, student: Student, work: Work) -> Iterator[Expected]:
        """The rows of one person; a group has one a member."""
        yield Expected(
            student.key,
            work.role,
            frozenset({nfc(self.shown(student))}),
            self.ids(student),
            work.outcome,
            work.mark,
            work.late,
            self.handed_in(student, work),
            work.noted,
        )

    def all_roles(self) -> tuple[Role, ...]:
        """Everything that a person can do on this platform."""
        return self.roles + tuple(role for ability in self.can for role in BY_ABILITY[ability])


@dataclass(frozen=True)
class Download:
    """A class in one layout. encoding: of the names in the zip, "" for the flagged UTF-8 of today."""

    layout: Layout
    pairs: Pairs
    tree: Files
    encoding: str = ""

    @property
    def expected(self) -> list[Expected]:
        """Exactly these people, each with one row."""
        return [row for student, work in self.pairs for row in self.layout.expected(student, work)]

    def unpack(self, where: Path) -> Path:
        """As a folder on disk."""
        root = where / self.layout.folder
        root.mkdir(parents=True)
        for path, data in self.tree.items():
            target = root / path
            (target if path.endswith("/") else target.parent).mkdir(parents=True, exist_ok=True)
            if not path.endswith("/"):
                target.write_bytes(data)
        return root

    def pack(self, where: Path) -> Path:
        """As the zip that the platform hands out."""
        where.mkdir(parents=True, exist_ok=True)
        path = where / f"{self.layout.folder}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.tree.items():
                archive.writestr(_member(name, self.encoding), data)
        return path


class _OldName(zipfile.ZipInfo):
    """A member whose name is written in an encoding of its own, without the flag for UTF-8."""

    encoding = ""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


def _member(name: str, encoding: str) -> zipfile.ZipInfo:
    """One member's header; what its time is says nothing."""
    when = (2026, 3, 1, 12, 0, 0)
    if not encoding:
        return zipfile.ZipInfo(name, when)
    old = _OldName(name, when)
    old.encoding = encoding
    return old


def download(layout: Layout, seed: int, people: int = 30, *, noise: bool = True) -> Download:
    """A class of that many people; where the layout cannot tell two of one name, the second is not in it."""
    everybody = [one for one in hand_ins.students(seed, people) if layout.twins or not one.twin]
    return of(layout, hand_ins.works(everybody, layout.all_roles(), seed), noise=noise)


def of(layout: Layout, pairs: Pairs, *, noise: bool = False, encoding: str = "") -> Download:
    """A class whose work is known. noise: what a Mac leaves at the top."""
    tree: Files = dict(NOISE) if noise else {}
    for student, work in pairs:
        tree |= layout.place(student, work)
    return Download(layout, pairs, tree | layout.beside(pairs), encoding)


def in_folder(folder: str, files: Files) -> Files:
    """Files below a folder, which is there even when it is empty."""
    return {f"{folder}/{path}": data for path, data in files.items()} or {f"{folder}/": b""}


def flat(files: Files) -> Files:
    """Where a platform takes no folders, a person hands in a zip of them."""
    return {"homework.zip": hand_ins.zipped(files)} if any("/" in path for path in files) else files


def script_of(student: Student) -> Work:
    """The simplest: one script, named for the assignment."""
    role = EVERYWHERE[0]
    return role(student, student)
