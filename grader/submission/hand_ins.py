"""Who handed in what at or below a path. The outermost layer alone names people.

A platform's grammar is looked for at the path itself, below wrapper folders that hold nothing else, and in
folders that all are of one platform (week3, week4 …). Whatever lies deeper is a person's own, even where it
looks like another's hand-in. Where no platform is told, folders say who (`folders`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from grader.errors import UsageError
from grader.submission import file_names as names
from grader.submission import folders
from grader.submission.files import GIVEN_IN_KIT, read_bytes
from grader.submission.listing import Entry, EntryKind, Listing, of_folder, of_zip
from grader.submission.people import HandedFile, HandIn, Person
from grader.submission.platforms import blackboard, brightspace, canvas, clones, gradescope, moodle
from grader.words.messages import Heard, InFile, say

_NBGRADER = ("source", "release", "gradebook.db", "nbgrader_config.py")


class FoundHandIn(NamedTuple):
    """A hand-in, and the listing that its files are read from."""

    listing: Listing
    hand_in: HandIn


class _Platform(NamedTuple):
    recognise: Callable[[Listing], bool]
    hand_ins: Callable[[Listing, Collection[str]], Iterable[HandIn]]


# The strictest grammar first.
_PLATFORMS = (
    _Platform(gradescope.recognise, lambda listing, _: gradescope.hand_ins(listing)),
    _Platform(moodle.recognise, lambda listing, _: moodle.hand_ins(listing)),
    _Platform(blackboard.recognise, lambda listing, _: blackboard.hand_ins(listing)),
    _Platform(brightspace.recognise, lambda listing, _: brightspace.hand_ins(listing)),
    _Platform(clones.recognise, clones.hand_ins),
    _Platform(canvas.recognise, canvas.hand_ins),
)


def at(
    path: Path, assignments: Collection[str], known: Collection[str] = (), leave_out: Path | None = None
) -> list[FoundHandIn]:
    """The hand-ins at a path: a class, one person's folder, or one file.

    known: ids, logins and names of the roster, which settle names that could be read in two ways.
    leave_out: a folder below it that holds none: where reports are written.

    Raises:
        UsageError: the path is not there, cannot be listed, or is a zip that no class comes as.
    """
    try:
        is_folder = os.path.isdir(path) and not os.path.islink(path)
        os.lstat(path)
    except (OSError, ValueError) as error:
        raise UsageError(
            say(
                "{path} cannot be read: {reason}.",
                path=InFile(names.shown(str(path))),
                reason=Heard(names.shown(getattr(error, "strerror", None) or str(error))),
            )
            + say("Expected a file or folder of submissions.")
            + say("Check the path.")
        ) from None
    if is_folder:
        return below(of_folder(_submitted(path), leave_out), assignments, known)
    if names.suffix(path.name) == ".zip" and (listing := _class_zip(path)) is not None:
        found = below(listing, assignments, known)
        people = {one.hand_in.person for one in found}
        # Named by what lies in it, not by the zip: a class, if only of one.
        inside = {one.name for one in people} - {names.shown(listing.name)}
        own = bool(inside) and not names.assignment_in(path.stem, assignments)
        if (
            len(people) > 1
            or own
            or any(_platform(one, known) for part in _layers(listing, known) for one in part)
        ):
            return found
    return [_file(path, assignments)]


def below(listing: Listing, assignments: Collection[str], known: Collection[str] = ()) -> list[FoundHandIn]:
    """The hand-ins of a listing."""
    listing = _without_archives(listing)
    if clones.is_kit(listing):
        person = Person(name=names.shown(clones.without_branch(listing.name)))
        return [FoundHandIn(listing, clones.of_clone(person, listing))]
    for part in _layers(listing, known):
        if found := [FoundHandIn(one, hand_in) for one in part for hand_in in _told(one, known)]:
            return found
    kept = _without_given(listing)
    return [FoundHandIn(kept, one) for one in folders.hand_ins(kept, assignments, known)]


def _told(listing: Listing, known: Collection[str]) -> list[HandIn]:
    platform = _platform(listing, known)
    if platform is None:
        return []
    # A clone is told by what lies beside the exercises.
    kept = listing if platform.recognise is clones.recognise else _without_given(listing)
    found = platform.hand_ins(kept, known)
    return [one if one.assignment else replace(one, assignment=listing.name) for one in found]


def _platform(listing: Listing, known: Collection[str]) -> _Platform | None:
    return next((one for one in _PLATFORMS if one.recognise(listing)), None)


def _layers(listing: Listing, known: Collection[str]) -> list[list[Listing]]:
    """Where a platform's names may stand: here, below wrappers, or in all folders of one level."""
    layers, here, extracted = [[listing]], listing, False
    while True:
        inside = list(here.folders().values())
        if not inside or any(names.suffix(entry.name) in names.SUFFIXES for entry in here.files()):
            return layers
        extracted = extracted or here.name == "extracted" or inside[0].name == "extracted"
        # One person's folder may hold names that look like a platform's: a class has several people, but
        # where nbgrader has put a download.
        least = 1 if extracted else 2
        if all(len({one.person for one in _told(folder, known)}) >= least for folder in inside):
            layers.append(inside)
        if len(inside) > 1:
            return layers
        here = inside[0]


