"""All that is tried on one function: its slips, insertions and nonsense, many of them in one child.

what the checks ask ─► insertions ─┐
slips, nonsense ───────────────────┴► texts in one child ─► a no of a call that is the same for all seeds
                                                          ├► a no under each seed
                                                          └► else a child of its own, on every device
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from grader.authoring.insertions import PREAMBLE, insertions
from grader.authoring.mutants import Key, Mutant
from grader.authoring.nonsense import nonsense
from grader.authoring.trials import Kind, RunningTrial, Trial, TrialResult
from grader.authoring.variants import Calls, Said, Variants, items_of
from grader.diagnosis.mistake import Mistake
from grader.diagnosis.systematic import systematic
from grader.grading import fixtures
from grader.grading.grade import Grading
from grader.grading.settings import Settings
from grader.model import Cell, Source
from grader.words.messages import NOTHING, Message

# So many texts share a child: what they load and leave behind stays small.
_TOGETHER = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionTrial:
    """One function's task, by settings as for a submission."""

    assignment: str
    function: str
    slips: tuple[Mutant, ...]
    # Under which each must be caught.
    seeds: tuple[int, ...]
    settings: Settings
    # What may live: it is tried under the first seed alone.
    equivalent: frozenset[Key] = frozenset()
    # Its place among all tasks: what its result goes by.
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MutantOutcome:
    """What came of one mutant."""

    mutant: Mutant
    # The check that said no, and on which device; empty where it lives.
    killed_by: str = ""
    killed_on: str = ""
    # Whether by a call that is the same under every seed.
    once: bool = False
    # Seeds under which it lived.
    lived: tuple[int, ...] = ()
    # Of nonsense: the checks that gave it points.
    earned: tuple[str, ...] = ()
    # Where no verdict could be had.
    problem: Message = NOTHING
    seed: int = 0


@dataclass(frozen=True, slots=True)
class FunctionTrialResult:
    """What came of a function's task."""

    outcomes: tuple[MutantOutcome, ...]
    number: int = 0


def perform_function(
    grading: Grading, trial: FunctionTrial, items: Sequence[pytest.Item], config: pytest.Config
) -> FunctionTrialResult:
    """Try all of one function. Raises as `trials.perform` does."""
    running = _RunningFunction(grading, trial, list(items), config)
    try:
        return FunctionTrialResult(tuple(running.outcomes()), trial.number)
    finally:
        running.variants.close()


