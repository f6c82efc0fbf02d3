"""Rosters and gradebooks of the platforms: who is who, and grades that go back into the very same file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers import hand_ins, importers, platforms, rosters
from helpers.downloads import Layout, nfc, of, script_of
from helpers.hand_ins import ASSIGNMENT, OTHER, Outcome, Student
from helpers.plans import outcome_of, seen
from helpers.rosters import GRADEBOOKS, MOODLE_HEADS, PARTICIPANT, Sheet

from grader.errors import UsageError
from grader.gradesheets.filled import fill
from grader.gradesheets.plan import plan
from grader.gradesheets.roster import read_roster

ASSIGNMENTS = (ASSIGNMENT, OTHER)
MAXIMUM = 30.0
NEWCOMER = Student("p60", "Nina", "Newcomer", "nnew", 9901)
MATCHES: list[tuple[type[Layout], Callable[[list[Student]], Sheet]]] = [
    (platforms.Canvas, rosters.canvas),
    (platforms.Canvas, rosters.canvas_manual),
    (platforms.Moodle, rosters.moodle),
    (platforms.MoodleFlat, rosters.moodle_zh_cn),
    (platforms.MoodleOlder, rosters.moodle_zh_tw),
    (platforms.Blackboard, rosters.blackboard_xls),
    (platforms.Blackboard, rosters.blackboard_csv),
    (platforms.Brightspace, rosters.brightspace),
    (platforms.Clones, rosters.github),
    (platforms.Classroom50, rosters.classroom50),
    (platforms.Instructor, rosters.generic),
    (platforms.Instructor, rosters.generic_sortable),
    (platforms.DriveFlat, rosters.generic_sortable),
]


def class_of(layout: Layout) -> list[Student]:
    """All that this layout can tell apart."""
    return [one for one in hand_ins.students(4) if layout.twins or not one.twin]


def matched(layout: Layout, people: list[Student], sheet: Sheet, where: Path) -> tuple[Any, Any]:
    """Everybody's script, planned with the roster: rows and roster."""
    made = of(layout, [(one, script_of(one)) for one in people])
    roster = read_roster(sheet.write(where))
    path = made.unpack(where / "class")
    return plan([path], ASSIGNMENTS, wanted=ASSIGNMENT, roster=roster).rows, roster


def by_key(rows: Any) -> dict[str, Any]:
    """Rows by whose file counts."""
    return {mark.split(":")[0]: row for row in rows for one in seen([row]) for mark in one.marks}


@pytest.mark.parametrize(("kind", "maker"), MATCHES, ids=lambda part: getattr(part, "__name__", part))
def test_people_get_the_rosters_id(
    kind: type[Layout], maker: Callable[[list[Student]], Sheet], tmp_path: Path
) -> None:
    """Everybody of the download is found in the roster, the right one, also where names look like ids."""
    layout = kind()
    people = class_of(layout)
    rows, roster = matched(layout, people, maker(people), tmp_path)
    found = by_key(rows)
    assert sorted(found) == sorted(one.key for one in people)
    assert len(rows) == len(roster.students) == len(people)
    for one, student in zip(people, roster.students, strict=True):
        assert student.person.id, one
        assert found[one.key].person.id == student.person.id, (one, found[one.key])


@pytest.mark.parametrize(("kind", "maker"), MATCHES, ids=lambda part: getattr(part, "__name__", part))
def test_who_is_on_one_side_only_is_told(
    kind: type[Layout], maker: Callable[[list[Student]], Sheet], tmp_path: Path
) -> None:
    """On the roster alone: not handed in. In the download alone: graded, and the row says so."""
    layout = kind()
    people = class_of(layout)[10:18]
    rows, _ = matched(layout, people, maker([*people[1:], NEWCOMER]), tmp_path)
    assert len(rows) == len(people) + 1
    (missing,) = (row for row in rows if outcome_of(row) is Outcome.NOT_HANDED_IN)
    named = {NEWCOMER.full, NEWCOMER.sortable, NEWCOMER.login}
    assert nfc(missing.person.name) in named
    stranger = by_key(rows)[people[0].key]
    assert "roster" in " ".join(map(str, stranger.notes)).lower()
    others = [row for key, row in by_key(rows).items() if key != people[0].key]
    assert not any("roster" in " ".join(map(str, row.notes)).lower() for row in others)


def test_a_roster_in_big5(tmp_path: Path) -> None:
    """As a Chinese Excel saves it; names of folders are matched in NFC."""
    names = ["王小明", "李美玲", "Anna Kim", "Bob Ng", "陳志豪"]
    people = [Student(f"p{n:02d}", "", name, f"s{n}", 3471 + n) for n, name in enumerate(names)]
    rows, _ = matched(platforms.Instructor(), people, rosters.generic_big5(people), tmp_path)
    assert {key: row.person.id for key, row in by_key(rows).items()} == {one.key: one.sid for one in people}


