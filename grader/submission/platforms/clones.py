"""Folders of clones: a repository a student, as GitHub Classroom and Classroom 50 leave them.

    week5-submissions/week5-anna-lee/exercises/autograd.py              <slug>-submissions/<slug>-<login>
    cs1-hw1_submissions_20261101/cs1-hw1-anna-lee/…                     Classroom 50, with scores.csv beside

Slug and login both hold hyphens, so the prefix is what the enclosing folder gives, else what the roster
leaves, else the first word where several share it. In a clone of the kit `exercises/` counts, and what the
instructor put beside it is nobody's. (cmd/gh-classroom/clone of github/gh-classroom; cli/shared/contract of
foundation50/classroom50.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.submission.listing import FOLDERS, Entry, Listing
from grader.submission.people import HandedFile, HandIn, Person

NAME = "a folder of clones"

_CLASSROOM = re.compile(r"(?P<slug>.+)-submissions")
_CLASSROOM_50 = re.compile(r"(?P<slug>.+)_submissions(?:_.*)?")
_AGAIN = re.compile(r"(?P<login>.+)-(?P<number>[1-9])")
# What an instructor hands out beside the exercises.
_GIVEN = {"autograde_tests", "answers", "solutions", "exercises/.backup"}
_BRANCHES = ("main", "master")


@dataclass(frozen=True, slots=True)
class Clone:
    """One repository: whose, and its folder."""

    login: str
    folder: Listing
    # The login without the number of a further repository, or the login.
    base: str


def is_kit(folder: Listing) -> bool:
    """Whether a folder is a clone of a kit: exercises, with checks or settings of a course beside them."""
    inside = set(folder.folders())
    has_settings = any(entry.name == "course.toml" for entry in folder.files())
    return "exercises" in inside and ("autograde_tests" in inside or "answers" in inside or has_settings)


def recognise(listing: Listing) -> bool:
    """Whether the enclosing folder's name says so, or all folders in it are clones of a kit."""
    folders = listing.folders()
    slug = _slug(listing.name)
    if slug and any(name.lower().startswith(f"{slug.lower()}-") for name in (*folders, *_zips(listing))):
        return True
    return bool(folders) and all(map(is_kit, folders.values())) and not is_kit(listing)


def hand_ins(listing: Listing, logins: Collection[str] = ()) -> Iterator[HandIn]:
    """One a repository; a student's further ones stand beside the first. logins: those of the roster."""
    for clone in _clones(listing, logins):
        yield of_clone(Person(name=clone.base, id=clone.base), clone.folder)
    zips = _zips(listing)
    known = {login.casefold(): login for login in logins}
    for stem, entry in zips.items():
        login = _login(_without_branches(stem, zips), listing.name, list(zips), known)
        file = HandedFile(entry=entry, path=PurePosixPath(entry.name))
        yield HandIn(person=Person(name=login, id=login), files=(file,))


def of_clone(person: Person, folder: Listing) -> HandIn:
    """What one repository holds of a student's own."""
    inside = folder.folders()
    work = inside.get("exercises") if is_kit(folder) else folder
    files = []
    for entry in (work or folder).entries:
        path = folder.path(entry)
        if entry.kind not in FOLDERS and path and path[0] not in _GIVEN:
            files.append(HandedFile(entry=entry, path=PurePosixPath(*path)))
    return HandIn(person=person, files=tuple(files), clone=is_kit(folder))


def without_branch(name: str) -> str:
    """The name of a repository whose zip a forge made: `hw-main` → `hw`."""
    base, _, branch = name.rpartition("-")
    return base if base and branch in _BRANCHES else name


def _zips(listing: Listing) -> dict[str, Entry]:
    """Repositories as a forge zips them, by their names without the ending."""
    return {entry.name[:-4]: entry for entry in listing.files() if entry.name.lower().endswith(".zip")}


def _without_branches(name: str, beside: Collection[str]) -> str:
    """Without the branch where all have one: a login may end in `-main`, too."""
    return without_branch(name) if all(without_branch(one) != one for one in beside) else name


def _slug(parent: str) -> str:
    match = _CLASSROOM.fullmatch(parent) or _CLASSROOM_50.fullmatch(parent)
    return match["slug"] if match else ""


def _clones(listing: Listing, logins: Collection[str]) -> list[Clone]:
    folders = listing.folders()
    known = {login.casefold(): login for login in logins}
    names = {
        name: _login(_without_branches(name, folders), listing.name, list(folders), known) for name in folders
    }
    there = set(names.values())
    return [Clone(login, folders[name], _base(login, there, known)) for name, login in names.items()]


def _login(name: str, parent: str, beside: list[str], known: dict[str, str]) -> str:
    slug = _slug(parent)
    if slug and name.lower().startswith(f"{slug.lower()}-"):
        return name[len(slug) + 1 :]
    words = name.split("-")
    for start in range(1, len(words)):
        login = known.get("-".join(words[start:]).casefold())
        if login is not None:
            return login
    first = Counter(other.partition("-")[0] for other in beside if "-" in other)
    head, _, rest = name.partition("-")
    return rest if rest and first[head] > 1 else name


def _base(login: str, there: set[str], known: dict[str, str]) -> str:
    """`anna-1` beside `anna` is a further repository of hers, where the roster has no `anna-1`."""
    again = _AGAIN.fullmatch(login)
    is_again = again is not None and again["login"] in there and login.casefold() not in known
    return again["login"] if again is not None and is_again else login
