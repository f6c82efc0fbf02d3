"""One submission sits one assignment: its answers, verdicts, whose fault, and why.

check ─► passed
      ├► failed, and a sibling that it calls is broken ─► once more with that sibling lent ─► passed?
      └► failed ─► at the end, diagnosed by replay
"""

from __future__ import annotations

import builtins
import hashlib
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from grader.course import Assignment
from grader.diagnose import Asked, Misconceptions
from grader.errors import FaultError
from grader.model import (
    CheckResult,
    Diagnosis,
    FunctionResult,
    Location,
    Observation,
    Source,
    Status,
)
from grader.recorded import Recorded, reference_of
from grader.reference import Reference, reached
from grader.sandbox.question import Question, question
from grader.sandbox.subject import Budget, Loading, Pool, Subject
from grader.testing.checks import Check, CheckFailure
from grader.testing.functions import Functions

_NOT_DONE = (Status.MISSING, Status.UNATTEMPTED, Status.FAILED)


class Room:
    """What all sittings of one assignment share: the reference, the misconceptions, the checks."""

    def __init__(
        self,
        pool: Pool,
        assignment: Assignment,
        checks: Sequence[Check],
        reference: Reference | Recorded | None = None,
    ) -> None:
        self.pool = pool
        self.assignment = assignment
        self.checks = list(checks)
        self.functions = list(dict.fromkeys(check.function for check in checks))
        self.reference = reference or reference_of(pool, assignment, self.functions)
        self.misconceptions = Misconceptions(pool, assignment)

    def close(self) -> None:
        self.reference.close()
        self.misconceptions.close()


@dataclass
class _Candidate:
    """One child that answers for the student, and what it was asked, by function."""

    subject: Subject
    asked: dict[str, list[Asked]] = field(default_factory=dict)


