"""On a GPU: right code passes, GPU errors cost their own check, and the next submission has a healthy GPU.

`make test-cuda` runs them on CUDA; elsewhere, the same bodies run with sim answering for it. What only a GPU
can show (its own errors, its order of sums) is left to CUDA alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from helpers.grading import demand_graded, function, grade_files, grade_texts, lost, solution
from helpers.misconceptions import ALL, hand_in
from helpers.right_answers import ASSIGNMENTS, RIGHT
from helpers.sim_as_gpu import SimAsGpu

from grader.devices import missing_cuda
from grader.grading.gpu import Start
from grader.model import Report, Status

WHY = str(missing_cuda())
ON_GPU = [pytest.mark.gpu, pytest.mark.skipif(bool(WHY), reason=WHY or "there is one")]
ON_BOTH = [pytest.param("cuda", marks=ON_GPU), pytest.param("sim as cuda", marks=pytest.mark.slow)]
CUDA = ("cuda",)

# The kind of each is what a GPU makes of it; sim has no errors of its own.
BROKEN = {
    # More than any GPU has.
    "out_of_memory": """
def normalize_inputs(t_u):
    held = [torch.empty(2**30, device=t_u.device) for _ in range(1000)]
    return 0.1 * t_u + held[-1][0]
""",
    "device_assert": """
def normalize_inputs(t_u):
    return 0.1 * t_u[torch.tensor([10**6], device=t_u.device)]
""",
    # A tensor over memory that nobody has allocated.
    "illegal_access": """
def normalize_inputs(t_u):
    nowhere = torch._C._construct_storage_from_data_pointer(1 << 40, t_u.device, 4096)
    return 0.1 * t_u + torch.empty(0, device=t_u.device).set_(nowhere, 0, (8,), (1,)).sum()
""",
    "endless_kernel": """
def normalize_inputs(t_u):
    while True:
        t_u = (t_u.expand(4096, 4096, len(t_u)).mean(dim=(0, 1)) * 1.0)
""",
    "healthy": "",
}


@pytest.fixture(params=ON_BOTH)
def start_gpu(request: pytest.FixtureRequest) -> Start | None:
    """Makes the zygote whose children have a GPU: the real one's, or one whose children only say so."""
    return SimAsGpu if request.param == "sim as cuda" else None


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Submissions that break their GPU, one after another, and one that does not."""
    texts = {name: solution("gradient_descent") + code for name, code in BROKEN.items()}
    folder = tmp_path_factory.mktemp("broken")
    return grade_texts(folder, texts, "gradient_descent", devices=CUDA)


@pytest.mark.gpu
@pytest.mark.skipif(bool(WHY), reason=WHY or "there is one")
@pytest.mark.parametrize("name", [name for name in BROKEN if name != "healthy"])
def test_a_broken_gpu_costs_its_own_check(name: str, broken: dict[str, Report]) -> None:
    """Out of memory, an assert on the device, an illegal access, a hang: that function fails alone."""
    report = demand_graded(broken[name])
    assert set(lost(report)) == {"normalize_inputs"}
    assert function(report, "normalize_inputs").checks[0].message


@pytest.mark.gpu
@pytest.mark.skipif(bool(WHY), reason=WHY or "there is one")
def test_the_next_submission_has_a_healthy_gpu(broken: dict[str, Report]) -> None:
    """Whoever comes after them loses nothing."""
    assert lost(demand_graded(broken["healthy"])) == {}


@pytest.mark.parametrize("devices", [CUDA, ("cpu", "cuda")], ids=["alone", "beside the cpu"])
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_right_code_is_right_on_a_gpu(
    assignment: str, devices: tuple[str, ...], tmp_path: Path, start_gpu: Start | None
) -> None:
    """The reference and every right variant pass on the GPU, beside the CPU and alone."""
    codes = {"reference": "", **RIGHT.get(assignment, {})}
    texts = {name: solution(assignment) + code for name, code in codes.items()}
    reports = grade_texts(tmp_path, texts, assignment, devices=devices, start_gpu=start_gpu)
    for name, report in reports.items():
        assert lost(demand_graded(report)) == {}, name
        assert {"cuda"} <= tried_on(report), name


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_verdicts_agree_with_the_cpu(assignment: str, tmp_path: Path, start_gpu: Start | None) -> None:
    """Parity: each misconception gets the same verdict from each check on the CPU and on the GPU."""
    chosen = [name for name in ALL if name.startswith(f"{assignment}/")]
    assert chosen
    found = hand_in(chosen, tmp_path)
    on_cpu = {report.student: report for report in grade_files(found)}
    on_gpu = {report.student: report for report in grade_files(found, devices=CUDA, start_gpu=start_gpu)}
    for name in chosen:
        assert tried_on(demand_graded(on_gpu[name])) >= {"cuda"}, name
        assert verdicts(on_gpu[name]) == verdicts(on_cpu[name]), name


def test_one_submission_twice_is_one_report(tmp_path: Path, start_gpu: Start | None) -> None:
    """Same submission, seed and version: the same report, on a GPU, too."""
    text = {name: solution("autograd") for name in ("first", "second")}
    devices = ("cpu", "cuda")
    reports = grade_texts(tmp_path, text, "autograd", devices=devices, start_gpu=start_gpu)
    first, second = (timeless(demand_graded(report)) for report in reports.values())
    assert "cuda" in tried_on(first)
    assert replace(second, student=first.student) == first


def timeless(report: Report) -> Report:
    functions = tuple(
        replace(item, checks=tuple(replace(check, seconds=0.0) for check in item.checks))
        for item in report.functions
    )
    return replace(report, functions=functions)


def tried_on(report: Report) -> set[str]:
    return {check.device for item in report.functions for check in item.checks}


def verdicts(report: Report) -> dict[str, Status]:
    """The status of each check."""
    return {check.id: check.status for item in report.functions for check in item.checks}
