"""A class of people, and what each of them hands in, whatever platform takes it.

Every file carries a mark, `@@key:attempt:path@@`, so that a test can tell by content whose it is and which.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

ASSIGNMENT = "gradient_descent"
OTHER = "autograd"
Files = dict[str, bytes]
MARK = re.compile(r"@@(.+?)@@")


class Outcome(StrEnum):
    """What must become of a person's work."""

    COUNTS = "counts"
    NOT_GRADED = "not graded"
    NOT_HANDED_IN = "not handed in"


@dataclass(frozen=True)
class Student:
    """A person as a platform knows them. number: the platform's; twin: has the name of the one before."""

    key: str
    first: str
    last: str
    login: str
    number: int
    loose: bool = False  # the name looks like an id of Canvas: without a roster nobody can tell
    twin: bool = False

    @property
    def full(self) -> str:
        """As a person writes it: first name, blank, last name."""
        return f"{self.first} {self.last}".strip()

    @property
    def sortable(self) -> str:
        """Last name, comma, first name; names of one part stay."""
        return f"{self.last}, {self.first}" if self.first else self.last

    @property
    def sid(self) -> str:
        """The school's number: text with leading zeros."""
        return f"{self.number % 10000:06d}"

    @property
    def email(self) -> str:
        """The address at school, told apart by the login."""
        return f"{self.login}@school.example"


@dataclass(frozen=True)
class Work:
    """What a person hands in. attempts: oldest first; mark: of the file that counts, "" where none does."""

    role: str
    attempts: tuple[Files, ...]
    outcome: Outcome = Outcome.COUNTS
    mark: str = ""
    text: bool = False  # words typed into the platform with the last attempt
    late: bool = False
    noted: bool = False  # the row must say something about it

    @property
    def last(self) -> Files:
        """All that a platform keeps that knows the last attempt alone."""
        return self.attempts[-1]


NAMES: tuple[tuple[str, str, str], ...] = (
    ("Anna", "Lee", "anna-lee"),
    ("Anna", "Lee", "anna-lee2"),
    ("Conan", "O'Brien", "obrien"),
    ("Mary-Ann", "Smith", "ma-smith"),
    ("Martin Luther", "King, Jr.", "mlk"),
    ("", "x_12_y", "x-12-y"),
    ("", "Bob_7", "rob-7"),
    ("", "442", "442"),
    ("", "王小明", "wang-xm"),
    ("", "李美玲", "li-ml"),
    ("Le\u0301a", "van Gogh", "leavg"),  # NFD, as a Mac writes it
    ("José", "García", "jgarcia"),
    ("Bob", "Ng", "bob"),
    ("", "Late", "late"),
    ("Max", "Muster 2", "max-2"),
    ("Anna", "Kim", "anna-kim"),
    ("Chidi", "Okafor", "chidi-o"),
    ("Zoë", "D'Angelo-Ruiz", "zoe-dr"),
    ("Anh", "Nguyễn", "anguyen"),
    ("Søren", "Ørsted", "soren"),
    ("", "Text", "text"),
    ("Иван", "Петров", "ipetrov"),
    ("Kim", "Berg", "kim-berg"),
    ("Amy", "St. John", "asj"),
    ("Priya", "de la Cruz", "pdlc"),
    ("Tom", "Archive", "tarchive"),
    ("Eve", "Source", "esource"),
    ("Main", "Main", "main"),
    ("Rosa", "Team 4", "rosa4"),
    ("Yusuf", "Öz", "yoz"),
)


def students(seed: int, count: int = 30) -> list[Student]:
    """The first `count` of the class, with numbers that the seed draws."""
    start = random.Random(seed).randrange(2000, 7000)
    return [_student(index, start + 13 * index) for index in range(count)]


def _student(index: int, number: int) -> Student:
    first, last, login = NAMES[index]
    twin = index > 0 and NAMES[index - 1][:2] == (first, last)
    loose = login in ("rob-7", "442")
    return Student(f"p{index:02d}", first, last, login, number, loose, twin)


def mark(student: Student, attempt: int, path: str) -> str:
    """What a test finds in the file, and expects."""
    return f"{student.key}:{attempt}:{path}"


def content(student: Student, attempt: int, path: str) -> bytes:
    """A file that its suffix promises, with the mark and the person's name in it."""
    line = f"# @@{mark(student, attempt, path)}@@ {student.full}"
    code = f"{line}\ndef training_loop(points):\n    return points\n"
    if not path.endswith(".ipynb"):
        return (code if path.endswith(".py") else line).encode()
    cell: dict[str, object] = {"cell_type": "code", "execution_count": None, "id": "a"}
    cell |= {"metadata": {}, "outputs": [], "source": code}
    page = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(page, ensure_ascii=False).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as one zip; a path that ends in a slash is an empty folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2026, 3, 1, 12, 0, 0)), data)
    return out.getvalue()


def written(student: Student, *paths: str, attempt: int = 1) -> Files:
    """These files, each with its mark."""
    return {path: content(student, attempt, path) for path in paths}


SCRIPT = f"{ASSIGNMENT}.py"
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
UUID = "0b9a8d6c-7f11-4c58-9a65-3a1e7b0f2c44"
VENV = ("pyvenv.cfg", "bin/activate.py", "lib/python3.12/site-packages/torch/optim.py")
Role = Callable[[Student, Student], Work]


def _one(role: str, *paths: str, counts: int = 0, late: bool = False) -> Role:
    """Files of which the one at `counts` is graded."""

    def work(student: Student, _: Student) -> Work:
        chosen = mark(student, 1, paths[counts])
        return Work(role, (written(student, *paths),), mark=chosen, late=late)

    return work


