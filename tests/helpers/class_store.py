"""A class to grade again and again: two assignments of plain Python, and what a run has graded."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path

from grader.cli import app, run
from grader.results.rows import ResultRow
from grader.results.store import open_store
from helpers.grading import ROOT

SOUND = ROOT / "tests" / "courses" / "sound"
WITHOUT_FOLDS = """\
def area(width, height): return width * height
def dry(width, height, depths): return area(width, max(height - sum(depths), 0))
"""
RIGHT = WITHOUT_FOLDS + "def folds(length): return length.bit_length()\n"
WRONG = RIGHT + "def area(width, height): return width + height\n"
TEXTS = {"ada": RIGHT, "bob": WRONG, "cleo": WITHOUT_FOLDS}
ROOMS_SOLUTION = '''\
# %%
def volume(area, height):
    """How much a room holds."""
    ### BEGIN SOLUTION
    return area * height
    ### END SOLUTION
'''
ROOMS_CHECKS = '''\
"""volumes: one function."""

from grader.testing import check, expect


@check("volume", points=1)
def test_volume(student, cases):
    """What a room holds."""
    area, height = cases.integer(11, 19), cases.integer(2, 9)
    expect(student.volume(area, height)).number_close_to(area * height)
    expect(student.volume(1, height)).number_close_to(height)
'''
ROOMS = "def volume(area, height): return area * height\n"


def course_in(folder: Path) -> Path:
    """A course of two assignments: shapes, whose checks import a module, and volumes."""
    root = folder / "course"
    shutil.copytree(SOUND, root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "solutions" / "volumes.py").write_text(ROOMS_SOLUTION, encoding="utf-8")
    (root / "autograde_tests" / "test_volumes.py").write_text(ROOMS_CHECKS, encoding="utf-8")
    (root / "exercises" / "volumes.py").write_text("def volume(area, height): ...\n", encoding="utf-8")
    (root / "course.toml").write_text('assignments = ["shapes", "volumes"]\n', encoding="utf-8")
    return root


def hand_in(folder: Path, texts: dict[str, str], assignment: str = "shapes") -> Path:
    """A file for each student; the folder of the class."""
    for student, text in texts.items():
        path = folder / "class" / student / f"{assignment}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "class"


def grader(*arguments: str | Path) -> int:
    """A command, in this process; its exit code."""
    return run(partial(app, list(map(str, arguments))))


def grade(folder: Path, *more: str | Path, device: str = "cpu") -> int:
    """Grade the class in a folder into its folder `out`."""
    where = ("--course", folder / "course", "--output", folder / "out")
    paths = () if any(isinstance(one, Path) and "class" in one.parts for one in more) else (folder / "class",)
    return grader("grade", *paths, *where, "--device", device, "--jobs", "1", "--format", "json", *more)


def rows(folder: Path) -> dict[tuple[str, str], ResultRow]:
    """What the store of a folder has, by student and assignment."""
    with open_store(folder / "out", None, write=False) as store:
        return {(row.identity.student, row.identity.assignment): row for row in store.rows()}


def graded_again(folder: Path, before: dict[tuple[str, str], ResultRow]) -> set[tuple[str, str]]:
    """Whose row is another than before."""
    now = rows(folder)
    return {who for who, row in now.items() if who not in before or before[who].number != row.number}


def contents(folder: Path) -> dict[Path, str]:
    """Every file that is made of the store, without how long anything took."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "results.db")
    return {
        path.relative_to(folder): re.sub(r'("seconds": )[\d.e-]+', r"\1-", path.read_text("utf-8"))
        for path in files
    }
