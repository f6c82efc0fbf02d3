"""Shapes of public nbgrader courses: nbgrader as it comes against ours, cell by cell."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from helpers.own_course import POINTS, OwnCourse, case_in

from grader.nbgrader import client

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is built on Linux's own means"),
    pytest.mark.slow,
]
# What a shape needs beyond what nbgrader does.
NEEDS = {"frames": "pandas", "plots": "matplotlib"}
SHAPES = [
    case_in(path)
    for path in sorted((Path(__file__).parent / "data/nbgrader_shapes").iterdir())
    if find_spec(NEEDS.get(path.stem, "json")) is not None
]
# Of what nbgrader as it comes gives full points, what may be left to a person.
LEFT = 0.05


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, OwnCourse]]:
    """One folder of nbgrader as it comes, one with our two lines; each has one notebook of all the shapes."""
    made = {name: OwnCourse(tmp_path_factory.mktemp(name), ours=name == "ours") for name in ("stock", "ours")}
    for course in made.values():
        course.release("shapes", SHAPES)
    yield made
    client.end()


def test_the_shapes_of_public_courses(
    courses: dict[str, OwnCourse], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing right at 0, nothing wrong with points; hardly anything that nbgrader judges is for a person."""
    found: dict[tuple[str, str], dict[str, float | None]] = {}
    for name, course in courses.items():
        for student in ("right", "wrong", "stub"):
            course.hand_in("shapes", student, SHAPES)
            found[name, student] = course.autograde("shapes", student)
    with capsys.disabled():
        print(table(found))
    right = found["stock", "right"]
    assert {cell for cell, points in right.items() if points != POINTS} == set()
    zeros = [cell for cell in right if found["ours", "right"][cell] not in (POINTS, None)]
    points = [
        (s, cell) for s in ("wrong", "stub") for cell in right if found["ours", s][cell] not in (0.0, None)
    ]
    assert (zeros, points) == ([], []), courses["ours"].said("shapes", "right")
    left = [cell for cell in right if found["ours", "right"][cell] is None]
    assert len(left) <= LEFT * len(right), left


def table(found: dict[tuple[str, str], dict[str, float | None]]) -> str:
    """A line for each grade cell: what stock and ours gave each answer; `-` is for a person."""
    columns = [(name, student) for student in ("right", "wrong", "stub") for name in ("stock", "ours")]
    lines = [f"{'':24}" + "".join(f"{student + ' ' + name:>14}" for name, student in columns)]
    for cell in found["stock", "right"]:
        shown = [found[column][cell] for column in columns]
        lines.append(f"{cell:24}" + "".join(f"{'-' if one is None else f'{one:g}':>14}" for one in shown))
    return "\n" + "\n".join(lines)
