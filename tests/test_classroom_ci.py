"""CI for a class: the files in the kit and in docs/classroom-ci.md, their steps run as plain shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from helpers.document_shell import Programs
from helpers.grading import ROOT
from helpers.sample_reports import ada, our_fault, perfect, unreadable

from grader.authoring.kit import KitOptions, contents
from grader.authoring.release import release
from grader.authoring.scaffold import new_course, new_exercise
from grader.commands.pytest_run import exit_status
from grader.course.layout import open_course
from grader.output_files import write_bytes

RIGHT, WRONG = "return 2 * x", "return x + 2"
GITHUB, GITLAB = ".github/workflows/checks.yml", ".gitlab-ci.yml"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course") / "small"
    new_course(root)
    new_exercise(root, "double")
    release(root)
    return root


@pytest.fixture(scope="module")
def handed_out(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit of that course, unpacked. It carries no wheel, which would take the grader's place here."""
    folder = tmp_path_factory.mktemp("kit")
    for name, data in contents(open_course(course), KitOptions(seeds=(1,), from_index=True)).items():
        write_bytes(folder / name, data)
    return folder


def written(handed_out: Path, folder: Path, answer: str) -> Path:
    """A student's repository: the kit with an answer written in."""
    copy = Path(shutil.copytree(handed_out, folder / "repository"))
    work = copy / "exercises" / "double.py"
    text = work.read_text(encoding="utf-8")
    work.write_text(text.replace("raise NotImplementedError", answer), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`python`, `pytest` and `grader` of a Python that has torch already."""
    return Programs(tmp_path_factory.mktemp("path") / "bin", ["process"], pip=True).folder


class Runner:
    """A machine that runs steps of shell in a checkout, one after another, as CI does."""

    def __init__(self, checkout: Path, environment: Mapping[str, str], programs: Path | None = None) -> None:
        """programs: a folder of programs that come before those of this environment."""
        self.checkout = checkout
        folders = [programs, Path(sys.executable).parent, os.environ["PATH"]]
        path = os.pathsep.join(str(folder) for folder in folders if folder)
        self.environment = os.environ | {"PATH": path, "PIP_NO_INDEX": "1"} | dict(environment)
        self.output = ""

    def run(self, commands: str, **more: str) -> int:
        """The exit code of one step; bash with GitHub's own options."""
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", commands],
            cwd=self.checkout,
            env=self.environment | more,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=240,
        )
        self.output += done.stdout
        return done.returncode


def load(text: str) -> dict[str, Any]:
    loaded = yaml.safe_load(text)
    assert isinstance(loaded, dict)
    return loaded


def on_github(
    checkout: Path, programs: Path | None = None, *, installed: bool = False
) -> tuple[dict[str, int], Runner]:
    """Exit codes of the workflow's `run:` steps by name; after a failure, of those that say `always()`.

    installed: without the steps that install.
    """
    workflow = load((checkout / GITHUB).read_text(encoding="utf-8"))
    summary = {"GITHUB_STEP_SUMMARY": str(checkout / "step-summary.md"), "GITHUB_ACTIONS": "true"}
    runner = Runner(checkout, workflow["env"] | summary, programs)
    codes: dict[str, int] = {}
    for step in workflow["jobs"]["checks"]["steps"]:
        if installed and step.get("name", "").startswith("Install "):
            continue
        if "run" in step and (not any(codes.values()) or step.get("if") == "always()"):
            codes[step["name"]] = runner.run(step["run"])
    return codes, runner


def step_of(checkout: Path, name: str) -> str:
    """What one step of the workflow runs."""
    workflow = load((checkout / GITHUB).read_text(encoding="utf-8"))
    (step,) = [one["run"] for one in workflow["jobs"]["checks"]["steps"] if one.get("name") == name]
    return str(step)


