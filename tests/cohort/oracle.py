"""Proves the cohort in plain torch, without the grader.

A wrong entry must differ from the right file on the input that its header names, by ten times the noise of
float32. A right one must agree on many drawn inputs, and on those that show the mistakes of its function.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cohort.entries import Entry, base, compose, read_cohort
from cohort.inputs import DRAWN
from cohort.lines import Failed, same, value_of

SEEDS = range(6)
# A few of them, for tests that are run often.
FEW = range(2)
BEYOND_NOISE = 10.0
# A difference of two losses, divided by a small number, keeps three digits of float32.
NOISY = {"numerical_grad_fn": 50.0}


def complaints(entry: Entry, seeds: Iterable[int] = SEEDS) -> list[str]:
    """What is not as the entry says, in sentences; empty where it is proved.

    seeds: under which the inputs of a right one are drawn.
    """
    if entry.wrong:
        return _not_wrong(entry)
    lines = [(line, seed) for line in DRAWN[entry.assignment][entry.function] for seed in seeds]
    return _not_right(entry, lines + [(line, 0) for line in shown(entry.assignment, entry.function)])


def shown(assignment: str, function: str) -> list[str]:
    """The inputs that show the mistakes of a function."""
    mistakes = [entry for entry in read_cohort() if entry.wrong and entry.assignment == assignment]
    return [entry.fields["shows"] for entry in mistakes if entry.function == function]


def _not_wrong(entry: Entry) -> list[str]:
    line = entry.fields["shows"]
    want, got = expected(entry.assignment, line, 0), value_of(line, compose(entry).text)
    if isinstance(want, Failed):
        return [f"{entry.id}: the right file fails on {line}: {want}"]
    if same(want, got, BEYOND_NOISE):
        return [f"{entry.id}: the mistake does not show on {line}: {got}"]
    return []


def _not_right(entry: Entry, lines: list[tuple[str, int]]) -> list[str]:
    text, found = compose(entry).text, []
    for line, seed in lines:
        want, got = expected(entry.assignment, line, seed), value_of(line, text, seed)
        if isinstance(want, Failed) or not same(want, got, NOISY.get(entry.function, 1.0)):
            found.append(f"{entry.id}: {line} (seed {seed}): wanted {want}, got {got}")
    return found


@cache
def expected(assignment: str, line: str, seed: int) -> object:
    """What the right file answers to a line."""
    return value_of(line, base(assignment), seed)
