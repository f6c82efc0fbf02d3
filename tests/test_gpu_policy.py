"""A GPU that is there, is not, fails or hangs: who is told, when, and what it costs; sim answers for CUDA."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers.grading import ROOT, function, grade_texts, lost, solution
from helpers.sim_as_gpu import SimAsGpu

from grader.course.layout import open_course
from grader.devices import choose
from grader.errors import DeviceError, FaultError
from grader.grading.gpu import tried, tried_aside
from grader.grading.grade import Grading
from grader.grading.settings import GradingOptions, Settings, settings_for
from grader.model import CheckResult, Report, Status
from grader.sandbox.levels import Level
from grader.sandbox.outside.children import ChildSource
from grader.sandbox.outside.gpu_children import GpuChildren
from grader.sandbox.outside.gpu_share import CONTEXT, LEAST, GpuShare, share
from grader.words.messages import NOTHING, heard

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading others needs Linux")
AUTO = ("cpu", "sim", "cuda")
REFUSED = "the driver said no"


class Starts:
    """Starts zygotes that come up or fail, and counts."""

    def __init__(self, fault: str = "") -> None:
        self.fault = fault
        self.count = 0
        self.sources: list[SimAsGpu] = []

    def __call__(self) -> ChildSource:
        self.count += 1
        if self.fault:
            raise FaultError(heard(self.fault))
        self.sources.append(SimAsGpu())
        return self.sources[-1]


# ── which devices ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that shows a card, to a torch that was built for it."""
    monkeypatch.setattr("grader.devices.unseen_cuda", lambda: NOTHING)


@pytest.mark.usefixtures("card")
def test_sim_is_in_auto_beside_a_card() -> None:
    """The same points with and without one: sim everywhere, CUDA beside it; `all` and `cuda` name it."""
    assert choose("auto").kinds == AUTO
    assert not choose("auto").cuda_named


@pytest.mark.usefixtures("card")
def test_ones_own_work_meets_a_card_by_name_alone() -> None:
    """`check`, `watch`, `status` and the notebook: auto is what it is without a card."""
    assert choose("auto", own_work=True).kinds == ("cpu", "sim")
    made = settings_for(open_course(ROOT), GradingOptions(level=Level.NONE, own_work=True))
    assert made.devices == ("cpu", "sim")


def test_the_choice_asks_no_driver() -> None:
    """No process is started for it, and for the CPU alone torch is not even loaded."""
    code = (
        "import subprocess, sys; from grader.devices import choose; choose('cpu')\n"
        "assert 'torch' not in sys.modules\n"
        "subprocess.Popen = None; choose('auto'); choose('auto', own_work=True)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# ── found out once ───────────────────────────────────────────────────────────────────────────────────────


def test_auto_goes_on_without_a_gpu_that_fails(tmp_path: Path) -> None:
    """One start, before the first submission; every report says why, and nobody loses a point."""
    start = Starts(REFUSED)
    texts = {name: solution("gradient_descent") for name in ("ada", "bob")}
    reports = grade_texts(tmp_path, texts, "gradient_descent", devices=AUTO, start_gpu=start)
    assert start.count == 1
    for report in reports.values():
        assert report.devices == ("cpu", "sim")
        assert [str(note) for note in report.notes] == [f"Nothing was tried on cuda. {REFUSED}"]
        assert lost(report) == {}


@pytest.mark.parametrize(("devices", "named"), [(("cuda",), True), (AUTO, True), (("cuda",), False)])
def test_a_named_gpu_that_fails_ends_the_command(devices: tuple[str, ...], named: bool) -> None:
    """Exit code 3 and the reason, before any child for the CPU was made."""
    cpu, start = Starts("not reached"), Starts(REFUSED)
    settings = Settings(seed=7, devices=devices, cuda_named=named)
    with pytest.raises(DeviceError, match=REFUSED) as raised:
        Grading(open_course(ROOT), settings, cpu, start)
    assert raised.value.exit_code == 3
    assert "Use `--device auto`" in str(raised.value)
    assert (cpu.count, start.count) == (0, 1)


def test_a_driver_that_hangs_is_waited_for_once() -> None:
    """A child that is never ready: after its seconds it is a fault, and for good; nobody waits again."""
    source = SimAsGpu(Level.NONE)
    try:
        gpu = GpuChildren(lambda: source, seconds=0.0)
        with pytest.raises(DeviceError, match="It took longer than"):
            gpu.take()
        begun = len(source.spawned)
        gpu.begin()
        for _ in range(3):
            with pytest.raises(DeviceError, match="It took longer than"):
                gpu.take()
        gpu.prepare()
        assert len(source.spawned) == begun == 1
    finally:
        source.close()


def test_workers_are_told_what_was_found() -> None:
    """What was tried in one process is not tried again by those that get its settings."""
    start = Starts(REFUSED)
    settings = Settings(seed=7, devices=AUTO)
    found = tried_aside(settings, start)
    assert (found.devices, found.cuda_tried) == (("cpu", "sim"), True)
    assert tried(found, GpuChildren(start)) == found
    assert start.count == 1


# ── whose fault ──────────────────────────────────────────────────────────────────────────────────────────

BROKEN = {
    "crash": """
import os

def normalize_inputs(t_u):
    if t_u.device.type != "cpu":
        os._exit(0)
    return 0.1 * t_u
""",
    "out_of_memory": """
def normalize_inputs(t_u):
    if t_u.device.type != "cpu":
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 4.00 TiB")
    return 0.1 * t_u
""",
    "device_assert": """
def normalize_inputs(t_u):
    if t_u.device.type != "cpu":
        raise RuntimeError("CUDA error: device-side assert triggered")
    return 0.1 * t_u
""",
    "healthy": "",
}
# The card is lost while this runs, for as long as one process asks for it.
XID = """
def normalize_inputs(t_u):
    if t_u.device.type != "cpu":
        raise RuntimeError("CUDA error: unknown error (Xid 79)")
    return 0.1 * t_u
"""


def texts_of(codes: dict[str, str]) -> dict[str, str]:
    return {name: solution("gradient_descent") + code for name, code in codes.items()}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Report], Starts]:
    """Submissions that break their GPU, while it is as good as before to whoever comes after."""
    start = Starts()
    folder = tmp_path_factory.mktemp("broken")
    reports = grade_texts(
        folder, texts_of(BROKEN), "gradient_descent", devices=("cpu", "cuda"), start_gpu=start
    )
    return reports, start


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("crash", "The result is right on the CPU, and there is none on the GPU."),
        ("out_of_memory", "The result is right on the CPU, and there is none on the GPU."),
        ("device_assert", "The result is right on the CPU, but wrong on the GPU."),
    ],
)
def test_code_that_breaks_a_good_gpu_fails_its_check(
    name: str, said: str, broken: tuple[dict[str, Report], Starts]
) -> None:
    """Nobody buys "not checked" with a crash: its own function loses the points of one check."""
    report = broken[0][name]
    assert report.devices == ("cpu", "cuda")
    assert set(lost(report)) == {"normalize_inputs"}
    wrong = [c for c in function(report, "normalize_inputs").checks if c.status is Status.FAILED]
    assert {check.device for check in wrong} == {"cuda"}
    assert all(str(check.message).startswith(said) for check in wrong)


