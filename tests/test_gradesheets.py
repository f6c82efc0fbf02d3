"""Platforms' own files: read in any encoding, matched to people, and given back with one column filled."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradesheets.filled import PLATFORMS, fill
from grader.gradesheets.roster import Roster, read_roster
from grader.gradesheets.sheet import read_sheet
from grader.submission.people import Person

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Gradient Descent (77),Autograd (78)\r\n"
    "    Points Possible,,,,,30.00,19.00\r\n"
    '"Lee, Anna",104,S0442,alee,CS-A,,\r\n'
    '"van Gogh, Léa",106,S7,lvangogh,CS-B,EX,12\r\n'
    '"Lee, Anna",105,S9,alee2,CS-B,,\r\n'
)
MOODLE = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Last modified (grade)\n"
    "Participant 3471,Anna Lee,0442,anna@x.edu,Submitted,,30.00,-\n"
    "Participant 3472,王小明,0443,wang@x.edu,Submitted,7.00,30.00,-\n"
)
BLACKBOARD = (
    "Last Name\tFirst Name\tUsername\tStudent ID\tGradient Descent [Total Pts: 30 Score] |5\t"
    "Total [Total Pts: up to 49 Score] |6\r\n"
    '"Lee"\t"Anna"\t"alee"\t"0442"\t""\t""\r\n'
    '"O\'Brien"\t"Bo"\t"bob"\t"7"\t"4"\t""\r\n'
)
BRIGHTSPACE = (
    "OrgDefinedId,Username,Gradient Descent Points Grade <Numeric MaxPoints:30 Weight:5>,"
    "End-of-Line Indicator\n"
    "#0442,#alee,,#\n#7,#bob,3,#\n"
)


def roster(
    folder: Path, text: str, encoding: str = "utf-8", mark: bytes = b"", name: str = "r.csv"
) -> Roster:
    path = folder / name
    path.write_bytes(mark + text.encode(encoding))
    return read_roster(path)


def listed(found: Roster, name: str, id_: str = "", number: str = "", email: str = "") -> str:
    """The id of the row that a person is matched with, or empty."""
    row = found.find(Person(name=name, id=id_, number=number, email=email))
    return row.person.id if row else ""


def test_a_person_is_matched_by_id_login_mail_then_name(tmp_path: Path) -> None:
    """In that order, capitals aside; two candidates are none; ids are text."""
    found = roster(tmp_path, CANVAS)
    assert [one.person.id for one in found.students] == ["104", "106", "105"]
    assert listed(found, "x", "S0442") == "104"
    assert listed(found, "x", "ALEE2") == "105"
    assert listed(found, "Léa van Gogh") == "106"
    assert listed(found, "Le\u0301a van Gogh") == "106"
    assert listed(found, "vangoghléa") == "106"
    assert listed(found, "Anna Lee") == ""
    assert listed(found, "442", "442") == ""


def test_moodles_number_finds_its_row(tmp_path: Path) -> None:
    """The participant's record is the same in the worksheet; the id is another column."""
    found = roster(tmp_path, MOODLE)
    assert listed(found, "whoever", number="3472") == "0443"
    assert listed(found, "x", email="ANNA@x.edu") == "0442"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("big5", b""),
        ("gb18030", b""),
    ],
)
def test_any_encoding_is_read_and_kept(tmp_path: Path, encoding: str, mark: bytes) -> None:
    """With a mark or without; what is not filled stays byte for byte."""
    found = roster(tmp_path, MOODLE, encoding, mark)
    assert found.students[1].person.name == "王小明"
    filled = fill("moodle", found, "gradient_descent", {1: 28.5}, 30)
    assert filled == mark + MOODLE.replace("Submitted,,30.00", "Submitted,28.5,30.00").encode(encoding)


