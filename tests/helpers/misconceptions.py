"""The misconceptions of the course, handed in by students."""

from __future__ import annotations

import ast
from pathlib import Path

from grader.model import Report
from grader.submission import Found
from helpers.grading import ROOT, grade_files, solution, touched

FOLDER = ROOT / "solutions" / "misconceptions"


def mistakes(path: Path) -> list[str]:
    """The misconceptions in one function's file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


FILES = sorted(FOLDER.glob("*/*.py"))
ALL = [f"{path.parent.name}/{path.stem}/{mistake}" for path in FILES for mistake in mistakes(path)]


def hand_in(chosen: list[str], folder: Path, *, touched_alone: bool = False) -> list[Found]:
    """Each pasted into the reference in place of the right function.

    touched_alone: functions that this does not bear on are not to be checked.
    """
    found = []
    folder.mkdir(exist_ok=True)
    for mistake in chosen:
        assignment, function, own = mistake.split("/")
        target = folder / mistake.replace("/", "-") / f"{assignment}.py"
        target.parent.mkdir()
        text = (FOLDER / assignment / f"{function}.py").read_text(encoding="utf-8")
        text += f"\n\n{function} = {own}\n"
        target.write_text(f"{solution(assignment)}{text}", encoding="utf-8")
        only = touched(assignment, text) if touched_alone else ()
        found.append(Found(student=mistake, assignment=assignment, path=target, only=only))
    return found


def handed_in(
    chosen: list[str], folder: Path, devices: tuple[str, ...] = ("cpu",), *, touched_alone: bool = False
) -> dict[str, Report]:
    """The same, graded; by misconception."""
    found = hand_in(chosen, folder, touched_alone=touched_alone)
    return {report.student: report for report in grade_files(found, devices=devices)}
