"""A long class leaves nothing behind: no memory, no descriptor, and no process where jobs are killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from multiprocessing import resource_tracker
from pathlib import Path

import pytest
from helpers.grading import ROOT, kept

from grader.batch.local import grade_all
from grader.course.layout import open_course
from grader.grading.fixtures import items_by_assignment
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import Report
from grader.sandbox.outside.ahead import StartedAhead
from grader.sandbox.outside.client import Zygote
from grader.submission import Found

SOUND = ROOT / "tests" / "courses" / "sound"
RIGHT = (SOUND / "solutions" / "shapes.py").read_text(encoding="utf-8")


def handed_in(folder: Path, count: int) -> list[Found]:
    """So many submissions: right, wrong, broken, and one that hangs up, in turn."""
    texts = (
        RIGHT,
        RIGHT + "\n\ndef area(width, height):\n    return 2 * (width + height)\n",
        RIGHT + "\n\ndef area(width, height):\n    import os\n    os._exit(3)\n",
        "import nothing_of_this_name\n" + RIGHT,
    )
    found = []
    for number in range(count):
        path = folder / f"student{number}" / "shapes.py"
        path.parent.mkdir()
        path.write_text(texts[number % len(texts)], encoding="utf-8")
        found.append(Found(student=f"student{number}", assignment="shapes", path=path))
    return found


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("count", [60, pytest.param(2000, marks=pytest.mark.slow)])
def test_memory_and_descriptors_stay_flat(count: int, tmp_path: Path) -> None:
    """What the first tenth of a class needs is what all of it needs."""
    course, found = open_course(SOUND), handed_in(tmp_path, count)
    used: list[tuple[int, int]] = []

    def loop(session: pytest.Session) -> None:
        items = items_by_assignment(session.items)["shapes"]
        with Grading(course, Settings(seed=7, devices=("cpu", "sim")), kept) as grading:
            for one in found:
                assert grade_one(grading, one, items, session.config).score is not None
                used.append((len(os.listdir("/proc/self/fd")), resident()))

    run_warm(course, ["shapes"], loop)
    early, late = used[count // 10 : count // 5], used[-count // 10 :]
    assert max(fds for fds, _ in late) <= max(fds for fds, _ in early)
    assert max(size for _, size in late) - max(size for _, size in early) < 16 << 20


def below(pid: int) -> Iterator[int]:
    """The processes below one, by id."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # ended while we looked
            if parent == pid:
                yield int(entry.name)
                yield from below(int(entry.name))


@pytest.mark.slow
@pytest.mark.usefixtures("own_zygotes")
def test_jobs_that_are_killed_leave_no_process(tmp_path: Path) -> None:
    """Two of them at random: their children end with them, the zygote at the end; nobody is left ungraded."""
    # Python's own, which stays as long as this process.
    resource_tracker.ensure_running()
    before = set(below(os.getpid()))
    made: dict[int, Report] = {}
    seen: set[int] = set()
    draw = random.Random(7)
    struck = set(draw.sample(range(4, 40), 2))

    def done(number: int, report: Report) -> None:
        made[number] = report
        if len(made) in struck:
            job = draw.choice([one for one in multiprocessing.active_children() if one.pid])
            seen.update(set(below(os.getpid())) - before)
            job.kill()

    found = handed_in(tmp_path, 48)
    grade_all(open_course(SOUND), found, Settings(seed=7), done, jobs=2)
    assert sorted(made) == list(range(len(found)))
    assert len(seen) >= 6, "two jobs, a zygote with its parent, and children"
    demand_gone(seen)


@pytest.mark.slow
@pytest.mark.usefixtures("own_zygotes")
def test_a_zygote_that_is_killed_costs_no_job_its_class(tmp_path: Path) -> None:
    """Each job starts another; who was being graded just then has a score, or a report that says why not."""
    made: dict[int, Report] = {}
    with StartedAhead(Settings(seed=7).level) as start:
        start.warm_up(figures=False)
        (zygote,) = start._waiting
        assert isinstance(zygote, Zygote)

        def done(number: int, report: Report) -> None:
            made[number] = report
            if len(made) == 6:
                zygote._process.kill()

        found = handed_in(tmp_path, 24)
        grade_all(open_course(SOUND), found, Settings(seed=7), done, jobs=2, start=start)
    assert sorted(made) == list(range(len(found)))
    assert sum(report.score is None for report in made.values()) <= 2, "one for each job at most"


def demand_gone(seen: set[int]) -> None:
    """That these processes end soon."""
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in seen) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in seen if Path(f"/proc/{pid}").exists()] == []
