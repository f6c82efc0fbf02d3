"""Stand-ins for the student's functions: called here, they ask the student's process, and give data back."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, Protocol

from grader.nbgrader.live_values import Living, put_back
from grader.nbgrader.unreadable import Impossible, Unreadable
from grader.sandbox import wire
from grader.sandbox.libraries import known
from grader.sandbox.outside.notebook_run import Lost, Spent
from grader.sandbox.outside.plain_answers import Answered
from grader.sandbox.outside.plain_question import OwnFunction
from grader.words.messages import Code, Message, Name, heard, say

# Makes live what came of a call with these objects.
Alive = Callable[[Sequence[Any]], Living]


class OutOfTime(BaseException):
    """The time for a notebook's grade cells is used up: nothing can be said of this one."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


class Stopped(BaseException):
    """The student's process was lost while a cell was judged: the cell fails."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


def stopped(lost: Lost, function: str = "") -> Stopped | OutOfTime:
    """What the loss of the process means for the cell that asked it. function: which was called."""
    how = lost.how
    if isinstance(lost, Spent):
        return OutOfTime(how)
    if function:
        return Stopped(say("{function} gave no answer.", function=Code(function)) + how)
    return Stopped(say("The student's process gave no answer.") + how)


class CallsStudent(Protocol):
    """What calls the student's functions."""

    def call(self, function: str, arguments: Sequence[object], keywords: Mapping[str, object]) -> Answered:
        """As `NotebookRun.call`."""
        ...


class NotHad(OutOfTime):
    """The student's code failed for want of something that it cannot have here."""


def not_had(needs: str) -> NotHad:
    """needs: what the child says that it wanted."""
    if library := known(needs):
        return NotHad(say("The code needs {library}. It is not installed here.", library=Name(library)))
    if needs == "network":
        return NotHad(say("The code needs the network. It has none here."))
    if needs == "program":
        return NotHad(say("The code starts another program. It cannot do that here."))
    return NotHad(say("The code needs what a command of the notebook makes. Commands are not run here."))


class Unheard(io.StringIO):
    """Takes what is printed while nobody in the cell listens."""


class StudentFunction:
    """A function of the student's: called with data, answers with data."""

    def __init__(self, showing: CallsStudent, name: str, alive: Alive, before: Callable[[], None]) -> None:
        """before: what is done before each call."""
        self._showing = showing
        self._alive = alive
        self._before = before
        self.__name__ = self.__qualname__ = name

    def __getattribute__(self, name: str) -> Any:
        if name in ("__doc__", "__signature__", "__wrapped__", "__annotations__", "__defaults__", "__code__"):
            self.__getattr__(name)
        return super().__getattribute__(name)

    def __getattr__(self, name: str) -> NoReturn:
        raise Impossible(
            say("The attribute {name} can only be seen from the student's code.", name=Code(f".{name}"))
        )

    def __instancecheck__(self, _: object) -> NoReturn:
        raise Impossible(say("The cell asks for the class of an object of the student's code."))

    __subclasscheck__ = __instancecheck__

    def __call__(self, *arguments: Any, **keywords: Any) -> object:
        self._before()
        sent = [_sendable(item) for item in arguments]
        answered = self._ask(sent, {key: _sendable(item) for key, item in keywords.items()})
        if answered.needs:
            raise not_had(answered.needs)
        _say(answered)
        living = self._alive(answered.objects)
        put_back(answered.objects, answered.after, living)
        error = living.of(answered.raised) if answered.error else None
        if answered.error and not isinstance(error, BaseException):
            error = RuntimeError(answered.message)
        if answered.awaited:
            return _awaited(living, answered, error)
        if isinstance(error, BaseException):
            raise error
        return living.of(answered.value)

    def _ask(self, arguments: Sequence[object], keywords: Mapping[str, object]) -> Answered:
        try:
            return self._showing.call(self.__name__, arguments, keywords)
        except TypeError as refused:
            raise Impossible(heard(str(refused))) from None
        except wire.WireError:
            raise Impossible(say("The cell passes more data than the grader sends in one call.")) from None
        except Lost as lost:
            raise stopped(lost, self.__name__) from None


async def _awaited(living: Living, answered: Answered, error: BaseException | None) -> object:
    if error is not None:
        raise error
    return living.of(answered.value)


def _say(answered: Answered) -> None:
    """What a call printed is heard by whoever listens in the cell."""
    if isinstance(sys.stdout, Unheard) and isinstance(sys.stderr, Unheard):
        return
    if answered.cut:
        raise Impossible(say("The call prints more than the grader reads of it."))
    sys.stdout.write(answered.printed)
    sys.stderr.write(answered.complained)


def _sendable(item: object) -> object:
    if isinstance(item, StudentFunction):
        return OwnFunction(item.__name__)
    if isinstance(item, Unreadable):
        raise Impossible(say("The cell passes one object of the student's code to another."))
    return item
