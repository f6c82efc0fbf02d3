"""A check is mended: `grader regrade` grades it again on each row's own seed, `grader diff` says whose."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from helpers.class_store import contents, course_in, grade, grader, hand_in, rows

from grader.model import FunctionResult, Report
from grader.render.json import whole
from grader.results.store import open_store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux")

CHECKS = Path("course") / "autograde_tests" / "test_shapes.py"
# A check that asks too little: a rectangle with a side of 1.
LAX = "    for a, b in [(1, height), (1, 3)]:\n"
STRICT = "    for a, b in [(width, height), (width, 1), (1, height), (width, height), (7.5, 20)]:\n"
AREA = (
    "def area(width, height): return width * height\n",
    # Right where a side is 1.
    "def area(width, height): return max(width, height)\n",
)
DRY = (
    "def dry(width, height, depths): return area(width, max(height - sum(depths), 0))\n",
    "def dry(width, height, depths): return width * max(height - sum(depths), 0)\n",
)
FOLDS = (
    "def folds(length): return length.bit_length()\n",
    "def folds(length): return length and area(length.bit_length(), 1)\n",
    "",
)


# Every combination of right and wrong, each function alone or by another.
KINDS = [area + dry + folds for folds, dry, area in product(FOLDS, DRY, AREA)]


def mixed(count: int) -> dict[str, str]:
    """So many submissions, of one kind after another."""
    return {f"s{number:03}": KINDS[number % len(KINDS)] + f"# {number}\n" for number in range(count)}


def lax_class(folder: Path, texts: dict[str, str]) -> Path:
    """A class that was graded with the lax check, which is mended now."""
    course_in(folder)
    strict = (folder / CHECKS).read_text(encoding="utf-8")
    assert STRICT in strict
    (folder / CHECKS).write_text(strict.replace(STRICT, LAX), encoding="utf-8")
    hand_in(folder, texts)
    assert grade(folder) == 0
    (folder / CHECKS).write_text(strict, encoding="utf-8")
    return folder


def regrade(folder: Path, *more: str | Path) -> int:
    where = ("--course", folder / "course", "--output", folder / "out", "--device", "cpu", "--jobs", "1")
    return grader("regrade", *where, *more)


def reports(folder: Path) -> dict[str, Report]:
    """The whole reports of a store, by student."""
    with open_store(folder, None, write=False) as store:
        return {row.identity.student: store.report(row.number) for row in store.rows()}


def verdicts(report: Report) -> dict[str, tuple[object, ...]]:
    """What each function came to, by name, in all that a reader sees."""

    def said(function: FunctionResult) -> tuple[object, ...]:
        text = whole(replace(report, functions=(function,), notes=(), score=0.0, max_score=0.0))
        return function.status, function.score, re.sub(r'"seconds": [\d.e-]+', "", text)

    return {function.name: said(function) for function in report.functions}


def demand_only_is_as_fresh(folder: Path, count: int) -> None:
    """`regrade --only area` and `grade --fresh` of the same class come to the same."""
    lax_class(folder, mixed(count))
    shutil.copytree(folder / "out", folder / "before")
    before = reports(folder / "out")
    assert regrade(folder, "--only", "area") == 0
    shutil.move(folder / "out", folder / "only")
    shutil.copytree(folder / "before", folder / "out")
    assert grade(folder, "--fresh") == 0
    only, fresh = reports(folder / "only"), reports(folder / "out")
    assert {name: verdicts(one) for name, one in only.items()} == {
        name: verdicts(one) for name, one in fresh.items()
    }
    scores = {name: (one.score, one.max_score) for name, one in fresh.items()}
    assert {name: (one.score, one.max_score) for name, one in only.items()} == scores
    changed = {name for name, one in fresh.items() if one.score != before[name].score}
    assert 0 < len(changed) < count
    for folders in ((folder / "only",), (folder / "before", folder / "only")):
        assert grader("diff", *folders, "--csv", folder / "diff.csv") == 0
        with (folder / "diff.csv").open(encoding="utf-8", newline="") as file:
            table = {row["student"]: row for row in csv.DictReader(file)}
        assert set(table) == changed
        for name, row in table.items():
            assert (float(row["before"]), float(row["now"])) == (before[name].score, fresh[name].score)
            assert row["seeds"] == "same" and "area" in row["checks"]


def test_only_one_function_is_as_everything_fresh(tmp_path: Path) -> None:
    """For that function and all that lean on it, in a class of every kind."""
    demand_only_is_as_fresh(tmp_path, len(KINDS))


@pytest.mark.slow
def test_only_one_function_is_as_everything_fresh_for_three_hundred(tmp_path: Path) -> None:
    """The same for a large class."""
    demand_only_is_as_fresh(tmp_path, 300)


def test_the_rest_keeps_its_verdict_and_the_report_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two checks were changed and one is named: the other's functions stay; grading does nothing more."""
    lax_class(tmp_path, {"ada": AREA[0] + DRY[0] + FOLDS[0], "bob": AREA[0] + DRY[0] + FOLDS[1]})
    before = reports(tmp_path / "out")
    text = (tmp_path / CHECKS).read_text(encoding="utf-8")
    (tmp_path / CHECKS).write_text(text.replace("for length in (2**power", "for length in (5, 2**power"))
    assert regrade(tmp_path, "--only", "area") == 0
    now = reports(tmp_path / "out")
    # Ada's `folds` calls nothing.
    assert verdicts(now["ada"])["folds"] == verdicts(before["ada"])["folds"]
    digests = rows(tmp_path)["ada", "shapes"].parts
    assert digests["course of folds"] != digests["course"] and "course of area" not in digests
    version = digests["course of folds"][:8]
    assert f"Version {version} of the course graded `folds`." in str(now["ada"].notes[-1])
    # Bob's calls `area`: nothing of it is of the earlier version.
    assert not any(name.startswith("course of folds") for name in rows(tmp_path)["bob", "shapes"].parts)
    kept = rows(tmp_path)
    capsys.readouterr()
    assert grade(tmp_path) == 0
    assert "There is nothing to grade. 2 results are kept." in capsys.readouterr().out
    assert rows(tmp_path) == kept
    assert regrade(tmp_path) == 0
    assert not any(name.startswith("course of") for row in rows(tmp_path).values() for name in row.parts)
    notes = [str(note) for report in reports(tmp_path / "out").values() for note in report.notes]
    assert not any("of the course graded" in note for note in notes)


