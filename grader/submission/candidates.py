"""The files that may be somebody's submission: whose, in which order, and of which assignment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from grader.errors import SubmissionError
from grader.submission import file_names as names
from grader.submission.files import LIMIT, choose_in_zip, limit_of, zipped
from grader.submission.listing import EntryKind, Listing
from grader.submission.people import HandedFile, HandIn, Person
from grader.words.messages import NOTHING, Message


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be the one: where it stands among the hand-ins, and what it is of."""

    order: int
    listing: Listing
    hand_in: HandIn
    file: HandedFile
    # By its own name, or by what a zip holds.
    own: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.file.path.name

    @property
    def stem(self) -> str:
        return names.plain_stem(self.name)


@dataclass(slots=True)
class Pile:
    """All that one person handed in, oldest first."""

    person: Person
    hand_ins: list[tuple[int, Listing, HandIn]] = field(default_factory=list)


def piles_of(handed: Sequence[tuple[Listing, HandIn]]) -> list[Pile]:
    """What each person handed in, in the order in which people first appear."""
    piles: dict[tuple[str, ...], Pile] = {}
    namesakes = _namesakes(handed)
    for order, (listing, hand_in) in enumerate(handed):
        person = hand_in.person
        number = person.number if person.name in namesakes else ""
        key = ("", person.id) if person.id else (person.name, number, person.section)
        piles.setdefault(key, Pile(hand_in.person)).hand_ins.append((order, listing, hand_in))
    for pile in piles.values():
        # Without a date, a later path is a later hand-in; with dates, they decide.
        if all(hand_in.handed_in for _, _, hand_in in pile.hand_ins):
            pile.hand_ins.sort(key=lambda one: (one[2].handed_in, one[0]))
    return list(piles.values())


def _namesakes(handed: Sequence[tuple[Listing, HandIn]]) -> set[str]:
    """Names that two people of one download bear: there, the platform's numbers part them."""
    numbers: dict[tuple[int, str], set[str]] = {}
    for listing, hand_in in handed:
        numbers.setdefault((id(listing), hand_in.person.name), set()).add(hand_in.person.number)
    return {name for (_, name), found in numbers.items() if len(found) > 1}


def _readable(files: Sequence[HandedFile]) -> Sequence[HandedFile]:
    """Those that may be work, and what stands for a file or folder that cannot be looked into."""
    return [one for one in files if names.suffix(one.path.name) in names.SUFFIXES or _is_odd(one)]


def _is_odd(file: HandedFile) -> bool:
    return file.entry.kind in (EntryKind.LINK, EntryKind.LOCKED)


def _candidate(
    order: int, listing: Listing, hand_in: HandIn, file: HandedFile, assignments: Collection[str]
) -> Candidate:
    own = names.assignment_in(names.plain_stem(PurePosixPath(file.path.name).stem), assignments)
    told = (own,) if own else _in_zip(listing, file, assignments)
    return Candidate(order, listing, hand_in, file, told)


def _in_zip(listing: Listing, file: HandedFile, assignments: Collection[str]) -> tuple[str, ...]:
    """The assignments in a student's archive whose own name does not say."""
    if names.suffix(file.path.name) != ".zip" or file.entry.kind is not EntryKind.FILE:
        return ()
    try:
        inside = zipped(listing.store.read(file.entry, limit_of(file.path.name)), file.path.name, LIMIT)
    except SubmissionError:
        return ()  # whoever reads it says why
    told = {names.assignment_in(names.plain_stem(member.name), assignments) for member in inside}
    return tuple(sorted(filter(None, told)))


def zip_problem(one: Candidate, assignment: str | None) -> Message:
    """Why it is not clear which file of a student's archive counts; empty where it is."""
    if names.suffix(one.name) != ".zip" or one.file.entry.kind is not EntryKind.FILE:
        return NOTHING
    try:
        data = one.listing.store.read(one.file.entry, limit_of(one.name))
        choose_in_zip(zipped(data, one.name, LIMIT), data, assignment, names.shown(one.name))
    except SubmissionError as error:
        return error.said
    return NOTHING


def context(one: Candidate, assignments: Collection[str]) -> str | None:
    """The assignment of the nearest folder that is named for one, else what the platform says."""
    for part in reversed(one.file.path.parts[:-1]):
        known = next((name for name in sorted(assignments) if names.is_exactly(part, name)), None)
        if known:
            return known
    return names.assignment_in(one.hand_in.assignment, assignments) if one.hand_in.assignment else None


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The nearest to the top first; of one depth scripts, then notebooks, then archives."""

    def rank(one: Candidate) -> tuple[int, int, str]:
        suffix = names.suffix(one.name)
        kind = names.SUFFIXES.index(suffix) if suffix in names.SUFFIXES else len(names.SUFFIXES)
        return len(one.file.path.parts), kind, str(one.file.path)

    return sorted(candidates, key=rank)


def are_twins(best: Sequence[Candidate]) -> bool:
    """A script and a notebook of one name, in one folder."""
    suffixes = [names.suffix(one.name) for one in best]
    return suffixes == [".py", ".ipynb"] and len({one.file.path.with_suffix("") for one in best}) == 1


def all_files(pile: Pile) -> tuple[str, ...]:
    """Every file of a person, as they had it."""
    return tuple(label(pile, file) for _, _, one in pile.hand_ins for file in one.files)


def label(pile: Pile, file: HandedFile) -> str:
    """A file's path as its owner has it; from the top where two hand-ins hold one of that path."""
    same = [one for _, _, hand_in in pile.hand_ins for one in hand_in.files if one.path == file.path]
    return str(file.path) if len(same) == 1 else "/".join(file.entry.parts)


def candidates_of(pile: Pile, assignments: Collection[str]) -> list[Candidate]:
    """The files of a person that may be work, oldest hand-in first."""
    return [
        _candidate(number, listing, hand_in, file, assignments)
        for number, (_, listing, hand_in) in enumerate(pile.hand_ins)
        for file in _readable(hand_in.files)
    ]
