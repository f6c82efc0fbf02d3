"""From a path to the bytes of the one file that is meant, opened so that it can neither hang nor flood us."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import Final

from grader.errors import SubmissionError
from grader.submission import file_names as names

LIMIT: Final = 2_000_000
# Folders of a kit that hold what an instructor made.
GIVEN_IN_KIT: Final = ("autograde_tests", "answers", "solutions")
_MEMBERS: Final = 100
_LISTED: Final = 10
_EXPECTED: Final = "expected a .py or .ipynb file, or a .zip or folder with one in it"
# All that zipfile is known to raise for an archive that is damaged, cut off or made up.
ZIP_ERRORS: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError, LookupError,
    OverflowError,
)  # fmt: skip
# Not through a link, not waiting for a pipe; of these flags, Windows has and needs the last alone.
_READ: Final = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)
_KINDS: Final = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The file that a submission comes to."""

    # Its own name, and how it is reached from what was handed in: "alice.zip/hw/gradient_descent.py".
    name: str
    path: str
    data: bytes
    sha256: str
    notes: tuple[str, ...] = ()


def collect(
    path: Path, *, limit: int, assignment: str | None, member: str = "", own_name: str = ""
) -> Handed:
    """The file meant by a path, or by a member of the zip that it is.

    own_name: how the student called the file, where a platform calls it otherwise.

    Raises SubmissionError where there is none, or more than one.
    """
    if member:
        data = read_member(path, member, limit)
        return _meant(PurePosixPath(own_name or member), data, limit, assignment)
    if _is_folder(path):
        return _from_folder(path, limit, assignment)
    return _meant(PurePath(own_name) if own_name else path, read_bytes(path, limit), limit, assignment)


def _meant(path: PurePath, data: bytes, limit: int, assignment: str | None) -> Handed:
    name = names.shown(path.name)
    if names.suffix(path.name) == ".zip":
        return _from_zip(name, data, limit, assignment)
    if names.suffix(path.name) not in names.CODE:
        came = f"a file ending in {path.suffix}" if path.suffix else "a file whose name has no ending"
        raise SubmissionError(
            f"{name}: {_EXPECTED}, came {names.shown(came)}; rename it if it is one of those"
        )
    return Handed(name=name, path=name, data=data, sha256=_digest(data))


def read_bytes(path: Path, limit: int) -> bytes:
    """A regular file, whole. Raises SubmissionError for any other kind, and for more than `limit` bytes."""
    name = names.shown(path.name)
    try:
        # Before opening: to open a device can already have effects. After it: what we hold is what we saw.
        _refuse_special(os.lstat(path).st_mode, name)
        handle = os.open(path, _READ)
        with os.fdopen(handle, "rb") as file:
            _refuse_special(os.fstat(handle).st_mode, name)
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise SubmissionError(
            f"{name} cannot be read: {_reason(error)}; {_EXPECTED} that may be read"
        ) from None
    if len(data) > limit:
        raise SubmissionError(
            f"{name} is larger than {limit:,} bytes: hand in the code alone; "
            "in a notebook, clear all outputs and save it"
        )
    return data


def read_member(path: Path, member: str, limit: int) -> bytes:
    """One file of a zip, bounded. Raises SubmissionError where it cannot be read, or is too large."""
    name = names.shown(PurePosixPath(member).name)
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            data = file.read(limit + 1)  # the size written in the archive is a claim
    except ZIP_ERRORS as error:
        why = names.shown(str(error)) or type(error).__name__
        raise SubmissionError(
            f"{name} in {names.shown(path.name)} cannot be read ({why[:120]}): download the zip again"
        ) from None
    if len(data) > limit:
        raise SubmissionError(f"{name} is larger than {limit:,} bytes: hand in the code alone")
    return data


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError) as error:
        raise SubmissionError(
            f"{names.shown(str(path))} cannot be read: {_reason(error)}; {_EXPECTED}"
        ) from None


def _refuse_special(mode: int, name: str) -> None:
    for is_kind, kind in _KINDS:
        if is_kind(mode):
            raise SubmissionError(f"{name} is {kind}: {_EXPECTED}; hand in the file itself")


def _reason(error: Exception) -> str:
    return names.shown(getattr(error, "strerror", None) or str(error))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ── one of several ───────────────────────────────────────────────────────────────────────────────────────


