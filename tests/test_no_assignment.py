"""What fits no assignment by its name: where it stands, what is said of it, and what a plan promises."""

from __future__ import annotations

import csv
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from helpers.class_store import RIGHT, ROOMS, SOUND, course_in, grade

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux")

ROSTER = "id,name\n1,ada\n2,bob\n3,dev\n4,eve\n5,hugo\n6,mia\n7,zoe\n"


def one_assignment(folder: Path) -> Path:
    """A course of shapes alone."""
    shutil.copytree(SOUND, folder / "course", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def klass(folder: Path) -> Path:
    """ada and bob by the rules; a zip in a zip, an empty file, a PDF, a misspelled name; zoe: nothing."""
    for who in ("ada", "bob", "dev", "eve", "hugo", "mia"):
        (folder / "class" / who).mkdir(parents=True)
    for name, text in {"ada/shapes": RIGHT, "bob/shapes": RIGHT, "eve/mine": "", "mia/shaeps": RIGHT}.items():
        (folder / "class" / f"{name}.py").write_text(text, encoding="utf-8")
    (folder / "class" / "hugo" / "shapes of mine.pdf").write_bytes(b"%PDF-1.4")
    with zipfile.ZipFile(folder / "inner.zip", "w") as inner:
        inner.writestr("shapes.py", RIGHT)
    with zipfile.ZipFile(folder / "class" / "dev" / "handin.zip", "w") as outer:
        outer.write(folder / "inner.zip", "work/inner.zip")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return folder


def table(path: Path) -> dict[str, dict[str, str]]:
    """A CSV file by student."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def cells(folder: Path) -> dict[str, list[str]]:
    """The table of the class page: what each row's cells say, without marks and names of links."""
    page = (folder / "out" / "index.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr><t[hd].*?</tr>", page, re.DOTALL)
    texts = [[re.sub(r"<[^>]+>|\s+", " ", cell) for cell in re.split(r"</t[hd]>", row)[:-1]] for row in rows]
    return {first.strip(): [" ".join(cell.split()) for cell in rest] for first, *rest in texts}


STATUSES = {
    "ada": "graded", "bob": "graded", "dev": "not graded", "eve": "not graded", "hugo": "not graded",
    "mia": "not graded", "zoe": "not handed in",
}  # fmt: skip
REASONS = {
    "dev": "handin.zip contains another zip, work/inner.zip.",
    "eve": "mine.py is empty.",
    "hugo": "shapes of mine.pdf is a PDF.",
    "mia": "shaeps.py is not named for shapes. Name the file after shapes, or use `--assignment shapes`.",
}


def test_with_one_assignment_all_that_came_stands_under_it(tmp_path: Path) -> None:
    """Not graded and why, with the points that there are; nobody who handed something in "not handed in"."""
    assert grade(klass(one_assignment(tmp_path)), "--roster", tmp_path / "roster.csv") == 3
    rows = table(tmp_path / "out" / "grades.csv")
    assert {name: row["status"] for name, row in rows.items()} == STATUSES
    assert {(row["assignment"], row["max_score"]) for row in rows.values()} == {("shapes", "4")}
    assert all(rows[name]["problem"].startswith(reason) for name, reason in REASONS.items())
    shown = cells(tmp_path)
    assert shown["student"] == ["shapes"]
    assert {name: shown[name] for name in ("dev", "mia", "zoe")} == {
        "dev": ["! not graded"], "mia": ["! not graded"], "zoe": ["not handed in"],
    }  # fmt: skip
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "mia · shapes" in page and " · </" not in page
    assert (tmp_path / "out" / "mia (6)" / "shapes" / "report.json").is_file()


def test_what_was_not_matched_can_be_graded_by_name(tmp_path: Path) -> None:
    """With `--assignment`, as the reason says: graded into the same row."""
    grade(klass(one_assignment(tmp_path)))
    assert grade(tmp_path, "--assignment", "shapes") == 3
    rows = table(tmp_path / "out" / "grades.csv")
    assert (rows["mia"]["status"], rows["mia"]["score"]) == ("graded", "4") and len(rows) == 6


def test_with_several_it_is_in_no_column_of_another(tmp_path: Path) -> None:
    """Nobody reads "not handed in" of whom something came that fits none, and nobody is asked for "none"."""
    course_in(klass(tmp_path))
    (tmp_path / "class" / "bob" / "volumes.py").write_text(ROOMS, encoding="utf-8")
    assert grade(tmp_path, "--roster", tmp_path / "roster.csv") == 3
    shown = cells(tmp_path)
    assert shown["student"] == ["shapes", "volumes", "no assignment"]
    assert shown["mia"] == ["no file with this name", "no file with this name", "! not graded"]
    assert shown["ada"][1:] == ["not handed in", "–"] and shown["zoe"] == ["not handed in"] * 2 + ["–"]
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "mia · no assignment" in page and " · </" not in page
    assert "Name the file after shapes or volumes" in table(tmp_path / "out" / "grades.csv")["mia"]["problem"]


@pytest.mark.parametrize("several", [False, True])
def test_a_plan_says_what_grading_does(several: bool, tmp_path: Path) -> None:
    """The same people, the same of them not graded, for the same reasons; also when the plan is followed."""
    klass(course_in(tmp_path).parent if several else one_assignment(tmp_path))
    assert grade(tmp_path, "--plan") == 0
    plan = table(tmp_path / "out" / "plan.csv")
    grade(tmp_path)
    graded = table(tmp_path / "out" / "grades.csv")
    done = {"grade": "graded"}
    assert {name: done.get(row["action"], row["action"]) for name, row in plan.items()} == {
        name: row["status"] for name, row in graded.items()
    }
    wrong = [name for name, row in graded.items() if row["status"] == "not graded"]
    assert wrong == ["dev", "eve", "hugo", "mia"]
    assert {name: plan[name]["why"] for name in wrong} == {name: graded[name]["problem"] for name in wrong}
    assert {name: row["assignment"] for name, row in plan.items()} == {
        name: row["assignment"] for name, row in graded.items()
    }
    shutil.copy(tmp_path / "out" / "plan.csv", tmp_path / "class" / "plan.csv")
    grade(tmp_path, tmp_path / "class" / "plan.csv", "--output", tmp_path / "again")
    assert {
        name: (row["status"], row["problem"])
        for name, row in table(tmp_path / "again" / "grades.csv").items()
    } == {name: (row["status"], row["problem"]) for name, row in graded.items()}


@pytest.mark.parametrize("assignment", ["", "shapes"])
def test_a_row_that_a_person_has_graded_is(assignment: str, tmp_path: Path) -> None:
    """`grade` put in by hand; where there is one assignment, the plan need not repeat its name."""
    grade(klass(one_assignment(tmp_path)), "--plan")
    text = (tmp_path / "out" / "plan.csv").read_text(encoding="utf-8-sig")
    wanted = re.sub(r"^mia,,,shapes,not graded", f"mia,,,{assignment},grade", text, flags=re.MULTILINE)
    assert wanted != text
    (tmp_path / "class" / "plan.csv").write_text(wanted, encoding="utf-8")
    grade(tmp_path, tmp_path / "class" / "plan.csv", "--output", tmp_path / "again")
    assert table(tmp_path / "again" / "grades.csv")["mia"]["score"] == "4"


def test_each_that_is_not_graded_has_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of them, with the whole reason; above twenty it says how many more and where they are."""
    grade(klass(one_assignment(tmp_path)))
    lines = capsys.readouterr().out.splitlines()
    told = [line for line in lines if line.startswith("Not graded: ")]
    problems = {name: row["problem"] for name, row in table(tmp_path / "out" / "grades.csv").items()}
    assert told == [f"Not graded: {name}. {problems[name]}" for name in REASONS]
    for number in range(18):
        path = tmp_path / "class" / f"s{number:02}" / "x.pdf"
        path.parent.mkdir()
        path.write_bytes(b"%PDF-1.4")
    grade(tmp_path)
    lines = capsys.readouterr().out.splitlines()
    told = [line for line in lines if line.startswith("Not graded: ")]
    assert len(told) == 20 and told[-1].startswith("Not graded: s15. x.pdf is a PDF.")
    assert f"2 more were not graded. {tmp_path / 'out' / 'grades.csv'} lists all." in lines


def test_a_plan_counts_and_leaves_no_doubt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """ "grade" stands beside no question mark, and how many are not graded is said once for all rows."""
    grade(klass(one_assignment(tmp_path)), "--plan", "--roster", tmp_path / "roster.csv")
    said = capsys.readouterr().out
    assert "2 to grade, 4 not graded, 1 not handed in." in said
    assert not re.search(r"\?\s+grade\b", said)
