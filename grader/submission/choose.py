"""Of all that people handed in, one file a person and assignment; which, and why.

The newest by the platform's date; of several paths the later; then the file named for the assignment; of a
script and a notebook of one name the script (who grades it looks which of the two was changed). Where that
leaves several, none is guessed: the row says so and lists them. Never the best, never two rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Protocol

from grader.errors import SubmissionError
from grader.model import Note, NoteKind
from grader.submission import file_names as names
from grader.submission.files import LIMIT, both_handed_in, zipped
from grader.submission.files import choose as choose_member
from grader.submission.listing import EntryKind, Listing
from grader.submission.people import HandedFile, HandIn, Person

_LISTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One person and assignment: the file that counts, or why there is none."""

    person: Person
    # None where nothing says.
    assignment: str | None
    # The file on disk; of a zip on disk the member; both empty where there is none.
    path: Path | None = None
    member: str = ""
    # The file's name as the student had it, and its path in what they handed in.
    name: str = ""
    chosen: str = ""
    # Why this file, or why none.
    why: str = ""
    # Why it cannot be graded, whatever is in it; empty where it is to be read.
    problem: str = ""
    # Nothing was handed in: no work of theirs is there.
    absent: bool = False
    # It lies in a clone of the kit.
    in_clone: bool = False
    late: bool = False
    handed_in: str = ""
    # Every file of theirs that is not graded, as they had it.
    aside: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
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
class _Pile:
    """All that one person handed in, oldest first."""

    person: Person
    hand_ins: list[tuple[int, Listing, HandIn]] = field(default_factory=list)


# Where one file lies: a path, and in a zip the member.
Place = tuple[Path, str]


class Work(Protocol):
    """What the files of hand-ins hold, for who knows what was handed out."""

    def counts(self, assignment: str, script: Place, notebook: Place) -> str | None:
        """Of a script and a notebook of one name "script" or "notebook"; None where both were worked in."""
        ...

    def untouched(self, assignment: str, file: Place) -> bool:
        """Whether a file is as it was handed out."""
        ...


class NotLookedAt:
    """The script is taken, whatever is in the notebook beside it: who reads it may look again."""

    def counts(self, assignment: str, script: Place, notebook: Place) -> str | None:
        return "script"

    def untouched(self, assignment: str, file: Place) -> bool:
        return False


def choose(
    handed: Sequence[tuple[Listing, HandIn]],
    assignments: Collection[str],
    wanted: str | None = None,
    work: Work = NotLookedAt(),
) -> list[Chosen]:
    """One row a person and assignment, in the order of people and assignments.

    handed: in the order of the paths that were named, so that of two downloads the later counts.
    wanted: the assignment that files are of where neither names nor folders say.
    work: what the files hold.
    """
    rows = [row for pile in _piles(handed) for row in _of_person(pile, assignments, wanted, work)]
    told = {row.assignment for row in rows if row.path is not None and row.assignment}
    if len(told) == 1:
        # Everybody else's work is of one assignment: so is what is missing.
        only = told.pop()
        rows = [replace(row, assignment=row.assignment or only) if row.path is None else row for row in rows]
    return sorted(
        rows, key=lambda row: (row.person.name, row.person.id, row.person.section, row.assignment or "")
    )


def _piles(handed: Sequence[tuple[Listing, HandIn]]) -> list[_Pile]:
    piles: dict[tuple[str, ...], _Pile] = {}
    namesakes = _namesakes(handed)
    for order, (listing, hand_in) in enumerate(handed):
        person = hand_in.person
        number = person.number if person.name in namesakes else ""
        key = ("", person.id) if person.id else (person.name, number, person.section)
        piles.setdefault(key, _Pile(hand_in.person)).hand_ins.append((order, listing, hand_in))
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


