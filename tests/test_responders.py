"""Who answers in a run of a check: the student, the reference, a probe, a control; none knows of another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from helpers.grading import BRIEF, ROOT, kept

from grader.course.layout import open_course
from grader.errors import FaultError
from grader.grading.context import AssignmentContext
from grader.grading.questions import Questions
from grader.grading.runs import CheckRuns
from grader.grading.settings import Settings
from grader.model import Cell, Observation, Outcome, Source
from grader.sandbox import sim
from grader.sandbox.outside.pool import Pool
from grader.testing import Check, Functions
from grader.words.messages import heard

SOUND = ROOT / "tests" / "courses" / "sound"
SETTINGS = Settings(seed=7, budget=BRIEF, devices=("cpu", "sim"))
AREA = Check(id="test_area", function="area", title=heard("The area."), points=1)
DRY = Check(id="test_dry", function="dry", title=heard("What is left."), points=1)
WRONG = """
def area(width, height):
    return width + height

def dry(width, height, depths):
    return area(width, height - sum(depths))
"""
needs_sim = pytest.mark.skipif(bool(sim.missing()), reason="this torch has no pretend accelerator")


def context_of(root: Path) -> AssignmentContext:
    return AssignmentContext(Pool(kept), open_course(root).assignment("shapes"), [AREA, DRY])


@pytest.fixture(scope="module")
def context() -> Iterator[AssignmentContext]:
    made = context_of(SOUND)
    yield made
    made.close()


@pytest.fixture
def runs(context: AssignmentContext) -> Iterator[CheckRuns]:
    """Runs of checks on a submission that adds where it should multiply."""
    yield from runs_of(context, WRONG)


def runs_of(context: AssignmentContext, text: str) -> Iterator[CheckRuns]:
    source = Source(path="shapes.py", sha256="", cells=(Cell(name="shapes.py", text=text),))
    made = CheckRuns(context, source, SETTINGS)
    yield made
    made.sources.close()


def number(seen: Observation) -> object:
    assert seen.outcome is Outcome.RETURNED, seen.error
    return seen.value


# ── the student, and the reference beside it ─────────────────────────────────────────────────────────────


def test_the_student_answers_and_is_recorded(runs: CheckRuns) -> None:
    """Each question with its answer, in order, by function, whether asked singly or as a list."""
    run = runs.student(AREA, "cpu")
    student = Functions(run.student)
    assert [number(seen) for seen in student.area.each([(3, 4), (5, 6)])] == [7, 11]
    assert number(student.area(width=1, height=1)) == 2
    asked = run.student.source.asked
    assert list(asked) == ["area"]
    assert [one.question.shown for one in asked["area"]] == [
        {"width": 3, "height": 4},
        {"width": 5, "height": 6},
        {"width": 1, "height": 1},
    ]
    assert [one.seen.value for one in asked["area"]] == [7, 11, 2]


def test_the_reference_answers_beside_it_and_is_not_recorded(runs: CheckRuns) -> None:
    """What the reference says is no answer of the student's."""
    run = runs.student(AREA, "cpu")
    assert number(Functions(run.reference).area(3, 4)) == 12
    assert run.student.source.asked == {}


def test_only_a_tensor_is_handed_over(runs: CheckRuns) -> None:
    """Numbers are not; the reference's arguments do not count; another run begins anew."""
    run, found = runs.student(AREA, "cpu"), []
    for answerer, width in ((run.student, 3), (run.reference, torch.ones(2)), (run.student, torch.ones(2))):
        Functions(answerer).area(width, 4)
        found.append(run.student.handed_over)
    assert found == [False, False, True]
    assert not runs.student(AREA, "cpu").student.handed_over


def test_lent_siblings_answer_in_the_run_that_they_are_lent_to(runs: CheckRuns) -> None:
    """In no other, though both runs are under way at once."""
    alone, with_area = runs.student(DRY, "cpu"), runs.student(DRY, "cpu", ("area",))
    assert number(Functions(alone.student).dry(10, 5, [2])) == 13
    assert number(Functions(with_area.student).dry(10, 5, [2])) == 30
    assert number(Functions(alone.student).dry(10, 5, [1])) == 14
    assert with_area.student.source.sandboxed.lent_calls == {"area"}
    assert [one.seen.value for one in alone.student.source.asked["dry"]] == [13, 14]


@needs_sim
def test_a_run_asks_on_its_own_device(runs: CheckRuns) -> None:
    """Runs on two devices, in turns: each tensor lies where its run is."""
    here, there = runs.student(AREA, "cpu"), runs.student(AREA, "sim")
    for run, device in ((here, "cpu"), (there, "sim:0"), (here, "cpu")):
        for answerer in (run.student, run.reference):
            value = number(Functions(answerer).area(torch.ones(2), 4))
            assert getattr(value, "device", None) == device


