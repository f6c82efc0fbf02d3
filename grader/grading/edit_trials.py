"""Edits of a student's function put to its checks: the trials of `grader.diagnosis.locate`.

Many edits share a child. Each is first asked one question that the student's own function failed: in that run
of the check all other answers are the reference's. What survives is put to whole checks there, and at last,
as the student would have typed it, in a child of its own under a second seed. Long loops are cut to a few
rounds, as far as the failure shows in these, and whole ones are asked of what survives.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from grader.diagnosis.fingerprint import fingerprint
from grader.diagnosis.locate import Bounds, Variant
from grader.diagnosis.written import Written
from grader.errors import FaultError
from grader.grading.context import AssignmentContext
from grader.grading.loops import LoopCut
from grader.grading.recorded_run import RecordedRun, answered_by
from grader.grading.responders import CONCLUSIVE
from grader.grading.runs import CheckRun, CheckRuns, RunCheck, StudentRun, said
from grader.grading.settings import Settings
from grader.model import Cell, Observation, Source
from grader.sandbox import wire
from grader.sandbox.outside.asked import within
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.question import OptimizerRecipe, Question
from grader.testing.checks import Check
from grader.testing.functions import Arguments
from grader.words.messages import say

# What an edited function may use of the processor for one call. Its loops are counted: they end before.
_SECONDS = 2.0
_BUDGET = Budget(patience=1)
# So many edits that are lost end the search: more of such a function would take too long.
_LOST = 3
# Turns of all loops in one call: so many, and so many times the largest whole number of a question.
_TURNS = 1000
_TIMES = 4
# Failed questions that are put to edits by themselves.
_QUESTIONS = 3
# A run with an optimizer takes five times as long as a plain call, and drawing a figure twenty times.
_FEWER = Bounds(changes=200, additions=80, pairs=40, likely=40, tried=30)
_FEW = Bounds(changes=80, additions=20, pairs=20, likely=20, tried=8)
# A loop that goes round so often in the cheapest failed question takes as long as a figure.
_MANY_TURNS = 50


@dataclass(slots=True)
class Effort:
    """What searching has cost one submission, in counts."""

    edits: int = 0
    children: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A function whose slip is looked for, and all that its edits are put to."""

    own: Written
    source: Source
    # Of that, where the function stands.
    cell: Cell
    # Its checks: those that failed and that students see, then the others.
    failed: Sequence[tuple[Check, RunCheck]]
    others: Sequence[tuple[Check, RunCheck]]
    # Siblings that the reference lends to it.
    lent: tuple[str, ...]
    second_seed: int
    # What the checks have asked of the function.
    asked: Sequence[Question]

    @property
    def checks(self) -> list[tuple[Check, RunCheck]]:
        """All of them."""
        return [*self.failed, *self.others]


