"""Where is the slip? Edits of the student's own function that make it right, where they agree on a place.

First edits of what stands there, then those that put in what may be missing, then two at once. An edit works
where every question of the function's checks is answered rightly, under a second seed, too. All of them that
work must lie on one line, or within three; else nothing is said. Counts bound the search, not time.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from grader.diagnosis import edits
from grader.diagnosis.written import Edit, Written
from grader.model import SlipKind

# Of those that mend the same failed questions, so many make pairs.
_PAIRED = 12
_LINES = 3
_EXPRESSION = 60

# Edits that are made together: one, or a pair.
Variant = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many edits of one function are tried at most."""

    # Of what stands there, of what may be missing, and two at once.
    changes: int = 400
    additions: int = 400
    pairs: int = 100
    # Of either kind, so many are put to further failed questions.
    likely: int = 120
    # Of those that mend the first question, so many are put to all others.
    tried: int = 40


class Batch(Protocol):
    """Variants of one function that can be asked."""

    def mend(self, question: int, numbers: Sequence[int]) -> list[int]:
        """Those of these variants that answer one of the failed questions rightly."""
        ...

    def passes(self, number: int) -> Hashable | None:
        """What a variant answers, where it answers every question of the function's checks rightly.

        Equal for variants that answer alike, bit for bit; None where it does not.
        """
        ...


class Trials(Protocol):
    """Who puts questions to variants of a function."""

    @property
    def bounds(self) -> Bounds:
        """How many variants may be tried: fewer where an answer takes long."""
        ...

    @property
    def questions(self) -> int:
        """How many failed questions there are to choose from, the cheapest first."""
        ...

    def load(self, variants: Sequence[Variant]) -> Batch:
        """The variants in one child, ready to be asked."""
        ...

    def proves(self, variant: Variant) -> bool:
        """Whether one is right under a second seed, too, in a child of its own."""
        ...


@dataclass(frozen=True, slots=True)
class SlipPlace:
    """Where all edits that work lie: lines counted within the function, from 1."""

    line: int
    end_line: int
    # Where they agree.
    kind: SlipKind | None
    # In a function of one statement, the part of it that they edit; else empty.
    expression: str
    # One that works.
    variant: Variant


class _FarApartError(Exception):
    """Edits that work lie in several places, or are too many to tell."""


def locate(own: Written, calls: Mapping[str, int], trials: Trials) -> SlipPlace | None:
    """The place on which the edits agree, or None.

    calls: the file's functions, and how many parameters each has.
    """
    try:
        mending: list[tuple[Edit, frozenset[int]]] = []
        bounds = trials.bounds
        changed = edits.changes(own, calls, bounds.changes)
        single = [*changed, *edits.additions(own, bounds.additions)]
        variants: list[Variant] = [(edit,) for edit in single]
        batch = trials.load(variants)
        for numbers in (range(len(changed)), range(len(changed), len(single))):
            first = batch.mend(0, numbers)
            working = _working(own, variants, first, batch, trials)
            if working:
                return _worth_saying(own, _place(own, working))
            mending += _mending(single, numbers, first, batch, trials)
        pairs = _pairs(mending)[: bounds.pairs]
        if pairs:
            batch = trials.load(pairs)
            working = _working(own, pairs, batch.mend(0, range(len(pairs))), batch, trials)
            return _worth_saying(own, _place(own, working)) if working else None
    except _FarApartError:
        pass
    return None


def _working(
    own: Written, variants: Sequence[Variant], numbers: Sequence[int], batch: Batch, trials: Trials
) -> list[Variant]:
    """Those that are right throughout, one for each place and kind of slip.

    Of those that answer alike one alone is proved.

    Raises:
        _FarApartError: they lie too far apart, or are too many to try.
    """
    working: dict[object, Variant] = {}
    proved: dict[Hashable, bool] = {}
    tried = 0
    for number in numbers:
        variant = variants[number]
        key = _same(own, variant)
        if key in working:
            continue
        tried += 1
        if tried > trials.bounds.tried:
            raise _FarApartError
        answers = batch.passes(number)
        if answers is None:
            continue
        if answers not in proved:
            proved[answers] = trials.proves(variant)
        if proved[answers]:
            working[key] = variant
            _lines(working.values())
    return list(working.values())