class Sitting:
    """Runs checks on one submission. `student` and `reference` are what a check's fixtures hand out."""

    def __init__(
        self,
        room: Room,
        source: Source,
        *,
        seed: int,
        budget: Budget = Budget(),
        only: Collection[str] = (),
    ) -> None:
        self.room = room
        self.source = source
        # Those that are to run: all, or those of some functions.
        self.checks = [check for check in room.checks if not only or check.function in only]
        self.seed = seed
        self.budget = budget
        self.device = "cpu"
        self.student = Functions(self._ask_student)
        self.reference = Functions(self._ask_reference)
        self.results: list[tuple[Check, CheckResult]] = []
        self._own = _Candidate(self._subject(()))
        self._lent: dict[tuple[str, ...], _Candidate] = {}
        self._candidate = self._own
        self._check: Check | None = None
        self._seeds: dict[str, int] = {}
        self._last_asked: tuple[tuple[object, ...], tuple[object, ...], Question] | None = None
        # Checks that did not pass, to be run on for more evidence where a diagnosis is not clear.
        self._open: list[tuple[Check, Callable[[], None]]] = []
        self._probing = False

    def _subject(self, lent: Sequence[str]) -> Subject:
        return Subject(
            self.room.pool,
            self.source.cells,
            self.room.functions,
            budget=self.budget,
            lent=lent,
            relay=self.room.reference.relay if lent else None,
        )

    def load(self) -> Loading:
        """Load the submission, if it was not."""
        return self._own.subject.load()

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────

    def _question(
        self, function: str, arguments: tuple[object, ...], keywords: dict[str, object]
    ) -> Question:
        """The call as a question; the same arguments again, as for the reference, are not encoded twice."""
        key = (function, self._check, self.device, *map(_identity, arguments), *keywords)
        if self._last_asked is None or self._last_asked[0] != key or keywords:
            names = self.room.reference.parameters(function)
            seed = self._call_seed()
            asked = question(function, names, arguments, keywords, seed=seed, device=self.device)
            # The arguments are kept, so that no other object gets an identity of theirs.
            self._last_asked = key, arguments, asked
        return self._last_asked[2]

    def _call_seed(self) -> int:
        name = self._check.id if self._check else ""
        if name not in self._seeds:
            digest = hashlib.sha256(f"{self.seed}:{name}:call".encode()).digest()
            self._seeds[name] = int.from_bytes(digest[:4], "little")
        return self._seeds[name]

    def _seconds(self) -> float:
        return self._check.seconds if self._check else 2.0

    def _ask_student(
        self, function: str, arguments: tuple[object, ...], keywords: dict[str, object]
    ) -> Observation:
        asked = self._question(function, arguments, keywords)
        seen = self._candidate.subject.call(asked, self._seconds())
        self._candidate.asked.setdefault(function, []).append(Asked(asked, seen))
        # A probe only listens: the check is handed the right answer, so that it asks on to its end.
        return self.room.reference.answer(asked, self._seconds()) if self._probing else seen

    def _ask_reference(
        self, function: str, arguments: tuple[object, ...], keywords: dict[str, object]
    ) -> Observation:
        return self.room.reference.answer(self._question(function, arguments, keywords), self._seconds())

    # ── judging ──────────────────────────────────────────────────────────────────────────────────────────

    def judge(self, check: Check, device: str, run: Callable[[], None]) -> CheckResult:
        """Run one check and keep its verdict; `run` asks through `student` and `reference`."""
        started = time.perf_counter()
        self._check, self.device = check, device
        self._candidate = self._own
        waits = [name for name in check.needs if not self._passed(name, device)]
        if waits:
            result = _verdict(check, device, Status.BLOCKED, self._waits_for(waits))
        else:
            result = self._attempt(check, device, run)
        result = replace(result, seconds=round(time.perf_counter() - started, 6))
        self.results.append((check, result))
        if result.status is not Status.PASSED:
            self._open.append((check, run))
        return result

    def _attempt(self, check: Check, device: str, run: Callable[[], None]) -> CheckResult:
        undone = self._undone(check.function)
        if undone is not None:
            return _verdict(check, device, Status.FAILED, undone)
        try:
            failure = _run(run)
            if failure is None:
                return _verdict(check, device, Status.PASSED)
            blamed, own_fault = self._carry_forward(check, run)
        except FaultError as fault:
            # Its text may quote inputs, which a hidden check keeps to itself.
            why = str(fault) if check.hidden is None else "this check could not be run"
            return _verdict(check, device, Status.FAULT, why)
        if blamed and own_fault is None:
            return replace(
                _verdict(check, device, Status.PASSED, _blame_words(check.function, blamed)),
                blamed=blamed,
            )
        # With right siblings lent, what is still wrong is this function's own doing: show that.
        no = _no(check, device, own_fault or failure, self._defined_at(check.function))
        return replace(no, message=no.message + self._suspicion(check.function))

    def _undone(self, function: str) -> str | None:
        """Why a function need not be called: it is missing, or still the stub."""
        loading = self.load()
        if loading.problem:
            return f"nothing in this file can be called: {loading.problem}"
        definition = loading.definitions.get(function)
        if definition is None:
            return f"`{function}` is not defined in your file: the name must be exactly that"
        if self.room.reference.is_stub(definition):
            return f"`{function}` is not attempted yet"
        return None

    def _passed(self, name: str, device: str) -> bool:
        return any(
            check.id == name and result.device == device and result.status is Status.PASSED
            for check, result in self.results
        )

    def _waits_for(self, names: list[str]) -> str:
        titles = {check.id: check.title for check in self.room.checks}
        return "waits for: " + "; ".join(titles.get(name, name).rstrip(".") for name in names)

    def _defined_at(self, function: str) -> Location | None:
        definition = self.load().definitions.get(function)
        if definition is None or definition.place is None:
            return None
        return Location(file=definition.place.file, line=definition.place.line)

    # ── error carried forward ────────────────────────────────────────────────────────────────────────────

    def _carry_forward(
        self, check: Check, run: Callable[[], None]
    ) -> tuple[tuple[str, ...], CheckFailure | None]:
        """Run a failed check once more, the broken siblings that the function calls lent by the reference.

        Returns those that were called, and the failure where the check says no even so.
        """
        lent = self._broken_siblings(check.function)
        if not lent:
            return (), None
        if lent not in self._lent:
            self._lent[lent] = _Candidate(self._subject(lent))
        self._candidate = self._lent[lent]
        self._candidate.subject.lent_calls.clear()
        failure = _run(run)
        called = self._candidate.subject.lent_calls
        blamed = tuple(name for name in lent if name in called)
        return blamed, failure if blamed else None

    def _broken_siblings(self, function: str) -> tuple[str, ...]:
        ours = self.room.reference.reaches(function)
        return tuple(name for name in self._broken_within(function) if name in ours)

    def _suspicion(self, function: str) -> str:
        """A kit lends no sibling: name the first broken one that it calls, which may be all that is wrong."""
        names = [] if self.room.reference.relay else self._broken_within(function)
        return f"; it calls `{names[0]}`, which is not right yet: begin there" if names else ""

    def _broken_within(self, function: str) -> list[str]:
        """Broken functions of the contract that the student's function calls, directly or through others."""
        loading = self.load()
        mentions = {name: item.mentions for name, item in loading.definitions.items()} | dict(loading.helpers)
        theirs = reached(function, mentions)
        return [name for name in self._judged() if name in theirs and self._broken(name)]

    def _judged(self) -> list[str]:
        return list(dict.fromkeys(check.function for check, _ in self.results))

    def _broken(self, function: str) -> bool:
        return any(
            check.function == function and result.status is Status.FAILED for check, result in self.results
        )

    # ── the whole ────────────────────────────────────────────────────────────────────────────────────────

    def functions(self) -> tuple[FunctionResult, ...]:
        """Every function that was to be checked with its verdicts and, where one fits, its diagnosis."""
        return tuple(self._function(name) for name in dict.fromkeys(c.function for c in self.checks))

    def _function(self, name: str) -> FunctionResult:
        checks = [result for check, result in self.results if check.function == name]
        if any(result.status is Status.FAILED for result in checks) and self._undone(name) is None:
            checks = _with_diagnosis(checks, self._diagnose(name))
        scores = [result.score for result in checks]
        return FunctionResult(
            name=name,
            status=self._function_status(name, checks),
            score=None if None in scores else sum(score for score in scores if score is not None),
            max_score=sum(result.max_score for result in checks),
            checks=tuple(checks),
            location=self._defined_at(name),
        )

    def _function_status(self, name: str, checks: list[CheckResult]) -> Status:
        if any(result.status is Status.FAULT for result in checks):
            return Status.FAULT
        if all(result.status is Status.PASSED for result in checks):
            return Status.PASSED
        loading = self.load()
        definition = loading.definitions.get(name)
        if definition is None and not loading.problem:
            return Status.MISSING
        if definition is not None and self.room.reference.is_stub(definition):
            return Status.UNATTEMPTED
        return Status.FAILED

    def _diagnose(self, name: str) -> Diagnosis | None:
        for candidate in (self._own, *self._lent.values()):
            if name not in candidate.asked:
                continue
            matches = self.room.misconceptions.matching(name, candidate.asked[name])
            if len(matches) > 1:
                self._probe(name, candidate)
                matches = self.room.misconceptions.matching(name, candidate.asked[name]) or matches
            if matches:
                return matches[0]
        return None

    def _probe(self, name: str, candidate: _Candidate) -> None:
        """Put all questions of a function's open checks, also those after its first failure."""
        self._candidate, self._probing = candidate, True
        try:
            for check, run in self._open:
                if check.function == name:
                    self._check = check
                    _run(run)
        finally:
            self._probing = False

    def close(self) -> None:
        """Let the children go."""
        for candidate in (self._own, *self._lent.values()):
            candidate.subject.close()


