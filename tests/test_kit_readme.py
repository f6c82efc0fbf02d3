"""The README of a kit: what it says of its course is so, every path is there, every command runs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.grading import ROOT
from helpers.kits import laid_out

from grader.authoring.demo import write_demo
from grader.authoring.kit import KitOptions, contents
from grader.authoring.kit_readme import kit_readme
from grader.authoring.release import release
from grader.authoring.scaffold import new_course, new_exercise
from grader.authoring.visible import visible
from grader.course.layout import open_course
from grader.course.settings import read_settings
from grader.student.screen import KEYS

# One assignment of this repository's course, all of it, and the demo's course.
COURSES = ("autograd", "demo", pytest.param("all", marks=pytest.mark.slow))
WINDOWS = r".venv\Scripts\activate"


@pytest.fixture(scope="module", params=COURSES)
def unpacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of a course in a folder, and its README."""
    course = ROOT
    if request.param == "demo":
        course = tmp_path_factory.mktemp("demo")
        write_demo(course)
    folder = tmp_path_factory.mktemp("kit")
    only = ("autograd",) if request.param == "autograd" else ()
    laid_out(contents(open_course(course), KitOptions(seeds=(1,), assignments=only)), folder)
    return folder


def readme(folder: Path) -> str:
    """The text of a kit's README."""
    return (folder / "README.md").read_text(encoding="utf-8")


def test_it_begins_with_the_course(unpacked: Path) -> None:
    """Its title, its book, how to hand in, as course.toml says them."""
    text = readme(unpacked)
    settings = open_course(unpacked).root / "course.toml"
    said = dict(re.findall(r'^(\w+) = "(.*)"$', settings.read_text(encoding="utf-8"), re.MULTILINE))
    assert text.startswith(f"# {said['title']}\n")
    assert f"That is a section of: {said['book']}." in text
    here, _, there = text.partition("## Hand it in")[2].partition("## What leaves")
    assert said.get("hand_in", "Ask your teacher.") in here and there
    assert ("your teacher" in here) is ("hand_in" not in said)


def test_it_is_unpacked_into_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    """The command that the page names first makes a folder, with the page in it and nothing beside it."""
    first = readme(unpacked).partition("```")[0]
    (command,) = re.findall(r"`(python3 -m zipfile -e kit\.zip \w+)`", first)
    assert "new, empty folder" in first
    shutil.make_archive(str(tmp_path / "kit"), "zip", unpacked)
    subprocess.run(
        [sys.executable, *shlex.split(command)[1:]], cwd=tmp_path, timeout=60, check=True, capture_output=True
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kit", "kit.zip"]
    assert (tmp_path / "kit" / "README.md").is_file()


def test_it_can_be_removed_from_among_others(unpacked: Path, tmp_path: Path) -> None:
    """Who deletes the names of the last section has nothing left of the kit, and all files of their own."""
    names = re.findall(r"`([^` ]+)`", readme(unpacked).partition("Delete only these")[2].partition("\n\n")[0])
    shutil.copytree(unpacked, tmp_path / "mine")
    own = [tmp_path / "mine" / name for name in ("letter.txt", "photos/cat.png", ".github/dependabot.yml")]
    for path in own:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", encoding="utf-8")
    for name in names:
        path = tmp_path / "mine" / name
        if path.is_dir():
            shutil.rmtree(path)
        elif name != ".venv":
            path.unlink()
    assert sorted(path for path in (tmp_path / "mine").rglob("*") if path.is_file()) == sorted(own)


def test_a_command_stands_once(tmp_path: Path) -> None:
    """Also where an assignment and its function have one name."""
    new_course(tmp_path)
    new_exercise(tmp_path, "double")
    release(tmp_path)
    (tmp_path / "course.toml").write_text('book = "My lecture notes"\n', encoding="utf-8")
    text = contents(open_course(tmp_path), KitOptions(seeds=(1,)))["README.md"].decode()
    commands = [line.partition("#")[0].strip() for line in re.findall(r"^grader .*", text, re.MULTILINE)]
    assert "grader check double" in commands
    assert len(commands) == len(set(commands))
    assert "That is a section of: My lecture notes." in text


def test_it_says_the_points(unpacked: Path) -> None:
    """Those of the checks that are here, and those of the grade."""
    rows = re.findall(r"^\| (\w+) \| `.*` \| (\d+) \| (\d+) \|$", readme(unpacked), re.MULTILINE)
    worth = {name: (here, graded) for name, here, graded in rows}
    assert list(worth) == list(read_settings(open_course(unpacked)).order)
    known = {"loss": ("3", "4"), "autograd": ("17", "19")}
    assert [worth[name] for name in known if name in worth] == [
        known[name] for name in known if name in worth
    ]
    assert worth.keys() & known.keys()
    assert "Your grade has more points" in readme(unpacked)


@pytest.mark.parametrize(
    ("assignments", "said"),
    [
        (["autograd"], ""),
        (["autograd", "quadratic"], "`quadratic` also has questions that you answer in words"),
    ],
)
def test_questions_in_words_are_named(assignments: list[str], said: str) -> None:
    """Those that have some, and that the table does not have their points."""
    course = open_course(ROOT)
    modules = {f"test_{name}": course.assignment(name).checks.read_text("utf-8") for name in assignments}
    text = kit_readme(course, assignments, visible(modules), {})
    assert said in text
    assert ("Their points are not in this table." in text) is bool(said)


def test_every_path_is_there(unpacked: Path) -> None:
    """What stands in backquotes and is no command, option or key is a file or folder of the kit."""
    prose = re.sub(r"^```.*?^```$", "", readme(unpacked), flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"`([\w.-]*[./][\w./\\-]*)`", prose)) - {
        WINDOWS,
        ".py",
        ".ipynb",
        "download.pytorch.org",
    }
    later = {"kit.zip", ".venv", "exercises/.backup/", ".grader.json", ".backup/"}
    assert {"exercises/", "course.toml", "requirements.txt"} <= named
    assert [name for name in sorted(named - later) if not (unpacked / name).exists()] == []