class EditTrials:
    """Puts edits of one function to its checks."""

    def __init__(
        self,
        searched: Searched,
        context: AssignmentContext,
        settings: Settings,
        runs: CheckRuns,
        effort: Effort,
    ) -> None:
        """runs: of the submission as it is. Raises FaultError where no right answer can be had."""
        self.searched = searched
        self.runs = runs
        self._context = context
        self._settings = settings
        self.effort = effort
        self.recorded = [self._record(check, run) for check, run in searched.failed]
        self._failing = _cheapest(self.recorded)
        self._batches: list[EditBatch] = []

    def _record(self, check: Check, run: RunCheck) -> RecordedRun:
        """The check with its loops cut, where it says no even so."""
        short = RecordedRun(run, self.student(check, LoopCut.ALL))
        return short if not short.rounds or short.fails else RecordedRun(run, self.student(check))

    def student(self, check: Check, cut: LoopCut = LoopCut.NONE) -> StudentRun:
        """A run of a check on the submission as it is."""
        return self.runs.student(check, self.device, self.searched.lent, cut=self.runs.cut_anew(cut))

    @property
    def device(self) -> str:
        """Where they are tried."""
        return self._settings.devices[0]

    @property
    def answered(self) -> bool:
        """Whether all calls of the student's own function came back."""
        return all(step.seen.outcome in CONCLUSIVE for run in self.recorded for step in run.steps)

    @property
    def bounds(self) -> Bounds:
        """How many variants may be tried."""
        steps = [step for run in self.recorded for step in run.steps]
        if any(isinstance(step.right.value, wire.Figure) for step in steps) or self._turns_often:
            return _FEW
        trains = any(
            isinstance(one, OptimizerRecipe) for step in steps for one in step.question.shown.values()
        )
        return _FEWER if trains else Bounds()

    @property
    def _turns_often(self) -> bool:
        """Whether even the cheapest failed question asks for many turns of a loop, if it was not cut."""
        cheapest = self._failing[:1]
        return any(_whole_cost(run, places) >= _MANY_TURNS for run, places in cheapest)

    @property
    def questions(self) -> int:
        """How many failed questions there are to choose from."""
        return len(self._failing)

    def failing(self, question: int) -> tuple[RecordedRun, tuple[int, ...]]:
        """A failed question: of which run, and at which places of it."""
        return self._failing[question]

    @property
    def turns(self) -> int:
        """How often all loops of one call may go round together."""
        return _TURNS + _TIMES * max(map(_largest, self.searched.asked), default=1)

    def load(self, variants: Sequence[Variant]) -> EditBatch:
        """The variants, ready to be asked."""
        self.effort.children += 1
        self._batches.append(EditBatch(self, variants))
        return self._batches[-1]

    def proves(self, variant: Variant) -> bool:
        """Whether one, typed into the submission, is right under the second seed."""
        self.effort.children += 1
        searched = self.searched
        spending = self.runs.sources.spending
        runs = CheckRuns(self._context, _typed(searched, variant), self._settings, spending)
        try:
            return all(self._is_right(runs, check, run) for check, run in searched.checks)
        finally:
            runs.sources.close()

    def _is_right(self, runs: CheckRuns, check: Check, run: RunCheck) -> bool:
        """Whether a source passes a check under the second seed: cut loops, or whole where they say no."""
        lent, seed = self.searched.lent, self.searched.second_seed
        given = runs.student(check, self.device, lent, seed=seed, cut=runs.cut_anew(LoopCut.MOST))
        return _passes(run, given) or (
            given.student.cut_any and _passes(run, runs.student(check, self.device, lent, seed=seed))
        )

    def close(self) -> None:
        """Let the children go."""
        for batch in self._batches:
            batch.close()


