"""Where the slip of a function lies that no known mistake fits: edits of it are tried, so many and no more.

Not where only hidden checks failed, nor of a function whose calls did not come back: nothing is known then.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace

from grader.diagnosis.excerpt import excerpt
from grader.diagnosis.locate import SlipPlace, Variant, locate
from grader.diagnosis.written import Written, function_in
from grader.errors import FaultError, LostError
from grader.grading.context import AssignmentContext, FoundSlip
from grader.grading.diagnosing import further_seeds
from grader.grading.edit_trials import EditTrials, Effort, Searched
from grader.grading.responders import CONCLUSIVE
from grader.grading.runs import CheckRuns, Judged
from grader.grading.settings import Settings
from grader.model import Cell, Located, Location, Source, Status
from grader.sandbox.outside.observations import Loading

# Edits of all functions of one submission; what is left when they are used up is not looked into.
_EDITS = 3000
# Lines of an edit that are shown.
_SHOWN = 8


class Locating:
    """Finds the slips of one submission's functions on the first device, the CPU."""

    def __init__(
        self,
        context: AssignmentContext,
        source: Source,
        runs: CheckRuns,
        settings: Settings,
        judged: Sequence[Judged],
    ) -> None:
        """judged: the checks that were judged on the first device; grows."""
        self._context = context
        self._source = source
        self._runs = runs
        self._settings = settings
        self._judged = judged
        self.effort = Effort()

    def located(self, function: str, loading: Loading, lent: tuple[str, ...]) -> Located | None:
        """Where the edits agree that make a function right, or None.

        lent: siblings that are broken, and that the reference lends to it.
        """
        cell = self._cell_of(loading.places.get(function))
        own = function_in(cell.text, function) if cell is not None else None
        own_checks = [one for one in self._judged if one.check.function == function]
        failed = [(one.check, one.run) for one in own_checks if _shows(one)]
        others = [(one.check, one.run) for one in own_checks if not _shows(one)]
        again = further_seeds(self._settings.seed, self._context.recorded_seeds)
        if cell is None or own is None or not failed or not again or self.effort.edits >= _EDITS:
            return None
        if not self._came_back(function, lent, {check.id for check, _ in failed}):
            return None
        searched = Searched(
            own=own,
            source=self._source,
            cell=cell,
            failed=failed,
            others=others,
            lent=lent,
            second_seed=again[0],
            asked=self._runs.sources.asked_of(function, self._settings.devices[0]),
        )
        try:
            place = self._known_place(searched, loading)
        except LostError:
            raise
        except FaultError:
            return None  # the verdict is passed: where no answer can be had, nothing more is said
        return None if place is None else _located(own, cell, place)

    def _came_back(self, function: str, lent: tuple[str, ...], failed: Collection[str]) -> bool:
        """Whether all calls that these checks made of a function did: else to ask again is to wait again."""
        asked = self._runs.sources.of(self._settings.devices[0], lent).asked.get(function, [])
        return all(one.seen.outcome in CONCLUSIVE for one in asked if one.check in failed)

    def _known_place(self, searched: Searched, loading: Loading) -> SlipPlace | None:
        """What was found of another submission with the same excerpt, or is found now. Raises FaultError."""
        part = excerpt(searched.source, searched.own.name, self._context.functions)
        if part is None or self._runs.sources.definitions_only:
            return self._place(searched, loading, self._runs)
        key = _key(searched, part.digest, self._settings)
        known = self._context.slips.get(key)
        if known is not None:
            self.effort.edits += known.edits
            return known.place
        at = self._source.cells.index(searched.cell)
        searched = replace(searched, source=part.source, cell=part.source.cells[at])
        runs = CheckRuns(self._context, part.source, self._settings, self._runs.sources.spending)
        before = self.effort.edits
        try:
            place = self._place(searched, loading, runs)
        finally:
            runs.sources.close()
        # What was cut short says nothing of others.
        if not self._runs.sources.spending.is_used_up:
            self._context.slips[key] = FoundSlip(place, self.effort.edits - before)
        return place

    def _place(self, searched: Searched, loading: Loading, runs: CheckRuns) -> SlipPlace | None:
        """runs: of what is searched."""
        calls = {name: len(one.parameters) for name, one in loading.definitions.items()}
        trials = EditTrials(searched, self._context, self._settings, runs, self.effort)
        try:
            return locate(searched.own, calls, trials) if trials.questions and trials.answered else None
        finally:
            trials.close()

    def _cell_of(self, place: Location | None) -> Cell | None:
        """The cell that a child says a function stands in."""
        if place is None:
            return None
        cells = [cell for cell in self._source.cells if (cell.name, cell.number) == (place.file, place.cell)]
        return cells[0] if cells else None


def _key(searched: Searched, excerpt: bytes, settings: Settings) -> Hashable:
    """Equal for searches that find the same. excerpt: its digest."""
    own = searched.own
    checks = [tuple(check.id for check, _ in some) for some in (searched.failed, searched.others)]
    return own.name, own.text, excerpt, searched.lent, *checks, settings.seed, settings.devices[0]


def _shows(judged: Judged) -> bool:
    """Whether a student sees that it failed."""
    return judged.status is Status.FAILED and judged.check.hidden is None


def _located(own: Written, cell: Cell, place: SlipPlace) -> Located:
    before, after = _changed_lines(own, place.variant)
    return Located(
        location=cell.at(own.first_line + place.line - 1),
        end_line=own.first_line + place.end_line - 1,
        kind=place.kind,
        expression=place.expression,
        before=before,
        after=after,
    )


def _changed_lines(own: Written, variant: Variant) -> tuple[str, str]:
    """The lines that an edit changes, as they are and as they would be."""
    old, new = own.text.split("\n"), own.edited(variant).split("\n")
    parts = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [part for part in parts if part[0] != "equal"]
    if not changed:
        return "", ""
    (_, a, _, c, _), (_, _, b, _, d) = changed[0], changed[-1]
    return "\n".join(old[a:b][:_SHOWN]), "\n".join(new[c:d][:_SHOWN])
