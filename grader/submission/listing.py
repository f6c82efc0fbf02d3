"""What lies below a folder, or in a zip, without unpacking it: names and sizes, and one file at a time."""

from __future__ import annotations

import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Protocol

from grader.errors import UsageError
from grader.submission import file_names as names
from grader.submission.encodings import guess
from grader.submission.files import ZIP_ERRORS, read_bytes, read_member
from grader.words.messages import NOTHING, Heard, InFile, Value, say

# Bytes that a class's zip may hold once unpacked, files in it, and how many times smaller it may be packed.
_TOTAL = 20_000_000_000
_MEMBERS = 200_000
_RATIO = 200
# Folders that a virtual environment puts beside `pyvenv.cfg`, in lower case.
_ENVIRONMENT = {"bin", "lib", "lib64", "include", "share", "etc", "man", "scripts"}


class EntryKind(Enum):
    """What an entry is."""

    FILE = "file"
    LINK = "link"
    # A folder that holds nothing.
    FOLDER = "folder"
    # A folder that cannot be listed: whoever reads it says why.
    LOCKED = "locked"


FOLDERS = (EntryKind.FOLDER, EntryKind.LOCKED)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or a folder that holds none."""

    # Names of folders and of the file, from the root.
    parts: tuple[str, ...]
    kind: EntryKind = EntryKind.FILE
    size: int = 0

    @property
    def name(self) -> str:
        return self.parts[-1]


class Store(Protocol):
    """Where entries lie."""

    def place(self, entry: Entry) -> tuple[Path, str]:
        """The path on disk, and where that is an archive the member of it; else an empty string."""
        ...

    def read(self, entry: Entry, limit: int) -> bytes:
        """The file, whole. Raises SubmissionError where it cannot be read, or is over `limit` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries below one folder of a store."""

    # Of the folder, or of the zip without its ending.
    name: str
    store: Store
    entries: tuple[Entry, ...]
    # How many leading names of each entry's parts lead to this folder.
    depth: int = 0
    # Of the folder above it; empty in a zip.
    parent: str = ""
    # What was not listed, by kind: "hidden", "virtual environment" …
    aside: Counter[str] = field(default_factory=Counter)

    def path(self, entry: Entry) -> tuple[str, ...]:
        """The entry's names below this folder."""
        return entry.parts[self.depth :]

    def folders(self) -> dict[str, Listing]:
        """What lies in each folder directly below."""
        below: dict[str, list[Entry]] = {}
        for entry in self.entries:
            path = self.path(entry)
            if len(path) > 1 or (path and entry.kind in FOLDERS):
                below.setdefault(path[0], []).append(entry)
        return {
            name: replace(self, name=name, entries=tuple(found), depth=self.depth + 1, parent=self.name)
            for name, found in below.items()
        }

    def files(self) -> list[Entry]:
        """Files directly in this folder, and links."""
        return [one for one in self.entries if len(self.path(one)) == 1 and one.kind not in FOLDERS]


# ── folders ──────────────────────────────────────────────────────────────────────────────────────────────


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def place(self, entry: Entry) -> tuple[Path, str]:
        return self._root.joinpath(*entry.parts), ""

    def read(self, entry: Entry, limit: int) -> bytes:
        return read_bytes(self._root.joinpath(*entry.parts), limit)


def of_folder(root: Path, leave_out: Path | None = None) -> Listing:
    """Everything below a folder but what is nobody's: hidden files, caches, virtual environments.

    Links are listed and not followed. Raises UsageError where the folder cannot be listed.
    """
    aside: Counter[str] = Counter()
    without = _inside(root, leave_out)
    entries = sorted(
        (one for one in _walk(root, aside) if without is None or one.parts[: len(without)] != without),
        key=lambda entry: entry.parts,
    )
    top = Path(os.path.abspath(root))
    return Listing(top.name, _Folder(root), tuple(entries), parent=top.parent.name, aside=aside)


def _inside(root: Path, folder: Path | None) -> tuple[str, ...] | None:
    """A folder's names from the root; None where it does not lie below."""
    top = Path(os.path.abspath(root))
    below = Path(os.path.abspath(folder)) if folder is not None else top
    return below.relative_to(top).parts if below != top and below.is_relative_to(top) else None


def _walk(root: Path, aside: Counter[str]) -> Iterator[Entry]:
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        parts = waiting.pop()
        try:
            found = sorted(os.scandir(root.joinpath(*parts)), key=lambda one: one.name)
        except OSError as error:
            if not parts:
                raise UsageError(
                    say(
                        "{path} cannot be read: {reason}.",
                        path=InFile(names.shown(str(root))),
                        reason=Heard(names.shown(error.strerror or str(error))),
                    )
                    + say("Expected a folder of submissions.")
                    + say("Check the path.")
                ) from None
            yield Entry(parts, EntryKind.LOCKED)
            continue
        kept = [one for one in found if not _left_aside(one.name, found, aside)]
        if parts and not kept:
            yield Entry(parts, EntryKind.FOLDER)
        for one in kept:
            if one.is_dir(follow_symlinks=False):
                waiting.append((*parts, one.name))
            else:
                yield _entry((*parts, one.name), one)


