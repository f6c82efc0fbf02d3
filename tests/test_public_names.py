"""The names that others build on: courses, kits, configurations of nbgrader, notebooks, shells."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys

import pytest
from helpers.grading import ROOT

import grader
import grader.nbgrader
import grader.testing

TESTING = [
    "Answers", "Array", "Case", "Cases", "Check", "CheckFailure", "Expectation", "Function", "Functions",
    "Leaf", "Observation", "answers", "array", "check", "computed", "expect", "generator", "leaf",
    "optimizer", "require_purpose", "watched",
]  # fmt: skip
NBGRADER = [
    "BlackboardExport", "CanvasExport", "CsvExport", "Mend", "MoodleExport", "RunInSandbox", "SaveGrades",
    "StubSolutions", "SubmissionExporter", "configure",
]  # fmt: skip


def test_what_checks_import() -> None:
    """Exactly these names; each is there, and no other name is lying about but the modules they come from."""
    assert sorted(grader.testing.__all__) == TESTING
    exported = {name: value for name, value in vars(grader.testing).items() if not name.startswith("_")}
    assert set(TESTING) <= exported.keys()
    others = {name for name, value in exported.items() if name not in TESTING and not inspect.ismodule(value)}
    assert others == set()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("grader.testing.recipes", "Leaf"),
        ("grader.testing.recipes", "Array"),
        ("grader.model", "Observation"),
    ],
)
def test_where_checks_imported_them_before(module: str, name: str) -> None:
    """Courses and kits in use import these from where they lay: it is the same class."""
    assert getattr(importlib.import_module(module), name) is getattr(grader.testing, name)


def test_what_a_notebook_calls() -> None:
    """`grader.check("loss_fn")`, with what notebooks in use may name."""
    assert list(inspect.signature(grader.check).parameters) == ["function", "assignment", "course", "lang"]
    assert isinstance(grader.__version__, str)


@pytest.mark.parametrize("name", NBGRADER)
def test_what_configurations_of_nbgrader_name(name: str) -> None:
    """Each can be had; `nbgrader_config.py` and `nbgrader export --exporter=…` name them in text."""
    pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")
    assert getattr(grader.nbgrader, name).__name__ == name


def test_the_names_of_nbgrader_are_these() -> None:
    """No fewer and no more."""
    assert grader.nbgrader.__all__ == NBGRADER


def test_every_name_in_text_is_one_of_them() -> None:
    """What our own configuration and documents name exists: text is not renamed with a class."""
    texts = [*(ROOT / "grader" / "nbgrader").glob("*.py"), *(ROOT / "docs").glob("nbgrader*.md")]
    named = {
        name
        for path in texts
        for name in re.findall(r"grader\.nbgrader\.([A-Z]\w+)", path.read_text("utf-8"))
    }
    assert {"CanvasExport", "RunInSandbox", "Mend"} <= named
    assert named <= set(NBGRADER)


@pytest.mark.parametrize("module", ["grader", "grader.nbgrader.service_start"])
def test_what_is_run_by_name(module: str) -> None:
    """`python -m …` finds a program."""
    assert importlib.util.find_spec(f"{module}.__main__" if module == "grader" else module) is not None


def test_python_m_grader_is_the_command() -> None:
    """Where no `grader` is on the path."""
    done = subprocess.run(
        [sys.executable, "-m", "grader", "--help"], capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0 and "Usage" in done.stdout


def test_pytest_finds_the_plugin_by_name() -> None:
    """`-p grader.plugin`, for a pytest that loads no plugin by itself."""
    plugin = importlib.import_module("grader.plugin")
    assert callable(plugin.pytest_addoption) and callable(plugin.pytest_configure)
