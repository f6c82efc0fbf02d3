"""`pytest autograde_tests --submission PATH`, as CI calls it: real pytest, in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest
import torch
from helpers import forked_python
from helpers.grading import ROOT

SCHEMA = json.loads((ROOT / "grader" / "render" / "report.schema.json").read_text(encoding="utf-8"))
# Where it is not isolation that is tried.
QUICK = ("--grading-isolation", "none", "--grading-device", "cpu")
ELIF = ROOT / "examples" / "submissions" / "elif" / "gradient_descent.py"

# Wrong by one misconception as long as one reading is asked for; then it is gone.
ENDS_WHEN_PROBED = """
import os
def dloss_fn(t_p, t_c):
    if len(t_p) > 1:
        os._exit(0)
    return t_p - t_c
"""


RUN = ("-m", "pytest", "-q", "autograde_tests", "-p", "no:cacheprovider")
# What a command that is forked off has imported already: pytest need not look for plugins.
READY = (
    "--disable-plugin-autoload",
    "-p",
    "grader.plugin",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)


def checks(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`pytest autograde_tests …` in the course's folder."""
    return forked_python.run(*RUN, *READY, *arguments, cwd=ROOT, levels=["none"])


def fresh(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The same in a Python that begins with it, as everybody's does."""
    command = [sys.executable, *RUN, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def elifs(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[subprocess.CompletedProcess[str], dict[str, object]]:
    """A submission with three mistakes: what pytest says, and the report."""
    report = tmp_path_factory.mktemp("run") / "new" / "report.json"
    done = fresh("--submission", ELIF, "--grading-report", report, "--grading-seed", "5", *QUICK[2:])
    return done, json.loads(report.read_text(encoding="utf-8"))


Run = tuple[subprocess.CompletedProcess[str], dict[str, object]]


def test_mistakes_are_failures_with_our_words(elifs: Run) -> None:
    """pytest's exit code for failures; the words of the report, and no traceback through the grader."""
    done, _ = elifs
    assert done.returncode == 1, done.stderr
    assert "The division by the number of readings is missing" in done.stdout
    assert "24 of 30 points" in done.stdout
    assert "Traceback" not in done.stdout and "grader/" not in done.stdout


def test_the_report_is_the_one_of_grade(elifs: Run) -> None:
    """It is valid, has the seed that was asked for, and the score that `grader grade` gives."""
    _, report = elifs
    jsonschema.validate(report, SCHEMA)
    assert (report["seed"], report["score"], report["max_score"]) == (5, 24, 30)


def test_the_reference_passes() -> None:
    """Exit code 0, every check of its assignment run and none of another."""
    done = checks("--submission", "solutions/autograd.py", *QUICK)
    assert done.returncode == 0, done.stdout
    assert "19 of 19 points" in done.stdout
    assert "skipped" not in done.stdout


def test_one_check_can_be_asked_for() -> None:
    """pytest's own ways to choose work."""
    done = checks("--submission", ELIF, "-k", "test_dloss_of_several or test_dloss_of_one", *QUICK)
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--submission", "nowhere.py"], "nowhere.py"),
        (["--submission", "examples/submissions"], "Name one file"),
    ],
)
def test_what_cannot_be_graded_is_a_usage_error(arguments: list[str], words: str) -> None:
    """pytest's exit code for usage, and one line."""
    done = checks(*arguments, *QUICK)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert words in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_without_a_submission_the_checks_are_skipped() -> None:
    """They have nobody to ask, and say what to give them."""
    done = checks("-rs", "autograde_tests/test_autograd.py")
    assert done.returncode == 0
    assert "--submission PATH" in done.stdout


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    """Exit code 2 and one sentence, after every check has run."""
    (tmp_path / "file").write_text("")
    work = ROOT / "solutions" / "autograd.py"
    done = checks("--submission", work, *QUICK, "--grading-report", tmp_path / "file" / "report.json")
    assert done.returncode == 2
    assert "There is no report." in done.stdout and "19 of 19 points" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr and "INTERNALERROR" not in done.stdout


def test_a_submission_commands_no_terminal_and_no_runner(tmp_path: Path) -> None:
    """An error stands on one line, without control codes: CI obeys lines that begin with ::."""
    path = tmp_path / "autograd.py"
    text = (ROOT / "solutions" / "autograd.py").read_text(encoding="utf-8")
    path.write_text(
        f'{text}\nraise ValueError("boom\\n::error file=x::FORGED\\n\\x1b[2J")\n', encoding="utf-8"
    )
    done = checks("--submission", path, *QUICK)
    assert "boom" in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert "\x1b" not in done.stdout


def test_a_probe_that_ends_the_process_costs_no_grade(tmp_path: Path) -> None:
    """On the pretend GPU alone: where a diagnosis cannot be looked for, there is a score without one."""
    path = tmp_path / "gradient_descent.py"
    text = (ROOT / "solutions" / "gradient_descent.py").read_text(encoding="utf-8")
    path.write_text(f"{text}\n{ENDS_WHEN_PROBED}", encoding="utf-8")
    report = tmp_path / "report.json"
    asked = ("--grading-isolation", "none", "--grading-device", "sim", "--grading-report", report)
    done = checks("--submission", path, *asked)
    assert "Traceback" not in done.stdout + done.stderr
    made = json.loads(report.read_text(encoding="utf-8"))
    assert made["status"] == "graded" and 0 < made["score"] < made["max_score"]


# ── exit codes: one table for `grader grade` and for this ────────────────────────────────────────────────

BROKEN_CHECK = '''
from grader.testing import check

@check("area", points=1)
def test_of_ours(student):
    """The check itself is broken."""
    raise RuntimeError("the course has a mistake")
'''


def both_doors(course: Path, work: Path, *options: str) -> list[int]:
    """What `grader grade` and `pytest --submission` end with, of the same work."""
    kept = {"--isolation": "none", "--device": "cpu"} | dict(zip(options[::2], options[1::2], strict=True))
    grade: list[str | Path] = ["-m", "grader", "grade", work, "--output", course / "out"]
    run: list[str | Path] = [*RUN, *READY, "--submission", work]
    for name, value in kept.items():
        grade += [name, value]
        run += [f"--grading-{name.removeprefix('--')}", value]
    codes = []
    for command in (grade, run):
        done = forked_python.run(*command, cwd=course, levels=["none"])
        assert "Traceback" not in done.stderr and "INTERNALERROR" not in done.stdout, done
        codes.append(done.returncode)
    return codes


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A small course, to break."""
    return Path(shutil.copytree(ROOT / "tests" / "courses" / "sound", tmp_path / "course"))


@pytest.mark.parametrize(
    ("checks", "work", "options"),
    [
        ("", "", ()),
        (BROKEN_CHECK, None, ()),
        (BROKEN_CHECK, None, ("--fail-under", "0")),
        pytest.param(
            "", None, ("--device", "cuda"),
            marks=pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has what is asked for"),
        ),
    ],
    ids=["unreadable", "fault", "fault, fail-under", "device"],
)  # fmt: skip
def test_what_cannot_be_graded_is_3(
    checks: str, work: str | None, options: Sequence[str], sound: Path
) -> None:
    """An empty file, a broken check, a device that is not there: no zero, and no failed check either."""
    path = sound.parent / "shapes.py"
    path.write_text((sound / "solutions" / "shapes.py").read_text() if work is None else work)
    with (sound / "autograde_tests" / "test_shapes.py").open("a", encoding="utf-8") as file:
        file.write(checks)
    assert both_doors(sound, path, *options) == [3, 3]


def test_lost_points_are_1_where_they_are_asked_about(sound: Path) -> None:
    """With a percentage both doors say the same; the work is graded."""
    path = sound.parent / "shapes.py"
    path.write_text((sound / "exercises" / "shapes.py").read_text())
    assert both_doors(sound, path, "--fail-under", "1") == [1, 1]
    assert both_doors(sound, path, "--fail-under", "0") == [0, 0]
