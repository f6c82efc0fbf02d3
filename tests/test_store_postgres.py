"""`--store postgresql://…`: a server of the test's own holds what a file holds, and one grader at a time."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="needs PostgreSQL's driver: pip install -e '.[postgres]'")
pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install -e '.[postgres]'")

from helpers.class_store import RIGHT, TEXTS, contents, course_in, grader, hand_in
from helpers.interrupted import began, ended, kept
from helpers.postgres import PG_CTL, Cluster, a_cluster

from grader.results.database import StoreError
from grader.results.remote import RemoteDatabase

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux"),
    pytest.mark.skipif(
        not PG_CTL, reason="PostgreSQL is not installed: on Debian, apt-get install postgresql"
    ),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with a_cluster() as cluster:
        yield cluster


def test_it_holds_what_a_file_holds(cluster: Cluster, tmp_path: Path) -> None:
    """Graded, changed, withdrawn and graded again: the same rows, and the same files made of them."""
    course_in(tmp_path)
    hand_in(tmp_path, TEXTS)
    url = cluster.database("holds")
    for out, more in (("file", ()), ("remote", ("--store", url))):
        hand_in(tmp_path, TEXTS)
        ended(began(tmp_path, out, *more))
        shutil.rmtree(tmp_path / "class" / "cleo")
        hand_in(tmp_path, {"bob": RIGHT})
        said = " ".join(ended(began(tmp_path, out, *more)).split())
        assert "To grade: 1 changed. 1 result is kept. 1 result is withdrawn" in said
    assert kept(tmp_path / "remote", url) == kept(tmp_path / "file")
    assert contents(tmp_path / "remote") == contents(tmp_path / "file")
    assert not (tmp_path / "remote" / "results.db").exists()
    for out, more in (("file", ()), ("remote", ("--store", url))):
        assert grader("report", tmp_path / out, "--output", tmp_path / f"{out} again", *more) == 0
    assert contents(tmp_path / "remote again") == contents(tmp_path / "file again")


def test_one_grader_at_a_time(cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second is told who writes since when; a dead one's lock is none, and nothing it kept is lost."""
    course_in(tmp_path)
    hand_in(tmp_path, {f"student{number:03}": f"{RIGHT}# {number}\n" for number in range(100)})
    url = cluster.database("two")
    first = began(tmp_path, "first", "--store", url, "--format", "json")
    while not list((tmp_path / "first").rglob("report.json")):
        assert first.poll() is None, first.communicate()
    second = began(tmp_path, "second", "--store", url)
    said, _ = second.communicate(timeout=120)
    assert second.returncode == 2 and f"process {first.pid}" in said, said
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    there = kept(tmp_path / "first", url)
    assert 0 < len(there) < 100
    said = " ".join(ended(began(tmp_path, "first", "--store", url, "--format", "json")).split())
    assert f"{len(there)} result" in said and "kept." in said
    assert len(kept(tmp_path / "first", url)) == 100
    assert there.items() <= kept(tmp_path / "first", url).items()


def test_what_cannot_be_committed_is_undone(cluster: Cluster) -> None:
    """Nothing of it is there, the error is said, and the same connection goes on; so it does elsewhere."""
    database = RemoteDatabase(cluster.database("undone"), write=True)
    database.execute("CREATE TABLE numbers (n INTEGER UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(StoreError, match="cannot be used"), database.transaction():
        database.execute("INSERT INTO numbers VALUES (1)")
        database.execute("INSERT INTO numbers VALUES (1)")
    assert database.execute("SELECT COUNT(*) FROM numbers") == [(0,)]
    with pytest.raises(StoreError, match="cannot be used"):
        database.execute("SELECT * FROM nowhere")
    with database.transaction():
        database.execute("INSERT INTO numbers VALUES (2)")
    assert database.execute("SELECT n FROM numbers") == [(2,)]
    database.close(empty=False)


def test_a_server_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, before anything is graded; no password in it."""
    course_in(tmp_path)
    hand_in(tmp_path, TEXTS)
    url = f"postgresql://me:secret@/x?host={tmp_path}"
    where = ("--course", tmp_path / "course", "--output", tmp_path / "out")
    assert grader("grade", tmp_path / "class", *where, "--store", url) == 2
    said = capsys.readouterr().err
    assert said.startswith("grader: ") and said.count("\n") == 1 and "secret" not in said