def test_two_candidates_are_none(tmp_path: Path) -> None:
    """Two of one name on the roster, and a folder that says the name alone: neither's id."""
    twins = hand_ins.students(4)[:2]
    others = hand_ins.students(4)[15:18]
    rows, _ = matched(
        platforms.Instructor(), [twins[0], *others], rosters.generic([*twins, *others]), tmp_path
    )
    (row,) = (row for key, row in by_key(rows).items() if key == twins[0].key)
    assert row.person.id not in {one.sid for one in twins}
    assert len(by_key(rows)) == 4


def test_names_in_either_order_are_never_mixed_up(tmp_path: Path) -> None:
    """Anna Kim and Kim Anna: each has the own id, or none."""
    people = [Student("p01", "Anna", "Kim", "ak", 3001), Student("p02", "Kim", "Anna", "ka", 3002)]
    people += hand_ins.students(4)[16:18]
    rows, _ = matched(platforms.Instructor(), people, rosters.generic_sortable(people), tmp_path)
    found = by_key(rows)
    assert found["p01"].person.id != people[1].sid
    assert found["p02"].person.id != people[0].sid
    assert all(found[one.key].person.id == one.sid for one in people[2:])


def test_the_roster_gives_the_prefix_of_clones(tmp_path: Path) -> None:
    """In a folder of another name, the slug's second word is no part of the login."""
    layout = platforms.Clones()
    layout.folder = "downloads of today"
    people = class_of(layout)[10:18]
    rows, _ = matched(layout, people, rosters.github(people), tmp_path)
    assert {key: row.person.id for key, row in by_key(rows).items()} == {one.key: one.sid for one in people}


def test_the_roster_tells_a_login_that_ends_in_a_number(tmp_path: Path) -> None:
    """`anna-1` beside `anna`, both on the roster: two people."""
    layout = platforms.Clones()
    names = [("anna", 3001), ("anna-1", 3002), ("bob", 3003)]
    people = [
        Student(f"p{n:02d}", "", login.title(), login, number) for n, (login, number) in enumerate(names)
    ]
    rows, _ = matched(layout, people, rosters.github(people), tmp_path)
    assert {key: row.person.id for key, row in by_key(rows).items()} == {one.key: one.sid for one in people}


def test_a_group_on_the_roster_has_a_row_a_member(tmp_path: Path) -> None:
    """One hand-in of a team, graded once; the roster's column `group` tells who is in it."""
    members = hand_ins.students(4)[15:18]
    group = Student("p50", "", "Team Rocket", "rocket", 12)
    made = of(platforms.Moodle(), [(group, script_of(group))])
    roster = read_roster(rosters.generic(members, group="Team Rocket").write(tmp_path))
    rows = plan([made.unpack(tmp_path)], ASSIGNMENTS, wanted=ASSIGNMENT, roster=roster).rows
    found = [one for one in seen(rows) if one.outcome is Outcome.COUNTS]
    assert sorted(one.name for one in found) == sorted(nfc(one.full) for one in members)
    assert {mark for one in found for mark in one.marks} == {made.pairs[0][1].mark}
    assert not any(outcome_of(row) is Outcome.NOT_HANDED_IN for row in rows)


def test_the_roster_in_the_class_folder_is_nobody(tmp_path: Path) -> None:
    """Where the instructor keeps both together, the roster is no hand-in."""
    people = hand_ins.students(4)[15:18]
    sheet = rosters.generic(people)
    made = of(platforms.Instructor(), [(one, script_of(one)) for one in people])
    root = made.unpack(tmp_path)
    roster = read_roster(sheet.write(root))
    rows = plan([root], ASSIGNMENTS, wanted=ASSIGNMENT, roster=roster).rows
    assert sorted(by_key(rows)) == sorted(one.key for one in people)
    assert len(rows) == len(people)


# Grades that go back.


def given(count: int) -> list[float | None]:
    """Scores: some full, some none; in the order of the roster."""
    return [(27.5, None, 0.0, None, 30.0, 12.25, None)[n % 7] for n in range(count)]


def filled(sheet: Sheet, where: Path, maximum: float = MAXIMUM, *, scale: bool = False) -> str:
    """The sheet's text with the scores in it; every other person without one is not even named."""
    roster = read_roster(sheet.write(where))
    numbers = [student.row for student in roster.students]
    pairs = list(zip(numbers, given(len(numbers)), strict=True))
    scores = {row: score for place, (row, score) in enumerate(pairs) if score is not None or place % 2}
    data: bytes = fill(sheet.name, roster, ASSIGNMENT, scores, maximum, scale=scale)
    return data.decode(sheet.encoding)


@pytest.mark.parametrize("maker", GRADEBOOKS, ids=lambda maker: maker.__name__)
def test_all_but_the_column_stays_byte_for_byte(
    maker: Callable[[list[Student]], Sheet], tmp_path: Path
) -> None:
    """Quotes, line ends, mark, encoding, other columns; and the cell of everybody without a score."""
    sheet = maker(hand_ins.students(4))
    before = importers.raw_cells(sheet.text, sheet.delimiter)
    after = importers.raw_cells(filled(sheet, tmp_path), sheet.delimiter)
    scores = [None] * sheet.first + given(len(before) - sheet.first)
    assert [len(row) for row in after] == [len(row) for row in before]
    for score, old, new in zip(scores, before, after, strict=True):
        assert [cell for n, cell in enumerate(new) if n != sheet.column or score is None] == [
            cell for n, cell in enumerate(old) if n != sheet.column or score is None
        ]
        if score is not None:
            end = new[sheet.column][-1]
            assert end == old[sheet.column][-1]
            assert float(new[sheet.column][:-1].strip('"')) == score