def test_every_file_is_explained(unpacked: Path) -> None:
    """Each file of the kit is in the list, or below a folder of the list."""
    rows = re.findall(r"^\| (`.*`) \|", readme(unpacked).partition("## What is here")[2], re.MULTILINE)
    listed = re.findall(r"`([^`]+)`", " ".join(rows))
    files = [path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()]
    assert [
        file
        for file in files
        if not any(file == one or (one.endswith("/") and file.startswith(one)) for one in listed)
    ] == []


def test_the_keys_are_those_of_watch(unpacked: Path) -> None:
    """Each key, in the order in which the screen shows them."""
    assert re.findall(r"^\| `(\w)` \|", readme(unpacked), re.MULTILINE) == [key for key, _ in KEYS]


def test_the_size_is_right(unpacked: Path) -> None:
    """In millions of bytes, of all files but the page itself."""
    (said,) = re.findall(r"This kit has ([\d.]+) MB", readme(unpacked))
    size = sum(path.stat().st_size for path in unpacked.rglob("*") if path.is_file())
    assert abs(float(said) - (size - len(readme(unpacked).encode())) / 1e6) <= 0.06


def test_every_command_runs(unpacked: Path) -> None:
    """As it stands, in the kit's folder: but for what installs, which test_kit_evening does."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", readme(unpacked), re.MULTILINE | re.DOTALL)
    commands = [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]
    runs = [command for command in commands if command.startswith("grader ")]
    assert commands[: len(commands) - len(runs)] == [
        "python3 -m venv .venv", ". .venv/bin/activate", "python -m pip install -r requirements.txt",
    ]  # fmt: skip
    assert len(runs) == 6
    # A start of Python is the same for all, and for one course as for another.
    fresh = 1 if "`loss`" in readme(unpacked) else 0
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    first = [
        subprocess.run(
            command, shell=True, cwd=unpacked, env=os.environ | {"PATH": path},
            text=True, capture_output=True, timeout=240, check=False,
        )
        for command in runs[:fresh]
    ]  # fmt: skip
    others = [
        forked_python.run("-m", *shlex.split(command), cwd=unpacked, levels=["none"])
        for command in runs[fresh:]
    ]
    for command, done in zip(runs, [*first, *others], strict=True):
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
