"""Platforms' own files: read in any encoding, matched to people, and given back with one column filled."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradesheets.filled import PLATFORMS, fill
from grader.gradesheets.roster import Roster, known_people, read_roster
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


TWINS = (
    "Identifier,Full name,Email address,Grade,Maximum Grade,Last modified (grade)\n"
    "Participant 12351,Anna Lee,,,10.00,-\n"
    "Participant 12352,Anna Lee,,,10.00,-\n"
    "Participant 12353,Bo Ng,bo@x.edu,,10.00,-\n"
)


def test_two_of_one_name_without_ids_stay_two(tmp_path: Path) -> None:
    """The number is their id: in the download, in a plan that names it, and on the way back."""
    found = roster(tmp_path, TWINS)
    assert [one.person.id for one in found.students] == ["12351", "12352", ""]
    people = [Person(name="Anna Lee", number=number) for number in ("12351", "12352")]
    told = known_people(found, people)
    assert [told[one][0].id for one in people] == ["12351", "12352"]
    assert listed(found, "Anna Lee", "12352") == "12352"
    assert listed(found, "Anna Lee") == ""


def test_the_address_parts_those_who_have_nothing_else(tmp_path: Path) -> None:
    """A class by name and address: two of one name have theirs as id."""
    found = roster(tmp_path, 'name,email\n"Lee, Anna",a1@x.edu\nAnna Lee,a2@x.edu\nBo Ng,bo@x.edu\n')
    people = [Person(name="Anna Lee", email=email) for email in ("A1@x.edu", "a2@x.edu")]
    told = known_people(found, people)
    assert [told[one][0].id for one in people] == ["a1@x.edu", "a2@x.edu"]
    assert listed(found, "Bo Ng") == ""


@pytest.mark.parametrize(
    ("other", "is_the_same"),
    [
        (Person(name="Bo Ng", number="9"), False),
        (Person(name="Bo Ng", number="9", section="B"), False),
        (Person(name="Bo Ng"), True),
    ],
    ids=["another number", "another number and section", "a name alone"],
)
def test_who_is_not_on_the_roster_takes_nobodys_row(tmp_path: Path, other: Person, is_the_same: bool) -> None:
    """Another person of that name is not lost in a student's hand-ins; a folder by name alone is the same."""
    found = roster(tmp_path, TWINS)
    own = Person(name="Bo Ng", number="12353")
    told = known_people(found, [own, other])
    assert told[own][1] is found.students[2]
    assert (told[other][1] is not None) == is_the_same
    assert (told[other][0].key == told[own][0].key) == is_the_same


def test_another_id_is_another_person(tmp_path: Path) -> None:
    """Of two of a download who bear one name, one is on the roster by id."""
    found = roster(tmp_path, BLACKBOARD, "utf-16-le", codecs.BOM_UTF16_LE, "r.xls")
    own, other = Person(name="Anna Lee", id="0442"), Person(name="Anna Lee", id="0999")
    told = known_people(found, [own, other])
    assert told[own][1] is found.students[0] and told[other] == (other, None)


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
