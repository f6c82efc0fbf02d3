"""The project's own promises: what is packaged, what the README names, which package may import which."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest
import yaml

import grader
from grader.authoring.wheel import wheel

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run in the repository; standard output and standard error as text, whatever the exit code."""
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, text=True, capture_output=True, timeout=120
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel and the source distribution of this working tree."""
    folder = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "hatchling", "build", "-d", folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_version_is_said_once() -> None:
    """`grader.__version__`, the installed metadata, pyproject.toml and CITATION.cff agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert grader.__version__ == version("torchgrader") == project["version"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["title"], cited["version"], cited["license"]) == ("torchgrader", project["version"], "MIT")
    assert [author["name"] for author in cited["authors"]] == [one["name"] for one in project["authors"]]


def test_the_wheel_holds_the_grader_alone(built: Path) -> None:
    """A wheel has the package and its metadata, and no file of a course: no solution, no misconception."""
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert {name.split("/")[0] for name in names} == {"grader", f"torchgrader-{grader.__version__}.dist-info"}
    assert not [
        name for name in names if re.search(r"solutions?/|misconceptions/|autograde_tests|exercises/", name)
    ]


def test_the_wheel_holds_what_the_package_reads(built: Path) -> None:
    """Every file of grader/ that git knows, templates and schemas too, is in the wheel."""
    listed = run("git", "ls-files", "grader")
    if listed.returncode != 0:
        pytest.skip("not a git checkout: there is no list of files to compare with")
    present = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    assert "grader/model.py" in present
    assert present <= set(zipfile.ZipFile(next(built.glob("*.whl"))).namelist())


def test_the_kits_wheel_is_the_same(built: Path) -> None:
    """The wheel that a kit carries has the same files as hatchling's, and the list that pip checks."""
    name, made = wheel()
    theirs = zipfile.ZipFile(next(built.glob("*.whl")))
    ours = zipfile.ZipFile(io.BytesIO(made))
    assert name == Path(theirs.filename or "").name
    assert sorted(ours.namelist()) == sorted(theirs.namelist())
    own = {"RECORD", "WHEEL", "METADATA"}
    different = [one for one in ours.namelist() if ours.read(one) != theirs.read(one)]
    assert {one.rpartition("/")[2] for one in different} <= own
    for row in csv.reader(
        ours.read(f"torchgrader-{grader.__version__}.dist-info/RECORD").decode().splitlines()
    ):
        digest = base64.urlsafe_b64encode(hashlib.sha256(ours.read(row[0])).digest()).rstrip(b"=").decode()
        assert row[1] == f"sha256={digest}" or row[0].endswith("/RECORD"), row


def test_no_file_promises_a_name_on_an_index() -> None:
    """Until an index has it, no text tells people to install `torchgrader` by name without having it."""
    texts = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    texts += (ROOT / "grader" / "authoring" / "templates").rglob("*")
    promise = re.compile(r"pip install [^`\n]*(?<![/-])\btorchgrader(?!-)")
    found = [str(path) for path in texts if path.is_file() and promise.search(path.read_text("utf-8"))]
    assert not found


def test_the_packages_page_has_no_dead_link(built: Path) -> None:
    """What an index shows of README has no relative link and no picture; its words are all there."""
    archive = zipfile.ZipFile(next(built.glob("*.whl")))
    info = f"torchgrader-{grader.__version__}.dist-info/METADATA"
    page = archive.read(info).decode().partition("\n\n")[2]
    links = re.findall(r"\]\(([^)]*)\)|\b(?:src|srcset|href)=", page)
    assert [link for link in links if not link.startswith(("http://", "https://"))] == []
    assert "`grader demo`" in page and "Which door is yours?" in page


def test_the_source_distribution_holds_no_course(built: Path) -> None:
    """Nor does a source distribution carry answers."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        folders = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert "grader" in folders
    assert not folders & {"solutions", "autograde_tests", "exercises", "examples"}


def test_the_command_and_the_plugin_are_installed() -> None:
    """`grader` is a command, and pytest finds the plugin without a conftest."""
    commands = {point.name: point.value for point in entry_points(group="console_scripts")}
    plugins = {point.name: point.value for point in entry_points(group="pytest11")}
    assert commands["grader"] == "grader.cli:main"
    assert plugins["grader"] == "grader.plugin"


def test_readme_names_targets_that_exist() -> None:
    """Every `make TARGET` of the README is a target of the Makefile."""
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", _code(ROOT / "README.md")))
    assert {"grade", "test", "bench"} <= named
    assert named <= _targets()


def test_help_names_every_target() -> None:
    """`make` alone lists every target that a person may ask for."""
    listed = set(re.findall(r"^make ([a-z-]+)", run("make", "--silent").stdout, re.MULTILINE))
    assert listed == _targets() - {"help"}


def test_documents_link_to_what_exists() -> None:
    """No relative link in README or docs leads nowhere."""
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(documents) >= 20
    broken = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert broken == []


def test_imports_point_one_way() -> None:
    """Every contract between the folders holds (import-linter)."""
    done = run(BIN / "lint-imports", "--no-logo", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    "folder",
    ["autograde_tests", "docs/decisions", "examples/submissions", "exercises", "grader", "solutions"],
)
def test_the_rooms_are_there(folder: str) -> None:
    """The folders of the README's map exist and are not empty."""
    assert any((ROOT / folder).iterdir())


def test_an_old_python_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """`make grade` with a Python below 3.11 says so, names the remedy and makes no environment."""
    old = tmp_path / "python-old"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    for name in ("Makefile", "constraints.txt", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    done = run("make", "-C", tmp_path, "grade", f"PYTHON={old}")
    assert done.returncode != 0
    assert "Python 3.9.2; the grader needs Python 3.11 or newer" in done.stderr
    assert "make grade PYTHON=" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_without_a_browser_the_tests_go_on(tmp_path: Path) -> None:
    """Where chromium is missing and cannot be installed, it is said how to get it, and nothing fails."""
    for tool in ("bash", "id"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    done = run(ROOT / "scripts" / "ensure-chromium", PATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "will be skipped" in done.stderr and "apt-get install chromium" in done.stderr


def _code(document: Path) -> str:
    """What a reader would type: inline code, indented blocks and fenced ones."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"^    .*?$|^```sh\n.*?^```$", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))
