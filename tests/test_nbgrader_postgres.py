"""A gradebook in PostgreSQL: a cluster of the test's own, nbgrader's tables in it, two graders at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

pytest.importorskip("nbgrader", reason="needs nbgrader: pip install -e '.[nbgrader]'")
pytest.importorskip("jupytext", reason="needs jupytext: pip install -e '.[authoring]'")
pytest.importorskip("psycopg", reason="needs PostgreSQL's driver: pip install -e '.[postgres]'")

import msgspec
import psycopg
from helpers.nbgrader_course import HERE, RIGHT, NbClass, shapes, shapes_report
from nbgrader.api import Gradebook
from psycopg import sql

from grader.course.layout import Course
from grader.errors import UsageError
from grader.nbgrader.gradebook import ScoreBook

# Debian keeps them off the PATH.
_PG_CTL = shutil.which("pg_ctl") or max(
    map(str, Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")), default=""
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux"),
    pytest.mark.skipif(
        not _PG_CTL, reason="PostgreSQL is not installed: on Debian, apt-get install postgresql"
    ),
]
WRONG = RIGHT | {"area": "def area(width, height):\n    return width + height"}


class Cluster:
    """A PostgreSQL server in a folder of its own, reached by a socket there and by nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # PostgreSQL refuses to run as root: then it runs as the user that its package has made.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        self._run("initdb", "--auth=trust", "--username=grader", "--pgdata", str(folder / "data"))
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        self._run(
            "pg_ctl", "start", "--wait", "--pgdata", str(folder / "data"), "--log", str(folder / "log"),
            "--options", options,
        )  # fmt: skip

    def database(self, name: str) -> str:
        """A new, empty database; its address."""
        with psycopg.connect(
            host=str(self.folder), user="grader", dbname="postgres", autocommit=True
        ) as line:
            line.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return f"postgresql+psycopg://grader@/{name}?host={self.folder}"

    def stop(self) -> None:
        """End the server and everyone's connection."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--pgdata", str(self.folder / "data"))

    def _run(self, program: str, *arguments: str) -> None:
        # To a file: a server that inherits a pipe would keep it open.
        with (self.folder / "said").open("w") as said:
            ended = subprocess.run(
                [Path(_PG_CTL).parent / program, *arguments],
                user=self._user, cwd="/", stdout=said, stderr=said, timeout=60,
            )  # fmt: skip
        assert ended.returncode == 0, (self.folder / "said").read_text()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    # Not below pytest's folder, which no other user may enter; and a socket's path has to be short.
    with tempfile.TemporaryDirectory(prefix="grader-pg-") as folder:
        cluster = Cluster(Path(folder))
        yield cluster
        cluster.stop()


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
