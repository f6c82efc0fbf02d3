"""Is the course right? Everything that can be tried is tried, and what cannot be settled is listed.

    course ─► what can be seen (structure) ───────────────────────────────► problems
           ├► stubs, references, misconceptions ─► trials ────────────────► problems, or proved
           └► functions: slips, insertions, nonsense ─► function trials ──► survivors, or proved

A course is proved where no problem is left. `trials` says what must come of each text, `mutants`,
`insertions` and `nonsense` what is tried, `equivalents` what of it may survive and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.authoring import structure
from grader.authoring.callers import changed
from grader.authoring.equivalents import Equivalent, read_equivalents
from grader.authoring.findings import (
    MutantCount,
    MutantVerdict,
    Survivor,
    judge_mutants,
    stale,
    unlike,
    unsaid,
)
from grader.authoring.function_trials import FunctionTrial, FunctionTrialResult, MutantOutcome
from grader.authoring.mutants import Key, Mutant, mutants
from grader.authoring.parallel_trials import Result, Task, TrialCourse, perform_all
from grader.authoring.structure import Problem
from grader.authoring.trials import Kind, Trial, TrialResult, collected
from grader.batch.workers import cores
from grader.course.layout import Assignment, Course, cell
from grader.diagnosis.function_mistakes import read_misconceptions, right_wordings
from grader.grading.settings import Settings
from grader.model import Cell, Source
from grader.sandbox.levels import Level
from grader.sandbox.outside.budget import Budget
from grader.testing import Check
from grader.words.messages import Message

# A mutant that never ends has lost its check after the first call that does not come back.
_BRIEF = Budget(load=10.0, total=60.0, patience=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How hard to try."""

    # Of stubs and references; misconceptions and mutants meet the first ones.
    seeds: tuple[int, ...] = tuple(range(1, 11))
    mistake_seeds: int = 3
    mutant_seeds: int = 10
    devices: tuple[str, ...] = ("cpu",)
    # What a reader should know of them.
    notes: tuple[Message, ...] = ()
    # As in `Settings`.
    cuda_named: bool = False
    cuda_tried: bool = False
    level: Level = Level.FULL
    jobs: int = 0

    def settings(self, seed: int = 0) -> Settings:
        """As for a submission, under this seed."""
        return Settings(
            seed=seed,
            level=self.level,
            budget=_BRIEF,
            devices=self.devices,
            notes=self.notes,
            cuda_named=self.cuda_named,
            cuda_tried=self.cuda_tried,
        )

    def processes(self) -> int:
        """How many to work with: as asked, or one a core."""
        return self.jobs or cores()


@dataclass(slots=True, kw_only=True)
class AuditTally:
    """What there is of one assignment, counted."""

    functions: int = 0
    checks: int = 0
    points: float = 0.0
    misconceptions: int = 0
    slips: MutantCount = field(default_factory=MutantCount)
    insertions: MutantCount = field(default_factory=MutantCount)
    nonsense: MutantCount = field(default_factory=MutantCount)
    # Made for the diagnosis: those that answer as the reference does are equivalent.
    systematic: MutantCount = field(default_factory=MutantCount)


@dataclass(slots=True, kw_only=True)
class Audit:
    """What came of it. The course is proved where nothing is left to say."""

    plan: Plan
    tallies: dict[str, AuditTally]
    problems: list[Problem] = field(default_factory=list)
    survivors: list[Survivor] = field(default_factory=list)
    # What lives and may, with the reason.
    equivalent: list[tuple[Key, Equivalent]] = field(default_factory=list)

    @property
    def proved(self) -> bool:
        return not self.problems and not self.survivors


