"""Of all that people handed in, one file a person and assignment; which, and why.

The newest by the platform's date; of several paths the later; then the file named for the assignment; of a
script and a notebook of one name the script (who grades it looks which of the two was changed). Where that
leaves several, none is guessed: the row says so and lists them. Never the best, never two rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Protocol

from grader.model import Note, NoteKind
from grader.submission import file_names as names
from grader.submission.beside import Neighbour, is_own
from grader.submission.candidates import (
    Candidate,
    Pile,
    all_files,
    are_twins,
    candidates_of,
    context,
    label,
    piles_of,
    ranked,
    zip_problem,
)
from grader.submission.files import EXPECTED, both_handed_in, one_expected
from grader.submission.listing import EntryKind, Listing
from grader.submission.people import HandedFile, HandIn, Person
from grader.submission.refusals import kind_by_name
from grader.words.messages import NOTHING, InFile, Items, Message, Name, say

_LISTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One person and assignment: the file that counts, or why there is none."""

    person: Person
    # None where nothing says.
    assignment: str | None
    # It is the only one there could be, and the file is not named for it.
    assumed: bool = False
    # The file on disk; of a zip on disk the member; both empty where there is none.
    path: Path | None = None
    member: str = ""
    # The file's name as the student had it, and its path in what they handed in.
    name: str = ""
    chosen: str = ""
    # Why this file, or why none.
    why: Message = NOTHING
    # Why it cannot be graded, whatever is in it; empty where it is to be read.
    problem: Message = NOTHING
    # Nothing was handed in: no work of theirs is there.
    absent: bool = False
    # What was handed in with it, in its folder and below.
    neighbours: tuple[Neighbour, ...] = ()
    # It lies in a clone of the kit.
    in_clone: bool = False
    late: bool = False
    handed_in: str = ""
    # Every file of theirs that is not graded, as they had it.
    aside: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


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
    rows = [row for pile in piles_of(handed) for row in _of_person(pile, assignments, wanted, work)]
    told = {row.assignment for row in rows if row.path is not None and row.assignment}
    if len(told) == 1:
        # Everybody else's work is of one assignment: so is what is missing.
        only = told.pop()
        rows = [replace(row, assignment=row.assignment or only) if row.path is None else row for row in rows]
    return sorted(
        rows, key=lambda row: (row.person.name, row.person.id, row.person.section, row.assignment or "")
    )


def _of_person(pile: Pile, assignments: Collection[str], wanted: str | None, work: Work) -> Iterator[Chosen]:
    candidates = candidates_of(pile, assignments)
    claimed = sorted({one for candidate in candidates for one in candidate.own})
    contexts = sorted({name for one in candidates if (name := context(one, assignments)) is not None})
    unnamed = [one for one in candidates if not one.own]
    asked = [wanted] if wanted else list(dict.fromkeys([*claimed, *contexts]))
    rows = []
    for assignment in asked:
        named = [one for one in candidates if assignment in one.own]
        beside = [one for one in unnamed if context(one, assignments) in (assignment, None if wanted else "")]
        if named or beside:
            rows.append(_row(pile, assignment, named or beside, work))
    if rows:
        yield from rows
    elif unnamed:
        yield _row(pile, wanted, unnamed, work)
    else:
        yield _without(pile, assignments, wanted, claimed)


# ── one of several ───────────────────────────────────────────────────────────────────────────────────────


def _row(
    pile: Pile,
    assignment: str | None,
    candidates: Sequence[Candidate],
    work: Work,
) -> Chosen:
    clones = _worked_clones(candidates, assignment, work)
    if clones is not None and len({one.order for one in clones}) > 1:
        return _unclear(pile, assignment, clones)
    candidates = clones or candidates
    newest = max(one.order for one in candidates)
    now = [one for one in candidates if one.order == newest]
    best, why = _best(now, assignment)
    notes = [*_attempts(pile, candidates, newest)]
    counts = _worked_in(best, assignment, work) if are_twins(best) else None
    if len(best) > 1 and counts is None:
        return replace(_unclear(pile, assignment, best), notes=tuple(notes))
    chosen = counts or best[0]
    if len(best) > 1:
        why = _which_twin(chosen is best[0])
        notes.append(_twin_note(chosen, script=chosen is best[0]))
    notes += _passed_over(chosen, [one for one in now if one not in best], assignment)
    return replace(_taken(pile, assignment, chosen), why=why, notes=tuple(notes))


def _which_twin(script: bool) -> Message:
    if script:
        return say("It is the script, with a notebook of the same name beside it.")
    return say("It is the notebook, and the script beside it is as it was handed out.")


def _twin_note(chosen: Candidate, *, script: bool) -> Note:
    if script:
        return Note(both_handed_in(chosen.name), NoteKind.NOTEBOOK_PASSED_OVER)
    return Note(_was_graded(chosen) + say("The script beside it is as it was handed out."))


def _was_graded(chosen: Candidate) -> Message:
    return say("{file} was graded.", file=_named(chosen.name))


def _named(name: str) -> InFile:
    return InFile(names.shown(name))


def _passed_over(chosen: Candidate, others: Sequence[Candidate], assignment: str | None) -> Iterator[Note]:
    for one in others:
        if assignment and (assignment in one.own or one.own == chosen.own):
            other = say("{file} beside it was not graded.", file=_named(one.name))
            yield Note(_was_graded(chosen) + other)


def _taken(pile: Pile, assignment: str | None, chosen: Candidate) -> Chosen:
    path, member = chosen.listing.store.place(chosen.file.entry)
    own = label(pile, chosen.file)
    return replace(
        _base(pile, assignment, chosen.hand_in),
        path=path,
        member=member,
        name=chosen.name,
        chosen=own,
        problem=zip_problem(chosen, assignment),
        aside=tuple(name for name in all_files(pile) if name != own),
        neighbours=tuple(_neighbours(chosen)),
    )


