"""`grader grade` on a class as a platform hands it out: rows, words, codes, folders, grades that go back."""

from __future__ import annotations

import csv
import io
import shutil
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.grading import ROOT

from grader.cli import app, run
from grader.commands.report_folder import folder_names

COURSE = ROOT / "tests" / "courses" / "sound"
RIGHT = (COURSE / "solutions" / "shapes.py").read_text(encoding="utf-8")
CANVAS = (
    "Student,ID,SIS Login ID,Section,Shapes (5)\n    Points Possible,,,,4\n"
    '"Lee, Anna",104,alee,A,\n"Okafor, Chidi",105,chidi,A,\n"Gogh, Léa",106,lea,A,3\n"Zed, Zoe",107,zoe,A,\n'
)


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    returncode: int
    stdout: str


def grade(*arguments: str | Path) -> Done:
    """`grader grade …` in this process, as a wide terminal shows it."""
    given = ["grade", *arguments, "--course", COURSE, "--device", "cpu", "--format", "json", "--seed", "7"]
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said):
        patch.setenv("COLUMNS", "200")
        code = run(lambda: app([str(one) for one in given]))
    return Done(code, said.getvalue())


def table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def canvas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("canvas") / "submissions"
    root.mkdir()
    (root / "leeanna_104_9001_shapes.py").write_text(RIGHT, encoding="utf-8")
    (root / "okaforchidi_LATE_105_9002_shapes.py").write_text("def area(w, h):\n    return w * h\n", "utf-8")
    (root / "goghléa_106_text.html").write_text("my answer", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def graded(canvas: Path) -> tuple[Done, Path]:
    """The class with its roster, exported."""
    output, roster = canvas.parent / "results", canvas.parent / "gradebook.csv"
    roster.write_text(CANVAS, encoding="utf-8")
    return grade(canvas, "--output", output, "--roster", roster, "--export", "canvas"), output


def test_everybody_has_a_row(graded: tuple[Done, Path]) -> None:
    """Graded, not graded with the reason, not handed in: exit 3 for the second alone."""
    done, output = graded
    assert done.returncode == 3
    rows = table(output / "grades.csv")
    assert {name: (row["status"], row["score"]) for name, row in rows.items()} == {
        "Anna Lee": ("graded", "4"),
        "Chidi Okafor": ("graded", "1"),
        "Léa Gogh": ("not graded", ""),
        "Zoe Zed": ("not handed in", ""),
    }
    assert (rows["Chidi Okafor"]["id"], rows["Chidi Okafor"]["late"]) == ("105", "yes")
    assert "2 graded, 1 not graded" in done.stdout and "Not graded: Léa Gogh." in done.stdout
    assert "1 not handed in" in done.stdout
    page = (output / "index.html").read_text(encoding="utf-8")
    assert "3 submissions, 1 not graded, 1 not handed in" in page


def test_folders_carry_the_id_and_the_absent_have_none(
    graded: tuple[Done, Path],
) -> None:
    """A folder never changes its owner between runs."""
    _, output = graded
    assert sorted(path.name for path in output.iterdir() if path.is_dir()) == [
        "Anna Lee (104)", "Chidi Okafor (105)", "Léa Gogh (106)",
    ]  # fmt: skip


def test_grades_go_back_in_the_platforms_own_file(
    graded: tuple[Done, Path],
) -> None:
    """One column filled; a grade given by hand and the empty cell of who handed nothing in stay."""
    done, output = graded
    expected = CANVAS.replace("alee,A,\n", "alee,A,4\n").replace("chidi,A,\n", "chidi,A,1\n")
    assert (output / "gradebook.csv").read_text(encoding="utf-8") == expected
    assert "has 2 grades of shapes. Upload it to canvas." in done.stdout


MOODLE = (
    "Identifier,Full name,Grade,Maximum Grade,Last modified (grade)\n"
    "Participant 351,Anna Lee,,4.00,-\nParticipant 352,Anna Lee,,4.00,-\n"
)


def test_two_of_one_name_are_two_there_and_back(tmp_path: Path) -> None:
    """Moodle's worksheet without ids: both are graded, each in the own folder and row; a third is named."""
    for number, text in (("351", RIGHT), ("352", "def area(w, h):\n    return w * h\n"), ("353", RIGHT)):
        folder = tmp_path / "download" / f"Anna Lee_{number}_assignsubmission_file_"
        folder.mkdir(parents=True)
        (folder / "shapes.py").write_text(text, encoding="utf-8")
    roster, output = tmp_path / "worksheet.csv", tmp_path / "results"
    roster.write_text(MOODLE, encoding="utf-8")
    done = grade(tmp_path / "download", "--output", output, "--roster", roster, "--export", "moodle")
    assert "3 graded" in done.stdout, done.stdout
    assert {path.name for path in output.iterdir() if path.is_dir()} >= {"Anna Lee (351)", "Anna Lee (352)"}
    expected = MOODLE.replace("Anna Lee,,", "Anna Lee,4,", 1).replace("Anna Lee,,", "Anna Lee,1,", 1)
    assert (output / "worksheet.csv").read_text(encoding="utf-8") == expected
    assert "These grades are not in it: Anna Lee. No row is theirs alone." in done.stdout


def test_the_roster_and_the_table_of_the_class_are_not_written_over(canvas: Path, tmp_path: Path) -> None:
    """A gradebook that is called grades.csv, beside the reports: both stay, and the filled one has a name."""
    (tmp_path / "grades.csv").write_text(CANVAS, encoding="utf-8")
    grade(canvas, "--output", tmp_path / "out", "--roster", tmp_path / "grades.csv", "--export", "canvas")
    assert set(table(tmp_path / "out" / "grades.csv")) >= {"Anna Lee", "Zoe Zed"}
    assert "alee,A,4" in (tmp_path / "out" / "filled-grades.csv").read_text(encoding="utf-8")
    assert (tmp_path / "grades.csv").read_text(encoding="utf-8") == CANVAS


def test_only_not_handed_in_is_no_failure(canvas: Path, tmp_path: Path) -> None:
    """Exit 0: nothing that was handed in is left ungraded."""
    shutil.copy(canvas / "leeanna_104_9001_shapes.py", tmp_path / "leeanna_104_9001_shapes.py")
    roster = tmp_path / "class" / "roster.csv"
    roster.parent.mkdir()
    roster.write_text("id,name\n104,Anna Lee\n7,Bo\n", encoding="utf-8")
    done = grade(tmp_path / "leeanna_104_9001_shapes.py", "--output", tmp_path / "out", "--roster", roster)
    assert done.returncode == 0, done.stdout
    assert table(tmp_path / "out" / "grades.csv")["Bo"]["status"] == "not handed in"


def test_rows_of_an_earlier_run_stay(tmp_path: Path) -> None:
    """Late work graded into the same folder takes nobody out of the table."""
    for who in ("anna", "bob"):
        (tmp_path / who).mkdir()
        (tmp_path / who / "shapes.py").write_text(RIGHT, encoding="utf-8")
    for who in ("anna", "bob"):
        assert grade(tmp_path / who / "shapes.py", "--output", tmp_path / "out").returncode == 0
    assert list(table(tmp_path / "out" / "grades.csv")) == ["anna", "bob"]


def test_a_plan_runs_nothing_and_is_followed(canvas: Path, tmp_path: Path) -> None:
    """plan.csv and no report; graded from the plan, the same people come out."""
    done = grade(canvas, "--plan", "--output", tmp_path)
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["plan.csv"]
    assert "Nothing was run." in done.stdout
    followed = grade(tmp_path / "plan.csv", "--output", tmp_path / "out")
    assert followed.returncode == 3
    assert len(table(tmp_path / "out" / "grades.csv")) == 3


def test_anonymous_shows_ids_and_no_name_anywhere(canvas: Path, tmp_path: Path) -> None:
    """Not in folders, reports, pages, tables or what is printed. The store alone says where files lie."""
    done = grade(canvas, "--anonymous", "--output", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["104", "105", "106"]
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "results.db"]
    texts = [path.read_text(encoding="utf-8") for path in files]
    assert len(texts) > 3
    assert not [text for text in [*texts, done.stdout] if "leeanna" in text or "okafor" in text]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([("anna", "", "")], ["anna"]),
        ([("Anna Lee", "104", ""), ("Anna Lee", "105", "")], ["Anna Lee (104)", "Anna Lee (105)"]),
        ([("anna", "", "A"), ("anna", "", "B")], ["anna [A]", "anna [B]"]),
        ([("octocat", "octocat", "")], ["octocat"]),
    ],
)
def test_two_people_never_share_a_folder(people: list[tuple[str, str, str]], expected: list[str]) -> None:
    """The id, else the section, which both folders carry."""
    assert list(folder_names(people).values()) == expected


def test_no_two_folders_differ_by_capitals_alone() -> None:
    """On a Mac or Windows they would be one."""
    named = folder_names([("anna", "", ""), ("Anna", "", ""), ("bob", "", "")])
    assert len({name.casefold() for name in named.values()}) == 3
    assert named["bob", "", ""] == "bob"