@pytest.mark.slow
def test_a_right_answer_is_green(handed_out: Path, tmp_path: Path) -> None:
    """Every step ends with 0; JUnit, reports and the summary are there."""
    checkout = written(handed_out, tmp_path, RIGHT)
    codes, runner = on_github(checkout)
    assert codes == dict.fromkeys(codes, 0) and len(codes) == 4, runner.output
    suite = ElementTree.parse(checkout / "results" / "junit.xml").getroot().find("testsuite")
    assert suite is not None and (suite.get("tests"), suite.get("failures")) == ("2", "0")
    report = json.loads((checkout / "results" / "double" / "report.json").read_text(encoding="utf-8"))
    assert (report["score"], report["max_score"]) == (2, 2)
    summary = (checkout / "step-summary.md").read_text(encoding="utf-8")
    assert "| `double` | 2 / 2 | Everything passes. |" in summary
    assert "::error" not in runner.output


def test_a_wrong_answer_is_red_and_says_why(handed_out: Path, programs: Path, tmp_path: Path) -> None:
    """The step of the checks ends with 1, the line is marked, the summary has the example."""
    checkout = written(handed_out, tmp_path, WRONG)
    codes, runner = on_github(checkout, programs)
    assert codes == {
        "Install PyTorch without CUDA": 0,
        "Install the grader": 0,
        "Run the checks": 1,
        "Demand a report": 0,
    }, runner.output
    assert re.search(
        r"^::error file=exercises/double\.py,line=\d+,title=double%3A 0 / 2::", runner.output, re.M
    )
    summary = (checkout / "step-summary.md").read_text(encoding="utf-8")
    assert "| `double` | 0 / 2 |" in summary and "call      double(x=tensor([" in summary
    assert "<failure" in (checkout / "results" / "junit.xml").read_text(encoding="utf-8")


def test_the_first_push_is_green(handed_out: Path, programs: Path, tmp_path: Path) -> None:
    """Nothing written yet is "not started": no failure, a report, no mark; a file that is gone is red."""
    checkout = Path(shutil.copytree(handed_out, tmp_path / "repository"))
    codes, runner = on_github(checkout, programs, installed=True)
    assert codes == {"Run the checks": 0, "Demand a report": 0}, runner.output
    assert "double: This is not started yet." in runner.output
    assert "2 skipped" in runner.output and "::error" not in runner.output
    assert json.loads((checkout / "results" / "double" / "report.json").read_text("utf-8"))["score"] == 0
    for file in (checkout / "exercises").glob("double.*"):
        file.unlink()
    assert runner.run(step_of(checkout, "Run the checks")) == 3, runner.output
    assert "exercises/double.py is not there." in runner.output


@pytest.mark.slow
def test_fail_under_decides(handed_out: Path, tmp_path: Path) -> None:
    """The same run is green where the bar is lower: it is the score that counts, not any one check."""
    half = "return 2 * x if x.dim() == 1 and len(x) == 1 else x"
    checkout = written(handed_out, tmp_path, half)
    step = step_of(checkout, "Run the checks")
    runner = Runner(checkout, {"GITHUB_STEP_SUMMARY": str(checkout / "s.md")})
    assert runner.run(step, FAIL_UNDER="50") == 0, runner.output
    assert runner.run(step, FAIL_UNDER="51") == 1


