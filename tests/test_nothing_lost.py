"""A class that is cut off: by kill -9 of all, a full disk, SIGTERM. Run again, it is as if undisturbed."""

from __future__ import annotations

import csv
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.class_store import RIGHT, WRONG, contents, course_in, hand_in
from helpers.interrupted import began, ended, kept

from grader.results.database import StoreError
from grader.results.store import open_store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux")

# How often everything is killed, and how many hand in.
_KILLS = 10
_CLASS = 60


def texts(count: int) -> dict[str, str]:
    """A class, half of it wrong."""
    return {f"student{number:03}": (RIGHT, WRONG)[number % 2] + f"# {number}\n" for number in range(count)}


@pytest.fixture
def undisturbed(tmp_path: Path) -> Path:
    """A folder with a class, graded into `whole` without a disturbance."""
    course_in(tmp_path)
    hand_in(tmp_path, texts(_CLASS))
    ended(began(tmp_path, "whole"))
    return tmp_path


def demand_as_undisturbed(work: Path, out: str = "out") -> None:
    """ResultRow for row and file for file, but for how long it took."""
    assert kept(work / out) == kept(work / "whole")
    assert contents(work / out) == contents(work / "whole")
    assert len(kept(work / out)) == _CLASS


@pytest.mark.slow
def test_kill_9_of_everything_at_ten_moments_loses_nothing(undisturbed: Path) -> None:
    """While it starts, grades, is within a transaction or renders: what was kept stays, nothing is double."""
    moments = random.Random(20)
    there = 0
    for _ in range(_KILLS):
        grading = began(undisturbed)
        # The first result is seconds away; from then on, anywhere.
        deadline = time.monotonic() + 60
        while _number(undisturbed / "out") <= there and time.monotonic() < deadline:
            if grading.poll() is not None:
                break
            time.sleep(0.02)
        time.sleep(moments.uniform(0, 0.3))
        os.killpg(grading.pid, signal.SIGKILL)
        grading.communicate()
        now = _number(undisturbed / "out")
        assert now >= there
        there = now
    said = ended(began(undisturbed))
    assert there and f"{there} results are kept" in " ".join(said.split())
    demand_as_undisturbed(undisturbed)


def _number(folder: Path) -> int:
    """How many results are there, whoever is writing."""
    try:
        with open_store(folder, None, write=False) as store:
            return len(store.rows())
    except StoreError:
        return 0  # not there yet, or just being made


def test_sigterm_leaves_page_and_table_of_what_is_there(tmp_path: Path) -> None:
    """As a cluster ends a job: exit code 143, one line, and the class's files name every row that is kept."""
    course_in(tmp_path)
    hand_in(tmp_path, texts(200))
    grading = began(tmp_path, "out", "--format", "json")
    while not list((tmp_path / "out").rglob("report.json")):
        assert grading.poll() is None, grading.communicate()
        time.sleep(0.05)
    grading.send_signal(signal.SIGTERM)
    said, _ = grading.communicate(timeout=60)
    assert grading.returncode == 143, said
    assert said.rstrip().endswith("grader: Stopped. What is already written stays.")
    there = {identity[0] for identity in kept(tmp_path / "out")}
    assert 0 < len(there) < 200
    table = csv.DictReader(io.StringIO((tmp_path / "out" / "grades.csv").read_text(encoding="utf-8")))
    assert {row["student"] for row in table} == there
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert all(name in page for name in there)
    assert {path.parts[-3] for path in (tmp_path / "out").rglob("report.json")} == there
    assert not (tmp_path / "out" / "results.db.lock").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 300 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.slow
def test_a_full_disk_loses_nothing_that_was_kept(undisturbed: Path, small_disk: Path) -> None:
    """It says so and ends; with room again, the next run goes on."""
    grading = began(undisturbed, "disk/out")
    said, _ = grading.communicate(timeout=500)
    assert grading.returncode == 2 and "Traceback" not in said, said
    assert "No space left" in said or "disk is full" in said
    there = kept(small_disk / "out")
    whole = kept(undisturbed / "whole")
    assert 0 < len(there) < _CLASS
    assert there == {who: whole[who] for who in there}
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert f"{len(there)} results are kept" in " ".join(ended(began(undisturbed, "disk/out")).split())
    demand_as_undisturbed(undisturbed, "disk/out")
