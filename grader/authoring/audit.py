"""Is the course right? Everything that can be tried is tried, and what cannot be settled is listed.

    course ─► what can be seen (structure) ─────────────────────────► problems
           └► stubs, references, misconceptions, mutants ─► trials ─► problems, or proved

A course is proved where no problem is left. `trials` says what must come of each text, `mutants` which slips
are tried, `equivalents` which of them may survive and why.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.authoring import structure
from grader.authoring.equivalents import read_equivalents
from grader.authoring.mutants import Key, Mutant, mutants
from grader.authoring.structure import Problem
from grader.authoring.trials import Kind, Result, Trial, collected
from grader.authoring.workers import perform_all
from grader.course import Assignment, Course, cell
from grader.diagnose import read_misconceptions
from grader.model import Cell, Source
from grader.sandbox.isolation import Level
from grader.testing import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How hard to try."""

    # Of stubs, references and misconceptions; mutants meet the first `mutant_seeds` of them.
    seeds: tuple[int, ...] = tuple(range(1, 11))
    mutant_seeds: int = 1
    devices: tuple[str, ...] = ("cpu",)
    level: Level = Level.FULL
    jobs: int = 0

    def processes(self) -> int:
        """How many to work with: as asked, or one a core."""
        return self.jobs or len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A mutant that no check says no to, and that is not listed as equivalent."""

    key: Key
    operator: str
    # Seeds under which it survived.
    seeds: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What there is of one assignment, counted."""

    functions: int = 0
    checks: int = 0
    points: float = 0.0
    misconceptions: int = 0
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0


@dataclass(slots=True, kw_only=True)
class Audit:
    """What came of it. The course is proved where nothing is left to say."""

    plan: Plan
    tallies: dict[str, Tally]
    problems: list[Problem] = field(default_factory=list)
    survivors: list[Survivor] = field(default_factory=list)

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
    subjects = [_subject(course.assignment(name), checks[name]) for name in names]
    trials = [trial for subject in subjects for trial in _trials(subject, plan)]
    trials = [replace(trial, number=number) for number, trial in enumerate(trials)]
    results: dict[int, Result] = {}

    def done(result: Result) -> None:
        results[result.number] = result
        progress(len(results), len(trials))

    found = Audit(plan=plan, tallies={subject.name: _tally(subject) for subject in subjects})
    equivalent = read_equivalents(course.root)
    functions = {subject.name: subject.functions for subject in subjects}
    found.problems += structure.problems(course, functions)
    if not assignments:
        found.problems += structure.file_problems(course, functions)
    perform_all(course.root, plan.level, trials, done, plan.processes())
    outcomes = [(trial, results[trial.number]) for trial in trials]
    found.problems += _unlike(outcomes)
    _judge_mutants(found, subjects, outcomes, equivalent)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
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


def _subject(assignment: Assignment, checks: Sequence[Check]) -> _Subject:
    made = mutants(assignment.solution_cell().text, assignment.name)
    return _Subject(assignment=assignment, checks=checks, mutants=made)


def _tally(subject: _Subject) -> Tally:
    return Tally(
        functions=len(subject.functions),
        checks=len(subject.checks),
        points=sum(check.points for check in subject.checks),
        misconceptions=len(list(_misconceptions(subject))),
        mutants=len(subject.mutants),
    )


# ── what is tried ────────────────────────────────────────────────────────────────────────────────────────


