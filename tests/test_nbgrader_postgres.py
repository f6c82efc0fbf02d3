"""A gradebook in PostgreSQL: a cluster of the test's own, nbgrader's tables in it, two graders at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")
pytest.importorskip("jupytext", reason="needs jupytext: pip install -e '.[authoring]'")
pytest.importorskip("psycopg", reason="needs PostgreSQL's driver: pip install -e '.[postgres]'")

import msgspec
from helpers.nbgrader_course import HERE, RIGHT, NbClass, shapes, shapes_report
from helpers.postgres import PG_CTL, Cluster, a_cluster
from nbgrader.api import Gradebook

from grader.course.layout import Course
from grader.errors import UsageError
from grader.nbgrader.gradebook import ScoreBook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux"),
    pytest.mark.skipif(
        not PG_CTL, reason="PostgreSQL is not installed: on Debian, apt-get install postgresql"
    ),
]
WRONG = RIGHT | {"area": "def area(width, height):\n    return width + height"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with a_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return shapes(tmp_path_factory.mktemp("course") / "shapes")


def grading(nbclass: NbClass, course: Course, out: Path) -> subprocess.Popen[str]:
    """`grader grade --gradebook postgresql+psycopg://…`, begun."""
    command = [sys.executable, "-m", "grader", "grade", str(nbclass.folder), "--course", str(course.root)]
    return began([*command, "--device", "cpu", "--output", str(out), "--gradebook", nbclass.url], out)


def began(
    command: Sequence[str], folder: Path, reports: BinaryIO | int = subprocess.DEVNULL
) -> subprocess.Popen[str]:
    """A command of its own process, reading the reports."""
    return subprocess.Popen(
        command, cwd=folder, stdin=reports, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def all_ended(writers: Sequence[subprocess.Popen[str]]) -> None:
    """Fail with what a writer said where one did not end well."""
    said = [writer.communicate(timeout=240)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(writers), said


def test_two_graders_at_once_save_a_class(cluster: Cluster, course: Course, tmp_path: Path) -> None:
    """nbgrader makes the gradebook; two commands grade the same class: every score is there, once."""
    nbclass = NbClass(tmp_path / "class", course, "shapes", url=cluster.database("gradebook"))
    students = [f"student{number:02}" for number in range(10)]
    for number, student in enumerate(students):
        nbclass.hand_in(student, WRONG if number % 3 == 0 else RIGHT)
    outputs = [tmp_path / "one", tmp_path / "two"]
    for out in outputs:
        out.mkdir()
    all_ended([grading(nbclass, course, out) for out in outputs])
    with Gradebook(nbclass.url) as book:
        assert sorted(one.student.id for one in book.assignment_submissions("shapes")) == students
    for student in students:
        told = json.loads((outputs[0] / student / "shapes" / "report.json").read_text("utf-8"))
        scores = {f"test_{function['name']}": function["score"] for function in told["functions"]}
        assert nbclass.grades(student) == scores | {"why": None}
    assert "expected" in (nbclass.comments("student00")["area"] or "")
    # What nbgrader does itself goes on working beside it, in the same database.
    assert nbclass.autograde("student00")["success"]
    assert nbclass.grades("student00")["test_area"] == 0.0


def test_a_database_that_cannot_be_used_says_so(cluster: Cluster) -> None:
    """One line: no such database; a database in which nbgrader has made nothing."""
    with pytest.raises(UsageError, match=r'cannot be opened.*database "none" does not exist'):
        ScoreBook(f"postgresql+psycopg://grader@/none?host={cluster.folder}")
    with ScoreBook(cluster.database("empty")) as book, pytest.raises(UsageError, match="generate_assignment"):
        book.require("shapes")


def test_writers_of_the_same_students_wait_for_each_other(
    cluster: Cluster, course: Course, tmp_path: Path
) -> None:
    """Four save every student, each in another order: no score lost, none twice, nobody gives up."""
    nbclass = NbClass(tmp_path / "class", course, "shapes", url=cluster.database("busy"))
    students = [f"student{number:02}" for number in range(25)]
    orders = [students, students[::-1], students[10:] + students[:10], students]
    by_name = {student: shapes_report(student, dry=1.0) for student in students}
    writers: list[subprocess.Popen[str]] = []
    for order in orders:
        path = tmp_path / f"{len(writers)}.json"
        path.write_bytes(msgspec.json.encode([by_name[student] for student in order], enc_hook=str))
        with path.open("rb") as reports:
            writers.append(
                began(
                    [sys.executable, str(HERE / "helpers" / "gradebook_writer.py"), nbclass.url],
                    tmp_path,
                    reports,
                )
            )
    all_ended(writers)
    with Gradebook(nbclass.url) as book:
        submissions = book.assignment_submissions("shapes")
        assert sorted(one.student.id for one in submissions) == students
        assert {one.score for one in submissions} == {3.0}