def _run(run: Callable[[], None]) -> CheckFailure | None:
    """A check's no, or None. Raises FaultError for anything that is not about the student."""
    try:
        run()
    except CheckFailure as failure:
        return failure
    except AssertionError as failure:
        return CheckFailure(str(failure) or "a plain assertion of the check does not hold")
    except FaultError:
        raise
    except Exception as error:
        raise FaultError(f"the check itself failed: {type(error).__name__}: {error}") from error
    return None


def _verdict(check: Check, device: str, status: Status, message: str = "") -> CheckResult:
    score = {Status.PASSED: float(check.points), Status.FAULT: None}.get(status, 0.0)
    return CheckResult(
        id=check.id,
        title=check.title,
        device=device,
        status=status,
        score=score,
        max_score=float(check.points),
        visible=check.hidden is None,
        message=message,
    )


def _no(check: Check, device: str, failure: CheckFailure, defined_at: Location | None) -> CheckResult:
    message = failure.message
    if check.hidden is not None and failure.kind == "values":
        message = check.hidden
    elif check.hidden is not None and failure.kind == "raised":
        message = _raised_on_hidden_input(check.function, failure)
    return replace(
        _verdict(check, device, Status.FAILED, message),
        example=failure.example,
        location=failure.location or defined_at,
    )


def _raised_on_hidden_input(function: str, failure: CheckFailure) -> str:
    # An exception's text is the student's to choose and could carry hidden inputs out; its type may be told.
    kind = failure.raised if hasattr(builtins, failure.raised) else "an exception"
    return f"`{function}` raised {kind} on an input that is not shown"


def _blame_words(function: str, blamed: tuple[str, ...]) -> str:
    names = " and ".join(f"`{name}`" for name in blamed)
    return f"`{function}` is right; what went wrong comes from {names}, and costs nothing here"


def _with_diagnosis(checks: list[CheckResult], diagnosis: Diagnosis | None) -> list[CheckResult]:
    return [
        replace(result, diagnosis=diagnosis) if result.status is Status.FAILED else result
        for result in checks
    ]


def _identity(argument: object) -> object:
    """What is another as soon as the argument is, or was changed in place."""
    if isinstance(argument, (list, dict)):
        return object()
    return id(argument), getattr(argument, "_version", 0)
