"""What `--device` means: which devices are tried, what a mistake of device costs, what is no mistake."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from helpers import forked_python
from helpers.device_mistakes import MISTAKES, Mistake
from helpers.grading import ROOT, demand_graded, failed, function, grade_texts, lost, pasted_each, solution
from helpers.misconceptions import ALL, handed_in
from torch.utils import backend_registration

from grader.devices import Devices, choose, missing_cuda
from grader.errors import DeviceError, UsageError
from grader.grading import verdicts
from grader.model import CheckResult, Report, Status
from grader.render import json as render_json
from grader.sandbox.levels import Level
from grader.sandbox.outside import children
from grader.sandbox.outside.gpu_children import GpuChildren
from grader.sandbox.outside.pool import Pool
from grader.words.messages import heard

BOTH = ("cpu", "sim")
WHY = str(missing_cuda())
NO_CUDA = pytest.mark.skipif(not WHY, reason="there is a GPU here")
SETUP = "_setup_privateuseone_for_python_backend"


# ── what is found where ──────────────────────────────────────────────────────────────────────────────────


def found(folder: Path, device: str) -> dict[str, str]:
    """What the checks of its own function, on a device, say of each mistake: "yes", "no" or "?"."""
    texts = {mistake: (mistake.assignment, mistake.code) for mistake in MISTAKES}
    own = {mistake: [mistake.function] for mistake in MISTAKES}
    reports = pasted_each(folder, texts, only=own, devices=(device,), diagnosis=False)
    return {mistake.what: verdict_on(mistake, report) for mistake, report in reports.items()}


def verdict_on(mistake: Mistake, report: Report) -> str:
    unknown = [c for c in function(report, mistake.function).checks if c.status is Status.NOT_CHECKED]
    return "yes" if mistake.function in lost(report) else "?" if unknown else "no"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """By device, what it says of each mistake."""
    return {device: found(tmp_path_factory.mktemp(device), device) for device in BOTH}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what)
def test_which_device_finds_it(mistake: Mistake, said: dict[str, dict[str, str]]) -> None:
    """The table of docs/devices.md, held to what is found."""
    assert {device: said[device][mistake.what] for device in BOTH} == {"cpu": mistake.cpu, "sim": mistake.sim}


@pytest.mark.gpu
@pytest.mark.skipif(bool(WHY), reason=WHY or "there is one")
def test_what_a_gpu_finds(tmp_path: Path) -> None:
    """The same table on a GPU."""
    assert found(tmp_path, "cuda") == {mistake.what: mistake.cuda for mistake in MISTAKES}


def test_the_table_is_in_the_docs() -> None:
    """Every row stands in docs/devices.md, word for word, and no other."""
    page = (ROOT / "docs" / "devices.md").read_text(encoding="utf-8")
    lines = page.partition("## Which device finds what")[2].splitlines()
    rows = [line for line in lines if line.endswith((" yes |", " no |", " ? |"))]
    assert rows == [f"| {m.what} | {m.cpu} | {m.sim} | {m.cuda} |" for m in MISTAKES]


@pytest.mark.slow
def test_no_false_alarm_from_misconceptions(tmp_path: Path) -> None:
    """Beside the CPU, sim finds nothing in the functions that a misconception is not about."""
    for mistake, report in handed_in(ALL, tmp_path, BOTH).items():
        assert set(lost(report)) == {mistake.split("/")[1]}, mistake
        assert not [note for note in map(str, report.notes) if "could not be tried on" in note], mistake


# ── what it costs ────────────────────────────────────────────────────────────────────────────────────────

ORIGIN = """
def dloss_fn(t_p, t_c):
    factor = torch.full((t_p.size(0),), 2.0)
    factor = factor / t_p.size(0)
    return factor * (t_p - t_c)

LINES = torch.ones(1)

def normalize_inputs(t_u):
    return 0.1 * t_u * LINES

def has_diverged(losses):
    kept = losses.detach().cpu()
    return bool(~torch.isfinite(kept[-1]) | (kept[-1] > kept[0]))

def model(t_u, w, b):
    moved = (w * t_u + b).cpu()
    return moved * 1
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Submissions on the CPU and the pretend accelerator."""
    texts = {
        "reference": "",
        "origin": ORIGIN,
        "values": "def dloss_fn(t_p, t_c):\n    return (t_p - t_c).cpu() / t_p.size(0)\n",
        "sparse": "def normalize_inputs(t_u):\n    return (0.1 * t_u).to_sparse().to_dense()\n",
        "accelerator": """
