"""The range of pytest in pyproject.toml is true: a class and `--submission` are graded with both its ends.

Each end is installed from PyPI into a folder of its own, which stands first on the path of what grades.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from helpers import forked_python
from helpers.grading import ROOT
from packaging.requirements import Requirement

# A check with a fixture of its own goes through pytest's setup, call and teardown in a warm session, too.
WITH_A_FIXTURE = '''
import pytest


@pytest.fixture
def unit():
    yield 1


@check("area", points=1)
def test_area_of_a_strip(student, unit):
    """A strip one unit wide."""
    expect(student.area(unit, 5)).number_close_to(5)
'''
RIGHT = ROOT / "tests" / "courses" / "sound" / "solutions" / "shapes.py"
AT_HAND = dict(os.environ)
QUICK = ("none", "cpu")  # it is neither isolation nor devices that is tried


def required() -> Requirement:
    """What pyproject.toml asks of pytest."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return next(one for one in map(Requirement, project["dependencies"]) if one.name == "pytest")


def bound(operator: str) -> str:
    """The version behind an operator of the range."""
    return next(one.version for one in required().specifier if one.operator == operator)


def install(wanted: str, folder: Path) -> None:
    """Have pip put a pytest into a folder, or skip where there is no index to get it from."""
    pytest.importorskip("pip", reason="needs pip to install another pytest")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--retries",
        "1",
    ]
    done = subprocess.run(
        [*command, "--target", str(folder), wanted], capture_output=True, text=True, timeout=300, check=False
    )
    if "from versions: none" in done.stderr:
        pytest.skip(f"{wanted} cannot be had: no package index can be reached")
    assert done.returncode == 0, done.stderr


@pytest.fixture(
    scope="module",
    params=[
        "at hand",
        pytest.param("lowest", marks=pytest.mark.slow),
        pytest.param("highest", marks=pytest.mark.slow),
    ],
)
def environment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which `import pytest` is the one to try."""
    if request.param == "at hand":
        return AT_HAND
    folder = tmp_path_factory.mktemp("pytest")
    install(f"pytest=={bound('>=')}" if request.param == "lowest" else str(required()), folder)
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    found = run(["-c", "import pytest; print(pytest.__file__)"], os.environ | {"PYTHONPATH": path}, ROOT)
    assert found.stdout.startswith(str(folder)), found.stdout
    return os.environ | {"PYTHONPATH": path}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a check that has a fixture of its own, and a class: a mistake between two right ones."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "tests" / "courses" / "sound", root, dirs_exist_ok=True)
    with (root / "autograde_tests" / "test_shapes.py").open("a", encoding="utf-8") as checks:
        checks.write(WITH_A_FIXTURE)
    right = RIGHT.read_text(encoding="utf-8")
    wrong = right.replace("return width * height", "return width + height")
    assert wrong != right
    for student, text in {"ada": right, "ben": wrong, "cy": right}.items():
        (root / "class" / student).mkdir(parents=True)
        (root / "class" / student / "shapes.py").write_text(text, encoding="utf-8")
    return root


def run(arguments: list[str], environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Python with these arguments; of the version at hand, one that has it already."""
    if environment is AT_HAND:
        return forked_python.run(*arguments, cwd=folder, levels=["none"])
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def outcome(report: Path) -> tuple[object, dict[str, str]]:
    """The score of a report, and the status of each check of `area`."""
    read = json.loads(report.read_text(encoding="utf-8"))
    area = next(function for function in read["functions"] if function["name"] == "area")
    return read["score"], {check["id"]: check["status"] for check in area["checks"]}


ALL_RIGHT = (5, {"test_area": "passed", "test_area_of_a_strip": "passed"})
AREA_WRONG = (3, {"test_area": "failed", "test_area_of_a_strip": "failed"})


def test_a_class_in_a_warm_session(environment: dict[str, str], course: Path, tmp_path: Path) -> None:
    """Each check runs again for each submission, with pytest's setup and teardown where it asks for them."""
    level, device = QUICK
    done = run(
        [
            "-m",
            "grader",
            "grade",
            "class",
            "--output",
            str(tmp_path),
            "--isolation",
            level,
            "--device",
            device,
        ],
        environment,
        course,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    graded = {name: outcome(tmp_path / name / "shapes" / "report.json") for name in ("ada", "ben", "cy")}
    assert graded == {"ada": ALL_RIGHT, "ben": AREA_WRONG, "cy": ALL_RIGHT}


def test_one_submission_under_pytest(environment: dict[str, str], course: Path, tmp_path: Path) -> None:
    """`pytest --submission`: pytest's own exit code and lines, the same verdicts, no traceback of ours."""
    level, device = QUICK
    report = tmp_path / "report.json"
    done = run(
        ["-m", "pytest", "-q", "autograde_tests", "--submission", "class/ben/shapes.py",
         "--grading-isolation", level, "--grading-device", device, "--grading-report", str(report)],
        environment,
        course,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "A strip one unit wide." in done.stdout and "Traceback" not in done.stdout
    assert "3 of 5 points" in done.stdout
    assert outcome(report) == AREA_WRONG


def test_the_range_has_two_ends_and_holds_what_is_installed() -> None:
    """From a version to before the next major one; the pinned pytest, and the one at hand, lie within."""
    assert {one.operator for one in required().specifier} == {">=", "<"}
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = next(line.partition("==")[2] for line in pins if line.startswith("pytest=="))
    assert required().specifier.contains(pinned)
    assert required().specifier.contains(version("pytest"))
