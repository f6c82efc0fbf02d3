"""What of a class is to be graded, and why; what the store has; what is no longer there.

A row is found again by whose it is and where it lies, by one of these, or by what it was made of. So a
student or a file that is called otherwise now keeps the result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from grader.results.handed import HandedSubmission, is_below
from grader.results.keys import SUBMISSION, changed, digest
from grader.results.rows import ResultRow


class Why(Enum):
    """Why a submission is graded."""

    NEW = "new"
    # Its bytes are others.
    CHANGED = "changed"
    # It has no score yet.
    UNGRADED = "could not be graded"
    # What grades it is another; `parts` says what.
    KEY = "graded otherwise"
    SEED = "another seed"
    ASKED = "asked for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a person said of earlier results."""

    # Grade rows again that have another one.
    seed: int | None = None
    # Leave earlier results, whatever has changed.
    new_only: bool = False
    # Grade everything again.
    fresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToGrade:
    """A submission to be graded, and the rows that its results take the place of."""

    handed: HandedSubmission
    why: Why
    # For KEY, what has changed.
    parts: tuple[str, ...] = ()
    # The seed that its earlier result has; None for a fresh one.
    seed: int | None = None
    rows: tuple[ResultRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A submission whose result the store has, in one of these rows."""

    handed: HandedSubmission
    rows: tuple[ResultRow, ...]
    # What has changed since, where it is kept all the same.
    outdated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A class, told apart."""

    to_grade: tuple[ToGrade, ...]
    kept: tuple[Kept, ...]
    # Rows below the paths of which nothing is there any more.
    gone: tuple[ResultRow, ...]


def match(
    handed: Sequence[HandedSubmission],
    rows: Iterable[ResultRow],
    withdrawn: Iterable[ResultRow],
    policy: Policy,
    is_ours: Callable[[ResultRow], bool],
) -> Matched:
    """Match submissions with the store's rows. is_ours: whether a row lies below the paths."""
    rows = [row for row in rows if not row.absent]
    claims = _Claims([*rows, *withdrawn], is_ours)
    found = claims.of(handed)
    decided = [_decide(one, tuple(found[place]), policy) for place, one in enumerate(handed)]
    return Matched(
        to_grade=tuple(one for one in decided if isinstance(one, ToGrade)),
        kept=tuple(one for one in decided if isinstance(one, Kept)),
        gone=tuple(row for row in rows if row.number not in claims.claimed and is_ours(row)),
    )


def below(roots: Sequence[str], assignment: str | None) -> Callable[[ResultRow], bool]:
    """Whether a row lies below one of these paths, and is of the assignment, where one is named."""

    def is_ours(row: ResultRow) -> bool:
        there = any(row.root == root or is_below(row.place, root) for root in roots)
        return there and (assignment is None or row.identity.assignment in (assignment, ""))

    return is_ours


class _Claims:
    """Which rows belong to which submission; each row to one alone."""

    def __init__(self, rows: Sequence[ResultRow], is_ours: Callable[[ResultRow], bool]) -> None:
        self.claimed: set[int] = set()
        self._by_identity = {row.identity: row for row in reversed(rows)}
        # Only what is not there under its own name: nobody else's result is taken for theirs.
        self._by_place: defaultdict[tuple[str, str], list[ResultRow]] = defaultdict(list)
        self._by_key: defaultdict[str, list[ResultRow]] = defaultdict(list)
        for row in filter(is_ours, rows):
            self._by_place[row.place, row.identity.assignment].append(row)
            if row.final:
                self._by_key[digest(row.parts)].append(row)

    def of(self, handed: Sequence[HandedSubmission]) -> dict[int, list[ResultRow]]:
        """The rows of each submission, by its place."""
        found: dict[int, list[ResultRow]] = {}
        looks = (
            self._same_people_and_place,
            self._same_place_and_key,
            self._same_people,
            self._same_place,
            self._same_key,
        )
        for look in looks:
            for place, one in enumerate(handed):
                if not found.get(place):
                    found[place] = [row for row in look(one) if row.number not in self.claimed]
                    self.claimed.update(row.number for row in found[place])
        return found

    def _same_people_and_place(self, handed: HandedSubmission) -> Iterator[ResultRow]:
        return (row for row in self._same_people(handed) if row.place == handed.place)

    def _same_place_and_key(self, handed: HandedSubmission) -> Iterator[ResultRow]:
        return (
            row for row in self._same_place(handed) if handed.parts and not changed(row.parts, handed.parts)
        )

    def _same_people(self, handed: HandedSubmission) -> Iterator[ResultRow]:
        for label in handed.labels:
            if label.identity in self._by_identity:
                yield self._by_identity[label.identity]

    def _same_place(self, handed: HandedSubmission) -> Sequence[ResultRow]:
        return self._by_place[handed.place, handed.labels[0].identity.assignment]

    def _same_key(self, handed: HandedSubmission) -> Sequence[ResultRow]:
        return self._by_key[digest(handed.parts)][:1] if handed.parts else ()


def _decide(handed: HandedSubmission, rows: tuple[ResultRow, ...], policy: Policy) -> ToGrade | Kept:
    if not rows:
        return ToGrade(handed=handed, why=Why.NEW, seed=policy.seed)
    base = rows[0]
    same_text = bool(handed.parts) and base.parts.get(SUBMISSION) == handed.parts.get(SUBMISSION)
    # A seed that a report printed meets the same text alone.
    seed = policy.seed if policy.seed is not None else base.seed if same_text else None
    again = ToGrade(handed=handed, why=Why.CHANGED, seed=seed, rows=rows)
    if not base.final:
        # Of what could not be read it is not known whether it was the same.
        is_new_text = bool(base.parts) and not same_text
        return replace(again, why=Why.CHANGED if is_new_text else Why.UNGRADED)
    differs = changed(base.parts, handed.parts)
    if policy.new_only and not policy.fresh:
        return Kept(handed=handed, rows=rows, outdated=differs if same_text else (SUBMISSION,))
    if not same_text:
        return again
    if policy.fresh:
        return replace(again, why=Why.ASKED)
    if policy.seed is not None and policy.seed != base.seed:
        return replace(again, why=Why.SEED)
    return replace(again, why=Why.KEY, parts=differs) if differs else Kept(handed=handed, rows=rows)