def audit(
    course: Course,
    plan: Plan,
    *,
    assignments: Sequence[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Audit:
    """Try a course, or some of its assignments.

    Args:
        course: the course.
        plan: how hard to try.
        assignments: only these, without a look for stray files; all where empty.
        progress: called with (trials done, trials in all) after each.

    Raises:
        CourseError: a file of the course cannot be read, or there are no checks, or no usable reference.
        FaultError: the checks cannot be collected, or the sandbox cannot work.
        IsolationError: the isolation asked for cannot be had.
    """
    names = [course.assignment(name).name for name in assignments] or sorted(course.assignments)
    checks = collected(course, names)
    audited_all = [_audited(course.assignment(name), checks[name]) for name in names]
    equivalent = read_equivalents(course.root)
    trials = [trial for audited in audited_all for trial in _trials(audited, plan)]
    functions = [task for audited in audited_all for task in _function_trials(audited, plan, equivalent)]
    tasks: list[Task] = [*trials, *sorted(functions, key=lambda task: -len(task.slips))]
    tasks = [replace(task, number=number) for number, task in enumerate(tasks)]
    results: dict[int, Result] = {}

    def done(result: Result) -> None:
        results[result.number] = result
        progress(len(results), len(tasks))

    found = Audit(plan=plan, tallies={audited.name: _tally(audited) for audited in audited_all})
    checked = {audited.name: audited.functions for audited in audited_all}
    found.problems += structure.problems(course, checked)
    found.problems += unsaid(equivalent, {name: course.assignment(name).stub_cell().text for name in checked})
    if not assignments:
        found.problems += structure.file_problems(course, checked)
        found.problems += [stale(key) for key in equivalent if key.assignment not in checked]
    perform_all(TrialCourse(course.root, tuple(names)), plan.settings(), tasks, done, plan.processes())
    _judge(found, tasks, results, equivalent)
    return found


def _judge(
    found: Audit, tasks: Sequence[Task], results: Mapping[int, Result], equivalent: Mapping[Key, Equivalent]
) -> None:
    whole: list[tuple[Trial, TrialResult]] = []
    outcomes: dict[str, list[MutantOutcome]] = {name: [] for name in found.tallies}
    for task in tasks:
        result = results[task.number]
        if isinstance(task, Trial) and isinstance(result, TrialResult):
            whole.append((task, result))
        elif isinstance(result, FunctionTrialResult):
            outcomes[task.assignment] += result.outcomes
    found.problems += unlike(whole)
    for name, mine in outcomes.items():
        _add_mutants(found, name, judge_mutants(name, mine, equivalent, found.plan.devices))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Audited:
    """One assignment and what is to be tried on it."""

    assignment: Assignment
    checks: Sequence[Check]
    mutants: Sequence[Mutant]

    @property
    def name(self) -> str:
        return self.assignment.name

    @property
    def functions(self) -> list[str]:
        return list(dict.fromkeys(check.function for check in self.checks))


def _audited(assignment: Assignment, checks: Sequence[Check]) -> _Audited:
    made = mutants(assignment.solution_cell().text, assignment.name)
    return _Audited(assignment=assignment, checks=checks, mutants=made)


def _tally(audited: _Audited) -> AuditTally:
    return AuditTally(
        functions=len(audited.functions),
        checks=len(audited.checks),
        points=sum(check.points for check in audited.checks),
        misconceptions=len(list(_misconceptions(audited))),
    )


def _add_mutants(found: Audit, name: str, verdict: MutantVerdict) -> None:
    tally = found.tallies[name]
    tally.slips, tally.insertions = verdict.counts["slip"], verdict.counts["insertion"]
    tally.nonsense, tally.systematic = verdict.counts["nonsense"], verdict.counts["systematic"]
    found.problems += verdict.problems
    found.survivors += verdict.survivors
    found.equivalent += verdict.equivalent


# ── what is tried ────────────────────────────────────────────────────────────────────────────────────────


def _trials(audited: _Audited, plan: Plan) -> Iterator[Trial]:
    """Everything to try on one assignment, those first that show a broken course soonest."""
    solution = audited.assignment.solution_cell()
    whole = [
        (Kind.REFERENCE, "", (solution,)),
        (Kind.STUB, "", (audited.assignment.stub_cell(),)),
        *((Kind.RIGHT, name, (solution, *cells)) for name, cells in _right(audited)),
        *((Kind.MISCONCEPTION, name, (solution, *cells)) for name, cells in _misconceptions(audited)),
    ]
    for kind, name, cells in whole:
        mistaken = kind is Kind.MISCONCEPTION
        for seed in plan.seeds[: plan.mistake_seeds] if mistaken else plan.seeds:
            trial = _trial(audited, plan, kind, name, cells, seed)
            if kind is Kind.RIGHT or mistaken:
                own = (name.partition("/")[0],)
                # Once, all that it can change: it must cost no other function. Then its own is enough.
                wide = mistaken and seed == plan.seeds[0]
                judges = changed(solution, cells[1:], audited.functions) if wide else own
                trial = replace(trial, functions=judges)
            yield trial


def _function_trials(
    audited: _Audited, plan: Plan, equivalent: Mapping[Key, Equivalent]
) -> Iterator[FunctionTrial]:
    """One task for each function that a check is about."""
    for function in audited.functions if plan.mutant_seeds else ():
        yield FunctionTrial(
            assignment=audited.name,
            function=function,
            slips=tuple(item for item in audited.mutants if item.key.function == function),
            seeds=plan.seeds[: plan.mutant_seeds],
            settings=plan.settings(),
            equivalent=frozenset(key for key in equivalent if key.function == function),
        )


def _trial(audited: _Audited, plan: Plan, kind: Kind, name: str, cells: tuple[Cell, ...], seed: int) -> Trial:
    source = Source(path=f"{audited.name}.py", sha256="", cells=cells)
    settings = plan.settings(seed)
    return Trial(kind=kind, assignment=audited.name, name=name, source=source, settings=settings)


def _misconceptions(audited: _Audited) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """(its id, what puts it in its function's place) of each misconception."""
    for function, text in _mistaken(audited):
        for diagnosis in read_misconceptions(text.text, function, audited.name):
            yield diagnosis.id, (text, _pasted(function, diagnosis.id.rpartition("/")[2]))


def _right(audited: _Audited) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The same of each right wording that stands among misconceptions."""
    for function, text in _mistaken(audited):
        for name in right_wordings(text.text):
            yield f"{function}/{name}", (text, _pasted(function, name))


def _mistaken(audited: _Audited) -> Iterator[tuple[str, Cell]]:
    """(function, its file of misconceptions)."""
    for function in audited.functions:
        path = audited.assignment.misconceptions(function)
        if path.is_file():
            yield function, cell(path)


def _pasted(function: str, name: str) -> Cell:
    return Cell(name="pasted.py", text=f"{function} = {name}\n")
