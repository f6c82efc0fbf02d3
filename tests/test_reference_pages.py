"""docs/commands.md and docs/report-json.md are what the program says; others name all there is."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from types import ModuleType

import pytest
from helpers.grading import ROOT

from grader import cli
from grader.commands.options import GradeOptions
from grader.course import settings
from grader.gradesheets import plan
from grader.render import csv

DOCS = ROOT / "docs"
SCHEMA = json.loads((ROOT / "grader" / "render" / "report.schema.json").read_text(encoding="utf-8"))


def read(name: str) -> str:
    """A page of docs/."""
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The script behind `make reference`."""
    spec = importlib.util.spec_from_file_location("pages", ROOT / "scripts" / "reference_pages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_not_stale(maker: ModuleType) -> None:
    """`make reference` would write them as they are."""
    assert maker.main(["--check"]) == 0, "run `make reference`"


def test_a_changed_help_makes_one_stale(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above can fail."""
    monkeypatch.setattr(GradeOptions, "__doc__", "Something else.")
    assert maker.main(["--check"]) == 1


def test_every_command_is_there() -> None:
    """In the order of `grader --help`, and nbgrader's."""
    names = [one.name for one in cli.COMMANDS] + [f"nbgrader {one.name}" for one in cli.NBGRADER_COMMANDS]
    assert re.findall(r"^## `grader ([\w -]+)`", read("commands.md"), re.MULTILINE) == names


def test_every_option_has_a_name() -> None:
    """No row of a table is without the words that one types."""
    rows = re.findall(r"^\| `([^`]*)` \|", read("commands.md"), re.MULTILINE)
    assert {"--output, -o PATH", "--seed N", "PATHS...", "--grading-report PATH", "--fresh"} <= set(rows)
    assert [row for row in rows if not re.match(r"--[a-z]|\[?[A-Z]", row)] == []


def test_every_object_of_a_report_is_there() -> None:
    """Each has a section, and each field a row."""
    page = read("report-json.md")
    assert re.findall(r"^## `(\w+)`", page, re.MULTILINE) == list(SCHEMA["$defs"])
    for name in SCHEMA["properties"]:
        assert f"| `{name}` |" in page.partition("## `function`")[0], name


def test_every_status_is_explained() -> None:
    """Those that the schema allows, in the table of what has them."""
    page = read("statuses.md")
    sections = {"check": "## Of a check", "function": "## Of a function"}
    for kind, heading in sections.items():
        section = page.partition(heading)[2].partition("\n## ")[0]
        allowed = SCHEMA["$defs"][kind]["properties"]["status"]["enum"]
        assert re.findall(r"^\| `([\w ]+)` \|", section, re.MULTILINE) == sorted(
            allowed, key=lambda status: section.index(f"| `{status}`")
        )
    assert set(SCHEMA["properties"]["status"]["enum"]) <= set(re.findall(r"`([\w ]+)`", page))


def test_every_column_is_explained() -> None:
    """grades.csv in its order, plan.csv in groups."""
    page = read("csv.md")
    grades = page.partition("## `grades.csv`")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", grades, re.MULTILINE)) == csv.COLUMNS
    planned = page.partition("## `plan.csv`")[2].partition("\n## ")[0]
    assert set(plan.COLUMNS) == set(
        re.findall(r"`(\w+)`", " ".join(re.findall(r"^\|([^|]+)\|", planned, re.M)))
    )


def test_every_key_of_course_toml_is_explained() -> None:
    """And no other one."""
    rows = re.findall(r"^\| (?:`\[students\]` )?`(\w+)` \|", read("course-toml.md"), re.MULTILINE)
    assert sorted(rows) == sorted((*settings.KEYS, *settings.KEYS_OF_STUDENTS))


def test_exit_codes_are_told_once() -> None:
    """One page has the table; other pages link to it."""
    having = [
        path.name for path in DOCS.glob("*.md") if re.search(r"^\| code \|", read(path.name), re.MULTILINE)
    ]
    assert having == ["exit-codes.md"]
    assert "| code |" not in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_extra_is_explained() -> None:
    """Those of pyproject.toml that are not for contributors alone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for name in project["optional-dependencies"] if name not in ("dev", "docs")]
    assert re.findall(r"^\| `(\w+)` \|", read("install.md"), re.MULTILINE) == extras