def choose(
    paths: Sequence[PurePosixPath], assignment: str | None, where: str
) -> tuple[PurePosixPath, tuple[str, ...]]:
    """The one that is meant, and what to say of others. Raises SubmissionError listing them where unclear."""
    pool = list(paths)
    if len(pool) > 1 and assignment is not None:
        exact = [path for path in paths if names.is_exactly(path.stem, assignment)]
        pool = exact or [path for path in paths if names.assignment_in(path.stem, [assignment])]
        scripts = [path for path in pool if names.suffix(path.name) == ".py"]
        if len(pool) == 2 and len(scripts) == 1 and len({path.with_suffix("") for path in pool}) == 1:
            return scripts[0], (both_handed_in(scripts[0].name),)
    if len(pool) == 1:
        return pool[0], ()
    if not paths:
        raise SubmissionError(f"{where} holds no .py or .ipynb file: put the file with your functions in it")
    listed = ", ".join(names.shown(str(path)) for path in paths[:_LISTED])
    rest = f" and {len(paths) - _LISTED} more" if len(paths) > _LISTED else ""
    called = f"one named {assignment}.py or {assignment}.ipynb" if assignment else "one .py or .ipynb file"
    raise SubmissionError(f"{where}: expected {called}, came {listed}{rest}; leave only the one to be graded")


def both_handed_in(script: str) -> str:
    """What is said where a script and a notebook of one name lie side by side."""
    return f"{names.shown(script)} was graded; the notebook of the same name beside it was not"


def _from_folder(folder: Path, limit: int, assignment: str | None) -> Handed:
    where = names.shown(folder.name) or "the folder"
    below = sorted(_code_below(folder, where))
    chosen, notes = choose([PurePosixPath(path) for path in below], assignment, where)
    data = read_bytes(folder / chosen, limit)
    name, shown = names.shown(chosen.name), names.shown(str(chosen))
    return Handed(name=name, path=f"{where}/{shown}", data=data, sha256=_digest(data), notes=notes)


def _code_below(folder: Path, where: str) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise SubmissionError(
            f"{where} cannot be read: {_reason(error)}; let the grader read everything in it"
        )

    for top, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not names.set_aside(name)]
        for name in files:
            if names.suffix(name) in names.CODE and not names.set_aside(name):
                yield os.path.relpath(os.path.join(top, name), folder)


# ── zip: read in memory, never unpacked ──────────────────────────────────────────────────────────────────


def zipped(data: bytes, where: str, limit: int) -> dict[PurePosixPath, bytes]:
    """The code files of an archive, by path. Raises SubmissionError for what no honest archive holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _refuse_archive(infos, where, limit)
            code = [(_inside(info), info) for info in infos if _is_code(info)]
            given = _given_in_kits([path for path, _ in code])
            code = [(path, info) for path, info in code if path not in given]
            if len({path for path, _ in code}) < len(code):
                raise SubmissionError(f"{where} holds two files of one name: zip it again")
            return {path: _member(archive, info, where, limit) for path, info in code}
    except ZIP_ERRORS as error:
        why = names.shown(str(error)) or type(error).__name__
        raise SubmissionError(
            f"{where} is not a readable zip ({why[:120]}): zip it again, or hand in the file itself"
        ) from None


def _given_in_kits(paths: Sequence[PurePosixPath]) -> set[PurePosixPath]:
    """What an instructor hands out beside the exercises of a kit: nobody's work."""
    kits = {
        path.parts[:place]
        for path in paths
        for place, part in enumerate(path.parts[:-1])
        if part == "autograde_tests"
    }
    return {
        path
        for path in paths
        for place, part in enumerate(path.parts[:-1])
        if part in GIVEN_IN_KIT and path.parts[:place] in kits
    }


def _from_zip(name: str, data: bytes, limit: int, assignment: str | None) -> Handed:
    code = zipped(data, name, limit)
    chosen, notes = choose(sorted(code), assignment, name)
    inside = names.shown(chosen.name), f"{name}/{names.shown(str(chosen))}"
    return Handed(name=inside[0], path=inside[1], data=code[chosen], sha256=_digest(data), notes=notes)


def _refuse_archive(infos: Sequence[zipfile.ZipInfo], where: str, limit: int) -> None:
    problem = ""
    if len(infos) > _MEMBERS:
        problem = f"holds {len(infos)} files, more than {_MEMBERS}"
    elif sum(info.file_size for info in infos) > limit:
        problem = f"holds more than {limit:,} bytes when unpacked"
    for info in infos if not problem else ():
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            problem = f"holds a link or another special file ({names.shown(info.filename)})"
        elif (
            _inside(info).is_absolute() or ".." in _inside(info).parts or re.match("[A-Za-z]:", info.filename)
        ):
            problem = f"holds a path that leads out of it ({names.shown(info.filename)})"
        elif info.flag_bits & 1:
            problem = "is encrypted"
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            problem = "is packed with a method other than deflate"
    if problem:
        raise SubmissionError(f"{where} {problem}: zip the .py or .ipynb file alone, without a password")


def _inside(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))  # some Windows tools write backslashes


def _is_code(info: zipfile.ZipInfo) -> bool:
    path = _inside(info)
    aside = any(names.set_aside(part) for part in path.parts)
    return not info.is_dir() and not aside and names.suffix(path.name) in names.CODE


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, limit: int) -> bytes:
    with archive.open(info) as file:
        data = file.read(limit + 1)  # the size written in the archive is a claim
    if len(data) > limit:
        raise SubmissionError(f"{where} holds more than {limit:,} bytes when unpacked: zip the code alone")
    return data
