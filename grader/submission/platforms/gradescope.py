"""Gradescope: a folder a submission, and who handed it in in `submission_metadata.yml`.

    assignment_412_export/submission_metadata.yml
    assignment_412_export/submission_9001/gradient_descent.py

The file names the submitters of each folder (`:name:`, `:sid:`, `:email:`, several for a group) and its time.
One inside a submission is a student's file. Reading it needs PyYAML (`pip install 'torchgrader[lms]'`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from grader.errors import SubmissionError, UsageError
from grader.submission.listing import Listing
from grader.submission.people import HandedFile, HandIn, Person, joined
from grader.words.messages import Code, Heard, InFile, say

NAME = "Gradescope"

_METADATA = "submission_metadata.yml"
_FOLDER = "submission_"
_LIMIT = 50_000_000


def recognise(listing: Listing) -> bool:
    """Whether the file that says who is there, with folders of submissions beside it."""
    has_file = any(entry.name == _METADATA for entry in listing.files())
    return has_file and any(name.startswith(_FOLDER) for name in listing.folders())


def hand_ins(listing: Listing) -> Iterator[HandIn]:
    """One a folder. Raises UsageError where the metadata cannot be read."""
    metadata = _metadata(listing)
    found = []
    for name, folder in listing.folders().items():
        if not name.startswith(_FOLDER):
            continue
        said = metadata.get(name)
        said = said if isinstance(said, dict) else {}
        files = tuple(
            HandedFile(entry=entry, path=PurePosixPath(*folder.path(entry)))
            for entry in folder.entries
            if folder.path(entry)
        )
        found.append(HandIn(person=_who(said, name), files=files, handed_in=_moment(said.get(":created_at"))))
    yield from joined(found)


def _metadata(listing: Listing) -> Mapping[str, Any]:
    try:
        import yaml
    except ImportError:
        raise UsageError(
            say("A download from Gradescope needs PyYAML.")
            + say("Install it with {command}.", command=Code("pip install 'torchgrader[lms]'"))
        ) from None

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML ships no types
        """Plain data; Ruby's own kinds of object are left out."""

    Loader.add_multi_constructor("!", lambda *_: None)
    entry = next(entry for entry in listing.files() if entry.name == _METADATA)
    try:
        said = yaml.load(listing.store.read(entry, _LIMIT), Loader)
    except (SubmissionError, yaml.YAMLError, ValueError) as error:
        why = Heard(getattr(error, "problem", None) or type(error).__name__)
        wrong = say("{file} cannot be read: {reason}.", file=InFile(_METADATA), reason=why)
        raise UsageError(wrong + say("Download the export again.")) from None
    return said if isinstance(said, dict) else {}


def _who(said: Mapping[str, Any], folder: str) -> Person:
    listed = said.get(":submitters")
    people = [_person(one) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if not people:
        return Person(name=folder)
    if len(people) == 1:
        return people[0]
    names = ", ".join(one.name for one in people)
    return Person(name=names, members=tuple(people))


def _person(said: Mapping[str, Any]) -> Person:
    def text(key: str) -> str:
        value = said.get(key)
        return "" if value is None else str(value).strip()

    return Person(name=text(":name") or text(":email") or "unknown", id=text(":sid"), email=text(":email"))


def _moment(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value).strip() if isinstance(value, str) else ""
