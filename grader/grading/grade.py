"""The main path: a submission in, a report out. Read `grade_one`, then what it calls.

    grade_class(course, found, Settings(seed=7), done)      done(report), one submission after another

One pytest session collects the checks once and stays warm; one zygote makes a child per submission.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

import pytest
import torch

from grader import __version__
from grader.course.layout import Assignment, Course
from grader.errors import FaultError, SubmissionError, memory_may_run_out
from grader.grading import fixtures, remarks, verdicts
from grader.grading.context import AssignmentContext
from grader.grading.evaluation import Evaluation
from grader.grading.gpu import Start, gpu_start, tried
from grader.grading.leaning import only_leaning
from grader.grading.libraries import shadowing_notes, stand_in_notes
from grader.grading.reading import read_found, worked_in
from grader.grading.session import run_warm
from grader.grading.settings import Settings
from grader.model import CheckResult, FunctionResult, Report, Source, Status, Versions
from grader.sandbox.outside import children
from grader.sandbox.outside.gpu_children import GpuChildren
from grader.sandbox.outside.once_more import once_more
from grader.sandbox.outside.pool import Pool
from grader.submission import Found, assignments_of
from grader.testing import Check
from grader.words.messages import (
    NOTHING,
    InFile,
    Message,
    Name,
    code_list,
    say,
)


def versions() -> Versions:
    """What is grading."""
    # Plain text: torch's own kind of it makes whoever is sent a report load torch.
    return Versions(grader=__version__, torch=str(torch.__version__), python=platform.python_version())


class Grading:
    """One zygote and, per assignment, one context, for as long as a class takes."""

    def __init__(
        self,
        course: Course,
        settings: Settings,
        start: Start | None = None,
        start_gpu: Start | None = None,
    ) -> None:
        """start, start_gpu: make the zygotes; by default warm ones of the settings' level.

        Raises:
            DeviceError: CUDA was asked for by name, and cannot be had.
        """
        self.course = course
        # The engine computes nothing heavy, and a fork-safe grader has one thread.
        torch.set_num_threads(1)
        gpu = GpuChildren(start_gpu or gpu_start(settings), promised=settings.gpu_bytes)
        try:
            # As asked for, or without CUDA.
            self.settings = tried(settings, gpu)
            gpu.promised, gpu.ahead = self.settings.gpu_bytes, self.settings.gpu_ahead
            self.pool = Pool(start or (lambda: children.start(settings.level)), gpu)
        except BaseException:
            gpu.close()
            raise
        self._contexts: dict[str, AssignmentContext] = {}

    def context(self, assignment: Assignment, checks: Sequence[Check]) -> AssignmentContext:
        """The context of an assignment, opened when first needed."""
        if assignment.name not in self._contexts:
            self._contexts[assignment.name] = AssignmentContext(
                self.pool, assignment, checks, recorded_seeds=self.course.seeds
            )
        return self._contexts[assignment.name]

    def context_of(self, assignment: str) -> AssignmentContext:
        """A context that something was graded in."""
        return self._contexts[assignment]

    def warm_up(self) -> None:
        """Have the sandbox load what first calls are slow for; what is asked meanwhile waits for that."""
        self.pool.warm_up()
        # What answers in them was made before, and slow to use.
        self._close_contexts()

    def start_over(self) -> None:
        """Let all go that was asked so far: the next who asks meets fresh ones."""
        self._close_contexts()

    def _close_contexts(self) -> None:
        for context in self._contexts.values():
            context.close()
        self._contexts.clear()

    def close(self) -> None:
        """Let every process go."""
        self._close_contexts()
        self.pool.close()

    def __enter__(self) -> Grading:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def grade_class(
    course: Course,
    found: Sequence[Found],
    settings: Settings,
    done: Callable[[Report], None],
    start: Start | None = None,
) -> Settings:
    """Grade submissions in order; `done` gets each report as it is made. Returns what they were graded with.

    start: as in `Grading`.

    Raises:
        DeviceError: CUDA was asked for by name, and cannot be had.
        CourseError: the course has no usable checks, or no usable reference.
        IsolationError: the isolation asked for cannot be had.
        FaultError: the checks cannot be collected.
    """
    return grade_each(course, assignments_of(found), found, settings, done, start)


def grade_each(
    course: Course,
    assignments: Sequence[str],
    found: Iterable[Found],
    settings: Settings,
    done: Callable[[Report], None],
    start: Start | None = None,
) -> Settings:
    """The same where submissions come one by one, all of these assignments."""
    used = [settings]

    def loop(session: pytest.Session) -> None:
        items = fixtures.items_by_assignment(session.items)
        with Grading(course, settings, start) as grading:
            used.append(grading.settings)
            for one in found:
                done(
                    grade_one(
                        grading,
                        one,
                        items.get(one.assignment or "", []),
                        session.config,
                    )
                )

    run_warm(course, assignments, loop)
    return used[-1]


def grade_one(
    grading: Grading,
    found: Found,
    items: Sequence[pytest.Item],
    config: pytest.Config,
    only: Collection[str] = (),
) -> Report:
    """One submission: read, load, check, diagnose, report. Never raises for what a submission does.

    only: the functions to check; none named is all.
    """
    checks = [check for check in map(fixtures.check_of, items) if check is not None]
    found = worked_in(found, grading.course)
    try:
        assignment, source = read_found(found, grading.course)
    except SubmissionError as error:
        return not_graded(found, grading.settings, checks, error.said)

    def ask() -> Report:
        with memory_may_run_out():
            return _evaluated(grading, found, assignment, source, items, config, only)

    try:
        return once_more(ask, grading.start_over)
    except FaultError as error:
        return not_graded(found, grading.settings, checks, error.said, source)


def _evaluated(
    grading: Grading,
    found: Found,
    assignment: str,
    source: Source,
    items: Sequence[pytest.Item],
    config: pytest.Config,
    only: Collection[str],
) -> Report:
    """The report of a source. Raises LostError where something of ours was lost meanwhile."""
    checks = [check for check in map(fixtures.check_of, items) if check is not None]
    evaluation = open_evaluation(grading, source, assignment, items, only, found.seed)
    try:
        if not evaluation.checks:
            return not_graded(found, grading.settings, checks, _no_checks(assignment, only), source)
        fixtures.current_evaluations(config).current[assignment] = evaluation
        to_run = fixtures.hidden_last(
            [item for item in items if fixtures.check_of(item) in evaluation.checks]
        )
        for item, following in zip(to_run, [*to_run[1:], None], strict=True):
            fixtures.run_item(item, following)
            if evaluation.lost is not None:
                raise evaluation.lost
        return only_leaning(report(found, source, evaluation), evaluation, found.only)
    finally:
        evaluation.close()


def _no_checks(assignment: str, functions: Collection[str]) -> Message:
    name, wanted = Name(assignment), say("Expected functions under `@check`.")
    if not functions:
        return say("{assignment} has no checks.", assignment=name) + wanted
    return (
        say("{assignment} has no checks of {functions}.", assignment=name, functions=code_list(functions))
        + wanted
    )


def open_evaluation(
    grading: Grading,
    source: Source,
    assignment: str,
    items: Sequence[pytest.Item],
    only: Collection[str] = (),
    seed: int | None = None,
) -> Evaluation:
    """An evaluation of a submission by the checks of its assignment. seed: where it has one of its own."""
    checks = [check for check in map(fixtures.check_of, items) if check is not None]
    context = grading.context(grading.course.assignment(assignment), checks)
    grading.pool.gpu.begin()
    settings = grading.settings if seed is None else replace(grading.settings, seed=seed)
    return Evaluation(context, source, settings, only=only)


def report(found: Found, source: Source, evaluation: Evaluation) -> Report:
    """The report of a finished evaluation."""
    settings = evaluation.settings
    loading = evaluation.load()
    functions = evaluation.functions()
    checks = evaluation.checks
    if not loading.failed and not loading.definitions and not loading.needs:
        problem = _none_defined(found, evaluation)
        empty = not_graded(found, settings, checks, problem, source, (*source.notes, *loading.notes))
        return replace(empty, unparsed=loading.unparsed)
    if {check.id for check, _ in evaluation.results} != {check.id for check in checks}:
        problem = say("Some checks did not run. The submission did not cause this.")
        return not_graded(found, settings, checks, problem, source)
    scores = [function.score for function in functions]
    whole = all(score is not None for score in scores)
    unchecked = [note for function in functions for note in verdicts.unchecked_notes(function.checks)]
    notes: list[Message] = [
        *(note.text for note in found.notes),
        *source.notes,
        *stand_in_notes(source),
        *shadowing_notes(source),
        *loading.notes,
        *remarks.repeated(loading, evaluation.context.functions),
        *evaluation.notes,
        *evaluation.context.reference.notes,
        *settings.notes,
    ]
    return replace(
        _empty(found, settings, checks, source),
        status="graded" if whole else "not graded",
        score=sum(score for score in scores if score is not None) if whole else None,
        max_score=sum(function.max_score for function in functions),
        functions=functions,
        problem=NOTHING if whole else _why_not(evaluation, functions),
        notes=(*notes, *unchecked),
        unparsed=loading.unparsed,
    )


def _none_defined(found: Found, evaluation: Evaluation) -> Message:
    """Why not one function can be called."""
    loading, functions = evaluation.load(), evaluation.context.functions
    if loading.unparsed:
        return loading.unparsed[0].message
    lost = [remarks.not_callable(loading, function) for function in functions]
    if not any(lost) and any(
        pointed := [remarks.not_used(loading, evaluation.unused, one) for one in functions]
    ):
        return next(filter(None, pointed))
    if reasons := [reason for reason, _ in filter(None, lost)]:
        return reasons[0]
    return say(
        "{file} defines none of the functions of {assignment}. Expected {functions}. Is it the right file?",
        file=InFile(found.name),
        assignment=Name(found.assignment or ""),
        functions=code_list(functions),
    )


def not_graded(
    found: Found,
    settings: Settings,
    checks: Sequence[Check],
    problem: Message,
    source: Source | None = None,
    notes: tuple[Message, ...] = (),
) -> Report:
    """A report without a score, which says why."""
    return replace(_empty(found, settings, checks, source), problem=problem, notes=notes)


def _empty(found: Found, settings: Settings, checks: Sequence[Check], source: Source | None) -> Report:
    return Report(
        student=found.student,
        assignment=found.assignment or "",
        submission=found.name,
        id=found.id,
        section=found.section,
        late=found.late,
        handed_in=found.handed_in,
        sha256=source.sha256 if source else "",
        seed=settings.seed if found.seed is None else found.seed,
        devices=settings.devices,
        versions=versions(),
        status="not graded",
        score=None,
        max_score=float(sum(check.points for check in checks)),
        functions=(),
        isolation=settings.level.value,
        book=settings.book,
    )


def _why_not(evaluation: Evaluation, functions: Sequence[FunctionResult]) -> Message:
    """Why there is no score: the libraries that are not here, else what went wrong first."""
    errors = list(evaluation.needed.values())
    return sum((error.said for error in errors[1:]), errors[0].said) if errors else _first_fault(functions)


def _first_fault(functions: Sequence[FunctionResult]) -> Message:
    faults: list[CheckResult] = [c for f in functions for c in f.checks if c.status is Status.FAULT]
    if not faults:
        return NOTHING
    title, why = faults[0].title, faults[0].message
    return say('This check could not be run: "{title}"', title=title) + why