def test_a_dry_run_keeps_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It shows what would change; store and folder stay as they are."""
    lax_class(tmp_path, {"ada": AREA[0] + DRY[1] + FOLDS[0], "bob": AREA[1] + DRY[1] + FOLDS[0]})
    before, store = contents(tmp_path / "out"), (tmp_path / "out" / "results.db").read_bytes()
    capsys.readouterr()
    assert regrade(tmp_path, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "Nothing is kept of this." in said and "test_area: passed → failed" in said
    assert contents(tmp_path / "out") == before
    assert (tmp_path / "out" / "results.db").read_bytes() == store
    assert regrade(tmp_path) == 0
    assert capsys.readouterr().out == said.replace("Nothing is kept of this.\n", "")


def test_paths_and_changed_submissions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what lies below the paths; what was handed in since is left to `grader grade`."""
    lax_class(tmp_path, dict.fromkeys(("s004", "s005", "s006"), AREA[0] + DRY[1] + FOLDS[0]))
    before = rows(tmp_path)
    hand_in(tmp_path, {"s004": AREA[0]})
    capsys.readouterr()
    assert regrade(tmp_path, tmp_path / "class" / "s004", tmp_path / "class" / "s005") == 0
    assert "1 result is graded again. The file of 1 more has changed. To grade these" in " ".join(
        capsys.readouterr().out.split()
    )
    now = rows(tmp_path)
    assert {who for who in now if now[who].number != before[who].number} == {("s005", "shapes")}
    assert now["s005", "shapes"].seed == before["s005", "shapes"].seed


