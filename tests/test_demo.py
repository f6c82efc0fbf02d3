"""`grader demo` with the package alone and no clone: one command, and a page to look at."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.own_environment import OwnEnvironment

from grader.authoring.demo import ASSIGNMENT, FUNCTION, STUDENTS, write_demo
from grader.authoring.release import release
from grader.authoring.wheel import wheel
from grader.errors import UsageError

# Processor time, in seconds, of the command and all that it starts.
MOST = 20
# What authors need, and somebody who only looks does not have.
OF_AUTHORS = ("jupytext", "libcst", "nbformat")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> OwnEnvironment:
    """An environment with a wheel of this grader, far from the clone, without the packages for authors."""
    environment = OwnEnvironment(tmp_path_factory.mktemp("somewhere"), without=OF_AUTHORS)
    name, content = wheel()
    (environment.folder / name).write_bytes(content)
    # The grader that is installed here, among the packages that are lent, stays as it is.
    how = ("--disable-pip-version-check", "--no-deps", "--ignore-installed")
    environment.types("python", "-m", "pip", "install", *how, name)
    return environment


@pytest.fixture(scope="module")
def said(installed: OwnEnvironment) -> str:
    """What the demo prints, its lines joined; it takes little time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = installed.types("grader", "demo")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < MOST
    return printed


def report(installed: OwnEnvironment, student: str) -> dict[str, Any]:
    """The function of a student's report, with its checks."""
    path = installed.folder / "demo" / "results" / student / ASSIGNMENT / "report.json"
    (function,) = json.loads(path.read_text(encoding="utf-8"))["functions"]
    assert function["name"] == FUNCTION
    return dict(function)


def test_it_runs_without_a_clone(installed: OwnEnvironment, said: str) -> None:
    """The grader is that of the environment, and the packages for authors are not there."""
    where = installed.types("python", "-c", "import grader; print(grader.__file__)")
    assert where.startswith(str(installed.folder / ".venv"))
    assert installed.run("python", "-c", "import libcst").returncode != 0


def test_it_says_where_the_page_is(installed: OwnEnvironment, said: str) -> None:
    """The whole path, on one line; the page lists the class."""
    index = installed.folder / "demo" / "results" / "index.html"
    assert str(index.resolve()) in said
    page = index.read_text(encoding="utf-8")
    assert all(name in page for name in STUDENTS)


def test_the_right_one_has_all_points(installed: OwnEnvironment, said: str) -> None:
    """In other words than the solution."""
    function = report(installed, "ada")
    assert function["score"] == function["max_score"] == 4


def test_the_mistake_has_its_name(installed: OwnEnvironment, said: str) -> None:
    """And costs what hangs on it."""
    function = report(installed, "ben")
    assert function["score"] == 2
    (named,) = {check["diagnosis"]["id"] for check in function["checks"] if check["diagnosis"]}
    assert named == f"{FUNCTION}/adds_instead_of_averaging"


def test_the_loop_is_ended(installed: OwnEnvironment, said: str) -> None:
    """No points, and the line at which it was."""
    function = report(installed, "chen")
    first = function["checks"][0]
    assert function["score"] == 0
    assert first["status"] == "failed" and first["location"]["line"] in (8, 9)


def test_the_attack_earns_nothing(installed: OwnEnvironment, said: str) -> None:
    """Although in its own process everything is close to everything."""
    function = report(installed, "dora")
    assert function["score"] == 0
    assert function["checks"][0]["status"] == "failed"
    # As README says: like any wrong answer, and no word about the attack.
    (page,) = (installed.folder / "demo" / "results" / "dora").rglob("report.html")
    assert not re.search("attack|allclose|replace", page.read_text(encoding="utf-8"))


def test_a_student_can_begin(installed: OwnEnvironment, said: str) -> None:
    """What the folder's README says works, without the packages for authors."""
    demo = installed.folder / "demo"
    checked = subprocess.run(
        [installed.bin / "grader", "check"], cwd=demo, text=True, capture_output=True, timeout=120, check=True
    )
    assert "0 / 4" in checked.stdout
    named = (demo / "README.md").read_text(encoding="utf-8")
    for name in ("exercises", "solutions", "autograde_tests", "course.toml", "submissions", "results"):
        assert f"`{name}" in named and (demo / name).exists(), name


def test_a_folder_with_something_in_it_is_refused(installed: OwnEnvironment, said: str) -> None:
    """Exit 2 and a sentence; nothing in it changes."""
    demo = installed.folder / "demo"
    before = sorted(demo.rglob("*"))
    done = installed.run("grader", "demo", "demo")
    assert done.returncode == 2
    assert "demo exists already. Expected a new name or an empty folder." in done.stdout
    assert sorted(demo.rglob("*")) == before


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    """And stays as it is; an empty folder is taken."""
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="exists already"):
        write_demo(file)
    assert file.read_text(encoding="utf-8") == "mine"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert write_demo(empty) == empty / "submissions"


@pytest.mark.slow
def test_its_course_is_proved(tmp_path: Path) -> None:
    """The audit finds nothing to report: what is shown first is held to what every course is held to."""
    folder = tmp_path / "demo"
    write_demo(folder)
    release(folder)
    done = subprocess.run(
        [sys.executable, "-m", "grader", "audit", "--seeds", "2"],
        cwd=folder, text=True, capture_output=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
