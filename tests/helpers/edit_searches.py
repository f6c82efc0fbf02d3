"""Searches for a line that is wrong: how many there are, and how many edits each tries."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from grader.diagnosis.locate import Variant
from grader.grading.edit_trials import EditBatch, EditTrials


def counted_searches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """From now on, the number of edits that each batch loads; the list grows."""
    searches: list[int] = []
    load = EditTrials.load

    def counted(trials: EditTrials, variants: Sequence[Variant]) -> EditBatch:
        searches.append(len(variants))
        return load(trials, variants)

    monkeypatch.setattr(EditTrials, "load", counted)
    return searches
