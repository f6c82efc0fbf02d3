"""Submissions below a path: whose, and of which assignment, told by the names of files and folders.

    alice/gradient_descent.py                                    a folder per student
    alice_gradient_descent.py  alice.zip                         a flat folder: the stem says who
    submitted/alice/gradient_descent/gradient_descent.ipynb      nbgrader
    gradient_descent/alice.py  gradient_descent/alice/main.py    a folder per assignment

Nothing is passed over in silence: what cannot be read or told is a `Found`, too, and says so when it is read.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from grader.errors import SubmissionError, UsageError
from grader.model import Note, NoteKind
from grader.submission import file_names as names
from grader.submission.files import LIMIT, both_handed_in, read_bytes, zipped

_NBGRADER = ("source", "release", "gradebook.db", "nbgrader_config.py")


@dataclass(frozen=True, slots=True)
class Found:
    """One submission, found and not yet read."""

    student: str
    # None where the names do not say.
    assignment: str | None
    path: Path
    notes: tuple[Note, ...] = ()


def find(path: Path, assignments: Collection[str]) -> list[Found]:
    """Every submission at or below a path, by student and assignment; [] for a folder without any.

    Of a `.py` and an `.ipynb` of one name the `.py` is taken, and a note says so. Links are not followed:
    they are found, and refused when read. Hidden files, caches and environments are left aside.

    Raises:
        UsageError: the path is not there, or its folder cannot be listed.
    """
    path = Path(path)
    try:
        os.lstat(path)
        root = path if path.is_dir() else path.parent
        if root is path:
            root = _submitted(root)
            os.scandir(root).close()
            files = list(_walk(root))
        else:
            files = [path]
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{names.shown(str(path))}: expected a file or folder of submissions, "
            f"came {names.shown(getattr(error, 'strerror', None) or str(error))!r}; check the path"
        ) from None
    map_ = _Map(root, assignments)
    found = [one for folder, group in map_.folders(files) for one in map_.in_folder(folder, group)]
    return sorted(found, key=lambda one: (one.student, one.assignment or "", str(one.path)))


def _submitted(root: Path) -> Path:
    """nbgrader's own course folder holds the submissions in submitted/, beside what is not to be graded."""
    inner = root / "submitted"
    is_course = os.path.isdir(inner) and any(os.path.exists(root / name) for name in _NBGRADER)
    return inner if is_course else root


def _walk(root: Path) -> Iterator[Path]:
    """Files that could be submissions, links, folders that cannot be listed, and students' without any."""
    waiting = [root]
    seen: set[Path] = set()
    others: set[Path] = set()
    while waiting:
        folder = waiting.pop()
        try:
            entries = [entry for entry in os.scandir(folder) if not names.set_aside(entry.name)]
        except OSError:
            seen.add(_top(folder, root))
            yield folder  # read() will say why
            continue
        if any(entry.name == "pyvenv.cfg" for entry in entries):
            continue  # a virtual environment
        for entry in entries:
            path = folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif names.suffix(entry.name) in names.SUFFIXES or (entry.is_symlink() and _may_be_folder(path)):
                seen.add(_top(path, root))
                yield path
            else:
                others.add(_top(path, root))
    # Someone handed in something, if only a .docx: read() will say what was expected.
    yield from (folder for folder in sorted(others - seen) if os.path.isdir(folder))


def _top(path: Path, root: Path) -> Path:
    return root.joinpath(*path.relative_to(root).parts[:1])


def _may_be_folder(link: Path) -> bool:
    return os.path.isdir(link) or not link.suffix


