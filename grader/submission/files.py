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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import Final

from grader.errors import SubmissionError
from grader.submission import file_names as names
from grader.submission.refusals import ARCHIVES, kind_by_name
from grader.words.messages import NOTHING, Heard, InFile, Items, Message, Value, say, say_many

# Bytes of a script, and of a notebook without what its cells showed.
LIMIT: Final = 2_000_000
# How many times larger a file may be that holds pictures beside its code: a notebook, or a zip with one.
_WITH_PICTURES: Final = 16
# Folders of a kit that hold what an instructor made.
GIVEN_IN_KIT: Final = ("autograde_tests", "answers", "solutions")
_MEMBERS: Final = 100
_LISTED: Final = 10
EXPECTED: Final = say(
    "Expected a {endings} file, or a `.zip` or folder that contains one.", endings=names.CODE_ENDINGS
)
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
    (stat.S_ISLNK, say("a symbolic link")),
    (stat.S_ISFIFO, say("a named pipe")),
    (stat.S_ISSOCK, say("a socket")),
    (stat.S_ISCHR, say("a device")),
    (stat.S_ISBLK, say("a device")),
    (stat.S_ISDIR, say("a folder")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The file that a submission comes to."""

    # Its own name, and how it is reached from what was handed in: "alice.zip/hw/gradient_descent.py".
    name: str
    path: str
    data: bytes
    sha256: str
    notes: tuple[Message, ...] = ()
    # Of an archive, what lies in the same folder of it and below, by path from there.
    beside: Mapping[PurePosixPath, bytes] = field(default_factory=dict)


def collect(
    path: Path, *, limit: int, assignment: str | None, member: str = "", own_name: str = ""
) -> Handed:
    """The file meant by a path, or by a member of the zip that it is.

    own_name: how the student called the file, where a platform calls it otherwise.

    Raises SubmissionError where there is none, or more than one.
    """
    if member:
        data = read_member(path, member, limit_of(own_name or member, limit))
        return _meant(PurePosixPath(own_name or member), data, limit, assignment)
    if _is_folder(path):
        return _from_folder(path, limit, assignment)
    meant = PurePath(own_name) if own_name else path
    return _meant(meant, read_bytes(path, limit_of(meant.name, limit)), limit, assignment)


def limit_of(name: str, limit: int = LIMIT) -> int:
    """Bytes that a file of this name may have. limit: bytes of code."""
    return limit if names.suffix(name) not in (".ipynb", ".zip") else limit * _WITH_PICTURES


def _meant(path: PurePath, data: bytes, limit: int, assignment: str | None) -> Handed:
    name = names.shown(path.name)
    if names.suffix(path.name) == ".zip":
        return _from_zip(name, data, limit, assignment)
    if names.suffix(path.name) not in names.CODE:
        raise SubmissionError(_other_kind(name, path.suffix))
    return Handed(name=name, path=name, data=data, sha256=_digest(data))


def _other_kind(name: str, suffix: str) -> Message:
    if known := kind_by_name(name):
        return known
    if suffix:
        ending = Value(names.shown(suffix))
        wrong = say("{file} is a file that ends in {ending}.", file=InFile(name), ending=ending)
    else:
        wrong = say("The name of the file {file} has no ending.", file=InFile(name))
    return wrong + EXPECTED + say("If it is one of these, rename it.")


def _too_large(name: str, limit: int) -> Message:
    size = Value(f"{limit:,}")
    return say("{file} is larger than {limit} bytes.", file=InFile(name), limit=size)


def _unreadable(name: str, error: Exception) -> Message:
    reason = Heard(_reason(error))
    return say("{file} cannot be read: {reason}.", file=InFile(name), reason=reason)


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
            _unreadable(name, error) + EXPECTED + say("The grader must have the right to read it.")
        ) from None
    if len(data) > limit:
        raise SubmissionError(
            _too_large(name, limit)
            + say("Hand in the code only.")
            + say("In a notebook, clear all outputs and save it.")
        )
    return data


def read_member(path: Path, member: str, limit: int) -> bytes:
    """One file of a zip, bounded. Raises SubmissionError where it cannot be read, or is too large."""
    name = names.shown(PurePosixPath(member).name)
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            data = file.read(limit + 1)  # the size written in the archive is a claim
    except ZIP_ERRORS as error:
        wrong = say(
            "{file} in {zip} cannot be read: {reason}.",
            file=InFile(name),
            zip=InFile(names.shown(path.name)),
            reason=_zip_reason(error),
        )
        raise SubmissionError(wrong + say("Download the zip again.")) from None
    if len(data) > limit:
        raise SubmissionError(_too_large(name, limit) + say("Hand in the code only."))
    return data


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError) as error:
        raise SubmissionError(_unreadable(names.shown(str(path)), error) + EXPECTED) from None


def _refuse_special(mode: int, name: str) -> None:
    for is_kind, kind in _KINDS:
        if is_kind(mode):
            wrong = say("{file} is {kind}.", file=InFile(name), kind=kind)
            raise SubmissionError(wrong + EXPECTED + say("Hand in the file itself."))


def _reason(error: Exception) -> str:
    return names.shown(getattr(error, "strerror", None) or str(error))


def _zip_reason(error: Exception) -> Heard:
    return Heard((names.shown(str(error)) or type(error).__name__)[:120].rstrip(". "))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ── one of several ───────────────────────────────────────────────────────────────────────────────────────


def choose(
    paths: Sequence[PurePosixPath], assignment: str | None, where: str
) -> tuple[PurePosixPath, tuple[Message, ...]]:
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
        raise SubmissionError(_without_code(where) + say("Put the file with your functions into it."))
    several = say("It is not clear which file in {place} counts.", place=InFile(where))
    raise SubmissionError(several + one_expected([str(path) for path in paths], assignment))


def _without_code(where: str) -> Message:
    return say("{place} contains no {endings} file.", place=InFile(where), endings=names.CODE_ENDINGS)


def one_expected(paths: Sequence[str], assignment: str | None) -> Message:
    """What is said of several files of which one was expected."""
    listed = [InFile(names.shown(path)) for path in paths[:_LISTED]]
    rest = len(paths) - _LISTED
    more = [say_many("{n} more file", "{n} more files", rest)] if rest > 0 else []
    got = Items((*listed, *more))
    if assignment:
        names_of_it = Items(tuple(InFile(f"{assignment}{ending}") for ending in names.CODE), "or")
        wanted = say("Expected one file, {names}, got {files}.", names=names_of_it, files=got)
    else:
        wanted = say("Expected one {endings} file, got {files}.", endings=names.CODE_ENDINGS, files=got)
    return wanted + say("Leave only the file that counts.")


def both_handed_in(script: str) -> Message:
    """What is said where a script and a notebook of one name lie side by side."""
    graded = say("{file} was graded.", file=InFile(names.shown(script)))
    return graded + say("The notebook of the same name beside it was not graded.")


def _from_folder(folder: Path, limit: int, assignment: str | None) -> Handed:
    where = names.shown(folder.name) or "the folder"
    below = sorted(_code_below(folder, where))
    chosen, notes = choose([PurePosixPath(path) for path in below], assignment, where)
    data = read_bytes(folder / chosen, limit_of(chosen.name, limit))
    name, shown = names.shown(chosen.name), names.shown(str(chosen))
    return Handed(name=name, path=f"{where}/{shown}", data=data, sha256=_digest(data), notes=notes)


def _code_below(folder: Path, where: str) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise SubmissionError(
            _unreadable(where, error) + say("Give the grader the right to read everything in it.")
        )

    for top, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not names.set_aside(name)]
        for name in files:
            if names.suffix(name) in names.CODE and not names.set_aside(name):
                yield os.path.relpath(os.path.join(top, name), folder)


# ── zip: read in memory, never unpacked ──────────────────────────────────────────────────────────────────


def zipped(data: bytes, where: str, limit: int, *, code_only: bool = True) -> dict[PurePosixPath, bytes]:
    """The code files of an archive, or all files, by path.

    Raises SubmissionError for what no honest archive holds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _refuse_archive(infos, where, limit)
            code = [(_inside(info), info) for info in infos if _is_kept(info, code_only=code_only)]
            given = _given_in_kits([path for path, _ in code])
            code = [(path, info) for path, info in code if path not in given]
            if code_only and len({path for path, _ in code}) < len(code):
                twice = say("{zip} contains two files of the same name.", zip=InFile(where))
                raise SubmissionError(twice + say("Make a new zip."))
            return {path: _member(archive, info, where, limit) for path, info in code}
    except ZIP_ERRORS as error:
        reason = _zip_reason(error)
        wrong = say("{zip} cannot be read as a zip: {reason}.", zip=InFile(where), reason=reason)
        raise SubmissionError(wrong + say("Make a new zip, or hand in the file itself.")) from None


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
    chosen, notes = choose_in_zip(code, data, assignment, name)
    inside = names.shown(chosen.name), f"{name}/{names.shown(str(chosen))}"
    beside = {
        path.relative_to(chosen.parent): held
        for path, held in _all_in(name, data, limit).items()
        if path != chosen and path.is_relative_to(chosen.parent)
    }
    return Handed(
        name=inside[0], path=inside[1], data=code[chosen], sha256=_digest(data), notes=notes, beside=beside
    )


def choose_in_zip(
    code: Collection[PurePosixPath], data: bytes, assignment: str | None, where: str
) -> tuple[PurePosixPath, tuple[Message, ...]]:
    """The same for an archive, of which `code` can be graded. An archive in it is named, not opened."""
    if not code and (inner := next(_archives_in(data), None)):
        again = say("{zip} contains another zip, {inner}.", zip=InFile(where), inner=InFile(inner))
        if names.suffix(inner) != ".zip":
            again = say("{zip} contains another archive, {inner}.", zip=InFile(where), inner=InFile(inner))
        again += say("The grader does not look into it.") + say("Unpack {inner}.", inner=InFile(inner))
        raise SubmissionError(again + say("Then hand in the file with your functions."))
    return choose(sorted(code), assignment, where)


def _archives_in(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if _is_kept(info, code_only=False) and names.suffix(info.filename) in (".zip", *ARCHIVES):
                yield names.shown(str(_inside(info)))


def _all_in(name: str, data: bytes, limit: int) -> dict[PurePosixPath, bytes]:
    try:
        return zipped(data, name, limit, code_only=False)
    except SubmissionError:
        return {}  # its code can be read, and is what counts


def _refuse_archive(infos: Sequence[zipfile.ZipInfo], where: str, limit: int) -> None:
    file = InFile(where)
    problem = NOTHING
    if len(infos) > _MEMBERS:
        files, most = len(infos), _MEMBERS
        problem = say(
            "{zip} contains {files} files, and at most {most} are allowed.", zip=file, files=files, most=most
        )
    elif sum(info.file_size for info in infos) > limit * _WITH_PICTURES:
        problem = _too_large_unpacked(where, limit * _WITH_PICTURES)
    for info in infos if not problem else ():
        problem = _odd_member(info, file) or problem
    if problem:
        advice = say("Zip only the {endings} file, without a password.", endings=names.CODE_ENDINGS)
        raise SubmissionError(problem + advice)


def _too_large_unpacked(where: str, limit: int) -> Message:
    size = Value(f"{limit:,}")
    return say("{zip} holds more than {limit} bytes when unpacked.", zip=InFile(where), limit=size)


def _odd_member(info: zipfile.ZipInfo, file: InFile) -> Message:
    """What is wrong with a part of an archive; empty where nothing is."""
    kind, path = stat.S_IFMT(info.external_attr >> 16), _inside(info)
    name = InFile(names.shown(info.filename))
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return say("{zip} contains a link or another special file: {file}.", zip=file, file=name)
    if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", info.filename):
        return say("{zip} contains a path that leads out of it: {file}.", zip=file, file=name)
    if info.flag_bits & 1:
        return say("{zip} is encrypted.", zip=file)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return say("{zip} is packed in a way that the grader cannot read. Pack it again.", zip=file)
    return NOTHING


def _inside(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))  # some Windows tools write backslashes


def _is_kept(info: zipfile.ZipInfo, *, code_only: bool) -> bool:
    path = _inside(info)
    aside = any(names.set_aside(part) for part in path.parts)
    return not info.is_dir() and not aside and (not code_only or names.suffix(path.name) in names.CODE)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, limit: int) -> bytes:
    with archive.open(info) as file:
        most = limit_of(_inside(info).name, limit)
        data = file.read(most + 1)  # the size written in the archive is a claim
    if len(data) > most:
        raise SubmissionError(_too_large_unpacked(where, most) + say("Zip only the code."))
    return data
