"""Which known misconception gives exactly this student's answers? Replayed, never guessed.

The calls that the checks put to the student's function are put to each misconception of that function. One
whose observations match throughout names the mistake. Where none does, each two of them at once are tried, as
far as their texts can be laid over each other (`grader.diagnosis.merge`). No match, no diagnosis.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import replace
from functools import partial

from grader.course.layout import Assignment
from grader.diagnosis.asked import REPLAYED, Asked
from grader.diagnosis.fingerprint import fingerprint
from grader.diagnosis.function_mistakes import AND, Group
from grader.diagnosis.mistake_answers import MistakeAnswers
from grader.diagnosis.same_observation import same_observation, same_value
from grader.model import Diagnosis, Observation, Outcome
from grader.sandbox.outside.observed_values import Argument
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question, with_argument_of

_KEPT = 200_000
# From so many calls on, the same answer to all of them is no chance.
_MANY = 4


class Misconceptions:
    """The misconceptions of one assignment, alone and in pairs; children of their own for each function."""

    def __init__(self, pool: Pool, assignment: Assignment) -> None:
        self._answers = MistakeAnswers(pool, assignment)
        # Which names were found to fit answers of students.
        self._found: dict[Hashable, list[str]] = {}

    def matching(
        self, function: str, asked: Sequence[Asked], group: Group = Group.WRITTEN, among: Collection[str] = ()
    ) -> list[str]:
        """The names of mistakes that answer all of these as the student did; in the file's order.

        among: only these are tried; all of the group where empty.
        """
        if not asked or any(item.seen.outcome not in REPLAYED for item in asked):
            return []
        key = function, group, tuple(among), _fingerprints(asked)
        return self._once(key, partial(self._matching, function, asked, group, among))

    def _once(self, key: Hashable, find: Callable[[], list[str]]) -> list[str]:
        """What was found for a student with the same answers, or is found now."""
        if key not in self._found:
            passing = self._answers.passing
            found = find()
            if self._answers.passing != passing:
                return found  # for this time only, as the answers that it hangs on
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[key] = found
        return self._found[key]

    def _matching(
        self, function: str, asked: Sequence[Asked], group: Group, among: Collection[str]
    ) -> list[str]:
        if group is Group.SYSTEMATIC:
            return self._systematic_matching(function, asked, among)
        # Errors and None have many causes: they bear out one mistake that is known for them, and no two.
        if group is Group.PAIRS and not any(_telling(item.seen) for item in asked):
            return []
        names = among or self._answers.known(function, group).said
        self._answers.answer_together(function, group, list(names), asked[0])
        return [
            name
            for name in names
            if self._answers_as(function, group, name, asked)
            and (group is not Group.PAIRS or self._both_hold(function, name, asked))
        ]

    def likely(self, function: str, short: Sequence[Asked], group: Group, first: Asked) -> list[str]:
        """The names of mistakes that answer these as the student did, whatever else must hold of them.

        first: the student's first call of all.
        """
        names = self._answers.known(function, group).said
        if any(item.seen.outcome not in REPLAYED for item in short):
            return list(names)
        key = function, group, first.question.key(), _fingerprints(short)
        return self._once(key, partial(self._answering, function, short, group, first))

    def _answering(self, function: str, short: Sequence[Asked], group: Group, first: Asked) -> list[str]:
        names = self._answers.known(function, group).said
        if group is Group.SYSTEMATIC:
            order = _order(self._alike(function, short)) if names else []
            return self._all_fitting(function, list(names), short, order, first.question)
        self._answers.answer_together(function, group, list(names), short[0])
        return [name for name in names if self._answers_as(function, group, name, short)]

    def _answers_as(self, function: str, group: Group, name: str, asked: Sequence[Asked]) -> bool:
        """Whether a mistake answers all of these as the student did."""
        found = self._answers.each(function, group, name, asked)
        return all(same_observation(item.seen, seen) for item, seen in zip(asked, found, strict=True))

    def _systematic_matching(
        self, function: str, asked: Sequence[Asked], among: Collection[str]
    ) -> list[str]:
        """What `.grad` holds afterwards is left aside, which right answers may differ in.

        Nothing where calls raise or return None that should not, and no other is wrong: that has too many
        causes.
        """
        names = among or self._answers.known(function, Group.SYSTEMATIC).said
        if not names:
            return []
        right = self._right(function, asked)
        alike = self._alike(function, asked)
        telling = [_telling(item.seen) for item in asked]
        lost = any(_telling(one) and not told for one, told in zip(right, telling, strict=True))
        if lost and not any(told and not same for told, same in zip(telling, alike, strict=True)):
            return []
        if _is_one_answer(asked):
            # Of a function that always answers the same, many things are true that help nobody.
            general = self._answers.known(function, Group.SYSTEMATIC).general
            names = [name for name in names if name not in general]
        # Where nothing differs, what is wrong is nothing that these mistakes are about.
        if all(alike):
            return []
        return self._all_fitting(function, list(names), asked, _order(alike), asked[0].question)

    def _right(self, function: str, asked: Sequence[Asked]) -> list[Observation]:
        return list(self._answers.each(function, Group.SYSTEMATIC, function, asked))

    def _alike(self, function: str, asked: Sequence[Asked]) -> list[bool]:
        """Which of the student's answers are right ones."""
        right = self._right(function, asked)
        return [same_observation(item.seen, one, grads=False) for one, item in zip(right, asked, strict=True)]

    def _all_fitting(
        self, function: str, names: list[str], asked: Sequence[Asked], order: Sequence[int], first: Question
    ) -> list[str]:
        """Of these systematic mistakes those that answer as the student did. order: of the calls."""
        if names and order:
            self._answers.answer_together(function, Group.SYSTEMATIC, names, asked[order[0]])
        return [name for name in names if self._fits(function, name, asked, order, first)]

    def _fits(
        self, function: str, name: str, asked: Sequence[Asked], order: Sequence[int], first: Question
    ) -> bool:
        """first: the student's first call, whose arguments stand for those that are ignored."""
        ignored = self._answers.known(function, Group.SYSTEMATIC).ignored.get(name)
        if ignored is None:
            put, asks = name, list(asked)
        else:
            # Who answers as if an argument were always the same is the right function, asked otherwise.
            put = function
            asks = [replace(item, question=with_argument_of(item.question, first, ignored)) for item in asked]
        found = self._answers.each(function, Group.SYSTEMATIC, put, [asks[at] for at in order])
        return all(
            same_observation(asked[at].seen, seen, grads=False) for at, seen in zip(order, found, strict=True)
        )

    def words(
        self,
        function: str,
        names: Sequence[str],
        group: Group,
        asked: Sequence[Asked],
        failed: Collection[str],
    ) -> Diagnosis | None:
        """What is said where these mistakes have matched, or None where that is not certain.

        asked: as in `matching`. failed: ids of checks that did not pass.
        """
        if group is not Group.PAIRS:
            return self._answers.known(function, group).said[names[0]] if names else None
        telling = [item for item in asked if item.check in failed]
        shown = dict.fromkeys(self._shown(function, name, telling) for name in names)
        # Of several pairs that answer alike none is certain.
        return self._said_of(function, *shown) if len(shown) == 1 else None

    def _shown(self, function: str, pair: str, asked: Sequence[Asked]) -> str:
        """The pair, or that half of it without which these answers would be others; or nothing."""
        one, other = pair.split(AND)
        halves = [
            half for half, rest in ((one, other), (other, one)) if self._adds(function, pair, rest, asked)
        ]
        return pair if len(halves) == 2 else "".join(halves)

    def _adds(self, function: str, pair: str, rest: str, asked: Sequence[Asked]) -> bool:
        """Whether both at once answer any of these otherwise than the one that is the rest of the pair."""
        return any(
            not same_observation(
                self._answers.answer(function, Group.PAIRS, pair, item),
                self._answers.answer(function, Group.WRITTEN, rest, item),
            )
            for item in asked
        )

    def _said_of(self, function: str, name: str) -> Diagnosis | None:
        group = Group.PAIRS if AND in name else Group.WRITTEN
        return self._answers.known(function, group).said.get(name)

    def _both_hold(self, function: str, name: str, asked: Sequence[Asked]) -> bool:
        """Whether the words for each fit both: not where one raises an error by itself, but both do not."""
        return not any(
            self._answers.answer(function, Group.WRITTEN, part, item).outcome is Outcome.RAISED
            for part in name.split(AND)
            for item in asked
            if item.seen.outcome is not Outcome.RAISED
        )

    def close(self) -> None:
        """Let the children go."""
        self._answers.close()


def _order(alike: Sequence[bool]) -> list[int]:
    """Places of calls: first those with wrong answers, which are the quickest to tell mistakes apart."""
    return sorted(range(len(alike)), key=alike.__getitem__)


def _fingerprints(asked: Sequence[Asked]) -> Hashable:
    """Equal where the same was asked and answered."""
    return tuple((item.question.key(), fingerprint(item.seen)) for item in asked)


def _telling(seen: Observation) -> bool:
    return seen.outcome is Outcome.RETURNED and (seen.value is not None or bool(seen.after))


def _is_one_answer(asked: Sequence[Asked]) -> bool:
    """Whether many calls all returned the same; of an argument that comes back, what it holds then."""
    values = [_held(item.seen.value) for item in asked if item.seen.outcome is Outcome.RETURNED]
    return len(values) >= _MANY and all(same_value(values[0], value) for value in values[1:])


def _held(value: object) -> object:
    return value.now if isinstance(value, Argument) else value
