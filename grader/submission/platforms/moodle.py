"""Moodle: a folder a person, or all files flat; what stands before `_assignsubmission_` is Moodle's.

    Anna Lee_3471_assignsubmission_file_/gradient_descent.ipynb
    Anna Lee_3471_assignsubmission_file_gradient_descent.ipynb
    Anna Lee_3471_assignsubmission_onlinetext_/onlinetext.html       text that was typed in

The number is the participant's record in this one assignment, so it parts two of one name and is no id
(mod/assign/classes/downloader.php of moodle/moodle). Only the last attempt is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.submission.listing import Entry, Listing
from grader.submission.people import HandedFile, HandIn, Person, joined

NAME = "Moodle"

_MARK = "_assignsubmission_"


@dataclass(frozen=True, slots=True)
class _Parsed:
    person: Person
    text: bool
    # What stands behind Moodle's own words; the file's name in a flat download.
    rest: str


def recognise(listing: Listing) -> bool:
    """Whether the entries of a folder are named as Moodle names them: nearly all of them."""
    names = [*(entry.name for entry in listing.files()), *listing.folders()]
    told = [name for name in names if _parsed(name) is not None]
    return bool(told) and len(names) - len(told) <= len(told) // 10


def hand_ins(listing: Listing) -> Iterator[HandIn]:
    """One a person, with all files in their order."""
    yield from joined([one for entry in listing.entries if (one := _of(listing, entry)) is not None])


def _of(listing: Listing, entry: Entry) -> HandIn | None:
    path = listing.path(entry)
    parsed = _parsed(path[0])
    if parsed is None:
        return None
    inner = path[1:] or (parsed.rest,)
    is_file = entry.parts != entry.parts[: listing.depth + 1] or bool(parsed.rest)
    files = (HandedFile(entry=entry, path=PurePosixPath(*inner)),) if is_file and not parsed.text else ()
    return HandIn(person=parsed.person, files=files, text=parsed.text)


def _parsed(name: str) -> _Parsed | None:
    who, mark, rest = name.partition(_MARK)
    kind = next((kind for kind in ("file", "onlinetext") if rest.startswith(kind)), None)
    if not mark or not who or kind is None:
        return None
    before, _, number = who.rpartition("_")
    has_number = bool(before) and number.isascii() and number.isdigit()
    person = Person(
        name=(before if has_number else who).replace("_", " ").strip(), number=number if has_number else ""
    )
    return _Parsed(person, kind == "onlinetext", rest.removeprefix(kind).removeprefix("_"))