@needs_sim
def test_only_what_the_pretend_accelerator_lacks_is_no_answer(context: AssignmentContext) -> None:
    """A process that ends is the submission's doing, there as on the CPU; what sim lacks is not."""
    ends = "import os\ndef area(width, height):\n    os._exit(3)\n"
    for runs in runs_of(context, ends):
        here, there = runs.student(AREA, "cpu"), runs.student(AREA, "sim")
        assert Functions(here.student).area(3, 4).outcome is Outcome.DIED
        assert Functions(there.student).area(3, 4).outcome is Outcome.DIED
    lacks = "def area(width, height):\n    return width.to_sparse() * height\n"
    for runs in runs_of(context, lacks):
        there = runs.student(AREA, "sim")
        with pytest.raises(FaultError, match="Sim, a pretend GPU, lacks an operation: `"):
            Functions(there.student).area(torch.ones(2), 4)
        assert there.student.source.asked == {}


# ── a probe ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_probe_records_what_is_wrong_and_hands_out_what_is_right(runs: CheckRuns) -> None:
    """So a check that compares goes on to its end, and the record holds its later questions, too."""
    source = runs.sources.of("cpu")
    probe = runs.probe(AREA, source)
    assert [number(seen) for seen in Functions(probe.student).area.each([(3, 4), (5, 6)])] == [12, 30]
    assert [one.seen.value for one in source.asked["area"]] == [7, 11]
    # It is over with the run: the same source, asked in the next, answers for itself again.
    assert number(Functions(runs.student(AREA, "cpu").student).area(3, 4)) == 7


def test_a_probe_asks_the_source_that_it_is_given(runs: CheckRuns) -> None:
    """One with siblings lent stays so."""
    source = runs.sources.of("cpu", ("area",))
    assert number(Functions(runs.probe(DRY, source).student).dry(10, 5, [2, 4])) == 0
    assert [one.seen.value for one in source.asked["dry"]] == [-10]


# ── the reference as a control ───────────────────────────────────────────────────────────────────────────


@needs_sim
def test_a_control_is_the_reference_in_the_students_place(runs: CheckRuns) -> None:
    """The right answers, on the device; nothing is asked of the submission."""
    control = runs.control(AREA, "sim")
    value = number(Functions(control.student).area(torch.tensor([1.0, 2.0]), 3))
    assert getattr(value, "device", None) == "sim:0"
    assert getattr(value, "data", torch.empty(0)).tolist() == [3.0, 6.0]
    assert runs.sources.on("sim") == runs.sources.on("cpu") == []


@needs_sim
def test_a_control_that_answers_otherwise_than_on_the_cpu_is_none(tmp_path: Path) -> None:
    """A reference that gives another number on the device bears no verdict there."""
    shutil.copytree(SOUND, tmp_path / "course")
    solution = tmp_path / "course" / "solutions" / "shapes.py"
    text = solution.read_text(encoding="utf-8")
    other = "return width * height + (str(getattr(width, 'device', '')) == 'sim:0')"
    solution.write_text(text.replace("return width * height", other), encoding="utf-8")
    context = context_of(tmp_path / "course")
    for runs in runs_of(context, WRONG):
        control = Functions(runs.control(AREA, "sim").student)
        assert number(control.area(3, 4)) == 12
        with pytest.raises(FaultError, match="The reference's `area` does not answer as it does on the CPU"):
            control.area(torch.ones(2), 4)
    context.close()


# ── what a question costs ────────────────────────────────────────────────────────────────────────────────


def test_a_call_is_encoded_once_for_all_who_are_asked_it(context: AssignmentContext) -> None:
    """Until a tensor in it is changed in place: then it is another question."""
    questions = Questions(AREA, "cpu", context.reference, 7)
    call = ((torch.ones(2), 4), dict[str, object]())
    first = questions.of("area", call)
    assert questions.of("area", call) is first
    call[0][0].add_(1)
    assert questions.of("area", call).key() != first.key()


def test_calls_have_a_seed_of_their_checks_own(context: AssignmentContext) -> None:
    """The same for the same check and grading seed, on every device; another for any other."""
    call = ((3, 4), dict[str, object]())

    def seed(check: Check, device: str = "cpu", grading: int = 7) -> int:
        return Questions(check, device, context.reference, grading).of("area", call).seed

    assert seed(AREA) == seed(AREA, "sim") != seed(DRY)
    assert seed(AREA) != seed(AREA, grading=8)


def test_a_device_said_by_name_is_the_cpu_there(context: AssignmentContext) -> None:
    """For a control's comparison: the name, with its number or as `torch.device`; any other text stays."""
    questions = Questions(AREA, "cuda", context.reference, 7)
    named = ("cuda", "cuda:0", torch.device("cuda:0"), "cuda:1", "cup")
    on_cpu = questions.on_cpu("area", (named, {"at": "cuda"}))
    assert list(on_cpu.shown.values()) == ["cpu", "cpu", torch.device("cpu"), "cuda:1", "cup", "cpu"]
    assert on_cpu.device == "cpu"


def test_a_probe_may_be_of_another_seed(runs: CheckRuns) -> None:
    """The seed of a call is the check's own under that seed, and the run says which inputs to draw."""
    source, found = runs.student(AREA, "cpu").student.source, []
    for seed in (None, 7, 8):
        run = runs.probe(AREA, source, seed)
        Functions(run.student).area(3, 4)
        found.append((run.seed, source.asked["area"][-1].question.seed))
    assert found[0] == found[1]
    assert [seed for seed, _ in found] == [7, 7, 8]
    assert found[1][1] != found[2][1]
