"""On a GPU: right code passes, GPU errors cost their own check, and the next submission has a healthy GPU."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.grading import demand_graded, function, grade_texts, lost, solution
from helpers.misconceptions import ALL, handed_in
from helpers.right_answers import ASSIGNMENTS, RIGHT

from grader.devices import missing_cuda
from grader.model import Report, Status

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(bool(missing_cuda()), reason=missing_cuda() or "there is one"),
]
CUDA = ("cuda",)

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


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Submissions that break their GPU, one after another, and one that does not."""
    texts = {name: solution("gradient_descent") + code for name, code in BROKEN.items()}
    folder = tmp_path_factory.mktemp("broken")
    return grade_texts(folder, texts, "gradient_descent", devices=CUDA)


@pytest.mark.parametrize("name", [name for name in BROKEN if name != "healthy"])
def test_a_broken_gpu_costs_its_own_check(name: str, broken: dict[str, Report]) -> None:
    """Out of memory, an assert on the device, an illegal access, a hang: that function fails alone."""
    report = broken[name]
    assert report.status == "graded"
    assert set(lost(report)) == {"normalize_inputs"}
    assert function(report, "normalize_inputs").checks[0].message


def test_the_next_submission_has_a_healthy_gpu(broken: dict[str, Report]) -> None:
    """Whoever comes after them loses nothing."""
    assert lost(broken["healthy"]) == {}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_right_code_is_right_on_a_gpu(assignment: str, tmp_path: Path) -> None:
    """The reference and every right variant pass on the GPU, beside the CPU and alone."""
    codes = {"reference": "", **RIGHT.get(assignment, {})}
    texts = {name: solution(assignment) + code for name, code in codes.items()}
    for devices in (CUDA, ("cpu", "cuda")):
        reports = grade_texts(tmp_path / devices[0], texts, assignment, devices=devices)
        assert {name: lost(report) for name, report in reports.items()} == {name: {} for name in texts}


def test_verdicts_agree_with_the_cpu(tmp_path: Path) -> None:
    """Parity: each misconception gets the same verdict from each check on the CPU and on the GPU."""
    on_cpu = handed_in(ALL, tmp_path / "cpu")
    on_gpu = handed_in(ALL, tmp_path / "cuda", CUDA)
    assert {name: verdicts(one) for name, one in on_gpu.items()} == {
        name: verdicts(one) for name, one in on_cpu.items()
    }


def verdicts(report: Report) -> dict[str, Status]:
    """The status of each check, figures left out: those are drawn on the CPU."""
    return {check.id: check.status for item in demand_graded(report).functions for check in item.checks}
