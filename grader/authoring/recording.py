"""The reference answers the visible checks, and what it says is written down for a kit.

The reference is evaluated as a student would be, once a seed: a kit whose own checks the reference does not
pass is not made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pytest

from grader.authoring.mistakes import MistakeRecorder
from grader.course.layout import Assignment, Course
from grader.course.targets import functions_of
from grader.diagnosis.recorded import Mistakes
from grader.errors import CourseError
from grader.grading import fixtures
from grader.grading.context import AssignmentContext
from grader.grading.evaluation import Evaluation
from grader.grading.grade import Grading
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import Observation, Source, Status
from grader.reference.live import PATIENT, Reference
from grader.reference.recorded import Answers, digest, packed, unpacked
from grader.reference.torch_version import version_here
from grader.sandbox import sim
from grader.sandbox.levels import Level
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question
from grader.testing import Check
from grader.words.messages import Code, InFile, say


class Recording(NamedTuple):
    """What a kit holds of one assignment's solution."""

    answers: Answers
    mistakes: Mistakes


def record(
    course: Course, stage: Course, seeds: Sequence[int], *, name_mistakes: bool = True
) -> dict[str, Recording]:
    """What the course's solutions answer to the checks of `stage`, by assignment, and what mistakes answer.

    Raises:
        CourseError: a check of the stage is hidden, or the reference does not pass it.
        FaultError: the checks cannot be collected or run.
    """
    made: dict[str, Recording] = {}
    # The course's own code on its author's machine.
    settings = Settings(seed=seeds[0], level=Level.NONE, budget=PATIENT, devices=_devices())

    def loop(session: pytest.Session) -> None:
        items = fixtures.items_by_assignment(session.items)
        with Grading(stage, settings) as grading:
            for name in stage.assignments:
                assignment, own = course.assignment(name), items.get(name, [])
                functions = functions_of(assignment) if name_mistakes else []
                mistakes = MistakeRecorder(grading.pool, assignment, functions)
                try:
                    answers = _record_one(grading.pool, assignment, own, settings, seeds, mistakes)
                    made[name] = Recording(answers, mistakes.made())
                finally:
                    mistakes.close()

    run_warm(stage, sorted(stage.assignments), loop)
    return made


def _record_one(
    pool: Pool,
    assignment: Assignment,
    items: Sequence[pytest.Item],
    settings: Settings,
    seeds: Sequence[int],
    mistakes: MistakeRecorder,
) -> Answers:
    checks = [check for check in map(fixtures.check_of, items) if check is not None]
    _refuse_hidden(assignment, checks)
    recorder = _Recorder(pool, assignment, list(dict.fromkeys(check.function for check in checks)))
    context = AssignmentContext(pool, assignment, checks, recorder)
    try:
        told = [
            _evaluate(context, items, replace(settings, seed=seed), mistakes, brief=brief)
            for seed in seeds
            for brief in (True, False)
        ]
    finally:
        context.close()
    return Answers(
        torch=version_here(),
        devices=list(settings.devices) if all(told) else ["cpu"],
        given=sorted(recorder.given),
        answers=[(*key, frame) for key, frame in sorted(recorder.frames.items())],
        cut_loops=True,
    )


def _devices() -> tuple[str, ...]:
    return ("cpu",) if sim.missing() else ("cpu", sim.TYPE)


def _refuse_hidden(assignment: Assignment, checks: Sequence[Check]) -> None:
    for check in checks:
        if check.hidden is not None:
            raise CourseError(
                say(
                    "A kit cannot leave out the hidden check {check} of {file}. "
                    "Write it as a function at the top level of the file. "
                    "Put `@check(..., hidden=...)` right above it.",
                    check=Code(check.id),
                    file=InFile(str(assignment.checks)),
                )
            )


def _evaluate(
    context: AssignmentContext,
    items: Sequence[pytest.Item],
    settings: Settings,
    mistakes: MistakeRecorder,
    *,
    brief: bool,
) -> bool:
    """The reference as a student; whether it passed everywhere. Raises CourseError where it failed.

    brief: loops cut on the other device. What says no to those is asked whole ones, so a kit needs both.
    """
    cell = context.assignment.solution_cell()
    source = Source(path=cell.name, sha256="", cells=(cell,))
    evaluation = Evaluation(context, source, settings, brief=brief)
    try:
        for item, following in zip(items, [*items[1:], None], strict=True):
            fixtures.current_evaluations(item.config).current[context.assignment.name] = evaluation
            fixtures.run_item(item, following)
        if not brief:
            mistakes.add(evaluation)
    finally:
        evaluation.close()
    _demand_passed(context.assignment, evaluation, len(items))
    return all(result.status is Status.PASSED for _, result in evaluation.results)


def _demand_passed(assignment: Assignment, evaluation: Evaluation, expected: int) -> None:
    fine = (Status.PASSED, Status.NOT_CHECKED)
    wrong = [result for _, result in evaluation.results if result.status not in fine]
    if wrong or len({check.id for check, _ in evaluation.results}) != expected:
        if wrong:
            what = say("Not passed: {check}.", check=Code(wrong[0].id)) + wrong[0].message
        else:
            what = say("Some checks did not run.")
        raise CourseError(
            say(
                "{file} does not pass its own visible checks, with seed {seed}.",
                file=InFile(str(assignment.solution)),
                seed=evaluation.settings.seed,
            )
            + what
            + say("Correct the course, then make the kit again.")
        )


class _Recorder(Reference):
    """The reference, while its answers are written down; it gives them as a kit will."""

    is_recorded = True

    def __init__(self, pool: Pool, assignment: Assignment, functions: Sequence[str]) -> None:
        super().__init__(pool, assignment, functions)
        # By function and the question's digest.
        self.frames: dict[tuple[str, bytes], bytes] = {}

    def answer(self, question: Question, seconds: float) -> Observation:
        """The right answer, as a kit will give it."""
        key = (question.function, digest(question))
        if key not in self.frames:
            answer, blob = self.sandboxed(question.kind).raw(question, max(seconds, 10.0), effects=False)
            self.frames[key] = packed(question, answer, blob)
        return unpacked(question, self.frames[key])
