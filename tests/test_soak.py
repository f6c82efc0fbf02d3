"""A long class leaves nothing behind: no memory, no descriptor, and no process where jobs are killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pytest
from helpers import stops
from helpers.differences import differences
from helpers.grading import BRIEF, ROOT, kept

from grader.batch.local import grade_all
from grader.course.layout import Course, open_course
from grader.grading.fixtures import items_by_assignment
from grader.grading.grade import Grading, grade_one
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import Report
from grader.render import json as render_json
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
    return (one for one, _ in stops.below(pid))


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


# ── a class, a third of which attacks ────────────────────────────────────────────────────────────────────

HOSTILE = sorted((ROOT / "tests" / "hostile").glob("*.py"))
EXAMPLES = sorted((ROOT / "examples" / "submissions").glob("*/gradient_descent.*"))
# Six files each: sixty in all.
PARTS, EACH = 10, 100


def mixed_class(part: int) -> list[Found]:
    """So many submissions of six files, a third of the submissions hostile, drawn by the part."""
    draw = random.Random(part)
    hostile, honest = HOSTILE[part::PARTS][:2], draw.sample(EXAMPLES, 4)
    drawn = [draw.choice(hostile if number % 3 == 0 else honest) for number in range(EACH)]
    return [
        Found(student=f"{number:04}", assignment="gradient_descent", path=path)
        for number, path in enumerate(drawn)
    ]


def without_owner(report: Report) -> Any:
    """What a report says, whoever handed in and however long it took."""
    text = render_json.render(replace(report, student="x", id=""))
    return json.loads(re.sub(r'("seconds": )[\d.e-]+', r"\g<1>0", text))


# A note of a file that used up its time before its mistakes were found.
CUT_SHORT = "So its mistakes were not looked for to the end."


def unlike(one: Report, other: Report, place: str) -> list[str]:
    """Where two reports on one file differ.

    Where the file used up its time before it was explained, in either, only the verdicts count: how far the
    same processor time reaches is a matter of how busy the machine is.
    """
    if any(CUT_SHORT in str(note) for report in (one, other) for note in report.notes):
        one, other = unexplained(one), unexplained(other)
    return differences(without_owner(one), without_owner(other), place)


def unexplained(report: Report) -> Report:
    """A report that tells no name and no line of a mistake."""
    functions = [
        replace(item, checks=tuple(replace(check, diagnosis=None, located=None) for check in item.checks))
        for item in report.functions
    ]
    notes = [note for note in report.notes if CUT_SHORT not in str(note)]
    return replace(report, functions=tuple(functions), notes=tuple(notes))


def graded_alone(course: Course, settings: Settings, path: Path) -> Report:
    """The report of a class of one."""
    made: list[Report] = []
    one = Found(student="x", assignment="gradient_descent", path=path)
    grade_all(course, [one], settings, lambda _, report: made.append(report))
    (report,) = made
    return report


class Watched:
    """Memory and descriptors of the workers, by worker, one reading for each report; processes at most."""

    def __init__(self) -> None:
        self.used: dict[int, list[tuple[int, int]]] = {}
        self.processes: list[int] = []

    def look(self) -> None:
        for worker in multiprocessing.active_children():
            with suppress(OSError):  # ended while we looked
                assert worker.pid is not None
                size = int(Path(f"/proc/{worker.pid}/statm").read_text().split()[1])
                fds = len(os.listdir(f"/proc/{worker.pid}/fd"))
                self.used.setdefault(worker.pid, []).append((fds, size * os.sysconf("SC_PAGE_SIZE")))
        self.processes.append(sum(1 for _ in below(os.getpid())))

    def demand_flat(self) -> None:
        """The least that the last quarter held is no more than the most that the one before it did.

        A worker is looked at when another is done: in the middle of a submission, which has some children.
        By then each has met every file, and holds the course's mistakes that they need.
        """
        for used in self.used.values():
            early, late = used[len(used) // 2 : -len(used) // 4], used[-len(used) // 4 :]
            assert min(fds for fds, _ in late) <= max(fds for fds, _ in early)
            assert max(size for _, size in late) - max(size for _, size in early) < 16 << 20
        quarter = len(self.processes) // 4
        assert min(self.processes[-quarter:]) <= max(self.processes[2 * quarter : -quarter])


@pytest.mark.slow
@pytest.mark.usefixtures("own_zygotes")
@pytest.mark.parametrize("part", range(PARTS))
def test_a_class_of_which_a_third_attacks(part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand in all, in two jobs: each report as if graded alone; nothing grows, and nothing is left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    resource_tracker.ensure_running()
    before, shared = set(below(os.getpid())), set(os.listdir("/dev/shm"))
    course, found = open_course(ROOT), mixed_class(part)
    settings = Settings(seed=7, devices=("cpu", "sim"), budget=BRIEF)
    watched, seen = Watched(), set[int]()
    made: dict[int, Report] = {}

    def done(number: int, report: Report) -> None:
        assert number not in made
        made[number] = report
        # Where no work is left for a worker, it ends.
        if len(made) <= EACH - 2:
            watched.look()
        seen.update(set(below(os.getpid())) - before)

    grade_all(course, found, settings, done, jobs=2)
    demand_gone(seen)
    assert os.listdir(tmp_path) == [] and set(os.listdir("/dev/shm")) <= shared
    watched.demand_flat()
    paths = sorted({one.path for one in found})
    alone = {path: graded_alone(course, settings, path) for path in paths}
    assert sorted(made) == list(range(EACH))
    found_out = [
        line
        for number, report in made.items()
        for line in unlike(report, alone[found[number].path], f"{number}: {found[number].path.name}")
    ]
    assert not found_out, "\n".join(found_out)