def _none(role: str, *paths: str, outcome: Outcome = Outcome.NOT_GRADED, text: bool = False) -> Role:
    """Files of which none can be graded."""
    return lambda student, _: Work(role, (written(student, *paths),), outcome, text=text)


def _named(role: str, shape: str) -> Role:
    """One file whose name is another platform's grammar, and names another person of the class."""

    def work(student: Student, other: Student) -> Work:
        plain = re.sub(r"[^\w]", "", other.sortable.lower())
        path = shape.format(full=other.full, plain=plain, number=other.number, login=other.login)
        return Work(role, (written(student, path),), mark=mark(student, 1, path))

    return work


def _zip(role: str, *shapes: str, outcome: Outcome = Outcome.COUNTS) -> Role:
    """The student's own zip; the first path in it counts."""

    def work(student: Student, other: Student) -> Work:
        paths = [shape.format(full=other.full, number=other.number) for shape in shapes]
        files = {"homework.zip": zipped(written(student, *paths))}
        chosen = mark(student, 1, paths[0]) if outcome is Outcome.COUNTS else ""
        return Work(role, (files,), outcome, chosen)

    return work


def _again(student: Student, _: Student) -> Work:
    """Two attempts with a file each."""
    attempts = tuple(written(student, SCRIPT, attempt=number) for number in (1, 2))
    return Work("resubmitted", attempts, mark=mark(student, 2, SCRIPT))


def _text_last(student: Student, _: Student) -> Work:
    """A file first, then words alone: the file counts, and the row says that words came later."""
    chosen = mark(student, 1, SCRIPT)
    return Work("text_last", (written(student, SCRIPT), {}), mark=chosen, text=True, noted=True)


def _text_too(student: Student, _: Student) -> Work:
    return Work("text_too", (written(student, SCRIPT),), mark=mark(student, 1, SCRIPT), text=True)


EVERYWHERE: tuple[Role, ...] = (
    _one("script", SCRIPT),
    _one("notebook", NOTEBOOK),
    _one("free", "my loop.py"),
    _one("chosen", SCRIPT, "scratch.ipynb"),
    _none("both", SCRIPT, NOTEBOOK),
    _one("helper", SCRIPT, "helper.py", "data.csv"),
    _one("other", SCRIPT, f"{OTHER}.py"),
    _named("canvas_named", "{plain}_{number}_2_x.py"),
    _named("moodle_named", "{full}_{number}_assignsubmission_file_x.py"),
    _named("blackboard_named", "Gradient Descent_{login}_attempt_2027-01-01-00-00-00_x.py"),
    _zip("own_zip", "{full}_{number}_assignsubmission_file_/gradient_descent.py"),
    _zip("plain_zip", SCRIPT, "__MACOSX/._gradient_descent.py", ".DS_Store"),
    _zip(
        "class_zip",
        "{full}_{number}_assignsubmission_file_/gradient_descent.py",
        "Zed Zed_1_assignsubmission_file_/gradient_descent.py",
        outcome=Outcome.NOT_GRADED,
    ),
    _none("pdf", "report.pdf"),
)
BY_ABILITY: dict[str, tuple[Role, ...]] = {
    "folders": (
        _one("src", f"src/{SCRIPT}"),
        _one("old", SCRIPT, "old/first try.py"),
        _one("venv", SCRIPT, *(f"venv/{path}" for path in VENV)),
        _one("venv_beside", SCRIPT, *VENV),
        _one("mac", SCRIPT, f"__MACOSX/._{SCRIPT}", ".DS_Store"),
        _one("metadata", SCRIPT, "submission_metadata.yml", "index.html"),
    ),
    "empty": (_none("empty", outcome=Outcome.NOT_HANDED_IN),),
    "text": (_none("text", text=True),),
    "text_too": (_text_too,),
    "late": (_one("late", SCRIPT, late=True),),
    "attempts": (_again, _text_last),
    "resubmits": (_again,),
    "renames": (
        _one("renamed", f"{ASSIGNMENT}-1.py"),
        _one("renamed_uuid", f"{ASSIGNMENT}-{UUID}.ipynb"),
        _one("renamed_helper", SCRIPT, "helper-2.py"),
        _none("renamed_beside", SCRIPT, f"{ASSIGNMENT}-1.py"),
    ),
    "group": (_one("group", SCRIPT),),
}
PLAIN: tuple[Role, ...] = EVERYWHERE[:2]  # where a name is all there is: a script or a notebook
REPOSITORY: tuple[Role, ...] = (*EVERYWHERE[:2], _one("helper", SCRIPT, "helper.py", "data.csv"))


def works(people: list[Student], roles: tuple[Role, ...], seed: int) -> list[tuple[Student, Work]]:
    """What each hands in: every role at least once where the class is large enough, the rest drawn.

    Who handed in as another's name would have it names somebody else of the class.
    """
    draw = random.Random(seed)
    order = list(roles) if len(people) > 1 else [roles[0]]
    extra = [draw.choice(roles[:2]) for _ in range(len(people) - len(order))]
    dealt = [*order, *extra][: max(len(people), 1)]
    draw.shuffle(dealt)
    pairs = zip(people, dealt, strict=True)
    return [(person, role(person, _another(people, person))) for person, role in pairs]


def _another(people: list[Student], person: Student) -> Student:
    """Somebody else, told by nothing but the person; a class of one has an invented one."""
    here = people.index(person)
    return people[here - 1] if len(people) > 1 else Student("p99", "Bob", "Nobody", "bob-nobody", 99)