def normalize_inputs(t_u):
    if t_u.device.type == "cpu" and torch.accelerator.is_available():
        raise RuntimeError("the CPU's process knows of an accelerator")
    return 0.1 * t_u
""",
        "crash": """
import os

def normalize_inputs(t_u):
    if t_u.device.type != "cpu":
        os._exit(0)
    return 0.1 * t_u
""",
    }
    texts = {name: solution("gradient_descent") + code for name, code in texts.items()}
    only = dict.fromkeys(("accelerator", "crash"), ("normalize_inputs",)) | {"values": ("dloss_fn",)}
    return grade_texts(tmp_path_factory.mktemp("both"), texts, "gradient_descent", devices=BOTH, only=only)


def test_the_reference_passes_on_both(graded: dict[str, Report]) -> None:
    """Every check that says something of a device passes there, and the maximum is not doubled."""
    report = graded["reference"]
    assert report.devices == BOTH
    assert report.score == report.max_score == 30
    passed = [check.device for item in report.functions for check in item.checks]
    assert passed.count("sim") > 15
    assert {check.status for item in report.functions for check in item.checks} == {Status.PASSED}


def test_a_mistake_of_device_costs_its_function_once(graded: dict[str, Report]) -> None:
    """What is right on the CPU and wrong elsewhere loses one check's points; what waits or calls, none."""
    report = graded["origin"]
    assert report.max_score == 30
    assert lost(report) == {"dloss_fn": 1, "normalize_inputs": 1, "model": 1}
    for check in function(report, "dloss_fn").checks:
        assert (check.device, check.max_score > 0) in {("cpu", False), ("sim", True), ("cpu", True)}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("dloss_fn", "factor = torch.full((t_p.size(0),), 2.0)"),
        ("normalize_inputs", "LINES = torch.ones(1)"),
        ("model", "moved = (w * t_u + b).cpu()"),
    ],
)
def test_the_line_that_made_the_tensor(name: str, line: str, graded: dict[str, Report]) -> None:
    """The report leads to where the tensor was made, however far from where it failed."""
    check = failed(graded["origin"], name)
    text = (solution("gradient_descent") + ORIGIN).splitlines()
    assert check.location is not None
    assert text[check.location.line - 1].strip() == line
    assert f"line {check.location.line}. Make it on the device of the others" in str(check.message)
    assert str(check.message).startswith("The result is right on the CPU, but wrong on sim, a pretend GPU. ")


def test_what_is_wrong_on_the_cpu_is_not_tried_elsewhere(graded: dict[str, Report]) -> None:
    """A wrong value is explained once, by its diagnosis, and not again as a matter of device."""
    checks = function(graded["values"], "dloss_fn").checks
    wrong = [check for check in checks if check.status is Status.FAILED]
    assert {check.device for check in wrong} == {"cpu"}
    assert all(check.diagnosis is not None for check in wrong)


def test_what_ends_on_sim_alone_fails(graded: dict[str, Report]) -> None:
    """A call that ends its process there, and not on the CPU, and the reference's does not: said so."""
    check = failed(graded["crash"], "normalize_inputs")
    assert check.device == "sim"
    assert str(check.message).startswith(
        "The result is right on the CPU, and there is none on sim, a pretend GPU. "
        "`normalize_inputs` gave no answer."
    )


def test_what_sim_cannot_tell_costs_nothing(graded: dict[str, Report]) -> None:
    """An operation that sim lacks is "not checked"; the report names it, in no word of the child's."""
    report = graded["sparse"]
    assert report.score == report.max_score == 30
    unknown = [c for c in function(report, "normalize_inputs").checks if c.status is Status.NOT_CHECKED]
    assert [(check.device, check.score, check.max_score) for check in unknown] == [("sim", 0, 0)]
    [note] = [one for one in map(str, report.notes) if one.startswith("This check could not be tried on sim")]
    assert "Sim, a pretend GPU, lacks an operation: `" in note


def test_the_cpus_process_knows_no_accelerator(graded: dict[str, Report]) -> None:
    """`torch.accelerator` finds the device in the process that has it, and none in the other."""
    assert lost(graded["accelerator"]) == {}


def test_the_same_report_again(graded: dict[str, Report], tmp_path: Path) -> None:
    """Same submission, seed and version: the same report, on further devices, too."""
    text = {"origin": solution("gradient_descent") + ORIGIN}
    again = grade_texts(tmp_path, text, "gradient_descent", devices=BOTH)["origin"]
    assert timeless(again) == timeless(graded["origin"])