@pytest.mark.parametrize(
    ("platform", "text", "before", "after"),
    [
        ("canvas", CANVAS, "CS-A,,\r\n", "CS-A,28.5,\r\n"),
        ("moodle", MOODLE, "Submitted,,30.00", "Submitted,28.5,30.00"),
        ("blackboard", BLACKBOARD, '"0442"\t""\t', '"0442"\t"28.5"\t'),
        ("brightspace", BRIGHTSPACE, "#alee,,#", "#alee,28.5,#"),
    ],
)
def test_one_cell_changes_and_nothing_else(
    tmp_path: Path, platform: str, text: str, before: str, after: str
) -> None:
    """Line ends, quotes, blanks, other columns: as they were."""
    found = roster(tmp_path, text)
    row = next(one.row for one in found.students if "0442" in one.ids or "S0442" in one.ids)
    assert fill(platform, found, "gradient_descent", {row: 28.5}, 30) == text.replace(before, after).encode()


@pytest.mark.parametrize(
    ("platform", "text"),
    [("canvas", CANVAS), ("moodle", MOODLE), ("blackboard", BLACKBOARD), ("brightspace", BRIGHTSPACE)],
)
def test_who_has_no_score_keeps_what_the_cell_held(tmp_path: Path, platform: str, text: str) -> None:
    """An empty cell deletes a grade in Canvas: a grade given by hand, EX, and empty survive."""
    found = roster(tmp_path, text)
    nobody = dict.fromkeys((one.row for one in found.students), None)
    assert fill(platform, found, "gradient_descent", nobody, 30) == text.encode()


@pytest.mark.parametrize(
    ("platform", "text"),
    [("canvas", CANVAS), ("moodle", MOODLE), ("blackboard", BLACKBOARD), ("brightspace", BRIGHTSPACE)],
)
def test_another_maximum_stops_unless_scores_are_scaled(tmp_path: Path, platform: str, text: str) -> None:
    """Moodle skips a grade above the maximum without a word."""
    found = roster(tmp_path, text)
    row = found.students[0].row
    with pytest.raises(UsageError, match=r"takes 30 points, but the assignment has 60. Use `--scale`"):
        fill(platform, found, "gradient_descent", {row: 45.0}, 60)
    assert b"22.5" in fill(platform, found, "gradient_descent", {row: 45.0}, 60, scale=True)


def test_a_file_without_the_assignment_says_what_it_has(tmp_path: Path) -> None:
    """The columns that are there, and what to do."""
    with pytest.raises(UsageError, match=r"Expected one column for tensors in .*, got 0 of 'Student'"):
        fill("canvas", roster(tmp_path, CANVAS), "tensors", {2: 1.0}, 10)


def test_a_file_of_another_platform_is_refused(tmp_path: Path) -> None:
    """Whose file was expected, what came."""
    with pytest.raises(
        UsageError, match=r"is not Canvas's gradebook as exported. Expected a column 'Student'"
    ):
        fill("canvas", roster(tmp_path, BRIGHTSPACE), "tensors", {}, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Expected a heading and a row for each student in .*, got 0 rows"),
        ("a,b\n1,2\n", "Expected columns such as `id`, `name`, `email`"),
        ("id,name\n,\n", "Expected a heading and a row"),
        ("PK\x03\x04", "Expected a CSV file, got a spreadsheet or zip in .*. Save it as CSV"),
    ],
)
def test_what_is_no_roster_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """Expected, came, do."""
    with pytest.raises(UsageError, match=words):
        roster(tmp_path, text)


def test_cells_are_read_as_csv_wants_it(tmp_path: Path) -> None:
    """Quotes within quotes, line ends in cells, rows too short; written back in the same way."""
    path = tmp_path / "odd.csv"
    path.write_bytes(b'id;name\r\n1;"Lee ""A""\r\nAnna"\r\n2\r\n')
    sheet = read_sheet(path)
    assert [[field.text for field in row] for row in sheet.rows] == [
        ["id", "name"], ["1", 'Lee "A"\r\nAnna'], ["2"],
    ]  # fmt: skip
    assert sheet.with_cells({(1, 1): 'B "x"; y'}) == b'id;name\r\n1;"B ""x""; y"\r\n2\r\n'


def test_every_platform_says_what_it_makes_of_a_file_of_ours() -> None:
    """Without its own file there is a sentence on what its import does."""
    assert all("--roster" in str(told.WITHOUT_FILE) for told in PLATFORMS.values())
