"""What contributors are told: commands, files and snippets of the documents are there and work."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import forked_python

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"
# These name what was and is no more.
HISTORY = {"0010-rooms-and-names.md", "CHANGELOG.md"}
DOCUMENTS = [
    path
    for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
    if path.name not in HISTORY
]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```$", CONTRIBUTING, re.MULTILINE | re.DOTALL)


def read(path: Path) -> str:
    """A document's text."""
    return path.read_text(encoding="utf-8")


def python(code: str) -> str:
    """What a snippet prints, in the repository; fails where it does."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_contributors_have_their_documents() -> None:
    """The README's last section leads to all of them."""
    for name in ("CONTRIBUTING.md", "SECURITY.md", "RELEASING.md", "docs/glossary.md"):
        assert f"({name})" in read(ROOT / "README.md"), name
        assert len(read(ROOT / name)) > 1000


def test_a_decision_has_a_number_of_its_own() -> None:
    """Documents name a decision by its number; and the record begins with it."""
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in records]
    assert len(records) == len(set(numbers)) >= 20
    assert [path.name for path in records if not read(path).startswith(f"# {path.name[:4]} · ")] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_named_exist(document: Path) -> None:
    """A path of the repository in backquotes leads to a file or folder; `<name>` and `…` stand for many."""
    folders = "grader|tests|docs|scripts|benchmarks|examples"
    named = re.findall(rf"`((?:{folders})/[\w./-]+)`", read(document))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_modules_that_are_named_exist(document: Path) -> None:
    """`grader.dotted.name` in backquotes can be imported."""
    named = re.findall(r"`(grader(?:\.[A-Za-z_]\w*)+)(?:\([^`]*\))?`", read(document))
    assert [name for name in sorted(set(named)) if not _is_there(name)] == []


def _is_there(name: str) -> bool:
    parts = name.split(".")
    found: Any = importlib.import_module(parts[0])
    for number, part in enumerate(parts[1:], 2):
        if not hasattr(found, part):
            try:
                importlib.import_module(".".join(parts[:number]))
            except ModuleNotFoundError:
                return False
        found = getattr(found, part)
    return True


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "RELEASING.md", "SECURITY.md"])
def test_targets_that_are_named_exist(name: str) -> None:
    """Every `make TARGET` is a target of the Makefile."""
    text = read(ROOT / name)
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    code = "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])
    targets = set(re.findall(r"^([a-z][a-z-]*):(?!=)", read(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", code)) <= targets


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")
def test_a_source_can_be_asked() -> None:
    """The first snippet of CONTRIBUTING: one call comes back, the other hangs where it is said to."""
    done = forked_python.run("-c", SNIPPETS[0], cwd=ROOT, levels=["none"])
    assert done.returncode == 0, done.stderr
    printed = done.stdout
    assert "Outcome.RETURNED None 'hello\\n'" in printed
    assert "Outcome.TIMED_OUT" in printed and "file='try.py', line=4" in printed


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means")
def test_a_child_can_be_looked_into() -> None:
    """The second: what the child answers, where it is, and how it ended."""
    printed = python(SNIPPETS[1])
    assert re.search(r"child\.py\", line \d+ in serve", printed)
    assert re.search(r"^Ending\(exit_code=None, signal=9,", printed, re.MULTILINE)


def test_commits_can_be_linted() -> None:
    """pre-commit runs the very target that continuous integration runs."""
    (repository,) = yaml.safe_load(read(ROOT / ".pre-commit-config.yaml"))["repos"]
    (hook,) = repository["hooks"]
    assert repository["repo"] == "local"
    assert (hook["entry"], hook["language"], hook["pass_filenames"]) == ("make lint", "system", False)
    assert {"make lint", "make test"} <= set(read(ROOT / ".ci" / "run").splitlines())


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.yml")), ids=lambda path: path.name)
def test_an_issue_template_is_a_form(path: Path) -> None:
    """What GitHub asks of a form: a name, a description, and fields with an id of their own and a label."""
    form = yaml.safe_load(read(path))
    if path.name == "config.yml":
        assert form == {"blank_issues_enabled": True}
        return
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert form["name"] and form["description"]
    assert len({field["id"] for field in fields}) == len(fields)
    assert all(field["attributes"]["label"] for field in fields)
    assert {field["type"] for field in fields} <= {"textarea", "input", "dropdown", "checkboxes"}


def test_a_report_of_a_bug_asks_for_what_is_needed() -> None:
    """The command, what was expected and came, the version, and what `grader doctor` prints: all required."""
    form = yaml.safe_load(read(TEMPLATES / "bug.yml"))
    required = {field.get("id") for field in form["body"] if field.get("validations", {}).get("required")}
    assert required == {"command", "expected", "got", "version", "doctor"}
    asked = {field.get("id"): field["attributes"] for field in form["body"]}
    assert "`grader doctor`" in asked["doctor"]["label"]


def test_what_is_open_is_listed() -> None:
    """No address is invented: where one is missing, RELEASING lists it, and SECURITY leads there."""
    releasing = read(ROOT / "RELEASING.md")
    for what in ("[project.urls]", "security hole", "package index"):
        assert re.search(rf"^- \[ \].*{re.escape(what)}", releasing, re.MULTILINE), what
    assert "[RELEASING.md](RELEASING.md)" in read(ROOT / "SECURITY.md")
    assert not re.search(r"[\w.]+@[\w.]+\.\w+", read(ROOT / "SECURITY.md") + releasing)