def test_what_is_left_is_said_for_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """New, changed, without a score: each by itself, and nothing of what did not happen."""
    lax_class(tmp_path, dict.fromkeys(("ada", "bob"), AREA[0] + DRY[0] + FOLDS[0]))
    hand_in(tmp_path, dict.fromkeys(("cleo", "dan"), ""))
    assert grade(tmp_path) == 3
    capsys.readouterr()
    assert regrade(tmp_path) == 0
    head = "2 results are graded again. 2 more have no score to compare."
    rest = " To grade these, use `grader grade`."
    assert head + rest in " ".join(capsys.readouterr().out.split())
    hand_in(tmp_path, {"bob": AREA[1], "eve": AREA[0]})
    assert regrade(tmp_path) == 0
    head = "1 result is graded again. 2 more have no score to compare. 1 more is new."
    assert f"{head} The file of 1 more has changed.{rest}" in " ".join(capsys.readouterr().out.split())


def test_what_cannot_be_meant(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A function that no report has, a folder without results, an unknown run: one line each."""
    course_in(tmp_path)
    hand_in(tmp_path, mixed(1))
    assert grade(tmp_path) == 0
    capsys.readouterr()
    assert grader("diff", tmp_path / "out") == 0
    assert "There was one run so far." in capsys.readouterr().out
    assert regrade(tmp_path, "--only", "aera") == 2
    assert "No result has a function `aera`. Expected `area`, `dry` or `folds`." in capsys.readouterr().err
    assert grader("diff", tmp_path / "class") == 2
    assert grader("diff", tmp_path / "class", tmp_path / "out") == 2
    assert grader("diff", tmp_path / "out", "--run", "7") == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 3 and "holds no results" in said and "--run is 7" in said


def test_two_runs_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By default the last two that wrote something; else those that are named."""
    course_in(tmp_path)
    for text in (AREA[1], AREA[0], AREA[0]):
        hand_in(tmp_path, {"ada": text + DRY[1] + FOLDS[0]})
        assert grade(tmp_path) == 0
    hand_in(tmp_path, {"bob": AREA[0] + DRY[1] + FOLDS[0]})
    assert grade(tmp_path) == 0
    two, one = ("--run", "1", "--run", "2"), ("--run", "1")
    for named, expected in (((), {"bob"}), (two, {"ada"}), (one, {"ada", "bob"})):
        assert grader("diff", tmp_path / "out", *named, "--csv", tmp_path / "diff.csv") == 0
        with (tmp_path / "diff.csv").open(encoding="utf-8", newline="") as file:
            assert {row["student"] for row in csv.DictReader(file)} == expected


def test_a_students_history_has_each_change_with_its_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A later run hides nothing: every change, its date and its checks; and what each run was."""
    course_in(tmp_path)
    for text in (AREA[1], AREA[0]):
        hand_in(tmp_path, {"Ada": text + DRY[1] + FOLDS[0], "bob": AREA[0]})
        assert grade(tmp_path) == 0
    hand_in(tmp_path, {"bob": AREA[0] + DRY[1] + FOLDS[0]})
    assert grade(tmp_path) == 0
    capsys.readouterr()
    assert grader("diff", tmp_path / "out", "--student", "ada") == 0
    said = capsys.readouterr().out
    lines = [line.split() for line in said.splitlines() if re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d ", line)]
    assert [(line[2], line[3]) for line in lines] == [("1", "shapes"), ("2", "shapes")]
    assert "test_area: failed → passed" in said and "bob" not in said
    assert grader("diff", tmp_path / "out", "--list") == 0
    listed = capsys.readouterr().out
    assert listed.count("grade") >= 3 and "began" in listed


def test_a_history_of_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who is not there is said, and so is what does not go together."""
    course_in(tmp_path)
    hand_in(tmp_path, {"ada": AREA[0]})
    assert grade(tmp_path) == 0
    for more in (("--student", "zoe"), ("--list", "--student", "ada"), ("--list", "--run", "1")):
        capsys.readouterr()
        assert grader("diff", tmp_path / "out", *more) == 2
        said = " ".join(capsys.readouterr().err.split())
        assert ("Nobody in" in said) == (more[1] == "zoe") and "Traceback" not in said
