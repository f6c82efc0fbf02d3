"""Which known mistake a function that failed makes: replayed, asked again, and named where all of it fits.

    long loops, cut ─► what the verdicts asked ─► all that open checks ask ─► all, two further seeds ─► named

A mistake that answers otherwise at any step is let go. Most do so where long loops are cut to a few rounds
already, which costs little. The further seeds follow from the report's own, so the same submission has the
same report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from grader.diagnosis.asked import REPLAYED, Asked
from grader.diagnosis.function_mistakes import Group
from grader.errors import FaultError, LostError
from grader.grading.context import AssignmentContext
from grader.grading.loops import LoopCut, LoopLengths
from grader.grading.runs import CheckRuns, Judged, said
from grader.grading.sources import StudentSource
from grader.model import Diagnosis, Status

_FURTHER = 2


def further_seeds(seed: int, recorded: Sequence[int] = ()) -> list[int]:
    """Under which a name must hold, too: what fits the answers to one seed may fit them by chance.

    recorded: of a kit, the seeds whose answers it holds; only these can be asked again.
    """
    if recorded:
        return [one for one in recorded if one != seed][:_FURTHER]
    digests = [hashlib.sha256(f"{seed}:again:{number}".encode()).digest() for number in range(_FURTHER)]
    return [int.from_bytes(digest[:4], "little") for digest in digests]


class Diagnosing:
    """Names the mistakes of one submission's functions, by what they do on the first device."""

    def __init__(
        self, context: AssignmentContext, runs: CheckRuns, seed: int, judged: Sequence[Judged]
    ) -> None:
        """judged: the checks that were judged on the first device; grows."""
        self._recorded = context.recorded_seeds
        self._misconceptions = context.misconceptions
        self._runs = runs
        self._seed = seed
        self._judged = judged

    def named(self, function: str, sources: Iterable[StudentSource]) -> Diagnosis | None:
        """The known mistake whose answers are this function's throughout, or None."""
        asking = [_Asking(self, function, source) for source in sources if function in source.asked]
        for group in Group:
            for one in asking:
                found = one.named(group)
                if found is not None:
                    return found
        return None

    def seeds(self) -> list[int]:
        """Under which it is asked again: in a kit, those that were recorded."""
        return further_seeds(self._seed, self._recorded)

    def fitting(self, function: str, source: StudentSource, group: Group, among: list[str]) -> list[str]:
        """Names of the group's mistakes that have answered as this source did; among: only these, or all."""
        return self._misconceptions.matching(function, source.asked[function], group, among)

    def words(self, function: str, source: StudentSource, group: Group, names: list[str]) -> Diagnosis | None:
        """What is said where these fit."""
        return self._misconceptions.words(function, names, group, source.asked[function], self._open())

    def short_calls(self, function: str, source: StudentSource) -> list[Asked]:
        """The calls that it was asked and whose loops are long, asked with all loops cut; each once."""
        asked = source.asked[function]
        checks = {one.check.id: one for one in self._of(function)}
        long = dict.fromkeys(
            item.check
            for item in asked
            if item.check in checks and LoopLengths(checks[item.check].check.brief).cuts(item.question.shown)
        )
        is_kit = self._runs.cut_anew(LoopCut.ALL) is LoopCut.NONE
        if is_kit or any(item.seen.outcome not in REPLAYED for item in asked):
            return []
        apart = StudentSource(source.sandboxed, source.lending)
        self._ask([checks[check] for check in long], apart, cut=LoopCut.ALL)
        return list({item.question.key(): item for item in apart.asked.get(function, [])}.values())

    def likely(self, function: str, source: StudentSource, group: Group, short: Sequence[Asked]) -> list[str]:
        """Names of the group's mistakes that answer short calls as this source did."""
        return self._misconceptions.likely(function, short, group, source.asked[function][0])

    def ask_on(self, function: str, source: StudentSource) -> None:
        """Put all questions of a function's open checks, also those after its first failure.

        Here and after this most loops are cut.
        """
        self._ask([one for one in self._of(function) if one.status is not Status.PASSED], source)

    def ask_again(self, function: str, source: StudentSource, *, seed: int) -> None:
        """Put all questions of all its checks, drawn from another seed."""
        self._ask(self._of(function), source, seed)

    def _of(self, function: str) -> list[Judged]:
        return [one for one in self._judged if one.check.function == function]

    def _open(self) -> set[str]:
        """Ids of checks that did not pass."""
        return {one.check.id for one in self._judged if one.status is not Status.PASSED}

    def _ask(
        self,
        judged: Sequence[Judged],
        source: StudentSource,
        seed: int | None = None,
        cut: LoopCut = LoopCut.MOST,
    ) -> None:
        cut = self._runs.cut_anew(cut)
        for one in judged:
            try:
                said(one.run, self._runs.probe(one.check, source, seed, cut))
            except LostError:
                raise
            except FaultError:
                # The verdict is passed: where no answer can be had, there is less to go by, and no fault.
                continue


class _Asking:
    """One function of one source, asked for as much as it takes to name its mistake."""

    def __init__(self, diagnosing: Diagnosing, function: str, source: StudentSource) -> None:
        self._diagnosing = diagnosing
        self._function, self._source = function, source
        # What gives more to go by, in order; each is done once, and only where something fits so far.
        again = [partial(diagnosing.ask_again, seed=seed) for seed in diagnosing.seeds()]
        self._to_do: list[Callable[[str, StudentSource], None]] = [diagnosing.ask_on, *again]
        self._short = diagnosing.short_calls(function, source)

    def named(self, group: Group) -> Diagnosis | None:
        """What this source's answers bear out, or None."""
        names = self._likely(group)
        if self._short and not names:
            return None
        names = self._fitting(group, names)
        while names and self._to_do:
            self._to_do.pop(0)(self._function, self._source)
            names = self._fitting(group, names)
        return self._diagnosing.words(self._function, self._source, group, names) if names else None

    def _likely(self, group: Group) -> list[str]:
        """Those that short calls leave; [] where there are no such calls, too."""
        short = self._short
        return self._diagnosing.likely(self._function, self._source, group, short) if short else []

    def _fitting(self, group: Group, among: list[str]) -> list[str]:
        return self._diagnosing.fitting(self._function, self._source, group, among)
