"""A plan: told before anything runs, corrected by a person, and followed to the letter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradesheets.plan import COLUMNS, is_plan, plan, read_plan, written
from grader.gradesheets.roster import read_roster

ASSIGNMENTS = ("tensors", "autograd")
ROSTER = """id,name,e-mail,section,group
0442,"Lee, Anna",anna@x.edu,A,red
7,Bo,bo@x.edu,A,
9,Cy Young,cy@x.edu,B,red
"""


@pytest.fixture
def moodle(tmp_path: Path) -> Path:
    root = tmp_path / "moodle"
    for name in ("Anna Lee_1_assignsubmission_file_", "Bo_2_assignsubmission_file_"):
        (root / name).mkdir(parents=True)
        (root / name / "autograd.py").write_text("x = 1\n", encoding="utf-8")
    (root / "Bo_2_assignsubmission_file_" / "helper.py").write_text("y = 1\n", encoding="utf-8")
    (root / "Zoe_3_assignsubmission_onlinetext_").mkdir()
    (root / "Zoe_3_assignsubmission_onlinetext_" / "onlinetext.html").write_text("hi", encoding="utf-8")
    return root


def roster_file(folder: Path) -> Path:
    path = folder / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_a_roster_gives_ids_and_names_who_is_missing(moodle: Path, tmp_path: Path) -> None:
    """Matched by name in either order; who is on one side only is listed, and nobody is dropped."""
    made = plan([moodle], ASSIGNMENTS, roster=read_roster(roster_file(tmp_path)))
    assert [(row.person.name, row.person.id, made.action(row)) for row in made.rows] == [
        ("Anna Lee", "0442", "grade"),
        ("Bo", "7", "grade"),
        ("Zoe", "", "not graded"),
        ("Cy Young", "9", "not handed in"),
    ]
    assert made.unknown == ("Zoe",)
    assert made.aside == {"Bo 7": ("helper.py",)}


def test_a_plan_that_is_left_as_it_is_gives_the_same_rows(moodle: Path, tmp_path: Path) -> None:
    """Written, read again: the same people, files and reasons."""
    made = plan([moodle], ASSIGNMENTS)
    path = tmp_path / "plan.csv"
    path.write_text(written(made), encoding="utf-8")
    assert is_plan(path)
    again = read_plan(path, ASSIGNMENTS)
    assert [(row.person.name, row.assignment, row.path, again.action(row)) for row in again.rows] == [
        (row.person.name, row.assignment, row.path, made.action(row)) for row in made.rows
    ]


def test_a_corrected_plan_is_followed_to_the_letter(moodle: Path, tmp_path: Path) -> None:
    """Another name, another file, a row left out: what the person says counts, whatever folders say."""
    made = plan([moodle], ASSIGNMENTS)
    rows = list(csv.reader(written(made).removeprefix("\ufeff").splitlines()))
    anna = dict(zip(COLUMNS, rows[1], strict=True))
    anna |= {
        "student": "Annika",
        "id": "1",
        "file": str(moodle / "Bo_2_assignsubmission_file_" / "helper.py"),
    }
    path = tmp_path / "plan.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], [anna[name] for name in COLUMNS]])
    (row,) = read_plan(path, ASSIGNMENTS).rows
    assert (row.person.name, row.person.id, row.path and row.path.name) == ("Annika", "1", "helper.py")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("action", "maybe", "Expected `grade`, `not graded` or `not handed in` in row 2 of .*, got 'maybe'"),
        ("assignment", "knitting", "Expected autograd or tensors in row 2 of .*, got 'knitting'"),
        ("file", "/nowhere.py", "Expected an existing file in row 2 of .*, got '/nowhere.py'"),
        ("student", "", "Expected a student in row 2 of .*, got ''"),
    ],
)
def test_a_row_that_cannot_be_followed_is_named(
    moodle: Path, tmp_path: Path, column: str, value: str, words: str
) -> None:
    """Its number, what was expected, what came: nothing is graded until it is right."""
    rows = list(csv.reader(written(plan([moodle], ASSIGNMENTS)).removeprefix("\ufeff").splitlines()))
    rows[1][COLUMNS.index(column)] = value
    path = tmp_path / "plan.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(UsageError, match=words):
        read_plan(path, ASSIGNMENTS)


def test_a_name_that_is_a_formula_is_text(tmp_path: Path) -> None:
    """A spreadsheet runs no cell of a plan, and the name comes back as it was."""
    root = tmp_path / "hw"
    for name in ("=cmd()", "bob"):
        (root / name).mkdir(parents=True)
        (root / name / "autograd.py").write_text("x = 1\n", encoding="utf-8")
    text = written(plan([root], ASSIGNMENTS))
    assert "'=cmd()" in text
    path = tmp_path / "plan.csv"
    path.write_text(text, encoding="utf-8")
    assert [row.person.name for row in read_plan(path, ASSIGNMENTS).rows] == ["=cmd()", "bob"]


def test_a_group_of_the_roster_has_its_members(tmp_path: Path) -> None:
    """A team's hand-in is one row to grade, with everybody whom the roster puts into the team."""
    folder = tmp_path / "moodle" / "red_12_assignsubmission_file_"
    folder.mkdir(parents=True)
    (folder / "autograd.py").write_text("x = 1\n", encoding="utf-8")
    made = plan([folder.parent], ASSIGNMENTS, roster=read_roster(roster_file(tmp_path)))
    team, *others = made.rows
    assert [one.id for one in team.person.members] == ["0442", "9"]
    assert [(row.person.id, made.action(row)) for row in others] == [("7", "not handed in")]


def test_what_lies_beside_a_file_stays_beside_it(moodle: Path, tmp_path: Path) -> None:
    """A plan that is left as it is reads the same modules and data."""
    made = plan([moodle], ASSIGNMENTS)
    path = tmp_path / "plan.csv"
    path.write_text(written(made), encoding="utf-8")
    neighbours = [
        [(one.name, one.path) for one in row.neighbours] for row in read_plan(path, ASSIGNMENTS).rows
    ]
    assert neighbours == [[(one.name, one.path) for one in row.neighbours] for row in made.rows]
    assert [str(name) for row in neighbours for name, _ in row] == ["helper.py"]
