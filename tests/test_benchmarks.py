"""The peers' job of `make bench`: what it says it measures is what it measures."""

from __future__ import annotations

import ast
from pathlib import Path

from helpers.grading import grade_files, lost

from benchmarks.peers.submissions import ASSIGNMENT, FUNCTIONS, text, write_class
from benchmarks.peers_installed import CALLS, asserts
from benchmarks.table import PEERS, ROWS, line
from grader.authoring.release import release
from grader.course.layout import open_course
from grader.submission import Found


def test_the_job_is_the_one_of_the_field() -> None:
    """Ten functions, 25 assertions; the same text for a number, another for each of 60."""
    assert len(FUNCTIONS) == len(CALLS) == 10
    assert sum(len(asserts(name, name)) for name in CALLS) == 25
    assert text(7) == text(7) and len({text(number) for number in range(60)}) == 60


def test_each_mistake_costs_points_and_each_right_wording_none(tmp_path: Path) -> None:
    """The reference and six of the class: who has a wrong body loses points of that function, nobody else."""
    course = open_course(PEERS)
    assert release(course.root, check=True) == []
    folder = write_class(tmp_path, 6)
    found = [
        Found(student=path.parent.name, assignment=ASSIGNMENT, path=path) for path in folder.glob("*/*.py")
    ]
    found.append(
        Found(student="reference", assignment=ASSIGNMENT, path=course.assignment(ASSIGNMENT).solution)
    )
    for report in grade_files(found, course=course, diagnosis=False):
        wrong = set() if report.student == "reference" else mistaken(text(int(report.student[1:])))
        assert set(lost(report)) == wrong, report.student


def mistaken(source: str) -> set[str]:
    """The functions of a submission whose body is one of the wrong ones."""
    bodies = {node.name: node.body for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    return {
        name
        for name, (_, _, wrong) in FUNCTIONS.items()
        if ast.unparse(ast.Module(bodies[name], [])) in map(_plain, wrong)
    }


def _plain(body: str) -> str:
    return ast.unparse(ast.parse(body))


def test_a_row_shows_both_sides() -> None:
    """Ours, the other side, and the ratio; with an older grader its own figures, too."""
    row = ROWS[0]
    row.times.update(new=[30.0, 20.0, 10.0], other=[10.0])
    try:
        assert [word for word in line(row).split() if word.replace(".", "").isdigit()] == [
            "20.0",
            "10.0",
            "2.00",
        ]
        row.times["old"] = [40.0]
        assert "40.0" in line(row) and "4.00 ×" in line(row)
    finally:
        row.times.clear()