def _trials(subject: _Subject, plan: Plan) -> Iterator[Trial]:
    """Everything to try on one assignment, those first that show a broken course soonest."""
    solution = subject.assignment.solution_cell()
    whole = [
        (Kind.REFERENCE, "", (solution,)),
        (Kind.STUB, "", (subject.assignment.stub_cell(),)),
        *((Kind.MISCONCEPTION, name, (solution, *cells)) for name, cells in _misconceptions(subject)),
    ]
    for kind, name, cells in whole:
        for device in plan.devices:
            for seed in plan.seeds:
                trial = _trial(subject, kind, name, cells, seed, device)
                # Once, all checks run: it must cost no other function. Then its own are enough.
                first = kind is not Kind.MISCONCEPTION or seed == plan.seeds[0]
                yield trial if first else replace(trial, functions=(name.partition("/")[0],))
    names = structure.mentions(solution.text)
    for mutant in subject.mutants:
        function = mutant.key.function
        users = [name for name in subject.functions if function in structure.reaching(name, names)]
        judges = (function,) if function in subject.functions else tuple(users)
        cells = (solution, Cell(name="mutant.py", text=mutant.text))
        for seed in plan.seeds[: plan.mutant_seeds]:
            yield replace(
                _trial(subject, Kind.MUTANT, function, cells, seed, plan.devices[0]),
                functions=judges,
                mutant=mutant.key,
            )


def _trial(
    subject: _Subject, kind: Kind, name: str, cells: tuple[Cell, ...], seed: int, device: str
) -> Trial:
    source = Source(path=f"{subject.name}.py", sha256="", cells=cells)
    return Trial(kind=kind, assignment=subject.name, name=name, source=source, seed=seed, device=device)


def _misconceptions(subject: _Subject) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """(its id, what puts it in its function's place) of each misconception."""
    for function in subject.functions:
        path = subject.assignment.misconceptions(function)
        if path.is_file():
            text = cell(path)
            for diagnosis in read_misconceptions(text.text, function):
                mistake = diagnosis.id.rpartition("/")[2]
                yield diagnosis.id, (text, Cell(name="pasted.py", text=f"{function} = {mistake}\n"))


# ── what came of it ──────────────────────────────────────────────────────────────────────────────────────

_Outcomes = Sequence[tuple[Trial, Result]]


def _unlike(outcomes: _Outcomes) -> Iterator[Problem]:
    """Each stub, reference, misconception and mutant of which came what must not, with seeds and devices."""
    grouped: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for trial, result in outcomes:
        if result.problem:
            where = "/".join(part for part in (trial.assignment, trial.name) if part)
            grouped[trial.kind.value, where, result.problem].append(f"{trial.seed} on {trial.device}")
    for (kind, where, problem), seeds in grouped.items():
        yield Problem(kind, where, f"{problem} (seed {', '.join(seeds)})")


def _judge_mutants(
    found: Audit, subjects: Sequence[_Subject], outcomes: _Outcomes, equivalent: Mapping[Key, str]
) -> None:
    """Count the killed and the equivalent; what is neither survives, and what is both is listed wrongly."""
    met: dict[Key, list[tuple[Trial, Result]]] = defaultdict(list)
    for trial, result in outcomes:
        if trial.mutant is not None:
            met[trial.mutant].append((trial, result))
    for subject in subjects:
        tally = found.tallies[subject.name]
        for mutant in subject.mutants:
            killers = [result.killed_by for _, result in met[mutant.key] if result.killed_by]
            survived = tuple(t.seed for t, r in met[mutant.key] if not r.killed_by and not r.problem)
            if mutant.key in equivalent:
                tally.equivalent += 1
                if killers:
                    found.problems.append(_not_equivalent(mutant.key, killers[0]))
            elif survived:
                found.survivors.append(Survivor(key=mutant.key, operator=mutant.operator, seeds=survived))
            else:
                tally.killed += 1
        stale = {key for key in equivalent if key.assignment == subject.name} - met.keys()
        found.problems += [_stale(key) for key in equivalent if key in stale]


def _not_equivalent(key: Key, killer: str) -> Problem:
    what = f"{killer} says no to {key.becomes!r}: it is not equivalent, drop it from the list"
    return Problem("equivalent", f"{key.assignment}/{key.function}", what)


def _stale(key: Key) -> Problem:
    what = f"no mutant turns {key.was!r} into {key.becomes!r} any more: bring the list up to date"
    return Problem("equivalent", f"{key.assignment}/{key.function}", what)