class EditBatch:
    """Variants of one function in one child; where one hangs or ends it, the others meet a new one."""

    def __init__(self, trials: EditTrials, variants: Sequence[Variant]) -> None:
        self._trials = trials
        self._lost = 0
        self._own = trials.searched.own.name
        # What is known of all that gave the same answers to short calls.
        self._known: dict[Hashable, bool] = {}
        splices = [[edit.splice for edit in variant] for variant in variants]
        edits = wire.Edits(self._own, trials.searched.own.text, splices, trials.turns)
        self._sandboxed = trials.runs.sources.edited(trials.device, trials.searched.lent, edits, _BUDGET)

    def mend(self, question: int, numbers: Sequence[int]) -> list[int]:
        """Those that answer one of the failed questions rightly."""
        if not question:
            self._trials.effort.edits += len(numbers)
        run, places = self._trials.failing(question)
        columns = []
        for place in places:
            asked = run.steps[place].question
            columns.append(self._ask([self._named(asked, number) for number in numbers]))
        seen = [dict(zip(places, answers, strict=True)) for answers in zip(*columns, strict=True)]
        return [number for number, instead in zip(numbers, seen, strict=True) if run.accepts(instead)]

    def passes(self, number: int) -> Hashable | None:
        """What one answers, where it answers every question of the function's checks rightly; else None.

        Long loops are asked cut, then whole: once of all edits that answer alike, bit for bit.
        """
        answers: list[Hashable] = []
        whole: list[tuple[Check, RunCheck]] = []
        for check, run in self._trials.searched.checks:
            given = self._trials.student(check, LoopCut.ALL)
            is_right = _passes(run, self._answered(given, number, answers))
            if given.student.cut_any:
                # A check may count rounds by itself: a no to loops that were cut is not the last word.
                if not is_right and not self._passes_whole(check, run, number):
                    return None
                whole.append((check, run))
            elif not is_right:
                return None
        alike = tuple(answers)
        if alike not in self._known:
            self._known[alike] = all(self._passes_whole(check, run, number) for check, run in whole)
        return alike if self._known[alike] else None

    def _passes_whole(self, check: Check, run: RunCheck, number: int) -> bool:
        return _passes(run, self._answered(self._trials.student(check), number, []))

    def _answered(self, given: StudentRun, number: int, answers: list[Hashable]) -> CheckRun:
        """The run with an edit in the student's place. answers: grows by what the function itself answers."""

        def ask(function: str, calls: Iterable[Arguments]) -> list[Observation]:
            found = self._ask([self._named(given.student.question(function, call), number) for call in calls])
            if function == self._own:
                answers.extend(map(fingerprint, found))
            return found

        return answered_by(given, ask)

    def _named(self, question: Question, number: int) -> Question:
        """The question, put to an edit where it is about the function itself."""
        if question.function != self._own:
            return question
        return replace(question, function=wire.edited_name(self._own, number))

    def _ask(self, questions: Sequence[Question]) -> list[Observation]:
        """Raises FaultError where too many edits were lost."""
        found = self._sandboxed.call_all(questions, within(_SECONDS))
        self._lost += sum(seen.outcome not in CONCLUSIVE for seen in found)
        if self._lost >= _LOST:
            raise FaultError(say("Too many edits of the function do not end."))
        return found

    def close(self) -> None:
        """Let the child go."""
        self._sandboxed.close()


def _passes(run: RunCheck, given: CheckRun) -> bool:
    return said(run, given) is None


def _cheapest(recorded: Sequence[RecordedRun]) -> list[tuple[RecordedRun, tuple[int, ...]]]:
    """Failed questions, the cheapest first: one of each check, then more of them.

    Where all ask for many turns of a loop, cut or not, the cheapest alone.
    """
    each = [sorted(run.failing(), key=lambda places: _cost(run, places)) for run in recorded]
    found = []
    for rank in range(_QUESTIONS):
        row = [(run, places[rank]) for run, places in zip(recorded, each, strict=True) if rank < len(places)]
        found += sorted(row, key=lambda pair: _cost(*pair))
    cheap = [pair for pair in found if _whole_cost(*pair) < _MANY_TURNS]
    return (cheap or found[:1])[:_QUESTIONS]


def _whole_cost(run: RecordedRun, places: Sequence[int]) -> int:
    """How many turns questions ask for, if no loop is cut."""
    return max(run.rounds, _cost(run, places)[0])


def _cost(run: RecordedRun, places: Sequence[int]) -> tuple[int, int]:
    """How much work questions are: by their largest whole number, then by their bytes."""
    questions = [run.steps[place].question for place in places]
    return len(places) * max(map(_largest, questions)), sum(len(one.blob) for one in questions)


def _largest(question: Question) -> int:
    numbers = [one for one in question.shown.values() if type(one) is int]
    return max([1, *numbers])


def _typed(searched: Searched, variant: Variant) -> Source:
    """The submission with edits typed into it."""
    own, cell = searched.own, searched.cell
    lines = cell.text.split("\n")
    lines[own.first_line - 1 : own.first_line - 1 + len(own.lines)] = own.edited(variant).split("\n")
    changed = replace(cell, text="\n".join(lines))
    cells = tuple(changed if one is cell else one for one in searched.source.cells)
    return replace(searched.source, cells=cells)
