"""What a person said of how to grade becomes settings, which travel whole."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from helpers.grading import BRIEF, ROOT, demand_graded, grade_files

from grader.course.layout import Course, open_course
from grader.devices import choose
from grader.errors import UsageError
from grader.grading.settings import GradingOptions, Settings, choose_seed, settings_for
from grader.sandbox.levels import Level
from grader.submission import Found
from grader.words.messages import heard


@pytest.fixture(scope="module")
def course() -> Course:
    return open_course(ROOT / "tests" / "courses" / "sound")


def test_what_was_said_is_what_is_set(course: Course) -> None:
    """Seed and level as they were said; the device's kinds and notes as `--device` finds them here."""
    settings = settings_for(course, GradingOptions(seed=11, level=Level.PROCESS, device="auto"))
    found = choose("auto")
    assert settings == Settings(seed=11, level=Level.PROCESS, devices=found.kinds, notes=found.notes)


def test_what_was_left_open_is_chosen(course: Course) -> None:
    """A seed that is another each time; full isolation, the devices of auto."""
    made = [settings_for(course, GradingOptions()) for _ in range(3)]
    assert len({settings.seed for settings in made}) == 3
    assert {settings.level for settings in made} == {Level.FULL}
    assert {settings.devices for settings in made} == {choose("auto").kinds}


def test_a_device_that_is_none_is_refused(course: Course) -> None:
    """With the choices that there are."""
    with pytest.raises(UsageError, match=r"Expected `auto`, .* or `cuda` for `--device`, got `tpu`"):
        settings_for(course, GradingOptions(device="tpu"))


def test_zero_is_a_seed(course: Course) -> None:
    """It was asked for, so no other is drawn."""
    assert choose_seed(course, 0) == 0


def test_settings_reach_workers_whole() -> None:
    """They are sent to processes of a batch or an audit; what comes out there is what went in."""
    settings = Settings(
        seed=3,
        level=Level.NONE,
        budget=BRIEF,
        devices=("cpu", "sim"),
        notes=(heard("so"),),
        cuda_named=True,
        cuda_tried=True,
        gpu_bytes=1 << 30,
        gpu_ahead=False,
        gpu_jobs=2,
        book="Learning by Hand",
    )
    assert pickle.loads(pickle.dumps(settings)) == settings
    plain = Settings(seed=0)
    assert all(getattr(settings, field.name) != getattr(plain, field.name) for field in fields(Settings))


def test_a_report_says_by_what_it_was_made(course: Course, tmp_path: Path) -> None:
    """Seed, isolation and devices of the settings; two seeds, two reports, in all else the same."""
    path = tmp_path / "shapes.py"
    path.write_text(course.assignment("shapes").solution_cell().text, encoding="utf-8")
    found = [Found(student="ada", assignment="shapes", path=path)]
    made = [
        demand_graded(grade_files(found, course=course, seed=seed, level=Level.NONE)[0]) for seed in (3, 4)
    ]
    assert [(report.seed, report.isolation, report.devices) for report in made] == [
        (3, "none", ("cpu",)),
        (4, "none", ("cpu",)),
    ]
    assert replace(made[0], seed=4, functions=()) == replace(made[1], functions=())


def test_settings_wait_for_no_torch() -> None:
    """A student's quick start imports them while the sandbox, and not this process, loads torch."""
    code = "import sys, grader.grading.settings, grader.student.quick_start; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
