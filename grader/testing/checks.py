"""What a check is: a pytest function with points, and the one exception by which it fails."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from grader.errors import FaultError
from grader.model import Example, Location
from grader.testing.texts import in_check, of_check
from grader.words.messages import NOTHING, Heard, Message, of_course, say

Test = TypeVar("Test", bound=Callable[..., None])
_MARK = "__grader_check__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The declaration above a check's function."""

    # The name of the test function: unique in its file.
    id: str
    # The function of the contract that it is about.
    function: str
    # The first line of the docstring: what a student sees.
    title: Message
    points: float
    # Whose file it stands in: "tensors" for test_tensors.py.
    assignment: str = ""
    # Ids of checks that must pass first.
    needs: tuple[str, ...] = ()
    # For a hidden check: what a student is told in place of values.
    hidden: Message | None = None
    # Processor time of one call, in seconds; None is 50 times the reference's, and at least 1.
    seconds: float | None = None
    # The kinds of device on which it says something; none named is all.
    devices: tuple[str, ...] = ()
    # Functions of the contract that a right answer may call, beside those that the reference calls.
    may_call: tuple[str, ...] = ()
    # How far loops may be cut on further devices, by the parameter that counts; None is the rule for all.
    brief: Mapping[str, int] | None = None
    # Whether another version of torch has another right answer.
    varies_with_torch: bool = False


class CheckFailure(AssertionError):
    """A check has failed, and this is what the student is told."""

    def __init__(
        self,
        message: Message | str,
        *,
        example: Example | None = None,
        location: Location | None = None,
        kind: Literal["conduct", "values", "raised", "lost"] = "conduct",
        raised: str = "",
        origin: Location | None = None,
        case: Message = NOTHING,
    ) -> None:
        super().__init__(message)
        self.message = of_check(message, {}) if isinstance(message, str) else message
        self.example = example
        self.location = location
        # "values": only they differ, and a hidden check's own text may stand in. "raised": the message quotes
        # the student's exception, whose type is `raised`. "lost": the call gave no answer.
        self.kind = kind
        self.raised = raised
        # Where the tensor was made that lies on another device than it should.
        self.origin = origin
        # On which kind of input it fails, in a sentence; empty for an ordinary one.
        self.case = case

    def of(self, check: Check) -> CheckFailure:
        """The same of a known check, so that a catalog of its course has what the check itself says."""
        name = f"{check.assignment}/{check.id}"
        example = self.example and replace(
            self.example,
            expected=in_check(self.example.expected, name),
            got=in_check(self.example.got, name),
        )
        return CheckFailure(
            in_check(self.message, name),
            example=example,
            location=self.location,
            kind=self.kind,
            raised=self.raised,
            origin=self.origin,
            case=in_check(self.case, name),
        )


def check(
    function: str,
    *,
    points: float,
    needs: Callable[..., None] | tuple[Callable[..., None], ...] = (),
    hidden: str | None = None,
    seconds: float | None = None,
    devices: tuple[str, ...] = (),
    may_call: tuple[str, ...] = (),
    brief: Mapping[str, int] | None = None,
    varies_with_torch: bool = False,
) -> Callable[[Test], Test]:
    """Declare a check of `function`, worth `points`.

    Args:
        function: name of the contract's function; it stands in the report under that name.
        points: its weight, above 0.
        needs: checks that must pass first; otherwise this one is "blocked" and not tried.
        hidden: makes it a hidden check: students see the title and this text, and no values.
        seconds: processor time that one call may use; None is 50 times what the reference takes, at least 1.
        devices: the kinds of device on which it says something, ("cpu",) for a figure; none named is all.
        may_call: functions of the contract that a right answer may call, beside those that the reference
            calls; where they are broken, that costs this function nothing. None that would be the answer.
        brief: on devices after the first, how often a loop goes round, by the parameter that says so:
            {"rounds": 3}; one call of it goes on to its end or its 20th round. {} cuts nothing. None is the
            rule: more than 20 `n_epochs`, or what else is so named, become 3.
        varies_with_torch: whether another version of torch has another right answer, as a list of its
            optimizers has. In a student kit, whose answers are of one version, the check is "not checked"
            under another.

    Raises:
        ValueError: no points, no docstring, a needed function that is no check, or a loop cut to nothing.
    """

    def declare(test: Test) -> Test:
        title = (inspect.getdoc(test) or "").partition("\n")[0].strip()
        if not title:
            raise ValueError(f"{test.__name__}: a check needs a docstring; its first line is the title")
        if points <= 0:
            raise ValueError(f"{test.__name__}: a check is worth more than {points} points")
        if any(count < 1 for count in (brief or {}).values()):
            raise ValueError(f"{test.__name__}: brief={brief!r} leaves a loop no round; expected 1 or more")
        wanted = needs if isinstance(needs, tuple) else (needs,)
        assignment = test.__module__.rpartition(".")[2].removeprefix("test_")
        name = f"{assignment}/{test.__name__}"
        declared = Check(
            id=test.__name__,
            function=function,
            title=of_course(title, f"{name}/title"),
            points=points,
            assignment=assignment,
            needs=tuple(_needed(test, other).id for other in wanted),
            hidden=None if hidden is None else of_course(hidden, f"{name}/hidden"),
            seconds=seconds,
            devices=devices,
            may_call=may_call,
            brief=brief,
            varies_with_torch=varies_with_torch,
        )
        setattr(test, _MARK, declared)
        return test

    return declare


def _needed(test: Callable[..., None], other: Callable[..., None]) -> Check:
    found = declared(other)
    if found is None:
        raise ValueError(f"{test.__name__}: needs={getattr(other, '__name__', other)!r} is not a check")
    return found


def require_purpose(holds: bool, purpose: str) -> None:
    """Demand of the reference what a special value is for: "the loss rises". Else the check is at fault.

    Raises:
        FaultError: it does not hold, so that the value shows nothing.
    """
    if not holds:
        raise FaultError(
            say(
                "A special value of this check does not do what it is for: {purpose}.", purpose=Heard(purpose)
            )
        )


def declared(test: Any) -> Check | None:
    """The declaration of a test function, or None where it is no check."""
    found = getattr(test, _MARK, None)
    return found if isinstance(found, Check) else None