def test_the_next_has_a_good_gpu(broken: tuple[dict[str, Report], Starts]) -> None:
    """One zygote for all of them, every child of it gone; the last submission is tried on the GPU."""
    reports, start = broken
    assert lost(reports["healthy"]) == {}
    assert "cuda" in {check.device for item in reports["healthy"].functions for check in item.checks}
    assert start.count == 1
    assert start.sources[0].open == 0
    # The submission's, the reference's, one made ahead.
    assert start.sources[0].most_open <= 3


@pytest.mark.parametrize("named", [False, True])
def test_a_gpu_that_is_lost_is_nobodys_mistake(named: bool, tmp_path: Path) -> None:
    """By itself "not checked", asked for by name a fault; the submission after it is graded there again."""
    start = Starts()
    reports = grade_texts(
        tmp_path,
        texts_of({"xid": XID, "healthy": ""}),
        "gradient_descent",
        devices=("cpu", "cuda"),
        cuda_named=named,
        start_gpu=start,
    )
    first = [c for c in on_cuda(reports["xid"]) if c.status is not Status.PASSED]
    assert {check.status for check in first} == {Status.FAULT if named else Status.NOT_CHECKED}
    assert {check.message for check in first if check.visible} == {first[0].message}
    assert "fallen off the bus" in str(first[0].message)
    assert (reports["xid"].score is None) is named
    if not named:
        assert reports["xid"].score == reports["xid"].max_score
        assert any(
            note.startswith("This check could not be tried on the GPU")
            for note in map(str, reports["xid"].notes)
        )
    assert lost(reports["healthy"]) == {}
    assert {check.status for check in on_cuda(reports["healthy"])} == {Status.PASSED}
    assert start.count == 1


def on_cuda(report: Report) -> list[CheckResult]:
    found = [check for item in report.functions for check in item.checks if check.device == "cuda"]
    assert found
    return found


@pytest.mark.parametrize(("promised", "had"), [(64 << 20, True), (16 << 30, False)])
def test_the_proof_asks_for_the_memory_that_is_promised(promised: int, had: bool) -> None:
    """A card that another's process fills gives a fresh child a gradient, and not its memory."""
    gpu = GpuChildren(Starts(), promised=promised)
    try:
        if had:
            gpu.demand_proof()
            gpu.take().close()
        else:
            with pytest.raises(DeviceError, match="16320 MiB of memory"):
                gpu.demand_proof()
            with pytest.raises(DeviceError, match="16320 MiB"):
                gpu.take()
            gpu.begin()
            gpu.take().close()
    finally:
        gpu.close()


# ── sharing ──────────────────────────────────────────────────────────────────────────────────────────────

GIB = 1 << 30


@pytest.mark.parametrize(
    ("free", "asked", "jobs", "ahead", "mib"),
    [
        (80 * GIB, 1, 1, True, 4096),
        (80 * GIB, 16, 16, True, 1792),
        # A laptop's card: one process has 2 GiB a child; of sixteen, four have room, with none made ahead.
        (6 * GIB, 1, 1, True, 2304),
        (6 * GIB, 16, 4, False, 256),
        (2 * GIB, 1, 1, True, 256),
        (GIB + GIB // 2, 4, 1, False, 256),
        (GIB, 1, 0, False, 0),
    ],
)
def test_how_a_card_is_shared(free: int, asked: int, jobs: int, ahead: bool, mib: int) -> None:
    """As many processes as have room for their contexts, and an even share of what is left."""
    assert share(free, asked) == GpuShare(jobs, mib << 20, ahead)


def test_contexts_and_shares_have_room_together() -> None:
    """Whatever the card and the jobs: what is promised is there, were all to take it at once."""
    for free in range(0, 100 * GIB, 700 << 20):
        for asked in (1, 2, 4, 16, 64):
            found = share(free, asked)
            contexts = found.jobs * (3 if found.ahead else 2)
            assert contexts * CONTEXT + found.jobs * 2 * found.gpu_bytes <= free
            assert found.jobs <= asked
            assert found.jobs == 0 or found.gpu_bytes >= LEAST
