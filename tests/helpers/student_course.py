"""A course to work in and a student who writes functions into it: for the tests of a student's evening."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from grader.course.layout import Course, open_course
from grader.grading.settings import GradingOptions
from grader.sandbox.levels import Level
from grader.student.checker import Checker
from grader.student.quick_start import CheckerSetup, begin
from helpers.grading import ROOT

STUB = "raise NotImplementedError"
NAME = "gradient_descent"
Answer = TypeVar("Answer")


def copy_course(folder: Path, *assignments: str) -> Course:
    """Some assignments of this repository's course, in a folder of their own."""
    for name in assignments or (NAME,):
        for kept in ROOT.glob(f"*/{name}.*"):
            if kept.parent.name in ("exercises", "solutions"):
                _copy(kept, folder)
        for kept in (
            ROOT / "autograde_tests" / f"test_{name}.py",
            *(ROOT / "solutions" / "misconceptions" / name).glob("*.py"),
            *(ROOT / "solutions" / "hints").glob(f"{name}.md"),
            *(ROOT / "exercises" / "hints").glob(f"{name}.md"),
        ):
            _copy(kept, folder)
    for helper in (ROOT / "autograde_tests").glob("[!t]*.py"):
        _copy(helper, folder)
    _copy(ROOT / "autograde_tests" / "thermometer.py", folder)
    return open_course(folder)


def _copy(path: Path, folder: Path) -> None:
    target = folder / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, target)


def write(path: Path, name: str, body: str) -> None:
    """Put a body in place of a function's stub."""
    text = path.read_text(encoding="utf-8")
    place = text.index(STUB, text.index(f"def {name}("))
    path.write_text(text[:place] + body + text[place + len(STUB) :], encoding="utf-8")


def at_checker(
    course: Course, use: Callable[[Checker], Answer], *assignments: str, device: str = "auto"
) -> Answer:
    """A checker with a fixed seed, for `use` to work with."""
    return begin(
        CheckerSetup(
            course=course,
            assignments=assignments or (NAME,),
            options=GradingOptions(seed=7, level=Level.NONE, device=device),
        ),
        use,
    )
