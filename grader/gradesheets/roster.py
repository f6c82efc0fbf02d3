"""Who is in the class: a platform's gradebook or worksheet, or any CSV with ids and names.

Matched by id, login, e-mail, then by name in either order; two candidates are none. Ids are text ("0442"),
and names are compared in Unicode's composed form (NFC), so that a name typed on a Mac is the same name. Where
two rows have one name and no id, Moodle's number or the e-mail is their id: they stay two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.gradesheets.sheet import Sheet, headings, read_sheet
from grader.submission.people import Person
from grader.words.messages import InFile, say

_IDS = (
    "id", "student id", "user id", "sis user id", "orgdefinedid", "org defined id", "id number", "identifier",
    "sid", "student number", "学号", "學號", "标识符", "標識符", "識別碼", "识别码",
)  # fmt: skip
_LOGINS = (
    "sis login id", "username", "user name", "login", "login id", "github_username", "account",
    "帳號", "账号",
)  # fmt: skip
_EMAILS = (
    "email",
    "e-mail",
    "email address",
    "e-mail address",
    "mail",
    "電子郵件",
    "电子邮件",
    "邮箱",
    "電子郵件信箱",
    "电子邮件地址",
)
_NAMES = ("name", "student", "full name", "student name", "姓名", "名字", "全名")
_FIRST = ("first name", "first_name", "firstname", "given name", "名")
_LAST = ("last name", "last_name", "lastname", "surname", "family name", "姓")
_SECTIONS = ("section", "class", "班級", "班级")
_GROUPS = ("group", "team", "group name", "組別", "组别")
# Rows of Canvas's that are no student.
_NO_STUDENT = ("points possible", "manual posting")
# "Participant 3471" in the language of the site: a word, and the number of a record.
_PARTICIPANT = re.compile(r"(?:[A-Za-zÀ-ÿ/.]{6,} |[^\x00-\x7f]{2,} ?)(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of the roster."""

    row: int
    person: Person
    # All that names the student exactly, as it stands there.
    ids: tuple[str, ...]
    group: str = ""
    # Moodle's number of this student in this one assignment.
    number: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The students of a class, in the order of the file."""

    sheet: Sheet
    students: tuple[Listed, ...]

    @property
    def logins(self) -> list[str]:
        """Every id and login, for readers of file names."""
        return [one for listed in self.students for one in listed.ids if one]

    @property
    def names(self) -> list[str]:
        """Every name as it stands there."""
        return [listed.person.name for listed in self.students]

    def find(self, person: Person) -> Listed | None:
        """The row of a person, or None where none, or more than one, fits."""
        found = next((rows for fits in self._ways if (rows := fits(person))), [])
        return found[0] if len(found) == 1 else None

    def by_name_alone(self, person: Person) -> bool:
        """Whether nothing but the name leads to a row."""
        return not any(fits(person) for fits in self._ways[:-1])

    @property
    def _ways(self) -> tuple[Callable[[Person], list[Listed]], ...]:
        return self._by_number, self._by_id, self._by_email, self._by_name

    def _by_number(self, person: Person) -> list[Listed]:
        return [one for one in self.students if person.number and one.number == person.number]

    def _by_id(self, person: Person) -> list[Listed]:
        wanted = {folded(text) for text in (person.id, person.name) if text}
        return [one for one in self.students if wanted & {folded(text) for text in one.ids if text}]

    def _by_email(self, person: Person) -> list[Listed]:
        mail = folded(person.email)
        return [one for one in self.students if mail and folded(one.person.email) == mail]

    def _by_name(self, person: Person) -> list[Listed]:
        wanted = spellings(person.name)
        return [one for one in self.students if wanted & spellings(one.person.name)]

    def members(self, person: Person) -> tuple[Listed, ...]:
        """Who is in the group of that name."""
        return tuple(one for one in self.students if one.group and folded(one.group) == folded(person.name))


def folded(text: str) -> str:
    """For comparing: composed, without capitals and outer blanks."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def spellings(name: str) -> set[str]:
    """The ways in which platforms write one name: words in either order, and without what is no letter."""
    words = [word for word in re.split(r"[\s,]+", folded(name)) if word]
    orders = [words, words[1:] + words[:1], words[-1:] + words[:-1]]
    found = {" ".join(order) for order in orders}
    return found | {re.sub(r"[\W_]+", "", one) for one in found} - {""}


