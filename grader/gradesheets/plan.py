"""Who is graded as whom, from which file, and why: told before anything runs, and followed to the letter.

    plan(paths, assignments, …) ─► ClassPlan ─► plan.csv, corrected by a person ─► read_plan ─► the same rows

The way out of every wrong guess: a row's student, id, assignment or file can be changed, a row left out.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from grader.errors import UsageError
from grader.gradesheets.roster import Listed, Roster, absent, known_people
from grader.gradesheets.sheet import read_sheet
from grader.model import Note
from grader.submission import hand_ins
from grader.submission.beside import Neighbour, is_own
from grader.submission.choose import Chosen, Place, Work, by_person, choose
from grader.submission.hand_ins import FoundHandIn
from grader.submission.people import HandIn, Person
from grader.words.messages import NOTHING, InFile, Items, Message, Name, Value, code_list, heard, quoted, say

COLUMNS = (
    "student", "id", "section", "assignment", "action", "file", "member", "why", "late", "handed_in", "group",
    "beside",
)  # fmt: skip
GRADE, NOT_GRADED, NOT_HANDED_IN = "grade", "not graded", "not handed in"
# A cell that begins so is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NothingKnown:
    """Nothing is known of what was handed out: any file may have been worked in."""

    def counts(self, assignment: str, script: Place, notebook: Place) -> str | None:
        return None

    def untouched(self, assignment: str, file: Place) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPlan:
    """The rows of a class, and what was left aside."""

    rows: tuple[Chosen, ...]
    # Files of people that are not graded, by person; and what nobody handed in, by kind.
    aside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: Counter[str] = field(default_factory=Counter)
    # Those of the class that the roster does not know.
    unknown: tuple[str, ...] = ()

    def action(self, row: Chosen) -> str:
        """What is done about a row."""
        if row.absent:
            return NOT_HANDED_IN
        return NOT_GRADED if row.problem else GRADE


def plan(
    paths: Sequence[Path],
    assignments: Collection[str],
    *,
    wanted: str | None = None,
    roster: Roster | None = None,
    leave_out: Path | None = None,
    work: Work = NothingKnown(),
) -> ClassPlan:
    """What is handed in at the paths, a row a person and assignment; of several paths the later counts.

    work: what the files hold; where a script and the notebook of its name both do, neither is graded.
    leave_out: a folder below them that is not looked at: where reports are written.

    Raises:
        UsageError: a path is not there, or cannot be listed.
    """
    known = roster.logins + roster.names if roster else []
    handed = [one for path in paths for one in hand_ins.at(path, assignments, known, leave_out)]
    ignored: Counter[str] = Counter()
    for listing in {id(one.listing): one.listing for one in handed}.values():
        ignored += listing.aside
    if roster is None:
        rows = [_not_handed_in(row, work) for row in choose(handed, assignments, wanted, work)]
        rows = _of_the_only_one(rows, assignments)
        return ClassPlan(rows=tuple(rows), aside=_aside(rows), ignored=ignored)
    people = known_people(roster, hand_ins.listed(handed))
    told = [FoundHandIn(one.listing, _renamed(one.hand_in, people, roster)) for one in handed]
    rows = choose(told, assignments, wanted, work)
    rows = [_noted(row, people, roster) for row in rows]
    there = [listed for _, listed in people.values() if listed is not None]
    there += [one for person in people for one in roster.members(person)]
    rows = [_not_handed_in(row, work) for row in rows]
    missing = [_missing(person, rows, wanted) for person in absent(roster, there)]
    rows = _of_the_only_one([*rows, *missing], assignments)
    return ClassPlan(
        rows=tuple(rows),
        aside=_aside(rows),
        ignored=ignored,
        unknown=tuple(
            person.name
            for person, (_, listed) in people.items()
            if listed is None and not roster.members(person) and not person.members
        ),
    )


def _renamed(hand_in: HandIn, people: dict[Person, tuple[Person, Listed | None]], roster: Roster) -> HandIn:
    person, listed = people[hand_in.person]
    members = tuple(one.person for one in roster.members(hand_in.person))
    if listed is None and members:
        person = replace(person, members=members)
    return replace(hand_in, person=person)


def _not_handed_in(row: Chosen, work: Work) -> Chosen:
    """In a clone of the kit, an exercise as it was handed out is no hand-in."""
    if not row.in_clone or row.problem or row.path is None or not row.assignment:
        return row
    if not work.untouched(row.assignment, (row.path, row.member)):
        return row
    return replace(row, absent=True, why=say("Every function is as it was handed out."), path=None)


def _of_the_only_one(rows: Sequence[Chosen], assignments: Collection[str]) -> list[Chosen]:
    """In a course of one assignment, what fits none by its name stands under that one. It is not graded."""
    if len(assignments) != 1:
        return list(rows)
    [only] = assignments
    return [row if row.assignment else replace(row, assignment=only, assumed=not row.absent) for row in rows]


def _noted(row: Chosen, people: dict[Person, tuple[Person, Listed | None]], roster: Roster) -> Chosen:
    known = any(row.person == told and listed is not None for told, listed in people.values())
    if known or row.person.members or roster.members(row.person):
        return row
    return replace(row, notes=(*row.notes, Note(say("This person is not on the roster."))))


def _missing(person: Person, rows: Sequence[Chosen], wanted: str | None) -> Chosen:
    told = {row.assignment for row in rows if row.assignment}
    assignment = wanted or (told.pop() if len(told) == 1 else None)
    why = say("This person is on the roster, but nothing was handed in.")
    return Chosen(person=person, assignment=assignment, absent=True, why=why)


def _aside(rows: Sequence[Chosen]) -> dict[str, tuple[str, ...]]:
    """By person, the files that none of their rows grades."""
    found = {}
    for person, own in by_person(rows):
        graded = {row.chosen for row in own}
        left = dict.fromkeys(name for row in own for name in row.aside if name not in graded)
        if left:
            found[f"{person.name} {person.id}".strip()] = tuple(left)
    return found


# ── plan.csv ─────────────────────────────────────────────────────────────────────────────────────────────


def written(plan: ClassPlan) -> str:
    """plan.csv, with a mark by which spreadsheets read it as UTF-8."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows([_cell(one) for one in _fields(plan, row)] for row in plan.rows)
    return "\ufeff" + text.getvalue()