def timeless(report: Report) -> Report:
    demand_graded(report)
    functions = tuple(
        replace(item, checks=tuple(replace(check, seconds=0.0) for check in item.checks))
        for item in report.functions
    )
    return replace(report, functions=functions)


def test_the_report_can_be_read_again(graded: dict[str, Report]) -> None:
    """report.json carries the devices and their verdicts."""
    report = demand_graded(graded["sparse"])
    read = render_json.parse(render_json.render(report))
    assert read.devices == BOTH
    assert {check.device for item in read.functions for check in item.checks} == set(BOTH)


# ── points ───────────────────────────────────────────────────────────────────────────────────────────────


def result(device: str, status: Status, points: float = 2.0) -> CheckResult:
    score = {Status.PASSED: points, Status.FAULT: None}.get(status, 0.0)
    return CheckResult(id="c", title=heard("t"), device=device, status=status, score=score, max_score=points)


@pytest.mark.parametrize(
    ("statuses", "points"),
    [
        ((Status.PASSED,), (2.0,)),
        ((Status.PASSED, Status.PASSED), (2.0, 0.0)),
        ((Status.PASSED, Status.FAILED), (0.0, 2.0)),
        ((Status.PASSED, Status.BLOCKED), (0.0, 2.0)),
        ((Status.PASSED, Status.FAULT), (0.0, 2.0)),
        ((Status.PASSED, Status.NOT_CHECKED), (2.0, 0.0)),
        ((Status.NOT_CHECKED, Status.PASSED), (0.0, 2.0)),
        ((Status.NOT_CHECKED,), (0.0,)),
        ((Status.PASSED, Status.NOT_CHECKED, Status.FAILED), (0.0, 0.0, 2.0)),
    ],
)
def test_points_hang_on_one_verdict(statuses: tuple[Status, ...], points: tuple[float, ...]) -> None:
    """The first that says no, else the first that says yes; what is not known weighs nothing."""
    devices = ("cpu", "sim", "cuda")[: len(statuses)]
    settled = verdicts.settled([result(*pair) for pair in zip(devices, statuses, strict=True)])
    assert tuple(one.max_score for one in settled) == points
    assert all(one.score == 0 for one in settled if one.max_score == 0)


# ── which devices ────────────────────────────────────────────────────────────────────────────────────────


def test_a_device_there_is_none_of() -> None:
    """A name that is no choice is a mistake of usage, and the choices are named."""
    with pytest.raises(UsageError, match="`auto`, `all`, `cpu`, `sim` or `cuda`"):
        choose("tpu")


@NO_CUDA
def test_auto_without_a_gpu() -> None:
    """Without a GPU, auto tries sim beside the CPU, and has nothing to say of it."""
    assert choose("auto") == Devices(BOTH)
    assert choose("cpu").kinds == ("cpu",)


@NO_CUDA
@pytest.mark.parametrize("text", ["cuda", "all"])
def test_what_is_named_is_had_or_refused(text: str) -> None:
    """`all` names CUDA, too."""
    with pytest.raises(DeviceError, match=f"--device {text}.*{re.escape(WHY)}"):
        choose(text)


@NO_CUDA
def test_a_torch_that_knows_no_such_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyTorch cannot be told of a device: the CPU alone, and the report says so."""
    monkeypatch.delattr(backend_registration, SETUP)
    assert choose("auto").kinds == ("cpu",)
    assert torch.__version__ in str(choose("auto").notes[0])
    with pytest.raises(DeviceError, match="Python cannot add a device"):
        choose("sim")


@NO_CUDA
def test_a_gpu_that_is_not_here_is_no_zero(tmp_path: Path) -> None:
    """`--device cuda` without one grades nothing, says what is missing, and ends with 3."""
    shutil.copy(ROOT / "solutions" / "autograd.py", tmp_path)
    command = ("-m", "grader", "grade", tmp_path / "autograd.py", "--device", "cuda")
    done = forked_python.run(*command, "--output", tmp_path / "out", cwd=ROOT, levels=["full"])
    assert done.returncode == 3
    assert WHY in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@NO_CUDA
@pytest.mark.parametrize("level", [Level.FULL, Level.NONE])
def test_a_child_that_finds_no_gpu_is_our_fault(level: Level) -> None:
    """It says so before any source is sent, and whoever else is at work goes on."""
    pool = Pool(lambda: children.start(level), GpuChildren(lambda: children.start(level, gpu=True)))
    try:
        with pytest.raises(Exception, match="finds no CUDA device"):
            pool.take("cuda")
        pool.take("cpu").close()
    finally:
        pool.close()
