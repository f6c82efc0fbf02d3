"""Gradebooks and rosters as each platform exports them, of generated people."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from helpers.downloads import nfc
from helpers.hand_ins import ASSIGNMENT, Student

Row = list[str]
BY_HAND = ("12.5", "", "7", "")  # what cells hold before we come: grades that somebody gave, or nothing
CANVAS_BY_HAND = ("12.5", "", "EX", "N/A")


@dataclass(frozen=True)
class Sheet:
    """A roster file. column: of our assignment's grade, -1 for none; first: the row of the first person."""

    name: str
    file: str
    rows: list[Row]
    encoding: str = "utf-8"
    delimiter: str = ","
    ending: str = "\r\n"
    quote_all: bool = False
    bom: bool = False
    column: int = -1
    first: int = 1

    @property
    def text(self) -> str:
        """All of it, the byte order mark too."""
        out = io.StringIO()
        quoting: Literal[0, 1] = csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL
        form = csv.writer(out, delimiter=self.delimiter, lineterminator=self.ending, quoting=quoting)
        form.writerows(self.rows)
        return ("\ufeff" if self.bom else "") + out.getvalue()

    def write(self, where: Path) -> Path:
        """The file on disk."""
        path = where / self.file
        path.write_bytes(self.text.encode(self.encoding))
        return path


def held(index: int, values: Sequence[str] = BY_HAND) -> str:
    """What the cell of this person held."""
    return values[index % len(values)]


def canvas(people: list[Student], delimiter: str = ",") -> Sheet:
    """The gradebook: two assignments of known ids, a row of points, a computed column."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Essay, short (901)"]
    head += [f"{ASSIGNMENT} (4711)", "Current Score"]
    points = ["    Points Possible", "", "", "", "", "10", "30", "(read only)"]
    rows = [
        [one.sortable, str(one.number), one.sid, one.login, "CS101", "9", held(n, CANVAS_BY_HAND), "88"]
        for n, one in enumerate(people)
    ]
    file = "2026-03-03T1000_Grades-CS101.csv"
    return Sheet("canvas", file, [head, points, *rows], delimiter=delimiter, ending="\n", column=6, first=2)


def canvas_manual(people: list[Student]) -> Sheet:
    """The same with the row that says which assignments are posted by hand; `;` between cells."""
    made = canvas(people, ";")
    manual = ["", "", "", "", "", "Manual Posting", "", ""]
    return Sheet(
        "canvas",
        made.file,
        [made.rows[0], manual, *made.rows[1:]],
        delimiter=";",
        bom=True,
        column=6,
        first=3,
    )


MOODLE_HEADS = {
    "en": (
        "Identifier",
        "Full name",
        "ID number",
        "Email address",
        "Status",
        "Grade",
        "Maximum Grade",
        "Grade can be changed",
        "Last modified (submission)",
        "Last modified (grade)",
        "Feedback comments",
    ),
    "zh_cn": (
        "标识符",
        "全名",
        "学号",
        "电子邮件地址",
        "状态",
        "成绩",
        "最高成绩",
        "允许更改成绩",
        "最后修改（学生）",
        "最后修改（教师）",
        "反馈评语",
    ),
    "zh_tw": (
        "識別碼",
        "全名",
        "學號",
        "電子郵件信箱",
        "狀態",
        "成績",
        "最高分數",
        "成績可以更改",
        "最後修改的(作業)",
        "最後修改的(得分)",
        "回饋評語",
    ),
}
PARTICIPANT = {
    "en": "Participant ",
    "zh_cn": "参与者",
    "zh_tw": "參與者",
}  # Chinese has no blank before the number


def moodle(people: list[Student], language: str = "en") -> Sheet:
    """The assignment's own grading worksheet."""
    rows = [
        [
            f"{PARTICIPANT[language]}{one.number}",
            one.full,
            one.sid,
            one.email,
            "Submitted for grading",
            held(n),
            "30.00",
            "Yes",
            "Sunday, 1 March 2026, 9:00 AM",
            "-",
            "Good,\nas ever",
        ]
        for n, one in enumerate(people)
    ]
    head = list(MOODLE_HEADS[language])
    return Sheet("moodle", "Grades-CS101-gradient_descent-3345.csv", [head, *rows], ending="\n", column=5)