@pytest.mark.parametrize("maker", GRADEBOOKS, ids=lambda maker: maker.__name__)
def test_no_score_at_all_changes_nothing(maker: Callable[[list[Student]], Sheet], tmp_path: Path) -> None:
    """The file comes back as it was."""
    sheet = maker(hand_ins.students(4))
    path = sheet.write(tmp_path)
    roster = read_roster(path)
    empty = {student.row: None for student in roster.students}
    assert fill(sheet.name, roster, ASSIGNMENT, empty, MAXIMUM) == path.read_bytes()
    assert fill(sheet.name, roster, ASSIGNMENT, {}, MAXIMUM) == path.read_bytes()


@pytest.mark.parametrize("maker", GRADEBOOKS[:-1], ids=lambda maker: maker.__name__)
def test_another_maximum_stops(maker: Callable[[list[Student]], Sheet], tmp_path: Path) -> None:
    """20 points here, 30 there: nothing is written, unless the scores are to be scaled."""
    sheet = maker(hand_ins.students(4))
    with pytest.raises(UsageError, match="30"):
        filled(sheet, tmp_path, 20.0)
    rows = importers.read(filled(sheet, tmp_path, 60.0, scale=True), sheet.delimiter)
    assert [float(row[sheet.column]) for row in rows[sheet.first :: 7]] == [27.5 / 2] * 5


def expected_grades(ids: list[str], old: list[str]) -> dict[str, float | str]:
    """After the import: our score, else what was there."""
    told: dict[str, float | str] = {}
    for person, score, cell in zip(ids, given(len(ids)), old, strict=True):
        if score is not None or cell:
            told[person] = cell if score is None else score
    return told


def same_grades(after: dict[str, str], ids: list[str], old: list[str]) -> None:
    """Grades as numbers where they are numbers."""
    told = expected_grades(ids, old)
    assert {person: _number(grade) for person, grade in after.items()} == {
        person: _number(grade) for person, grade in told.items()
    }


def _number(grade: float | str) -> float | str:
    try:
        return float(grade)
    except ValueError:
        return grade


def held(sheet: Sheet) -> list[str]:
    """The column before we came."""
    return [row[sheet.column] for row in sheet.rows[sheet.first :]]


@pytest.mark.parametrize("maker", [rosters.canvas, rosters.canvas_manual])
def test_canvas_takes_it(maker: Callable[[list[Student]], Sheet], tmp_path: Path) -> None:
    """A grade given by hand survives, EX and N/A too: no cell that held something is empty."""
    people = hand_ins.students(4)
    sheet = maker(people)
    ids = [str(one.number) for one in people]
    before = {person: cell for person, cell in zip(ids, held(sheet), strict=True) if cell}
    after = importers.canvas(filled(sheet, tmp_path), sheet.delimiter, 4711, before)
    same_grades(after, ids, held(sheet))


@pytest.mark.parametrize("language", sorted(MOODLE_HEADS))
def test_moodle_takes_it(language: str, tmp_path: Path) -> None:
    """Nothing is skipped: identifiers match, no grade is above the maximum."""
    people = hand_ins.students(4)
    sheet = rosters.moodle(people, language)
    ids = [str(one.number) for one in people]
    before = {person: cell for person, cell in zip(ids, held(sheet), strict=True) if cell}
    heads, word = MOODLE_HEADS[language], PARTICIPANT[language]
    same_grades(importers.moodle(filled(sheet, tmp_path), heads, word, MAXIMUM, before), ids, held(sheet))


@pytest.mark.parametrize("maker", [rosters.blackboard_xls, rosters.blackboard_csv])
def test_blackboard_takes_it(maker: Callable[[list[Student]], Sheet], tmp_path: Path) -> None:
    """Rows by username, the column by its number."""
    people = hand_ins.students(4)
    sheet = maker(people)
    ids = [rosters.blackboard_username(one) for one in people]
    before = {person: cell for person, cell in zip(ids, held(sheet), strict=True) if cell}
    after = importers.blackboard(filled(sheet, tmp_path), sheet.delimiter, 123456, before)
    same_grades(after, ids, held(sheet))


def test_brightspace_takes_it(tmp_path: Path) -> None:
    """Keys keep their `#`, and so does the end of the line."""
    people = hand_ins.students(4)
    sheet = rosters.brightspace(people)
    ids = [one.sid for one in people]
    before = {person: cell for person, cell in zip(ids, held(sheet), strict=True) if cell}
    same_grades(importers.brightspace(filled(sheet, tmp_path), ASSIGNMENT, MAXIMUM, before), ids, held(sheet))
