"""Generated class downloads are what they say: every platform's tree, its zip read back, nobody left out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers import importers
from helpers.downloads import Download, Expected, Layout, download
from helpers.hand_ins import MARK, NAMES, Outcome, Student, students
from helpers.plans import differences, marks_in
from helpers.platforms import ALL, Blackboard, BranchZips, Moodle, MoodleFlat, canvas_name, moodle_name
from helpers.rosters import GRADEBOOKS, Sheet


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_platform(kind: type[Layout], tmp_path: Path) -> None:
    """The folder and the zip hold the same tree, and every file that is to count is in it, once a place."""
    made = download(kind(), 3)
    root = made.unpack(tmp_path / "folder")
    on_disk = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    assert on_disk == {path for path in made.tree if not path.endswith("/")}
    with zipfile.ZipFile(made.pack(tmp_path / "zip")) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == made.tree
    assert len({row.key for row in made.expected}) == len(made.pairs) >= 28
    for _, work in made.pairs:
        assert bool(work.mark) == (work.outcome is Outcome.COUNTS)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_role_is_there(kind: type[Layout]) -> None:
    """A class of thirty shows everything that a person can do on the platform."""
    layout = kind()
    roles = {work.role for _, work in download(layout, 5).pairs}
    assert len(roles) == len({role(*students(1, 2)).role for role in layout.all_roles()})


def test_the_same_seed_makes_the_same_class() -> None:
    """And another seed another one."""
    assert download(Moodle(), 4).tree == download(Moodle(), 4).tree != download(Moodle(), 5).tree


def test_thirty_people() -> None:
    """Logins and keys are one person's."""
    people = students(1)
    assert len(people) == len(NAMES) == 30
    assert len({one.login for one in people}) == len({one.key for one in people}) == 30


@pytest.mark.parametrize(
    ("name", "canvas", "moodle"),
    [
        ("Lee, Anna", "leeanna", "Lee, Anna"),
        ("x_12_y", "x12y", "x_12_y"),
        ("O'Brien, Conan", "obrienconan", "OBrien, Conan"),
        ("王小明", "王小明", "王小明"),
        ("Smith-Jones, A", "smithjonesa", "Smith-Jones, A"),
    ],
)
def test_names_are_cleaned_as_the_platform_does(name: str, canvas: str, moodle: str) -> None:
    """Canvas keeps letters, digits and `_`; Moodle drops what a file system may not like."""
    assert (canvas_name(name), moodle_name(name)) == (canvas, moodle)


def test_names_in_big5_lie_in_the_zip_as_bytes(tmp_path: Path) -> None:
    """Neither the flag nor UTF-8: what a Chinese Windows writes."""
    person = students(1)[8]
    layout = Moodle()
    made = download(layout, 1, 1)
    work = made.pairs[0][1]
    old = replace(made, tree=layout.place(person, work), encoding="big5")
    packed = old.pack(tmp_path).read_bytes()
    assert "王小明".encode("big5") in packed
    assert "王小明".encode() not in packed
    with zipfile.ZipFile(tmp_path / f"{layout.folder}.zip") as archive:
        (info,) = archive.infolist()
        assert not info.flag_bits & 0x800
        assert info.filename.encode("cp437").decode("big5").startswith("王小明_")
        assert MARK.search(archive.read(info).decode())


@pytest.mark.parametrize("maker", GRADEBOOKS, ids=lambda maker: maker.__name__)
def test_the_cells_of_these_sheets_are_cells(maker: Callable[[list[Student]], Sheet]) -> None:
    """Our own reader of raw cells loses nothing, and sees what Python's reader sees."""
    sheet = maker(students(4))
    raw = importers.raw_cells(sheet.text, sheet.delimiter)
    assert "".join(cell for row in raw for cell in row) == sheet.text
    assert [len(row) for row in raw] == [len(row) for row in sheet.rows]
    assert importers.read(sheet.text, sheet.delimiter) == sheet.rows


def a_row(made: Download, root: Path, row: Expected) -> SimpleNamespace:
    """The row that a right plan has."""
    holders = [path for path, data in made.tree.items() if row.mark in marks_in(data)] if row.mark else []
    person = SimpleNamespace(name=min(row.names), id=min(row.ids or {""}), section="", members=())
    return SimpleNamespace(
        person=person,
        path=root if root.suffix == ".zip" else root / holders[0] if holders else None,
        member=holders[0] if holders and root.suffix == ".zip" else "",
        absent=row.outcome is Outcome.NOT_HANDED_IN,
        problem="two files" if row.outcome is Outcome.NOT_GRADED else "",
        late=row.late,
        handed_in=row.handed_in,
        notes=("a later attempt is text",) if row.noted else (),
    )


@pytest.mark.parametrize("kind", [Moodle, MoodleFlat, Blackboard, BranchZips], ids=lambda kind: kind.name)
@pytest.mark.parametrize("packed", [True, False])
def test_a_right_plan_is_told_from_a_wrong_one(kind: type[Layout], packed: bool, tmp_path: Path) -> None:
    """Nothing to say of the right rows; a row less, one more, one late, or another's file is seen."""
    made = download(kind(), 2)
    root = made.pack(tmp_path) if packed else made.unpack(tmp_path)
    rows = [a_row(made, root, row) for row in made.expected]
    assert differences(made.expected, rows) == []
    assert differences(made.expected, rows[1:])
    assert differences(made.expected, [*rows, rows[0]])
    rows[0].late = not rows[0].late
    assert differences(made.expected, rows)
    rows[0].late = not rows[0].late
    counted = [row for row in rows if not row.absent and not row.problem]
    one, other = counted[4], counted[5]
    one.path, one.member, other.path, other.member = other.path, other.member, one.path, one.member
    assert differences(made.expected, rows)