def moodle_zh_cn(people: list[Student]) -> Sheet:
    """The worksheet of a site in simplified Chinese."""
    return moodle(people, "zh_cn")


def moodle_zh_tw(people: list[Student]) -> Sheet:
    """The worksheet of a site in traditional Chinese."""
    return moodle(people, "zh_tw")


def blackboard_username(student: Student) -> str:
    """As the generated class of Blackboard has it."""
    return {"x-12-y": "x_12_y", "wang-xm": "wang.xm"}.get(student.login, student.login)


def _blackboard_rows(people: list[Student]) -> list[Row]:
    head = ["Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability"]
    head += [f"{ASSIGNMENT} [Total Pts: 30 Score] |123456", "Total [Total Pts: up to 40 Score] |123400"]
    return [
        head,
        *(
            [one.last, one.first, blackboard_username(one), one.sid, "2026-03-01 09:00", "Yes", held(n), "19"]
            for n, one in enumerate(people)
        ),
    ]


def blackboard_xls(people: list[Student]) -> Sheet:
    """`.xls` that is tab-separated UTF-16."""
    rows = _blackboard_rows(people)
    return Sheet(
        "blackboard", "gc_CS101_fullgc_2026-03-03.xls", rows, "utf-16-le", "\t", "\n", True, True, column=6
    )


def blackboard_csv(people: list[Student]) -> Sheet:
    """`.csv` in UTF-8 with a byte order mark."""
    rows = _blackboard_rows(people)
    return Sheet("blackboard", "gc_CS101_2026-03-03.csv", rows, quote_all=True, bom=True, column=6)


def brightspace(people: list[Student]) -> Sheet:
    """Values that a spreadsheet would spoil have `#` in front."""
    head = ["OrgDefinedId", "Username", "Last Name", "First Name", f"{ASSIGNMENT} Points Grade"]
    rows = [
        [f"#{one.sid}", f"#{one.login}", nfc(one.last), nfc(one.first), held(n), "#"]
        for n, one in enumerate(people)
    ]
    return Sheet(
        "brightspace", "CS101_GradesExport.csv", [[*head, "End-of-Line Indicator"], *rows], bom=True, column=4
    )


def github(people: list[Student]) -> Sheet:
    """GitHub Classroom's roster."""
    head = ["identifier", "github_username", "github_id", "name"]
    rows = [[one.sid, one.login, str(90000 + one.number), one.full] for one in people]
    return Sheet("github", "classroom_roster.csv", [head, *rows], quote_all=True, ending="\n")


def classroom50(people: list[Student]) -> Sheet:
    """Classroom 50's roster.csv."""
    head = ["username", "first_name", "last_name", "email", "section", "github_id", "role"]
    rows = [
        [one.login, one.first, one.last, one.email, "A", str(90000 + one.number), "student"] for one in people
    ]
    return Sheet("classroom50", "roster.csv", [head, *rows], ending="\n")


def generic(people: list[Student], *, encoding: str = "utf-8", group: str = "") -> Sheet:
    """A CSV of the instructor's own: id, name, e-mail, section, group."""
    head = ["id", "name", "email", "section", "group"]
    rows = [[one.sid, nfc(one.full), one.email, "A", group] for one in people]
    return Sheet("generic", "students.csv", [head, *rows], encoding)


def generic_big5(people: list[Student]) -> Sheet:
    """The same as a Chinese Excel saves it."""
    return generic(people, encoding="big5")


def generic_sortable(people: list[Student]) -> Sheet:
    """Names in the other order, in UTF-16."""
    rows = [["id", "name"], *([one.sid, nfc(one.sortable)] for one in people)]
    return Sheet("generic", "students.csv", rows, "utf-16-le", bom=True)


Maker = Callable[[list[Student]], Sheet]
GRADEBOOKS: tuple[Maker, ...] = (
    canvas,
    canvas_manual,
    moodle,
    moodle_zh_cn,
    moodle_zh_tw,
    blackboard_xls,
    blackboard_csv,
    brightspace,
)