def _neighbours(chosen: Candidate) -> Iterator[Neighbour]:
    """Of the same hand-in: no file of another person, and none of an earlier time."""
    folder = chosen.file.path.parent
    for file in chosen.hand_in.files:
        if file != chosen.file and file.entry.kind is EntryKind.FILE and file.path.is_relative_to(folder):
            name = file.path.relative_to(folder)
            if is_own(name.parts):
                path, member = chosen.listing.store.place(file.entry)
                yield Neighbour(name=name, path=path, member=member)


def _unclear(pile: Pile, assignment: str | None, among: Sequence[Candidate]) -> Chosen:
    """Several files, of which none is guessed: not graded, all listed."""
    expected = one_expected([_where(one) for one in among], assignment)
    path, member = among[0].listing.store.place(among[0].file.entry)
    return replace(
        _base(pile, assignment, among[0].hand_in),
        path=path,
        member=member,
        name=among[0].name,
        problem=say("It is not clear which file counts.") + expected,
        why=say("There are several files, and none is named for the assignment."),
        aside=all_files(pile),
    )


def _where(one: Candidate) -> str:
    """A file as its owner knows it; in one of several repositories, with the repository's name."""
    if not one.hand_in.clone:
        return str(one.file.path)
    return "/".join(one.file.entry.parts[-len(one.file.path.parts) - 1 :])


def _worked_clones(
    candidates: Sequence[Candidate], assignment: str | None, work: Work
) -> list[Candidate] | None:
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


def _base(pile: Pile, assignment: str | None, hand_in: HandIn) -> Chosen:
    return Chosen(
        person=pile.person,
        assignment=assignment,
        in_clone=hand_in.clone,
        late=hand_in.late,
        handed_in=hand_in.handed_in,
    )


def _best(candidates: Sequence[Candidate], assignment: str | None) -> tuple[list[Candidate], Message]:
    """Those that are left when names have decided, and why."""
    files = [one for one in candidates if one.file.entry.kind is EntryKind.FILE] or list(candidates)
    if len(files) == 1:
        if assignment in files[0].own:
            return files, say("It is the only file of this assignment.")
        return files, say("It is the only file.")
    exact = [one for one in files if assignment and names.is_exactly(one.stem, assignment)]
    if not exact:
        return ranked(files), NOTHING
    order = ranked(exact)
    depth = len(order[0].file.path.parts)
    nearest = [one for one in order if len(one.file.path.parts) == depth]
    original = [one for one in nearest if names.plain_stem(one.name) == PurePosixPath(one.name).stem]
    return original or nearest, say("It is named for {assignment}.", assignment=Name(assignment or ""))


def _worked_in(best: Sequence[Candidate], assignment: str | None, work: Work) -> Candidate | None:
    """Of a script and a notebook the one that was worked in; None where both were."""
    script, notebook = (one.listing.store.place(one.file.entry) for one in best)
    counts = work.counts(assignment or "", script, notebook)
    return {"script": best[0], "notebook": best[1]}.get(counts or "")


def _attempts(pile: Pile, candidates: Sequence[Candidate], newest: int) -> Iterator[Note]:
    orders = sorted({one.order for one in candidates})
    if len(orders) > 1:
        again = say("This was handed in {count} times.", count=len(orders))
        yield Note(again + say("The newest one counts."))
    later = [hand_in for _, _, hand_in in pile.hand_ins[newest + 1 :] if hand_in.text and not hand_in.files]
    if later:
        yield Note(say("Only text was handed in later.") + say("The newest file counts."))


# ── without a file ───────────────────────────────────────────────────────────────────────────────────────


def _without(pile: Pile, assignments: Collection[str], wanted: str | None, others: Sequence[str]) -> Chosen:
    """Somebody who appears, and of whom no code is there for this assignment."""
    listing, hand_in = pile.hand_ins[-1][1:]
    files = [file for _, _, one in pile.hand_ins for file in one.files]
    told = {names.assignment_in(names.plain_stem(file.path.stem), assignments) for file in files} - {None}
    base = _base(pile, wanted or (told.pop() if len(told) == 1 else None), hand_in)
    if any(one.text for _, _, one in pile.hand_ins) and not files:
        said = say("Text was typed into the platform, and no file was handed in.")
        return replace(base, problem=said, why=said)
    if others and wanted:
        named = Items(tuple(map(Name, others)))
        said = say("The work is named for {others}, not for {wanted}.", others=named, wanted=Name(wanted))
        return replace(base, absent=True, why=said, notes=(Note(said),))
    if not files:
        return replace(base, absent=True, why=say("Nothing was handed in."))
    came = Items(tuple(_named(file.path.name) for file in files[:_LISTED]))
    path, member = listing.store.place(files[0].entry)
    return replace(
        base,
        path=path,
        member=member,
        name=files[0].path.name,
        problem=_no_code(files, came),
        why=say("There is no code in {files}.", files=came),
        aside=all_files(pile),
    )


def _no_code(files: Sequence[HandedFile], came: Items) -> Message:
    """What was handed in instead of code: one file for what it is, several as a list."""
    known = [said for file in files if (said := kind_by_name(file.path.name))]
    if known and len(files) == 1:
        return known[0]
    listed = say("There is no code in {files}.", files=came)
    return listed + (known[0] if known else EXPECTED)


def by_person(rows: Sequence[Chosen]) -> Iterator[tuple[Person, list[Chosen]]]:
    """The rows of each person, in order."""
    for _, group in groupby(rows, lambda row: (row.person.key, row.person.section)):
        found = list(group)
        yield found[0].person, found
