"""Blackboard: a flat zip of files and receipts, several attempts a person where the teacher asks for all.

    Gradient Descent_alee_attempt_2026-03-01-10-00-00_gradient_descent.py
    Gradient Descent_alee_attempt_2026-03-01-10-00-00.txt                    the receipt of that attempt

The first `_attempt_<date>` is Blackboard's: a greedy pattern would let a file's name name another student.
Title and user name may hold `_` themselves; then the receipt (`Name: Anna Lee (alee)`) tells where one ends,
else what all names begin with. (kwurst/bb-file-cleanup; matthew-e-brown/bb-gradebook.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.errors import SubmissionError
from grader.submission.listing import Entry, Listing
from grader.submission.people import HandedFile, HandIn, Person, joined

NAME = "Blackboard"

_NAME = re.compile(
    r"(?P<head>.+?)_attempt_(?P<date>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|(?P<receipt>\.txt))", re.DOTALL
)
_WHO = re.compile(r"^Name:[ \t]*(?P<name>.*?)[ \t]*\((?P<id>[^()\s]+)\)[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"^Submission Field:[ \t]*\n(?P<text>.*?)\n[ \t]*\n?Comments:", re.MULTILINE | re.DOTALL)
_NO_TEXT = "There is no student submission text data"
_RECEIPT = 200_000


@dataclass(frozen=True, slots=True)
class _Receipt:
    person: Person
    text: bool


def recognise(listing: Listing) -> bool:
    """Whether the files of a folder are named as Blackboard names them: nearly all of them."""
    names = [entry.name for entry in listing.files()]
    told = [name for name in names if _NAME.fullmatch(name)]
    return bool(told) and len(names) - len(told) <= len(told) // 10


def hand_ins(listing: Listing) -> Iterator[HandIn]:
    """One an attempt."""
    parsed = [(entry, match) for entry in listing.files() if (match := _NAME.fullmatch(entry.name))]
    receipts = _receipts(listing, [(entry, match) for entry, match in parsed if match["receipt"]])
    title = _title([match["head"] for _, match in parsed], receipts)
    found = []
    for entry, match in parsed:
        receipt = receipts.get((match["head"], match["date"]))
        person = _known(match["head"], receipts) or _by_name(match["head"], title)
        files = (HandedFile(entry=entry, path=PurePosixPath(match["file"])),) if match["file"] else ()
        text = bool(match["receipt"]) and receipt is not None and receipt.text
        found.append(
            HandIn(
                person=person,
                files=files,
                assignment=title.removesuffix("_"),
                handed_in=_iso(match["date"]),
                text=text,
            )
        )
    yield from joined(found)


def _receipts(listing: Listing, found: list[tuple[Entry, re.Match[str]]]) -> dict[tuple[str, str], _Receipt]:
    receipts = {}
    for entry, match in found:
        try:
            text = listing.store.read(entry, _RECEIPT).decode("utf-8-sig", "replace").replace("\r\n", "\n")
        except SubmissionError:
            continue  # without it, the name of the file says who
        who = _WHO.search(text)
        # A receipt speaks of the user whose name it bears, and of nobody else.
        if who and match["head"].endswith(f"_{who['id']}"):
            field = _FIELD.search(text)
            typed = field is not None and bool(field["text"].strip()) and _NO_TEXT not in field["text"]
            person = Person(name=who["name"] or who["id"], id=who["id"])
            receipts[match["head"], match["date"]] = _Receipt(person, typed)
    return receipts


def _known(head: str, receipts: Mapping[tuple[str, str], _Receipt]) -> Person | None:
    return next((receipt.person for (other, _), receipt in receipts.items() if other == head), None)


def _title(heads: list[str], receipts: Mapping[tuple[str, str], _Receipt]) -> str:
    """The assignment's title, with the `_` behind it: what receipts leave of a name, or all names share."""
    for (head, _), receipt in receipts.items():
        return head.removesuffix(receipt.person.id)
    if len(set(heads)) < 2:
        return ""
    words = [head.split("_") for head in heads]
    shared = [same[0] for same in zip(*words, strict=False)]
    count = next((at for at, same in enumerate(zip(*words, strict=False)) if len(set(same)) > 1), len(shared))
    return "".join(f"{word}_" for word in shared[:count])


def _by_name(head: str, title: str) -> Person:
    user = head.removeprefix(title) if title and head.startswith(title) else head.rpartition("_")[2]
    return Person(name=user, id=user)


def _iso(date: str) -> str:
    year, month, day, hour, minute, second = date.split("-")
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"
