"""`grader grade`, run again: what is kept is not graded again, and what was changed is; nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from helpers.class_store import (
    RIGHT,
    ROOMS,
    TEXTS,
    WRONG,
    contents,
    course_in,
    grade,
    graded_again,
    grader,
    hand_in,
    rows,
)
from helpers.grading import ROOT

from grader import devices
from grader.testing import Cases
from grader.words.messages import Message, say

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux")

SHAPES = {(student, "shapes") for student in TEXTS}
ALL = SHAPES | {("ada", "volumes")}
CHECKS = "course/autograde_tests"
NEEDS_SEABORN = "import seaborn\n" + RIGHT + "def area(w, h): return seaborn.area(w, h)\n"


def graded_in(folder: Path) -> Path:
    """A course, three hand-ins of one assignment and one of another; graded once."""
    course_in(folder)
    hand_in(folder, TEXTS)
    hand_in(folder, {"ada": ROOMS}, "volumes")
    assert grade(folder) == 0
    return folder


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That, to be copied."""
    return graded_in(tmp_path_factory.mktemp("work"))


@pytest.fixture
def work(graded_once: Path, tmp_path: Path) -> Path:
    """All of that moved to a folder of one's own."""
    return Path(shutil.copytree(graded_once, tmp_path, dirs_exist_ok=True))


@pytest.fixture
def in_place(tmp_path: Path) -> Path:
    """That, where it was graded: for tests of who is who, which hangs on where a file was."""
    return graded_in(tmp_path)


def grades(work: Path) -> dict[tuple[str, str], dict[str, str]]:
    """grades.csv, by student and assignment."""
    text = (work / "out" / "grades.csv").read_text(encoding="utf-8")
    return {(row["student"], row["assignment"]): row for row in csv.DictReader(io.StringIO(text))}


# ── the key: what was changed → what is graded again ─────────────────────────────────────────────────────


def append(path: str, text: str) -> Callable[[Path], None]:
    """Add to a file of the course or the class."""

    def change(work: Path) -> None:
        with (work / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def rename(before: str, now: str) -> Callable[[Path], None]:
    """Call a folder of the class otherwise."""

    def change(work: Path) -> None:
        shutil.move(work / before, work / now)

    return change


def helper_beside(work: Path) -> None:
    """Ada's file imports a module of hers: that module's bytes count."""
    (work / "class" / "ada" / "mine.py").write_text("TWO = 2\n", encoding="utf-8")
    append("class/ada/shapes.py", "import mine\n")(work)


KEY: list[tuple[str, Callable[[Path], None], set[tuple[str, str]]]] = [
    ("nothing", lambda work: None, set()),
    ("one submission", append("class/bob/shapes.py", "# again\n"), {("bob", "shapes")}),
    ("a module beside one", helper_beside, {("ada", "shapes")}),
    ("a comment in this one's checks", append(f"{CHECKS}/test_shapes.py", "# x\n"), SHAPES),
    ("a module that its checks import", append(f"{CHECKS}/numbers_drawn.py", "# x\n"), SHAPES),
    ("its solution", append("course/solutions/shapes.py", "# x\n"), SHAPES),
    ("a misconception", append("course/solutions/misconceptions/shapes/area.py", "# x\n"), SHAPES),
    ("the other assignment's checks", append(f"{CHECKS}/test_volumes.py", "# x\n"), {("ada", "volumes")}),
    ("a hint", append("course/solutions/hints/shapes.md", "\n"), set()),
    ("the course's order", append("course/course.toml", 'language = "en"\n'), set()),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in KEY], ids=[case[0] for case in KEY])
def test_what_was_changed_is_graded_again(
    change: Callable[[Path], None], expected: set[tuple[str, str]], work: Path
) -> None:
    """The part of the key that changed says whose result is another; nobody else is graded."""
    demand_graded_again(change, expected, work)


def test_a_students_name_is_no_part_of_the_key(in_place: Path) -> None:
    """The same file of somebody who is called otherwise is not graded again."""
    demand_graded_again(rename("class/bob", "class/robert"), set(), in_place)


def demand_graded_again(change: Callable[[Path], None], expected: set[tuple[str, str]], work: Path) -> None:
    before = rows(work)
    change(work)
    assert grade(work) == 0
    assert {row.number for row in rows(work).values()} - {row.number for row in before.values()} == {
        rows(work)[who].number for who in expected
    }
    assert len(rows(work)) == len(before)


