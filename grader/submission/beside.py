"""What was handed in beside a submission: its owner's modules and data. Those that it names are read.

A module is read where the text, or a module that is read, imports or runs it, or names its file; any other
file where the code has its name or its ending.
Nothing that lies above the submission's own folder, nothing of anybody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

from grader.errors import SubmissionError, UsageError
from grader.model import BesideFile, Cell
from grader.submission import file_names as names
from grader.submission.decode import decode
from grader.submission.files import GIVEN_IN_KIT, read_bytes, read_member
from grader.submission.imports import imported
from grader.submission.listing import EntryKind, of_folder
from grader.submission.scanner import code_in
from grader.words.messages import InFile, Items, Message, Value, say

# Files that may be read for one submission, bytes of one of them and of all.
FILES: Final = 40
_SIZE: Final = 2_000_000
TOTAL: Final = 4_000_000
_LOOKED_AT: Final = 2_000
_DATA_LOOKED_AT: Final = 200
AT_MOST: Final = say(
    "At most {count} files are read, together at most {size} bytes.", count=FILES, size=Value(f"{TOTAL:,}")
)
# What stands before and after the name of a file that a text names.
_QUOTED: Final = ('""', "''", '/"', "/'")
# Bytes of a file's or folder's name.
_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A file beside a submission that has not been read."""

    # As it is reached from the submission's folder.
    name: PurePosixPath
    # On disk; where that is an archive, the member of it.
    path: Path
    member: str = ""
    # What it holds, where that has been read with the submission.
    data: bytes | None = None


def neighbours_in(folder: Path, but: Path) -> tuple[Neighbour, ...]:
    """The files in a folder of one person, and below it, but for the submission."""
    try:
        listing = of_folder(folder)
    except UsageError:
        return ()  # the submission in it says why it cannot be read
    return tuple(
        Neighbour(name=PurePosixPath(*entry.parts), path=folder.joinpath(*entry.parts))
        for entry in listing.entries[:_LOOKED_AT]
        if entry.kind is EntryKind.FILE and folder.joinpath(*entry.parts) != but and is_own(entry.parts)
    )


def is_own(parts: Sequence[str]) -> bool:
    """Whether a path below a submission's folder is its owner's, and none that could lead elsewhere."""
    plain = not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)
    short = all(len(part.encode(errors="replace")) <= _NAME for part in parts)
    return plain and short and parts[0] not in GIVEN_IN_KIT


def read_beside(
    cells: Sequence[Cell], neighbours: Sequence[Neighbour], run: Collection[Neighbour] = ()
) -> tuple[tuple[BesideFile, ...], tuple[Message, ...]]:
    """Those that the submission names, and what to say of them. run: those whose cells are among its own."""
    reading = _Reading([cell.text for cell in cells])
    for one in run:
        reading.take(one)
    modules = {
        _module(one.name): one
        for one in neighbours
        if names.suffix(one.name.name) == ".py" and one not in run
    }
    data = [one for one in neighbours if names.suffix(one.name.name) not in names.SUFFIXES]
    data = data[:_DATA_LOOKED_AT]
    waiting = list(reading.texts)
    while waiting:
        text = waiting.pop()
        for module in sorted({*imported(text), *_quoted(text, modules)}):
            if (found := modules.pop(module, None)) is not None:
                waiting += reading.module(found)
    # What only a comment or a docstring names is not read by the code.
    named = ["\n".join(code_in(text)) for text in reading.texts] if data else []
    for one in data:
        if any(one.name.name in text or (one.name.suffix and one.name.suffix in text) for text in named):
            reading.take(one)
    return tuple(reading.files), tuple(reading.notes())


def digest(of_submission: str, files: Sequence[BesideFile]) -> str:
    """Of all that was read: of the submission alone its own."""
    if not files:
        return of_submission
    whole = hashlib.sha256(of_submission.encode())
    for one in sorted(files, key=lambda file: file.name):
        whole.update(f"\n{one.name}\n{hashlib.sha256(one.data).hexdigest()}".encode())
    return whole.hexdigest()


def _module(name: PurePosixPath) -> str:
    return ".".join(name.with_suffix("").parts)


def _quoted(text: str, modules: Mapping[str, Neighbour]) -> list[str]:
    """The modules whose file a text names in quotes, as `open("helpers.py")` does."""
    return [
        module
        for module, one in islice(modules.items(), _DATA_LOOKED_AT)
        if any(f"{sign}{one.name.name}{end}" in text for sign, end in _QUOTED)
    ]


class _Reading:
    """What has been read so far, within limits."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.files: list[BesideFile] = []
        self._left = TOTAL
        self._refused: list[PurePosixPath] = []

    def module(self, one: Neighbour) -> Iterator[str]:
        """Take a module; yields its text."""
        data = self._read(one)
        if data is not None:
            text, _ = decode(data, one.name.name)
            self.files.append(BesideFile(name=str(one.name), data=text.encode()))
            self.texts.append(text)
            yield text

    def take(self, one: Neighbour) -> None:
        """Take a file of data."""
        data = self._read(one)
        if data is not None:
            self.files.append(BesideFile(name=str(one.name), data=data))

    def _read(self, one: Neighbour) -> bytes | None:
        try:
            data = contents(one)
        except SubmissionError:
            data = None
        if data is None or len(self.files) == FILES or len(data) > min(self._left, _SIZE):
            self._refused.append(one.name)
            return None
        self._left -= len(data)
        return data

    def notes(self) -> Iterator[Message]:
        if self.files:
            yield say(
                "Read with it: {files}.", files=_listed([PurePosixPath(one.name) for one in self.files])
            )
        if self._refused:
            yield say("Not read with it: {files}.", files=_listed(self._refused)) + AT_MOST


def contents(one: Neighbour) -> bytes:
    """What it holds, bounded. Raises SubmissionError where it cannot be read."""
    if one.data is not None:
        return one.data
    return read_member(one.path, one.member, _SIZE) if one.member else read_bytes(one.path, _SIZE)


def whole(neighbours: Sequence[Neighbour]) -> dict[str, bytes]:
    """What all of them hold, by name, as many as may be read for one submission; but for notebooks."""
    found: dict[str, bytes] = {}
    left = TOTAL
    for one in neighbours:
        if names.suffix(one.name.name) == ".ipynb" or len(found) == FILES:
            continue
        try:
            data = contents(one)
        except SubmissionError:
            continue
        if len(data) <= left:
            found[str(one.name)] = data
            left -= len(data)
    return found


def _listed(files: Sequence[PurePosixPath]) -> Items:
    return Items(tuple(InFile(names.shown(str(one))) for one in files))
