"""Brightspace: a folder a submission, `index.html` beside them.

    397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM/gradient_descent.py

The numbers are those of folder and submission or user, and not proved to last, so the name joins a person's
work. Several folders of one name are several submissions. Some sites put a student number before the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from grader.submission.listing import Listing
from grader.submission.people import HandedFile, HandIn, Person, joined

NAME = "Brightspace"

_FOLDER = re.compile(
    r"(?P<numbers>\d+-\d+) - (?:(?P<id>\d{4,}) +(?:- )?)?(?P<name>.+) - "
    r"(?P<date>[A-Z][a-z]{2,8} \d{1,2}, \d{4}) (?P<time>\d{3,4}) ?(?P<half>[AP]M)"
)


def recognise(listing: Listing) -> bool:
    """Whether the folders are named as Brightspace names them: nearly all of them."""
    folders = list(listing.folders())
    told = [name for name in folders if _FOLDER.fullmatch(name)]
    return bool(told) and len(folders) - len(told) <= len(told) // 10


def hand_ins(listing: Listing) -> Iterator[HandIn]:
    """One a folder."""
    found = []
    for name, folder in listing.folders().items():
        match = _FOLDER.fullmatch(name)
        if match is None:
            continue
        files = tuple(
            HandedFile(entry=entry, path=PurePosixPath(*folder.path(entry)))
            for entry in folder.entries
            if folder.path(entry)
        )
        person = Person(name=match["name"].strip(), id=match["id"] or "")
        found.append(HandIn(person=person, files=files, handed_in=_iso(match)))
    yield from joined(found)


def _iso(match: re.Match[str]) -> str:
    month, rest = match["date"].split(" ", 1)
    clock = match["time"].zfill(4)
    try:
        moment = datetime.strptime(
            f"{month[:3]} {rest} {clock[:2]}:{clock[2:]} {match['half']}", "%b %d, %Y %I:%M %p"
        )
    except ValueError:
        return ""
    return moment.isoformat()