def _of_person(pile: _Pile, assignments: Collection[str], wanted: str | None, work: Work) -> Iterator[Chosen]:
    candidates = [
        _candidate(number, listing, hand_in, file, assignments)
        for number, (_, listing, hand_in) in enumerate(pile.hand_ins)
        for file in _readable(hand_in.files)
    ]
    claimed = sorted({one for candidate in candidates for one in candidate.own})
    contexts = sorted({name for one in candidates if (name := _context(one, assignments)) is not None})
    unnamed = [one for one in candidates if not one.own]
    asked = [wanted] if wanted else list(dict.fromkeys([*claimed, *contexts]))
    rows = []
    for assignment in asked:
        named = [one for one in candidates if assignment in one.own]
        beside = [
            one for one in unnamed if _context(one, assignments) in (assignment, None if wanted else "")
        ]
        if named or beside:
            rows.append(_row(pile, assignment, named or beside, work))
    if rows:
        yield from rows
    elif unnamed:
        yield _row(pile, wanted, unnamed, work)
    else:
        yield _without(pile, assignments, wanted, claimed)


def _readable(files: Sequence[HandedFile]) -> Sequence[HandedFile]:
    """Those that may be work, and what stands for a file or folder that cannot be looked into."""
    return [one for one in files if names.suffix(one.path.name) in names.SUFFIXES or _is_odd(one)]


def _is_odd(file: HandedFile) -> bool:
    return file.entry.kind in (EntryKind.LINK, EntryKind.LOCKED)


def _candidate(
    order: int, listing: Listing, hand_in: HandIn, file: HandedFile, assignments: Collection[str]
) -> _Candidate:
    own = names.assignment_in(names.plain_stem(PurePosixPath(file.path.name).stem), assignments)
    told = (own,) if own else _in_zip(listing, file, assignments)
    return _Candidate(order, listing, hand_in, file, told)


def _in_zip(listing: Listing, file: HandedFile, assignments: Collection[str]) -> tuple[str, ...]:
    """The assignments in a student's archive whose own name does not say."""
    if names.suffix(file.path.name) != ".zip" or file.entry.kind is not EntryKind.FILE:
        return ()
    try:
        inside = zipped(listing.store.read(file.entry, LIMIT), file.path.name, LIMIT)
    except SubmissionError:
        return ()  # whoever reads it says why
    told = {names.assignment_in(names.plain_stem(member.name), assignments) for member in inside}
    return tuple(sorted(filter(None, told)))


def _in_zip_problem(one: _Candidate, assignment: str | None) -> str:
    """Why it is not clear which file of a student's archive counts; empty where it is."""
    if names.suffix(one.name) != ".zip" or one.file.entry.kind is not EntryKind.FILE:
        return ""
    try:
        inside = zipped(one.listing.store.read(one.file.entry, LIMIT), one.name, LIMIT)
        choose_member(sorted(inside), assignment, names.shown(one.name))
    except SubmissionError as error:
        return str(error)
    return ""


def _context(one: _Candidate, assignments: Collection[str]) -> str | None:
    """The assignment of the nearest folder that is named for one, else what the platform says."""
    for part in reversed(one.file.path.parts[:-1]):
        known = next((name for name in sorted(assignments) if names.is_exactly(part, name)), None)
        if known:
            return known
    return names.assignment_in(one.hand_in.assignment, assignments) if one.hand_in.assignment else None


# ── one of several ───────────────────────────────────────────────────────────────────────────────────────