def _fields(plan: ClassPlan, row: Chosen) -> Iterator[str]:
    yield from (row.person.name, row.person.id, row.person.section, row.assignment or "", plan.action(row))
    yield from (str(row.path or ""), row.member, str(row.problem or row.why))
    yield from ("yes" if row.late else "", row.handed_in)
    yield "; ".join(f"{one.name} <{one.id}>" if one.id else one.name for one in row.person.members)
    yield "; ".join(str(one.name) for one in row.neighbours if ";" not in str(one.name))


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def is_plan(path: Path) -> bool:
    """Whether a path is a plan: a CSV file with its columns."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.readline(1_000)
    return (
        head.decode("utf-8-sig", "replace")
        .strip()
        .casefold()
        .startswith("student,id,section,assignment,action")
    )


def read_plan(path: Path, assignments: Collection[str]) -> ClassPlan:
    """A plan as a person left it. Raises UsageError for a row that cannot be followed, with its number."""
    sheet = read_sheet(path)
    rows = []
    for number in range(1, len(sheet.rows)):
        fields = {name: _plain(sheet.cell(number, sheet.column(name))) for name in COLUMNS}
        rows.append(_row(fields, path, number + 1, assignments))
    return ClassPlan(rows=tuple(rows))


def _row(fields: dict[str, str], path: Path, number: int, assignments: Collection[str]) -> Chosen:
    def refuse(expected: Message, came: str) -> UsageError:
        return UsageError(
            say(
                "Expected {expected} in row {row} of {file}, got {got}. Correct the row, or leave it out.",
                expected=expected,
                row=number,
                file=InFile(str(path)),
                got=Value(repr(came)),
            )
        )

    if fields["action"] not in (GRADE, NOT_GRADED, NOT_HANDED_IN):
        actions = code_list((GRADE, NOT_GRADED, NOT_HANDED_IN), "or")
        raise refuse(quoted(actions), fields["action"])
    if fields["assignment"] and fields["assignment"] not in assignments:
        raise refuse(quoted(Items(tuple(map(Name, sorted(assignments))), "or")), fields["assignment"])
    if not fields["student"]:
        raise refuse(say("a student"), "")
    file = Path(fields["file"]) if fields["file"] else None
    if fields["action"] == GRADE and (file is None or not file.exists()):
        raise refuse(say("an existing file"), fields["file"])
    why = heard(fields["why"])
    members = tuple(_member(one) for one in fields["group"].split(";") if one.strip())
    person = Person(name=fields["student"], id=fields["id"], section=fields["section"], members=members)
    return Chosen(
        person=person,
        assignment=fields["assignment"] or None,
        path=file,
        member=fields["member"],
        name=Path(fields["member"] or fields["file"]).name,
        why=why,
        problem=(why or say("This row was left out by hand.")) if fields["action"] == NOT_GRADED else NOTHING,
        absent=fields["action"] == NOT_HANDED_IN,
        neighbours=tuple(_neighbours(file, fields)),
        late=fields["late"].casefold() == "yes",
        handed_in=fields["handed_in"],
    )


def _neighbours(file: Path | None, fields: dict[str, str]) -> Iterator[Neighbour]:
    """What the plan says was handed in beside a file: in its folder, or in its folder of a class's zip."""
    for text in fields["beside"].split(";") if file is not None else ():
        name = PurePosixPath(text.strip())
        if file is None or not name.parts or not is_own(name.parts):
            continue
        if fields["member"]:
            member = str(PurePosixPath(fields["member"]).parent / name)
            yield Neighbour(name=name, path=file, member=member)
        else:
            yield Neighbour(name=name, path=file.parent / name)


def _member(text: str) -> Person:
    name, _, rest = text.strip().partition(" <")
    return Person(name=name, id=rest.removesuffix(">"))
