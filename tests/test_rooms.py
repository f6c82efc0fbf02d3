"""The rooms: how many there are, what each loads when it is imported, one name for one class."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from helpers.grading import ROOT

PACKAGE = ROOT / "grader"
# What takes long to import, or is not installed everywhere.
HEAVY = (
    "torch",
    "numpy",
    "pytest",
    "jinja2",
    "rich",
    "typer",
    "watchfiles",
    "nbformat",
    "nbgrader",
    "libcst",
)
# A package whose `__init__` gives names of its own may load what they need, and nothing more.
NEEDED = {"grader.testing": {"torch", "numpy"}, "grader.sandbox.sim": {"torch", "numpy"}}


def loaded_by(*modules: str) -> set[str]:
    """Everything that is loaded once these have been imported, in a process of their own."""
    code = f"import sys, json, {', '.join(modules)}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout))
    assert loaded >= set(modules)
    return loaded


def must_exist(names: Iterable[str]) -> None:
    """That a module was not loaded says something only of a module that could have been."""
    for name in names:
        assert importlib.util.find_spec(name) is not None, f"there is no module {name}"


def modules_below(folder: Path) -> list[str]:
    """The names under which the modules of a folder are imported."""
    return [dotted(path) for path in sorted(folder.rglob("*.py"))]


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PACKAGES = [dotted(path) for path in sorted(PACKAGE.rglob("__init__.py"))]


def test_there_are_few_rooms() -> None:
    """At most thirty places to look: modules and packages in grader/, and the packages directly below."""
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    below = {dotted(path) for path in PACKAGE.glob("*/*/__init__.py")}
    assert (
        {"model", "cli"} <= modules and {"grading", "sandbox"} <= packages and "grader.sandbox.sim" in below
    )
    assert len(modules) <= 10, sorted(modules)
    assert len(modules) + len(packages) + len(below) <= 30


def test_nouns_and_renderers_load_neither_torch_nor_pytest() -> None:
    """A report is made into text where neither is installed."""
    must_exist(["torch", "pytest"])
    light = [
        "grader.words.messages",
        "grader.words.translation",
        "grader.audience",
        "grader.model",
        "grader.errors",
        *modules_below(PACKAGE / "render"),
    ]
    assert len(light) > 10
    loaded = loaded_by(*light)
    assert loaded.isdisjoint({"torch", "pytest", "_pytest"})


@pytest.mark.parametrize("package", PACKAGES)
def test_the_init_of_a_package_is_light(package: str) -> None:
    """To name a package costs nothing: what it needs is loaded by the module that needs it."""
    must_exist(name for name in HEAVY if name not in ("nbformat", "nbgrader", "libcst"))
    assert loaded_by(package) & set(HEAVY) == NEEDED.get(package, set())


def test_the_plugin_loads_no_engine() -> None:
    """Every pytest of an environment that has the grader loads it: a handful of modules, and no torch."""
    must_exist(["torch", "grader.grading.evaluation"])
    loaded = loaded_by("grader.plugin")
    assert "torch" not in loaded
    assert {name for name in loaded if name.split(".")[0] == "grader"} == {
        "grader", "grader.plugin", "grader.model", "grader.words", "grader.words.messages",
        "grader.grading", "grader.grading.fixtures",
        "grader.grading.pytest_internals", "grader.audience", "grader.words.workflow_commands",
    }  # fmt: skip


def test_a_pytest_of_something_else_loads_no_torch(tmp_path: Path) -> None:
    """A test suite that has nothing to do with the grader does not wait for it."""
    must_exist(["torch", "grader.grading.evaluation"])
    (tmp_path / "test_other.py").write_text(
        "import sys\n\n"
        "def test_what_is_loaded():\n"
        "    assert 'grader.plugin' in sys.modules\n"
        "    assert 'torch' not in sys.modules\n"
        "    assert 'grader.grading.evaluation' not in sys.modules\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_help_loads_no_torch() -> None:
    """`grader --help` answers at once."""
    must_exist(["torch", "grader.grading.grade"])
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "grader", "--help"],
        cwd=ROOT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert "Usage" in done.stdout, done.stderr
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "grader.cli" in loaded
    assert loaded.isdisjoint({"torch", "pytest", "grader.grading.grade"})


def test_no_two_public_classes_have_one_name() -> None:
    """A class's name alone says which one is meant."""
    places: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(dotted(path))
    assert len(places) > 100 and "Report" in places
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