def _row(
    pile: _Pile,
    assignment: str | None,
    candidates: Sequence[_Candidate],
    work: Work,
) -> Chosen:
    clones = _worked_clones(candidates, assignment, work)
    if clones is not None:
        candidates = clones
        several = {one.order for one in clones}
        if len(several) > 1:
            return _unclear(pile, assignment, clones)
    newest = max(one.order for one in candidates)
    now = [one for one in candidates if one.order == newest]
    best, why = _best(now, assignment)
    notes = [*_attempts(pile, candidates, newest)]
    counts = _worked_in(best, assignment, work) if _twins(best) else None
    if len(best) > 1 and counts is None:
        return replace(_unclear(pile, assignment, best), notes=tuple(notes))
    chosen = counts or best[0]
    if len(best) > 1 and chosen is best[0]:
        notes.append(Note(both_handed_in(chosen.name), NoteKind.NOTEBOOK_PASSED_OVER))
        why = "the script; the notebook of its name beside it"
    elif len(best) > 1:
        notes.append(
            Note(f"{names.shown(chosen.name)} was graded: the script beside it is as it was handed out")
        )
        why = "the notebook; the script beside it is as it was handed out"
    passed = [
        one
        for one in now
        if one not in best and assignment and (assignment in one.own or one.own == chosen.own)
    ]
    notes += [
        Note(f"{names.shown(chosen.name)} was graded; {names.shown(one.name)} beside it was not")
        for one in passed
    ]
    path, member = chosen.listing.store.place(chosen.file.entry)
    aside = tuple(name for name in _all_files(pile) if name != _label(pile, chosen.file))
    problem = _in_zip_problem(chosen, assignment)
    return replace(
        _base(pile, assignment, chosen.hand_in),
        problem=problem,
        path=path,
        member=member,
        name=chosen.name,
        chosen=_label(pile, chosen.file),
        why=why,
        aside=aside,
        notes=tuple(notes),
    )


def _all_files(pile: _Pile) -> tuple[str, ...]:
    """Every file of a person, as they had it."""
    return tuple(_label(pile, file) for _, _, one in pile.hand_ins for file in one.files)


def _label(pile: _Pile, file: HandedFile) -> str:
    """A file's path as its owner has it; from the top where two hand-ins hold one of that path."""
    same = [one for _, _, hand_in in pile.hand_ins for one in hand_in.files if one.path == file.path]
    return str(file.path) if len(same) == 1 else "/".join(file.entry.parts)


def _unclear(pile: _Pile, assignment: str | None, among: Sequence[_Candidate]) -> Chosen:
    """Several files, of which none is guessed: not graded, all listed."""
    listed = ", ".join(names.shown(_where(one)) for one in among[:_LISTED])
    rest = f" and {len(among) - _LISTED} more" if len(among) > _LISTED else ""
    called = f"{assignment}.py or {assignment}.ipynb" if assignment else "one .py or .ipynb file"
    path, member = among[0].listing.store.place(among[0].file.entry)
    return replace(
        _base(pile, assignment, among[0].hand_in),
        path=path,
        member=member,
        name=among[0].name,
        problem=(
            f"it is not clear which file counts: expected {called}, came {listed}{rest}; "
            "leave only the one to be graded"
        ),
        why="several, and none named for it",
        aside=_all_files(pile),
    )


def _where(one: _Candidate) -> str:
    """A file as its owner knows it; in one of several repositories, with the repository's name."""
    if not one.hand_in.clone:
        return str(one.file.path)
    return "/".join(one.file.entry.parts[-len(one.file.path.parts) - 1 :])


def _worked_clones(
    candidates: Sequence[_Candidate], assignment: str | None, work: Work
) -> list[_Candidate] | None:
    """Of several repositories of one student those with work, else the first; None where there is one."""
    if len({one.order for one in candidates}) < 2 or not all(one.hand_in.clone for one in candidates):
        return None
    worked = {
        one.order
        for one in candidates
        if not work.untouched(assignment or "", one.listing.store.place(one.file.entry))
    }
    kept = worked or {min(one.order for one in candidates)}
    return [one for one in candidates if one.order in kept]


def _base(pile: _Pile, assignment: str | None, hand_in: HandIn) -> Chosen:
    return Chosen(
        person=pile.person,
        assignment=assignment,
        in_clone=hand_in.clone,
        late=hand_in.late,
        handed_in=hand_in.handed_in,
    )


