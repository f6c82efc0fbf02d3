"""Canvas: one flat zip, everything about a file in its name.

    leeanna_LATE_104_9001_gradient_descent-1.py     <name>[_LATE]_<user id>_<file id>_<file>
    leeanna_104_text.html                           text that was typed in; `_link.html` for a link
    LATE_anon_7pQ2x_9001_gradient_descent.py        anonymous grading

Canvas itself takes the first two parts that are digits alone for the ids
(`infer_comment_context_from_filename` in app/models/assignment.rb of instructure/canvas-lms); names are in
lower case, so `LATE` is never a name's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.submission.listing import Listing
from grader.submission.people import HandedFile, HandIn, Person, joined

NAME = "Canvas"

_ANONYMOUS = re.compile(r"(?P<late>LATE_)?(?P<id>anon_[A-Za-z0-9]{5})_(?P<file>\d+)_(?P<name>.+)", re.DOTALL)
_TYPED = re.compile(r"(?P<who>.+)_(?P<id>\d+)_(?:text|link)\.html")
# What Canvas puts before the ending where the zip, or the student's folder, held that name already.
_AGAIN = re.compile(r"-(?:\d|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")


@dataclass(frozen=True, slots=True)
class _Parsed:
    name: str
    id: str
    late: bool
    # As the student had it; empty for text typed into Canvas.
    file: str


def recognise(listing: Listing) -> bool:
    """Whether the files of a folder are named as Canvas names them: nearly all of them."""
    files = [entry.name for entry in listing.files()]
    told = [name for name in files if _parsed(name, ()) is not None]
    return bool(told) and len(files) - len(told) <= len(told) // 10


def hand_ins(listing: Listing, ids: Collection[str] = ()) -> Iterator[HandIn]:
    """One a person: the zip holds the last attempt alone. ids: the roster's, which settle odd names."""
    found = []
    for entry in listing.files():
        parsed = _parsed(entry.name, ids)
        if parsed is None:
            continue
        person = Person(name=parsed.name, id=parsed.id)
        files = (HandedFile(entry=entry, path=PurePosixPath(parsed.file)),) if parsed.file else ()
        found.append(HandIn(person=person, files=files, late=parsed.late, text=not parsed.file))
    yield from joined(found)


def _parsed(name: str, ids: Collection[str]) -> _Parsed | None:
    anonymous = _ANONYMOUS.fullmatch(name)
    if anonymous:
        return _Parsed(anonymous["id"], "", bool(anonymous["late"]), original(anonymous["name"]))
    typed = _TYPED.fullmatch(name)
    if typed and not _numbers(typed["who"].split("_")):
        who, late = _who(typed["who"].split("_"))
        return _Parsed(who, typed["id"], late, "") if who else None
    parts = name.split("_")
    numbers = _numbers(parts)
    at = next((place for place in numbers if parts[place] in ids), None)
    places = [place for place in numbers if place > 0 and (at is None or place >= at)]
    if len(places) < 2 or places[1] + 1 >= len(parts):
        return None
    who, late = _who(parts[: places[0]])
    file = "_".join(parts[places[1] + 1 :])
    return _Parsed(who, parts[places[0]], late, original(file)) if who and file else None


def _numbers(parts: list[str]) -> list[int]:
    return [place for place, part in enumerate(parts) if part.isascii() and part.isdigit()]


def _who(parts: list[str]) -> tuple[str, bool]:
    late = parts[-1:] == ["LATE"]
    return "_".join(parts[:-1] if late else parts), late


def original(name: str) -> str:
    """A file's name before Canvas, or a browser, found another of that name beside it."""
    path = PurePosixPath(name)
    return f"{_AGAIN.sub('', path.stem)}{path.suffix}" if path.suffix else name