def _without_archives(listing: Listing) -> Listing:
    """nbgrader's `downloaded/` holds hand-ins twice, as archive and as extracted: these count."""
    extracted = {
        entry.parts[:place]
        for entry in listing.entries
        for place, part in enumerate(entry.parts[:-1])
        if part == "extracted" and entry.kind is EntryKind.FILE
    }
    kept = tuple(
        entry
        for entry in listing.entries
        if not any(part == "archive" and entry.parts[:at] in extracted for at, part in enumerate(entry.parts))
    )
    return replace(listing, entries=kept)


def _without_given(listing: Listing) -> Listing:
    """Without what an instructor hands out in a kit: nobody's work."""
    kits = {
        entry.parts[:place]
        for entry in listing.entries
        for place, part in enumerate(entry.parts)
        if part == "autograde_tests" and place >= listing.depth
    }
    kept = tuple(entry for entry in listing.entries if not _given(entry, kits))
    return replace(listing, entries=kept)


def _given(entry: Entry, kits: Collection[tuple[str, ...]]) -> bool:
    return any(
        part in GIVEN_IN_KIT and entry.parts[:place] in kits for place, part in enumerate(entry.parts[:-1])
    )


def _submitted(root: Path) -> Path:
    """nbgrader's own course folder holds the submissions in submitted/, beside what is not to be graded."""
    inner = root / "submitted"
    is_course = os.path.isdir(inner) and any(os.path.exists(root / name) for name in _NBGRADER)
    return inner if is_course else root


def _class_zip(path: Path) -> Listing | None:
    """A zip as a class, or None where it cannot be read as one: then it is judged as a student's."""
    try:
        return of_zip(path)
    except UsageError:
        return None


def _file(path: Path, assignments: Collection[str]) -> FoundHandIn:
    """One file, named on the command line: it is graded whatever it is."""
    top = Path(os.path.abspath(path)).parent
    entries = (Entry((path.name,), _kind(path)),)
    listing = Listing(top.name, _Named(path), entries, parent=top.parent.name)
    (hand_in,) = folders.hand_ins(listing, assignments)
    file = HandedFile(entry=listing.entries[0], path=PurePosixPath(path.name))
    return FoundHandIn(listing, replace(hand_in, files=(file,)))


def _kind(path: Path) -> EntryKind:
    return EntryKind.LINK if os.path.islink(path) else EntryKind.FILE


class _Named:
    """The store of one file on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def place(self, entry: Entry) -> tuple[Path, str]:
        return self._path, ""

    def read(self, entry: Entry, limit: int) -> bytes:
        return read_bytes(self._path, limit)


def listed(handed: Sequence[FoundHandIn]) -> list[Person]:
    """Everybody who appears, once each."""
    return list(dict.fromkeys(one.hand_in.person for one in handed))