def _best(candidates: Sequence[_Candidate], assignment: str | None) -> tuple[list[_Candidate], str]:
    """Those that are left when names have decided, and why."""
    files = [one for one in candidates if one.file.entry.kind is EntryKind.FILE] or list(candidates)
    if len(files) == 1:
        return files, "the only file of it" if assignment in files[0].own else "the only file"
    exact = [one for one in files if assignment and names.is_exactly(one.stem, assignment)]
    if not exact:
        return _ranked(files), "several"
    ranked = _ranked(exact)
    depth = len(ranked[0].file.path.parts)
    nearest = [one for one in ranked if len(one.file.path.parts) == depth]
    original = [one for one in nearest if names.plain_stem(one.name) == PurePosixPath(one.name).stem]
    return original or nearest, f"named for {assignment}"


def _ranked(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    def rank(one: _Candidate) -> tuple[int, int, str]:
        suffix = names.suffix(one.name)
        kind = names.SUFFIXES.index(suffix) if suffix in names.SUFFIXES else len(names.SUFFIXES)
        return len(one.file.path.parts), kind, str(one.file.path)

    return sorted(candidates, key=rank)


def _twins(best: Sequence[_Candidate]) -> bool:
    """A script and a notebook of one name, in one folder."""
    suffixes = [names.suffix(one.name) for one in best]
    return suffixes == [".py", ".ipynb"] and len({one.file.path.with_suffix("") for one in best}) == 1


def _worked_in(best: Sequence[_Candidate], assignment: str | None, work: Work) -> _Candidate | None:
    """Of a script and a notebook the one that was worked in; None where both were."""
    script, notebook = (one.listing.store.place(one.file.entry) for one in best)
    counts = work.counts(assignment or "", script, notebook)
    return {"script": best[0], "notebook": best[1]}.get(counts or "")


def _attempts(pile: _Pile, candidates: Sequence[_Candidate], newest: int) -> Iterator[Note]:
    orders = sorted({one.order for one in candidates})
    if len(orders) > 1:
        yield Note(f"handed in {len(orders)} times; the newest counts")
    later = [hand_in for _, _, hand_in in pile.hand_ins[newest + 1 :] if hand_in.text and not hand_in.files]
    if later:
        yield Note("text alone was handed in later; the newest file counts")


# ── without a file ───────────────────────────────────────────────────────────────────────────────────────


def _without(pile: _Pile, assignments: Collection[str], wanted: str | None, others: Sequence[str]) -> Chosen:
    """Somebody who appears, and of whom no code is there for this assignment."""
    listing, hand_in = pile.hand_ins[-1][1:]
    files = [file for _, _, one in pile.hand_ins for file in one.files]
    told = {names.assignment_in(names.plain_stem(file.path.stem), assignments) for file in files} - {None}
    base = _base(pile, wanted or (told.pop() if len(told) == 1 else None), hand_in)
    if any(one.text for _, _, one in pile.hand_ins) and not files:
        said = "text was typed into the platform, and no file was handed in"
        return replace(base, problem=said, why="no file")
    if others and wanted:
        said = f"what was handed in is named for {', '.join(others)}, not for {wanted}"
        return replace(base, absent=True, why=said, notes=(Note(said),))
    if not files:
        return replace(base, absent=True, why="nothing was handed in")
    came = ", ".join(names.shown(file.path.name) for file in files[:_LISTED])
    path, member = listing.store.place(files[0].entry)
    return replace(
        base,
        path=path,
        member=member,
        name=files[0].path.name,
        problem=f"expected a .py or .ipynb file, or a .zip with one in it, came {came}",
        why="no code",
        aside=_all_files(pile),
    )


def by_person(rows: Sequence[Chosen]) -> Iterator[tuple[Person, list[Chosen]]]:
    """The rows of each person, in order."""
    for _, group in groupby(rows, lambda row: (row.person.key, row.person.section)):
        found = list(group)
        yield found[0].person, found
