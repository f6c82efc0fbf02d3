"""What the mistakes of an assignment answer: those of one function share a child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.course.layout import Assignment
from grader.diagnosis.asked import REPLAYED, Asked
from grader.diagnosis.function_mistakes import FunctionMistakes, Group, function_mistakes
from grader.model import Observation, Outcome
from grader.reference.live import PATIENT
from grader.sandbox.outside.asked import LostCallError
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.sandbox.outside.time_limit import Allowance

# A mistake may use what the submission's own call might: what takes longer is no submission's answer. Never
# more than this; of two mistakes together, which may never end, less.
_SECONDS = 5.0
_BOTH_SECONDS = 2.0
_UNSURE = Budget(load=60.0, total=1e9, patience=1)
_KEPT = 200_000
# So many are asked together.
_TOGETHER = 3
# Of what one mistake is asked, the first question travels alone; then each time so many times more together,
# up to so many: one that does not end is waited for in each of them.
_MORE = 4
_MOST = 16
# A mistake that was too late so often with the same question does not end.
_TOO_LATE = 2


class MistakeAnswers:
    """Asks the mistakes of one assignment, and remembers what they answered."""

    def __init__(self, pool: Pool, assignment: Assignment) -> None:
        self._pool = pool
        self._assignment = assignment
        self._known: dict[tuple[str, Group], FunctionMistakes] = {}
        # Children by kind of device, too.
        self._sandboxed: dict[tuple[str, Group, str], SandboxedSource] = {}
        self._answers: dict[tuple[str, bytes], Observation] = {}
        self._late: Counter[tuple[str, bytes]] = Counter()
        # How many answers were not kept: what was found with them holds for this time only.
        self.passing = 0

    def known(self, function: str, group: Group) -> FunctionMistakes:
        """The mistakes themselves. Raises CourseError where the course's file cannot be read."""
        if (function, group) not in self._known:
            self._known[function, group] = function_mistakes(self._assignment, function, group)
        return self._known[function, group]

    def answer_together(self, function: str, group: Group, names: Sequence[str], item: Asked) -> None:
        """Have mistakes answer a call that all of them are compared by: many questions travel together."""
        known = self.known(function, group)
        key = item.question.key()
        new = [
            name
            for name in names
            if name not in known.ignored and (f"{function}/{name}", key) not in self._answers
        ]
        self._ask_together(function, group, [(name, item) for name in new])

    def each(self, function: str, group: Group, name: str, asked: Sequence[Asked]) -> Iterator[Observation]:
        """What a mistake answers to each, asked as far as the answers are taken. Raises as `answer`.

        asked: of one device.
        Most that fit the first fit them all: so the further they are taken, the more travel together.
        """
        reach, ahead = 0, 1
        for at, item in enumerate(asked):
            if at == reach:
                reach, ahead = reach + ahead, min(ahead * _MORE, _MOST)
                put = {one.question.key(): one for one in asked[at:reach]}
                new = [(name, put[key]) for key in put if (f"{function}/{name}", key) not in self._answers]
                self._ask_together(function, group, new)
            yield self.answer(function, group, name, item)

    def _ask_together(self, function: str, group: Group, put: Sequence[tuple[str, Asked]]) -> None:
        """Have names answer questions of one device, where there are enough to travel together."""
        if len(put) < _TOGETHER:
            return
        sandboxed = self._sandboxed_source(function, group, put[0][1].question.kind)
        fair = {item.question.key(): _fair(group, item) for _, item in put}
        try:
            questions = [replace(item.question, function=name) for name, item in put]
            found = sandboxed.call_all(questions, lambda question: fair[question.key()])
        except LostCallError:
            return  # each is asked by itself
        for (name, item), seen in zip(put, found, strict=True):
            self._keep(function, group, name, item.question.key(), seen)

    def _keep(self, function: str, group: Group, name: str, key: bytes, seen: Observation) -> None:
        """Remember an answer. That a single mistake was too late is believed the second time."""
        put = f"{function}/{name}", key
        if seen.outcome not in REPLAYED and group is not Group.PAIRS and not self._is_endless(put, seen):
            self.passing += 1
            return
        if len(self._answers) >= _KEPT:
            self._answers.clear()
        self._answers[put] = seen

    def _is_endless(self, put: tuple[str, bytes], seen: Observation) -> bool:
        """Whether this question of a mistake has used up its time of the processor before."""
        if seen.outcome is not Outcome.TIMED_OUT:
            return False
        self._late[put] += 1
        return self._late[put] >= _TOO_LATE

    def answer(self, function: str, group: Group, name: str, item: Asked) -> Observation:
        """What a mistake answers, or the right function by its name. Raises FaultError where nothing can."""
        key = item.question.key()
        known = self._answers.get((f"{function}/{name}", key))
        if known is not None:
            return known
        sandboxed = self._sandboxed_source(function, group, item.question.kind)
        fair = _fair(group, item)
        try:
            seen = sandboxed.call(item.question, lambda _: fair, name)
        except LostCallError as lost:
            # Where its process answers as the right function, the mistake itself ends it. This time only.
            sandboxed.call(item.question, lambda _: fair, function)
            self.passing += 1
            return lost.seen
        self._keep(function, group, name, key, seen)
        return seen

    def _sandboxed_source(self, function: str, group: Group, device: str) -> SandboxedSource:
        key = function, group, device
        if key not in self._sandboxed:
            known = self.known(function, group)
            budget = _UNSURE if group is Group.PAIRS else PATIENT
            self._sandboxed[key] = SandboxedSource(
                self._pool,
                [self._assignment.solution_cell(), *known.cells],
                [function],
                budget=budget,
                trusted=True,
                device=device,
                made=known.made,
            )
        return self._sandboxed[key]

    def close(self) -> None:
        """Let the children go."""
        for sandboxed in self._sandboxed.values():
            sandboxed.close()


def _fair(group: Group, item: Asked) -> Allowance:
    """What a call of a mistake may use."""
    most = _BOTH_SECONDS if group is Group.PAIRS else _SECONDS
    seconds, in_all = min(item.allowance.seconds, most), item.allowance.in_all
    return Allowance(seconds, None if in_all is None else lambda: min(in_all(), most))
