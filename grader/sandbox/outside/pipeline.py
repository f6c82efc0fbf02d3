"""Questions that travel to the present child one behind another: the next while one is being answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final, Protocol

from grader.errors import LostError
from grader.model import Observation
from grader.sandbox import wire
from grader.sandbox.outside.asked import Allowed, SentQuestion, call_of
from grader.sandbox.outside.children import Child
from grader.sandbox.outside.current_child import CurrentChild
from grader.sandbox.outside.exit_status import Gone, Late
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.questioner import Questioner

# Bytes of questions on their way: so few that neither side waits for the other to read.
_AHEAD: Final = 16_384


class Alone(Protocol):
    """Puts a question by itself. again: it was lost once."""

    def __call__(self, question: Question, allowed: Allowed, *, again: bool = False) -> Observation: ...


class Pipeline:
    """Some questions to one source, answered in order."""

    def __init__(self, current: CurrentChild, questioner: Questioner, allowed: Allowed, alone: Alone) -> None:
        self._current = current
        self._questioner = questioner
        self._allowed = allowed
        self._alone = alone
        # Sent, or waiting to travel together, and not answered.
        self._ahead: deque[SentQuestion] = deque()
        self._size = 0
        self._seen: list[Observation] = []

    def put(self, question: Question) -> None:
        """Send a question behind those before it."""
        child = self._current.child
        assert child is not None, "a pipeline leads to a child"
        asked = SentQuestion(call_of(question), question)
        try:
            self._current.send(child, asked, self._allowed, ahead=bool(self._ahead))
            self._ahead.append(asked)
            self._size += asked.size
        except (Late, Gone, wire.WireError, LostError):
            # Which of them it was is found by asking each on its own.
            self._current.drop()
            self._seen += [self._alone(one.question, self._allowed) for one in (*self._ahead, asked)]
            self._ahead.clear()
        if self._size > _AHEAD:
            self._size = 0
            self._seen += self._land()

    def put_alone(self, question: Question) -> None:
        """Ask when all before it are answered."""
        self._seen += self._land()
        self._seen.append(self._alone(question, self._allowed))

    def land(self) -> list[Observation]:
        """Hear all that was asked; what each came to, in order."""
        self._seen += self._land()
        return self._seen

    def _land(self) -> Iterator[Observation]:
        child, first = self._current.child, True
        if child is not None and self._ahead:
            try:
                self._current.send_waiting(child, self._ahead[-1].limit)
            except (Late, Gone, wire.WireError, LostError):
                self._current.drop()  # each is asked anew
        while self._ahead:
            asked = self._ahead.popleft()
            if child is None or child is not self._current.child:  # an earlier question took it along
                yield self._alone(asked.question, self._allowed)
            else:
                if not first:
                    # It began with this one when it had answered the one before.
                    asked.limit.begin(self._current.heard_used)
                yield self._heard_or_again(child, asked)
            first = False

    def _heard_or_again(self, child: Child, asked: SentQuestion) -> Observation:
        try:
            return self._questioner.hear(child, asked)
        except LostError:
            self._current.drop()
        return self._alone(asked.question, self._allowed, again=True)