def test_a_machine_without_sim_grades_again(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Devices count as they were found, not as they were asked for."""
    assert grade(work, device="auto") == 0
    before = rows(work)
    assert grade(work, device="auto") == 0
    assert graded_again(work, before) == set()

    def missing() -> Message:
        return say("This is not here.")

    monkeypatch.setattr(devices, "missing_sim", missing)
    assert grade(work, device="auto") == 0
    assert graded_again(work, before) == ALL


def test_the_seed_of_what_is_new_is_not_taken_for_that_of_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who copies the last line's seed into a complaint would grade with other inputs."""
    graded_in(tmp_path)
    words = "Kept results have their own"
    assert words not in capsys.readouterr().out
    hand_in(tmp_path, {"ada": WRONG})
    assert grade(tmp_path) == 0
    assert words in " ".join(capsys.readouterr().out.split())


def test_a_new_roster_changes_the_page_and_grades_nothing(
    in_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names, ids and who is missing come of the roster; the results stay, with their seeds."""
    before = rows(in_place)
    (in_place / "roster.csv").write_text(
        "name,id\nZoe,9\nBob,2\nAda,1\nCleo,3\n".replace("Bob", "bob").replace("Ada", "ada"),
        encoding="utf-8",
    )
    capsys.readouterr()
    assert grade(in_place, "--roster", in_place / "roster.csv", "--csv", "wide") == 0
    assert "There is nothing to grade. 4 results are kept." in capsys.readouterr().out
    now = rows(in_place)
    assert {row.seed for row in now.values() if not row.absent} == {row.seed for row in before.values()}
    assert grades(in_place)["ada", "shapes"]["id"] == "1"
    page = (in_place / "out" / "index.html").read_text(encoding="utf-8")
    assert "Zoe" in page and "1 not handed in" in page
    assert json.loads((in_place / "out" / "ada (1)" / "shapes" / "report.json").read_text())["id"] == "1"
    wide = (in_place / "out" / "grades-wide.csv").read_bytes()
    assert wide.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(wide.decode("utf-8-sig"))))
    assert table[0] == ["student", "id", "section", "shapes", "volumes"]
    assert [row[0] for row in table[1:]] == ["Zoe", "bob", "ada", "Cleo"] or [
        row[0] for row in table[1:]
    ] == ["Zoe", "bob", "ada", "cleo"]
    assert table[1][3:] == ["", ""]


def test_reports_of_who_is_called_otherwise_lie_in_one_place(in_place: Path) -> None:
    """Their old folder goes, but for what somebody else has put there."""
    (in_place / "out" / "cleo" / "remark.txt").write_text("mine", encoding="utf-8")
    rename("class/bob", "class/robert")(in_place)
    rename("class/cleo", "class/clea")(in_place)
    assert grade(in_place) == 0
    assert sorted(path.name for path in (in_place / "out").iterdir() if path.is_dir()) == [
        "ada", "clea", "cleo", "robert"
    ]  # fmt: skip
    assert [path.name for path in (in_place / "out" / "cleo").rglob("*")] == ["remark.txt"]
    for name in ("clea", "robert"):
        report = json.loads((in_place / "out" / name / "shapes" / "report.json").read_text(encoding="utf-8"))
        assert (report["student"], report["score"]) == (name, rows(in_place)[name, "shapes"].score)


def test_another_name_of_the_file_is_said_in_the_report(work: Path) -> None:
    """The same bytes in a file that is called otherwise: kept, and every place speaks of the new name."""
    before = rows(work)
    shutil.move(work / "class" / "bob" / "shapes.py", work / "class" / "bob" / "shapes_final.py")
    assert grade(work) == 0
    assert rows(work)["bob", "shapes"].number == before["bob", "shapes"].number
    text = (work / "out" / "bob" / "shapes" / "report.json").read_text(encoding="utf-8")
    assert '"submission": "shapes_final.py"' in text
    assert not re.search(r'"(file|path)": "shapes.py', text)


# ── run again ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_run_says_what_is_kept(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """First how many and why, last whose score changed; exit code and summary are of all rows below."""
    hand_in(work, {"bob": RIGHT, "dan": WRONG, "eve": "def area(:"})
    capsys.readouterr()
    summary = work / "summary.md"
    assert grade(work, "--summary", summary, "--fail-under", "90") == 3
    said = " ".join(capsys.readouterr().out.split())
    assert "To grade: 2 new, 1 changed. 3 results are kept." in said
    assert "The score of bob in shapes has changed: 3 / 4 → 4 / 4." in said
    assert all(name in summary.read_text() for name in ("ada", "bob", "cleo", "dan", "eve"))
    assert grade(work, "--fail-under", "90") == 3
    said = " ".join(capsys.readouterr().out.split())
    assert "To grade: 1 that could not be graded. 5 results are kept." in said


def test_one_student_graded_again_leaves_the_class_whole(work: Path) -> None:
    """Page and table are of the class, the exit code is of the paths."""
    hand_in(work, {"bob": RIGHT})
    assert grade(work, work / "class" / "bob", "--fail-under", "90") == 0
    assert {who for who, _ in grades(work)} == {*TEXTS}
    assert grades(work)["bob", "shapes"]["score"] == "4"
    page = (work / "out" / "index.html").read_text(encoding="utf-8")
    assert all(name in page for name in TEXTS)
    assert grade(work, "--fail-under", "90") == 1  # cleo


def test_new_only_leaves_earlier_results_and_marks_them(work: Path) -> None:
    """What has changed keeps its result, is marked on the page, and is graded by the next whole run."""
    before = rows(work)
    hand_in(work, {"bob": RIGHT, "dan": RIGHT})
    append("course/autograde_tests/test_volumes.py", "# x\n")(work)
    assert grade(work, "--new-only") == 0
    assert graded_again(work, before) == {("dan", "shapes")}
    marked = {who: row.outdated for who, row in rows(work).items() if row.outdated}
    assert marked == {("bob", "shapes"): ("submission",), ("ada", "volumes"): ("course",)}
    assert "Not graded again" in (work / "out" / "index.html").read_text(encoding="utf-8")
    assert grade(work) == 0
    assert not any(row.outdated for row in rows(work).values())
    assert "Not graded again" not in (work / "out" / "index.html").read_text(encoding="utf-8")


def test_fresh_grades_again_what_is_named(work: Path) -> None:
    """With the seed that each has, and nobody else."""
    before = rows(work)
    assert grade(work, work / "class" / "bob", "--fresh") == 0
    assert graded_again(work, before) == {("bob", "shapes")}
    assert rows(work)["bob", "shapes"].seed == before["bob", "shapes"].seed


def test_a_seed_that_is_asked_for_grades_rows_of_another(work: Path) -> None:
    """`--seed N` twice: the second time there is nothing to do."""
    assert grade(work, "--seed", "5") == 0
    before = rows(work)
    assert {row.seed for row in before.values()} == {5}
    assert grade(work, "--seed", "5") == 0
    assert graded_again(work, before) == set()


def test_a_file_that_is_gone_is_withdrawn_and_comes_back(in_place: Path) -> None:
    """Kept and marked, in no count; the same file again is the same result."""
    first = rows(in_place)["bob", "shapes"]
    shutil.move(in_place / "class" / "bob", in_place / "bob")
    assert grade(in_place) == 0
    assert ("bob", "shapes") not in rows(in_place) and ("bob", "shapes") not in grades(in_place)
    assert "bob · shapes" in (in_place / "out" / "index.html").read_text(encoding="utf-8")
    shutil.move(in_place / "bob", in_place / "class" / "bob")
    assert grade(in_place) == 0
    again = rows(in_place)["bob", "shapes"]
    assert (again.seed, again.score) == (first.seed, first.score)
    assert grades(in_place)["bob", "shapes"]["score"] == "3"


@pytest.mark.skipif(find_spec("seaborn") is not None, reason="needs a library that is not installed")
def test_a_fault_is_tried_again(work: Path) -> None:
    """What has no score, for something is missing here, is no result: it is tried again, on its own seed."""
    hand_in(work, {"dan": NEEDS_SEABORN})
    assert grade(work) == 3
    before = rows(work)
    assert grade(work) == 3
    assert graded_again(work, before) == {("dan", "shapes")}
    assert rows(work)["dan", "shapes"].seed == before["dan", "shapes"].seed


def test_answers_to_the_first_seed_earn_nothing(work: Path) -> None:
    """A resubmission that holds what its first report's seed asks for meets another seed, each time."""
    report = json.loads((work / "out" / "cleo" / "shapes" / "report.json").read_text())
    functions = {one["name"]: one["checks"] for one in report["functions"]}
    [check] = [check["id"] for check in functions["folds"]]

    def power(seed: int) -> int:
        return int(2 ** Cases(seed, check).integer(3, 9))

    first = power(report["seed"])
    known = {length: length.bit_length() for length in (first, first - 1, 1, 0)}
    text = RIGHT + f"def folds(length): return {known!r}[length]\n"
    seeds = {report["seed"]}
    for number in range(6):
        hand_in(work, {"cleo": f"{text}# {number}\n"})
        assert grade(work) == 0
        row = rows(work)["cleo", "shapes"]
        assert row.score == (4.0 if power(row.seed) == first else 3.0)
        seeds.add(row.seed)
    assert len(seeds) == 7


# ── the store ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_store_is_its_owners_alone(work: Path) -> None:
    """Mode 0600, no lock left behind, and nothing of a hidden check in a student's folder."""
    file = work / "out" / "results.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list((work / "out").glob("*.lock")) and not list((work / "out").glob("*-journal"))


@pytest.mark.parametrize(
    ("one", "other"), [("", ""), ("one.db", "two.db"), ("one.db", ""), ("", "two.db"), ("one.db", "one.db")]
)
def test_a_second_grader_is_refused_and_a_dead_ones_lock_is_none(
    work: Path, capsys: pytest.CaptureFixture[str], one: str, other: str
) -> None:
    """It says who writes to the folder since when, wherever their stores are; a dead one's lock is none."""
    code = (
        "import sys, time; from pathlib import Path; from grader.results.store import open_store; "
        "store = open_store(Path(sys.argv[1]), sys.argv[2] or None, write=True); "
        "print('open', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", code, str(work / "out"), str(work / one) if one else ""]
    own = ("--store", work / other) if other else ()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as first:
        assert first.stdout is not None and first.stdout.readline() == "open\n"
        capsys.readouterr()
        assert grade(work, *own) == 2
        said = capsys.readouterr().err
        assert f"process {first.pid}" in said and "since 20" in said
        first.kill()
    assert (work / "out" / "results.db.lock").exists()
    assert grade(work, *own) == 0
    assert not (work / "out" / "results.db.lock").exists()


def test_the_store_can_lie_elsewhere(work: Path) -> None:
    """`--store PATH`: on a local disk, say; the folder has everything but the store."""
    shutil.rmtree(work / "out")
    elsewhere = work / "disk" / "class.db"
    assert grade(work, "--store", elsewhere) == 0
    assert elsewhere.is_file() and not (work / "out" / "results.db").exists()
    assert grader("report", work / "out", "--store", elsewhere, "--format", "md") == 0
    assert (work / "out" / "bob" / "shapes" / "report.md").is_file()


def test_what_is_no_store_is_said(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of another kind is not written over, and no traceback."""
    (work / "out" / "results.db").write_text("This is no database at all, but it is long enough. " * 40)
    capsys.readouterr()
    assert grade(work) == 2
    assert "results.db cannot be used: file is not a database" in capsys.readouterr().err
    assert "no database at all" in (work / "out" / "results.db").read_text()


# ── grader report ────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_is_what_grading_wrote(work: Path) -> None:
    """Rendered of the store alone, into another folder: the same files, byte for byte."""
    assert grader("report", work / "out", "--output", work / "again", "--format", "json") == 0
    assert contents(work / "again") == contents(work / "out")


def test_a_report_of_one_student_for_an_instructor(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Other formats, another audience, another folder; no page that tells others' scores."""
    one = ("--student", "bob", "--format", "html,md", "--audience", "instructor", "--output", work / "bob")
    assert grader("report", work / "out", *one) == 0
    assert {path.relative_to(work / "bob").as_posix() for path in (work / "bob").rglob("*.*")} == {
        "bob/shapes/report.html", "bob/shapes/report.md",
    }  # fmt: skip
    assert grader("report", work / "out", "--student", "nobody") == 2
    assert grader("report", work / "nowhere") == 2
    assert "Grade into this folder first" in capsys.readouterr().err


def test_an_instructors_view_does_not_stay(work: Path) -> None:
    """Once the folder was written for an instructor, the next run writes it for students again."""
    as_it_was = contents(work / "out")
    assert grader("report", work / "out", "--audience", "instructor", "--format", "json") == 0
    (work / "out" / "bob" / "shapes" / "report.json").unlink()
    assert grade(work) == 0
    assert contents(work / "out") == as_it_was