@pytest.mark.slow
def test_what_cannot_be_read_is_red_too(handed_out: Path, tmp_path: Path) -> None:
    """An empty file is not graded: exit code 3, and a report that says so without a score."""
    checkout = written(handed_out, tmp_path, RIGHT)
    (checkout / "exercises" / "double.py").write_text("", encoding="utf-8")
    codes, runner = on_github(checkout)
    assert codes["Run the checks"] == 3, runner.output
    assert codes["Demand a report"] == 0
    report = json.loads((checkout / "results" / "double" / "report.json").read_text(encoding="utf-8"))
    assert report["score"] is None and "is empty" in report["problem"]
    assert "| `double` | not graded |" in (checkout / "step-summary.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_gitlab_does_the_same(handed_out: Path, tmp_path: Path) -> None:
    """The file for GitLab: its script as one shell, its artifacts where it says."""
    checkout = written(handed_out, tmp_path, WRONG)
    job = load((checkout / GITLAB).read_text(encoding="utf-8"))["checks"]
    runner = Runner(checkout, job["variables"])
    codes = [runner.run(line) for line in job["script"]]
    assert codes == [0, 0, 1, 0], runner.output
    assert (checkout / job["artifacts"]["reports"]["junit"]).is_file()
    assert "| `double` | 0 / 2 |" in (checkout / "results" / "summary.md").read_text(encoding="utf-8")


def test_both_files_run_the_same_checks(handed_out: Path) -> None:
    """What GitHub and GitLab run differs in the summary's name alone, and is what the documentation says."""
    github = load((handed_out / GITHUB).read_text(encoding="utf-8"))
    gitlab = load((handed_out / GITLAB).read_text(encoding="utf-8"))
    (one,) = [s["run"] for s in github["jobs"]["checks"]["steps"] if "pytest" in s.get("run", "")]
    (other,) = [line for line in gitlab["checks"]["script"] if "pytest" in line]
    assert one == other.replace("results/summary.md", '"$GITHUB_STEP_SUMMARY"')
    said = (ROOT / "docs" / "classroom-ci.md").read_text(encoding="utf-8")
    assert " ".join(one.split()) in " ".join(said.replace("\\\n", " ").split())


def test_the_instructors_workflow(course: Path, handed_out: Path, programs: Path, tmp_path: Path) -> None:
    """The private repository's grading step, as documented: all checks, every student, the summary."""
    private = Path(shutil.copytree(course, tmp_path / "private"))
    for student, answer in {"ada": RIGHT, "bob": WRONG}.items():
        work = written(handed_out, tmp_path / student, answer) / "exercises"
        target = private / "submissions" / student
        target.mkdir(parents=True)
        for name in ("double.py", "double.ipynb"):
            shutil.copy(work / name, target / name)
    text = (ROOT / "docs" / "classroom-ci.md").read_text(encoding="utf-8")
    workflow = load(re.findall(r"^```yaml file=\S+\n(.*?)^```$", text, re.M | re.S)[0])
    (step,) = [s for s in workflow["jobs"]["grade"]["steps"] if s.get("name") == "Grade"]
    environment = {"ASSIGNMENT": "double", "GITHUB_STEP_SUMMARY": str(private / "s.md")} | step["env"]
    runner = Runner(private, environment, programs)
    assert runner.run(step["run"]) == 0, runner.output
    summary = (private / "s.md").read_text(encoding="utf-8")
    assert "| `ada` | `double` | 3 / 3 | Everything passes. |" in summary
    assert "| `bob` | `double` | 0 / 3 | `double`: You add 2 to every element" in summary
    assert (private / "results" / "bob" / "double" / "junit.xml").is_file()


def test_several_reports_need_several_names(course: Path, programs: Path, tmp_path: Path) -> None:
    """One `--grading-report` for two assignments is refused with the name that would do."""
    private = Path(shutil.copytree(course, tmp_path / "private"))
    new_exercise(private, "halve")
    release(private)
    runner = Runner(private, {}, programs)
    code = runner.run(
        "python -m pytest -q autograde_tests --submission exercises --grading-isolation none "
        "--grading-report out/report.json"
    )
    assert code == 4
    assert "Write `--grading-report out/{assignment}/report.json`" in runner.output


@pytest.mark.parametrize(
    ("status", "fail_under", "code"),
    [(0, None, 0), (1, None, 1), (1, 60.0, 0), (1, 70.0, 1), (0, 70.0, 1), (2, 60.0, 2)],
)
def test_the_exit_code(status: int, fail_under: float | None, code: int) -> None:
    """pytest's own; with a percentage that of the score (here 19 of 30); an interrupted run stays one."""
    report = replace(ada(), score=19.0, max_score=30.0)
    assert exit_status(status, [perfect(), report], fail_under) == code


def test_no_score_is_no_zero() -> None:
    """What could not be read, or could not be graded, is exit code 3, whatever pytest made of its checks."""
    for fail_under in (None, 0.0):
        assert exit_status(0, [perfect(), replace(unreadable(), sha256="")], fail_under) == 3
        assert exit_status(1, [our_fault(), perfect()], fail_under) == 3
    assert exit_status(2, [our_fault()], None) == 2