def _same(own: Written, variant: Variant) -> object:
    """What two edits share of which the same would be said."""
    finer = len(own.body) == 1
    return tuple((one.kind, one.line, one.end_line, finer and (one.start, one.end)) for one in variant)


def _lines(variants: Iterable[Variant]) -> tuple[int, int]:
    """The first and last line of all. Raises _FarApartError where too many lie between."""
    every = [edit for variant in variants for edit in variant]
    first, last = min(edit.line for edit in every), max(edit.end_line for edit in every)
    if last - first < _LINES:
        return first, last
    # What is missing in a block may be missing anywhere in it: then the block's first line stands for it.
    opened = {edit.opened for edit in every}
    line = opened.pop()
    if opened or line is None:
        raise _FarApartError
    return line, line


def _place(own: Written, working: Sequence[Variant]) -> SlipPlace:
    first, last = _lines(working)
    kinds = {edit.kind for variant in working for edit in variant}
    best = min(working, key=lambda variant: (len(variant), sum(edit.rank for edit in variant)))
    kind = kinds.pop() if len(kinds) == 1 else None
    return SlipPlace(first, last, kind, _expression(own, working), best)


def _worth_saying(own: Written, place: SlipPlace) -> SlipPlace | None:
    """The place, or None: the line alone tells nothing of a function of one statement."""
    says_more = place.kind is not None or place.expression or len(own.body) > 1
    return place if says_more else None


def _expression(own: Written, working: Sequence[Variant]) -> str:
    """The smallest expression around all edits, in a function of one statement; "" where that is all."""
    if len(own.body) != 1 or hasattr(own.body[0], "body"):
        return ""
    every = [edit for variant in working for edit in variant]
    start, end = min(edit.start for edit in every), max(edit.end for edit in every)
    inside = [node for node in ast.walk(own.body[0]) if isinstance(node, ast.expr)]
    around = [node for node in inside if own.span(node)[0] <= start and end <= own.span(node)[1]]
    whole = getattr(own.body[0], "value", None)
    if not around or around[-1] is whole:
        return ""
    code = " ".join(own.code(min(around, key=lambda node: own.span(node)[1] - own.span(node)[0])).split())
    return code if len(code) <= _EXPRESSION else ""


# ── two at once ──────────────────────────────────────────────────────────────────────────────────────────


def _mending(
    found: Sequence[Edit], numbers: range, first: Sequence[int], batch: Batch, trials: Trials
) -> list[tuple[Edit, frozenset[int]]]:
    """Edits that mend some of the failed questions, with these questions: pairs are made of them.

    numbers: of the edits, those that were tried. first: those of them that mend the first question.
    """
    if trials.questions < 2:
        return []
    mended = {0: set(first)}
    for question in range(1, trials.questions):
        mended[question] = set(batch.mend(question, numbers[: trials.bounds.likely]))
    each = {
        number: frozenset(question for question, numbers in mended.items() if number in numbers)
        for number in sorted(set().union(*mended.values()))
    }
    return [(found[number], questions) for number, questions in each.items()]


def _pairs(mending: Sequence[tuple[Edit, frozenset[int]]]) -> list[Variant]:
    """Two edits each that mend different questions and keep out of each other's way."""
    kinds: dict[frozenset[int], list[Edit]] = {}
    for edit, questions in mending:
        group = kinds.setdefault(questions, [])
        if len(group) < _PAIRED:
            group.append(edit)
    return [
        (one, other)
        for (mine, some), (theirs, others) in product(kinds.items(), repeat=2)
        if mine - theirs and theirs - mine and sorted(mine) < sorted(theirs)
        for one, other in product(some, others)
        if not one.overlaps(other)
    ]