class _RunningFunction:
    """One function's task, its checks and the child that its texts share."""

    def __init__(
        self, grading: Grading, trial: FunctionTrial, items: list[pytest.Item], config: pytest.Config
    ) -> None:
        self._grading, self._trial, self._items, self._config = grading, trial, items, config
        assignment = grading.course.assignment(trial.assignment)
        self._solution = assignment.solution_cell()
        checks = [check for check in map(fixtures.check_of, items) if check is not None]
        context = grading.context(assignment, checks)
        device = trial.settings.devices[0]
        self.variants = Variants(
            context, items_of(items, trial.function, device), trial.function, trial.settings, config
        )

    def outcomes(self) -> Iterator[MutantOutcome]:
        """What comes of each slip, insertion and nonsense."""
        trial, text = self._trial, self._solution.text
        calls = self.variants.calls(trial.seeds)
        inserted = insertions(text, trial.assignment, trial.function, calls.profile)
        mutants = [*trial.slips, *inserted]
        for start in range(0, len(mutants), _TOGETHER):
            yield from self._mutants(mutants[start : start + _TOGETHER], calls)
        yield from self._nonsense(nonsense(text, trial.assignment, trial.function))
        yield from self._systematic(systematic(text, trial.function))

    # ── mutants ──────────────────────────────────────────────────────────────────────────────────────────

    def _mutants(self, mutants: Iterable[Mutant], calls: Calls) -> Iterator[MutantOutcome]:
        """Each in the child that they share, if what they leave behind in it is harmless."""
        waiting = list(mutants)
        self.variants.load({str(mutant.key): mutant.text for mutant in waiting})
        found = [self._shared(mutant, calls) for mutant in waiting]
        intact = self.variants.is_intact(self._trial.seeds[0])
        for mutant, outcome in zip(waiting, found, strict=True):
            yield outcome if intact and outcome is not None else self._alone(mutant)

    def _shared(self, mutant: Mutant, calls: Calls) -> MutantOutcome | None:
        """Caught by a call that is the same under every seed, or under each seed; None: it is tried alone."""
        key, seeds = str(mutant.key), self._seeds(mutant)
        answer, by = self.variants.first_no(key, seeds[0], calls.fixed)
        if answer in (Said.NO, Said.LATE):
            return self._killed(mutant, by, once=True)
        for seed in seeds if answer is Said.YES else ():
            answer, by = self.variants.first_no(key, seed)
            if answer not in (Said.NO, Said.LATE):
                return None
        return None if answer is Said.UNSURE else self._killed(mutant, by)

    def _killed(self, mutant: Mutant, by: str, *, once: bool = False) -> MutantOutcome:
        return MutantOutcome(
            mutant=mutant, killed_by=by, killed_on=self._trial.settings.devices[0], once=once
        )

    def _seeds(self, mutant: Mutant) -> tuple[int, ...]:
        return self._trial.seeds[:1] if mutant.key in self._trial.equivalent else self._trial.seeds

    def _alone(self, mutant: Mutant) -> MutantOutcome:
        """What comes of it in children of its own, on every device."""
        lived = []
        killed = TrialResult()
        for seed in self._seeds(mutant):
            result = self._result(mutant, Kind.MUTANT, seed)
            if result.problem:
                return MutantOutcome(mutant=mutant, problem=result.problem, seed=seed)
            if not result.killed_by:
                lived.append(seed)
                break
            killed = result
            if result.killed_on != self._trial.settings.devices[0]:
                break  # the device is what is wrong, whatever is drawn
        return MutantOutcome(
            mutant=mutant, killed_by=killed.killed_by, killed_on=killed.killed_on, lived=tuple(lived)
        )

    def _result(self, mutant: Mutant, kind: Kind, seed: int) -> TrialResult:
        trial = self._trial
        text = f"{PREAMBLE}\n{mutant.text}" if mutant.key.kind == "insertion" else mutant.text
        cells = (self._solution, Cell(name="mutant.py", text=text))
        alone = Trial(
            kind=kind,
            assignment=trial.assignment,
            name=trial.function,
            source=Source(path=f"{trial.assignment}.py", sha256="", cells=cells),
            settings=replace(trial.settings, seed=seed),
            functions=(trial.function,),
        )
        return RunningTrial(self._grading, alone, self._items, self._config).result()

    # ── nonsense ─────────────────────────────────────────────────────────────────────────────────────────

    def _nonsense(self, made: Sequence[Mutant]) -> Iterator[MutantOutcome]:
        """Each meets all checks: none may give it points."""
        seed = self._trial.seeds[0]
        self.variants.load({str(mutant.key): mutant.text for mutant in made})
        refused = [self._is_refused(str(mutant.key), seed) for mutant in made]
        intact = self.variants.is_intact(seed)
        for mutant, no in zip(made, refused, strict=True):
            if no and intact:
                yield MutantOutcome(mutant=mutant)
            else:
                result = self._result(mutant, Kind.NONSENSE, seed)
                yield MutantOutcome(mutant=mutant, earned=result.earned, problem=result.problem, seed=seed)

    def _is_refused(self, key: str, seed: int) -> bool:
        """Whether every check says no, or waits for one that does."""
        refused: set[str] = set()
        for item, check in self.variants.checks:
            waits = refused & {*check.needs}
            answer = Said.NO if waits else self.variants.said(key, item, check, seed)
            if answer not in (Said.NO, Said.LATE):
                return False
            refused.add(check.id)
        return bool(self.variants.checks)

    # ── systematic mistakes ──────────────────────────────────────────────────────────────────────────────

    def _systematic(self, made: Sequence[Mistake]) -> Iterator[MutantOutcome]:
        """Each that answers as the reference does can be said of nobody: it is counted, and no survivor."""
        function, seed = self._trial.function, self._trial.seeds[0]
        mutants = [
            Mutant(
                key=Key(self._trial.assignment, function, "", mistake.name, kind="systematic"),
                operator="systematic",
                text=f"{mistake.source}\n{function} = {mistake.name}",
            )
            for mistake in made
        ]
        self.variants.load({str(mutant.key): mutant.text for mutant in mutants})
        for mutant in mutants:
            answer, by = self.variants.first_no(str(mutant.key), seed)
            yield self._killed(mutant, by if answer in (Said.NO, Said.LATE) else "")
