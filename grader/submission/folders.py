"""Folders that an instructor made: people are the level at which hand-ins part.

    week3/autograd/anna/autograd.py     folders above that level (a week, an export, a section) are nobody
    anna/src/autograd.py                folders below it are the person's
    anna_autograd.py                    a flat folder: the file's name says who

A class of one is still that one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.submission import file_names as names
from grader.submission.listing import FOLDERS, Entry, EntryKind, Listing
from grader.submission.people import HandedFile, HandIn, Person, joined

# Words that name a container of people, and words for folders that people make inside theirs.
_TIME = re.compile(
    r"(?:week|wk|hw|homework|assignment|lab|exercise|task|unit|chapter|part|export|download|submission|upload|"
    r"hand-?in|late|on-?time|fall|spring|autumn|winter|summer)s?[-_ ]?[a-z]?\d*|submitted|downloaded|"
    r"extracted|\d{1,2}",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?:(?:week|wk|hw|homework|assignment|lab|section|sec|group|class|course|exercise|task|unit|chapter|part|"
    r"export|download|submission|upload|hand-?in|late|on-?time|fall|spring|autumn|winter|summer|team)s?"
    r"[-_ ]?[a-z]?\d*|submitted|downloaded|extracted|\d{1,2})",
    re.IGNORECASE,
)
# Words of a course, of Drive and of Takeout, somewhere in the name of a folder that wraps a class.
_WRAPPER = re.compile(
    r"\b(?:week|homework|assignment|lab|section|class|course|export|submissions?|takeout|drive|downloads?)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:src|source|code|old|new|backup|bak|final|draft|work|my ?work|notebooks?|scripts?|solutions?|"
    r"answers?|exercises?|v?\d{1,2}|copy|tmp|tests?|data|(?:attempt|version|try)[-_ ]?\d*|python|project)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A file, and the folders above it that could be a person: none of an assignment's name."""

    entry: Entry
    path: tuple[str, ...]
    chain: tuple[str, ...]
    # The assignment whose folder it lies in; empty where it lies in none.
    assignment: str


def hand_ins(listing: Listing, assignments: Collection[str], known: Collection[str] = ()) -> list[HandIn]:
    """Who handed in what, by the folders' names. known: names and ids of the roster."""
    placed = [_place(listing, entry, assignments) for entry in listing.entries]
    levels = _Levels(placed, {name.casefold() for name in known})
    outside = _exactly(listing.name, assignments)
    flat = _flat(placed, assignments)
    kept = [one for one in placed if not _stray(one, assignments)] or placed
    found = []
    for one in kept:
        level = None if one.chain in flat else levels.of(one.chain)
        person = _person(one, level, listing, assignments, outside)
        below = one.path[_index(one.path, person) + 1 :] or one.path[-1:]
        files = (HandedFile(entry=one.entry, path=PurePosixPath(*below)),)
        section = levels.section(one.chain[: level or 0])
        found.append(
            HandIn(
                person=Person(name=person, section=section),
                files=() if one.entry.kind is EntryKind.FOLDER else files,
                assignment=one.assignment or outside,
            )
        )
    return joined(found)


def _stray(one: _Placed, assignments: Collection[str]) -> bool:
    """Whether a file in no person's folder is nobody's: no code, and named for no assignment."""
    if one.chain or not one.path or one.entry.kind is not EntryKind.FILE:
        return False
    name = one.path[-1]
    return names.suffix(name) not in names.SUFFIXES and not names.assignment_in(
        names.plain_stem(PurePosixPath(name).stem), assignments
    )


def _flat(placed: Sequence[_Placed], assignments: Collection[str]) -> set[tuple[str, ...]]:
    """Folders whose files say by their own names who handed them in, as do all folders beside them."""
    people: dict[tuple[str, ...], set[str]] = {}
    for one in placed:
        if one.chain and one.entry.kind not in FOLDERS:
            stem = names.plain_stem(one.path[-1])
            own = names.assignment_in(stem, assignments)
            people.setdefault(one.chain, set()).add(names.student_in(stem, own) if own else "")
    found = {chain for chain, said in people.items() if len(said - {""}) > 1}
    return found if found == set(people) else set()


def _place(listing: Listing, entry: Entry, assignments: Collection[str]) -> _Placed:
    path = listing.path(entry)
    folders = path if entry.kind in FOLDERS else path[:-1]
    named = [_exactly(part, assignments) for part in folders]
    chain = tuple(part for part, own in zip(folders, named, strict=True) if not own and part != "submitted")
    return _Placed(entry, path, chain, next(filter(None, reversed(named)), ""))