class _Map:
    """What the names of folders mean below one root."""

    def __init__(self, root: Path, assignments: Collection[str]) -> None:
        self.root = root
        self.assignments = sorted(assignments)
        top = Path(os.path.abspath(root))
        self.root_assignment = self._exactly(top.name)
        self.root_owner = top.parent.name if self.root_assignment else top.name

    def _exactly(self, name: str) -> str | None:
        return next((known for known in self.assignments if names.is_exactly(name, known)), None)

    def folders(self, files: Sequence[Path]) -> list[tuple[tuple[str, ...], list[Path]]]:
        """Files by the folder they belong to. All below <student>/<assignment>/ belong to that folder."""

        def folder(path: Path) -> tuple[str, ...]:
            parts = path.relative_to(self.root).parts[:-1]
            for at, part in enumerate(parts):
                if self._exactly(part) and self._owner(parts[:at]):
                    return parts[: at + 1]
            return parts

        ordered = sorted(files, key=lambda path: (folder(path), str(path)))
        return [(key, list(group)) for key, group in groupby(ordered, folder)]

    def _owner(self, folders: Sequence[str]) -> str | None:
        """The student whose folder it is: the first that is named after no assignment."""
        inner = folders[1:] if folders[:1] == ("submitted",) else folders
        return next((part for part in inner if not self._exactly(part)), None)

    def _context(self, folders: Sequence[str]) -> str | None:
        """The assignment whose folder it is."""
        return next(filter(None, map(self._exactly, reversed(folders))), self.root_assignment)

    def in_folder(self, folders: tuple[str, ...], files: Sequence[Path]) -> list[Found]:
        """The submissions among the files of one folder."""
        assignment = self._exactly(folders[-1]) if folders else self.root_assignment
        owner = self._owner(folders)
        # Without an owner, other names may be other students: `gradient_descent/alice.py`.
        if assignment and (owner or all(names.is_exactly(_stem(path), assignment) for path in files)):
            student = names.shown(owner or self.root_owner)
            return [_only(self.root.joinpath(*folders), student, assignment, files)]
        found = [one for path in files for one in self._by_file(path, folders, owner)]
        found.sort(key=lambda one: (one.student, one.assignment or ""))
        groups = groupby(found, lambda one: (one.student, one.assignment))
        return [one for _, group in groups for one in _preferred(list(group))]

    def _by_file(self, path: Path, folders: tuple[str, ...], owner: str | None) -> Iterator[Found]:
        own = names.assignment_in(_stem(path), self.assignments)
        known = own or self._context(folders)
        for assignment in [known] if known else self._in_zip(path):
            student = owner or names.student_in(_stem(path), own) or self.root_owner or "unknown"
            yield Found(student=names.shown(student), assignment=assignment, path=path)

    def _in_zip(self, path: Path) -> list[str | None]:
        """The assignments in an archive whose own name does not say; [None] where nothing does."""
        if names.suffix(path.name) != ".zip":
            return [None]
        try:
            inside = zipped(read_bytes(path, LIMIT), path.name, LIMIT)
        except SubmissionError:
            return [None]  # read() will say why
        told = {names.assignment_in(member.stem, self.assignments) for member in inside}
        return [*sorted(filter(None, told))] or [None]


def _stem(path: Path) -> str:
    """The name without a submission's ending; that of a folder is whole ("anna.lee")."""
    return path.stem if names.suffix(path.name) in names.SUFFIXES else path.name


def _rank(path: Path) -> tuple[int, int, str]:
    suffix = names.suffix(path.name)
    kind = names.SUFFIXES.index(suffix) if suffix in names.SUFFIXES else len(names.SUFFIXES)
    return len(path.parts), kind, str(path)


def _only(folder: Path, student: str, assignment: str, files: Sequence[Path]) -> Found:
    """The one submission that a folder of one student and one assignment holds."""
    named = sorted((path for path in files if names.is_exactly(_stem(path), assignment)), key=_rank)
    chosen = named or list(files)
    if len(chosen) > 1 and not named:
        # Which of them is not for us to guess: read() chooses by name, or lists them.
        return Found(student=student, assignment=assignment, path=folder)
    return Found(
        student=student, assignment=assignment, path=chosen[0], notes=_passed_over(chosen[0], named[1:])
    )


def _preferred(found: list[Found]) -> list[Found]:
    """One of those that one student handed in for one assignment in one folder, where names make it clear.

    The one named exactly after the assignment; of the same stem, the script. Links stay, to be refused aloud.
    """
    assignment = found[0].assignment
    links = [one for one in found if os.path.islink(one.path)]
    files = sorted((one for one in found if one not in links), key=lambda one: _rank(one.path))
    if assignment is None or len(files) < 2:
        return found
    exact = [one for one in files if names.is_exactly(_stem(one.path), assignment)]
    if exact:
        others = [one.path for one in files if one is not exact[0]]
        return [replace(exact[0], notes=_passed_over(exact[0].path, others)), *links]
    return [*_one_a_stem(files), *links]


def _one_a_stem(files: list[Found]) -> Iterator[Found]:
    by_stem: dict[str, list[Found]] = {}
    for one in files:
        by_stem.setdefault(_stem(one.path), []).append(one)
    for first, *others in by_stem.values():
        yield replace(first, notes=_passed_over(first.path, [one.path for one in others]))


def _passed_over(chosen: Path, others: Sequence[Path]) -> tuple[Note, ...]:
    return tuple(_one_passed_over(chosen, path) for path in others)


def _one_passed_over(chosen: Path, other: Path) -> Note:
    if other.with_suffix("") == chosen.with_suffix("") and names.suffix(other.name) == ".ipynb":
        return Note(both_handed_in(chosen.name), NoteKind.NOTEBOOK_PASSED_OVER)
    return Note(f"{names.shown(chosen.name)} was graded; {names.shown(other.name)} beside it was not")
