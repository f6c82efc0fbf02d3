"""The misconceptions of the course, handed in by students."""

from __future__ import annotations

import ast
from pathlib import Path

from grader.model import Report
from grader.submission import Found
from helpers.grading import ROOT, grade_files, solution

FOLDER = ROOT / "solutions" / "misconceptions"


def mistakes(path: Path) -> list[str]:
    """The misconceptions in one function's file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


FILES = sorted(FOLDER.glob("*/*.py"))
ALL = [f"{path.parent.name}/{path.stem}/{mistake}" for path in FILES for mistake in mistakes(path)]


def hand_in(chosen: list[str], folder: Path) -> list[Found]:
    """Each pasted into the reference in place of the right function."""
    found = []
    folder.mkdir(exist_ok=True)
    for mistake in chosen:
        assignment, function, own = mistake.split("/")
        target = folder / mistake.replace("/", "-") / f"{assignment}.py"
        target.parent.mkdir()
        text = (FOLDER / assignment / f"{function}.py").read_text(encoding="utf-8")
        target.write_text(f"{solution(assignment)}\n\n{text}\n\n{function} = {own}\n", encoding="utf-8")
        found.append(Found(student=mistake, assignment=assignment, path=target))
    return found


def handed_in(chosen: list[str], folder: Path, devices: tuple[str, ...] = ("cpu",)) -> dict[str, Report]:
    """The same, graded; by misconception."""
    return {report.student: report for report in grade_files(hand_in(chosen, folder), devices=devices)}