def _entry(parts: tuple[str, ...], found: os.DirEntry[str]) -> Entry:
    kind = EntryKind.LINK if found.is_symlink() and _may_be_work(Path(found.path)) else EntryKind.FILE
    try:
        return Entry(parts, kind, found.stat(follow_symlinks=False).st_size)
    except OSError:
        return Entry(parts, kind)  # in a folder that may not be entered: whoever reads it says so


def _may_be_work(link: Path) -> bool:
    """Whether a link stands for a folder or a file that is read; any other is a stray file."""
    return os.path.isdir(link) or not link.suffix or names.suffix(link.name) in names.SUFFIXES


def _left_aside(name: str, beside: Iterable[os.DirEntry[str]], aside: Counter[str]) -> bool:
    """Whether a file or folder is nobody's; then it is counted."""
    if names.set_aside(name):
        aside["hidden, or a cache"] += 1
        return True
    if any(one.name == "pyvenv.cfg" for one in beside) and (
        name == "pyvenv.cfg" or name.lower() in _ENVIRONMENT
    ):
        aside["part of a virtual environment"] += 1
        return True
    return False


# ── a zip, member by member ──────────────────────────────────────────────────────────────────────────────


class _Zip:
    def __init__(self, path: Path, members: dict[tuple[str, ...], str]) -> None:
        self._path = path
        self._members = members

    def place(self, entry: Entry) -> tuple[Path, str]:
        return self._path, self._members[entry.parts]

    def read(self, entry: Entry, limit: int) -> bytes:
        return read_member(self._path, self._members[entry.parts], limit)


def of_zip(path: Path) -> Listing:
    """The members of a class's zip, as downloaded. Names in Big5 or GB 18030 are read as such.

    Raises:
        UsageError: it cannot be read, is encrypted, or would be out of all proportion once unpacked.
    """
    shown = names.shown(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except ZIP_ERRORS as error:
        why = Heard((names.shown(str(error)) or type(error).__name__)[:120].rstrip(". "))
        wrong = say("{zip} cannot be read as a zip: {reason}.", zip=InFile(shown), reason=why)
        raise UsageError(wrong + say("Download it again, or unpack it.")) from None
    _refuse_bomb(infos, path, shown)
    aside: Counter[str] = Counter()
    members: dict[tuple[str, ...], str] = {}
    entries: list[Entry] = []
    encoding = guess(b"/".join(filter(None, map(_raw, infos))))
    for info in infos:
        parts = _parts(info, encoding)
        if any(names.set_aside(part) for part in parts):
            aside["hidden, or a cache"] += 1
        elif parts and not info.is_dir() and parts not in members:
            members[parts] = info.filename
            entries.append(Entry(parts, _kind(info), info.file_size))
    entries += _empty_folders(infos, members, encoding)
    entries.sort(key=lambda entry: entry.parts)
    return Listing(path.stem, _Zip(path, members), tuple(entries), aside=aside)


def _refuse_bomb(infos: list[zipfile.ZipInfo], path: Path, shown: str) -> None:
    total = sum(info.file_size for info in infos)
    problem, file = NOTHING, InFile(shown)
    if len(infos) > _MEMBERS:
        count, most = Value(f"{len(infos):,}"), Value(f"{_MEMBERS:,}")
        problem = say(
            "{zip} contains {count} files, and at most {most} are allowed.", zip=file, count=count, most=most
        )
    elif total > _TOTAL or total > _RATIO * max(path.stat().st_size, 1_000_000):
        size = Value(f"{total:,}")
        problem = say(
            "{zip} would hold {size} bytes when unpacked, far too many for its size.", zip=file, size=size
        )
    elif any(info.flag_bits & 1 for info in infos):
        problem = say("{zip} is encrypted.", zip=file)
    if problem:
        raise UsageError(problem + say("Expected the work of a class as the platform packs it."))


def _kind(info: zipfile.ZipInfo) -> EntryKind:
    return EntryKind.LINK if stat.S_IFMT(info.external_attr >> 16) == stat.S_IFLNK else EntryKind.FILE


def _parts(info: zipfile.ZipInfo, encoding: str) -> tuple[str, ...]:
    """A member's names; whatever would lead out of the archive is dropped."""
    raw = _raw(info)
    name = info.filename if raw is None else raw.decode(encoding, "replace")
    path = PurePosixPath(name.replace("\\", "/"))
    return tuple(part for part in path.parts if part not in ("/", "..", "."))


def _raw(info: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a name that the archive gives no encoding for; Python has read them as cp437."""
    try:
        return None if info.flag_bits & 0x800 else info.filename.encode("cp437")
    except UnicodeEncodeError:
        return None


def _empty_folders(
    infos: list[zipfile.ZipInfo], members: dict[tuple[str, ...], str], encoding: str
) -> list[Entry]:
    filled = {parts[:length] for parts in members for length in range(1, len(parts))}
    named = {_parts(info, encoding) for info in infos if info.is_dir()}
    empty = {parts for parts in named - filled if parts and not any(map(names.set_aside, parts))}
    inner = {parts[:length] for parts in empty for length in range(1, len(parts))}
    return [Entry(parts, EntryKind.FOLDER) for parts in sorted(empty - inner)]