def _exactly(name: str, assignments: Collection[str]) -> str:
    return next((known for known in sorted(assignments) if names.is_exactly(name, known)), "")


def _index(path: Sequence[str], person: str) -> int:
    return path.index(person) if person in path[:-1] else len(path) - 2


# ── at which level ───────────────────────────────────────────────────────────────────────────────────────


class _Levels:
    """Which of the folders above a file is the person's."""

    def __init__(self, placed: Sequence[_Placed], roster: Collection[str]) -> None:
        self._roster = roster
        # The folders directly below each folder, by its names from the top.
        self._below: dict[tuple[str, ...], set[str]] = {}
        self._above: dict[tuple[str, ...], bool] = {}
        for one in placed:
            for depth, name in enumerate(one.chain):
                self._below.setdefault(one.chain[:depth], set()).add(name)

    def of(self, chain: tuple[str, ...]) -> int | None:
        """The level of the person in a chain of folders; None where it is empty."""
        if not chain or self._only_containers(chain):
            return None
        for level, name in enumerate(chain):
            if name.casefold() in self._roster:
                return level
        level = 0
        while level + 1 < len(chain) and self._is_above(chain[:level]):
            level += 1
        return level

    def _wraps(self, folder: tuple[str, ...]) -> bool:
        """Whether a folder that is alone wraps people: what lies in it parts, or its name says so."""
        within = self._deeper(folder)
        if len(within[-1]) > 1:
            return True
        named = _ABOVE.fullmatch(folder[-1]) or _WRAPPER.search(folder[-1])
        return bool(named) and any(not _is_general(name) for level in within for name in level)

    def _deeper(self, folder: tuple[str, ...]) -> list[set[str]]:
        """The folders below, level by level, down to where there are several or none."""
        levels = []
        while True:
            inner = {name for name in self._below.get(folder, set()) if not _BELOW.fullmatch(name)}
            levels.append(inner)
            if len(inner) != 1:
                return levels
            folder = (*folder, *inner)

    def _only_containers(self, chain: tuple[str, ...]) -> bool:
        """Whether all of a chain are containers or people's own folders, and nothing lies beside them."""
        alone = all(len(self._below[chain[:depth]]) == 1 for depth in range(len(chain)))
        return alone and all(map(_is_general, chain))

    def section(self, above: tuple[str, ...]) -> str:
        """What to call the folders above a person, where other people lie in others beside them."""
        named = [name for name in above if not _TIME.fullmatch(name)]
        has_others = any(len(self._below[above[:depth]]) > 1 for depth in range(len(above)))
        return "/".join(named) if has_others else ""

    def _is_above(self, prefix: tuple[str, ...]) -> bool:
        if prefix not in self._above:
            inner = {name: self._below.get((*prefix, name), set()) for name in self._below[prefix]}
            alone = next(iter(inner)) if len(inner) == 1 else None
            wraps = alone is not None and self._wraps((*prefix, alone))
            self._above[prefix] = wraps or _are_containers(inner)
        return self._above[prefix]


def _is_general(name: str) -> bool:
    """Whether a folder's name is nobody's: a container's, a wrapper's, or of a folder inside a person's."""
    return bool(_BELOW.fullmatch(name) or _ABOVE.fullmatch(name) or _WRAPPER.search(name))


def _are_containers(inner: Mapping[str, Collection[str]]) -> bool:
    """Whether folders, each with those in it, hold people: what is in most of them parts again."""
    people = {name: {one for one in below if not _BELOW.fullmatch(one)} for name, below in inner.items()}
    if not any(people.values()):
        return False
    if all(_ABOVE.fullmatch(name) for name in inner):
        return True
    parting = [below for below in people.values() if len(below) > 1]
    counted = Counter(one.casefold() for below in people.values() for one in below)
    repeated = sum(1 for count in counted.values() if count > 1)
    return 2 * len(parting) > len(inner) and 2 * repeated < len(counted)


# ── whose ────────────────────────────────────────────────────────────────────────────────────────────────


def _person(
    one: _Placed, level: int | None, listing: Listing, assignments: Collection[str], outside: str
) -> str:
    if level is not None:
        return names.shown(one.chain[level])
    home = (listing.parent if outside else listing.name) or "unknown"
    if one.entry.kind in FOLDERS or not one.path:
        return names.shown(home)
    stem = names.plain_stem(one.path[-1])
    own = names.assignment_in(stem, assignments)
    return names.shown(names.student_in(stem, own) or home)