def read_roster(path: Path) -> Roster:
    """A class from a file. Raises UsageError where it cannot be read, or names nobody."""
    sheet = read_sheet(path)
    names, first, last = sheet.column(*_NAMES), sheet.column(*_FIRST), sheet.column(*_LAST)
    ids = [sheet.column(name) for name in (*_IDS, *_LOGINS)]
    known = [column for column in ids if column is not None]
    email, section, group = sheet.column(*_EMAILS), sheet.column(*_SECTIONS), sheet.column(*_GROUPS)
    if names is None and last is None and not known and email is None:
        raise UsageError(
            say(
                "Expected columns such as `id`, `name`, `email` or `section` in {file}, got {columns}. "
                "Use the roster that the platform gave you, or a CSV file with a heading.",
                file=InFile(str(path)),
                columns=headings(sheet.heading[:8]),
            )
        )
    students = []
    for row in range(1, len(sheet.rows)):
        full = sheet.cell(row, names) or " ".join(
            filter(None, (sheet.cell(row, first), sheet.cell(row, last)))
        )
        if full.casefold().startswith(_NO_STUDENT):
            continue
        found = [text for column in known if (text := sheet.cell(row, column).lstrip("#"))]
        number = next((match[1] for text in found if (match := _PARTICIPANT.fullmatch(text))), "")
        own = [text for text in found if not _PARTICIPANT.fullmatch(text) or not number]
        if not (full or found or sheet.cell(row, email)):
            continue
        person = Person(
            name=full or (own or found or [sheet.cell(row, email)])[0],
            id=own[0] if own else "",
            section=sheet.cell(row, section),
            email=sheet.cell(row, email),
        )
        students.append(
            Listed(row=row, person=person, ids=tuple(own), group=sheet.cell(row, group), number=number)
        )
    if not students:
        raise UsageError(
            say(
                "{file} names no student. Expected a row for each student below the heading.",
                file=InFile(str(path)),
            )
        )
    return Roster(sheet, tuple(_told_apart(students)))


def _told_apart(students: Sequence[Listed]) -> list[Listed]:
    """Of one name and without an id: the number or the address is the id, or the two would be one person."""
    names = Counter(_words(one.person.name) for one in students)
    return [one if one.ids or names[_words(one.person.name)] == 1 else _with_id(one) for one in students]


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(re.split(r"[\s,]+", folded(name))))


def _with_id(listed: Listed) -> Listed:
    own = listed.number or listed.person.email
    return replace(listed, person=replace(listed.person, id=own), ids=(own,) if own else ())


def _told(person: Person, listed: Listed) -> Person:
    """The person as the roster has them; the name stays readable as "Anna Lee", not "Lee, Anna"."""
    last, comma, first = listed.person.name.partition(",")
    name = f"{first.strip()} {last.strip()}" if comma and first.strip() else listed.person.name
    return replace(
        listed.person, name=name, id=listed.person.id or person.id, number="", members=person.members
    )


def known_people(roster: Roster, people: Iterable[Person]) -> dict[Person, tuple[Person, Listed | None]]:
    """Each person as the roster has them, with their row; who is on one side only keeps their name."""
    found: dict[Person, tuple[Person, Listed | None]] = {}
    claimed: defaultdict[int, list[Person]] = defaultdict(list)
    for person in people:
        listed = roster.find(person)
        found[person] = (_told(person, listed), listed) if listed else (person, None)
        if listed is not None:
            claimed[listed.row].append(person)
    for claims in claimed.values():
        if len(claims) == 1:
            continue  # nobody else fits the row; and who fits is costly to find out again
        found.update({one: (one, None) for one in _others(claims, roster)})
    return found


def _others(claims: Sequence[Person], roster: Roster) -> list[Person]:
    """Of people who fit one row, those who are somebody else of that name.

    Two who fit by their names alone are both nobody's row. Beside one who fits exactly, who fits by name
    alone and has another id or number is another person; one without any is the same, in another download.
    """
    by_name = [one for one in claims if roster.by_name_alone(one)]
    exact = [one for one in claims if one not in by_name]
    if not exact:
        return by_name if len({one.key for one in by_name}) > 1 else []
    return [one for one in by_name if any(_differ(one, other) for other in exact)]


def _differ(one: Person, other: Person) -> bool:
    ids, numbers = {one.id, other.id} - {""}, {one.number, other.number} - {""}
    return len(ids) == 2 or len(numbers) == 2


def absent(roster: Roster, there: Sequence[Listed]) -> list[Person]:
    """Those of the roster who handed nothing in, in its order."""
    rows = {one.row for one in there}
    return [_told(one.person, one) for one in roster.students if one.row not in rows]
