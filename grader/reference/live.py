"""The reference solution, in a child of its own: asked through the same door as students, and remembered.

The grader's own process never runs the course's code; it compares data. An answer is kept per (function,
arguments, seed, device), so that a class of 400 asks each question of the reference once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.course.layout import Assignment
from grader.errors import CourseError, DeviceError, FaultError, LostError
from grader.model import Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.asked import Relayed, within
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.outside.observations import Loading, message_of
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question, place
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.sandbox.upstream_words import GPU_LOST, says
from grader.words.messages import NOTHING, InFile, Message, code_list, say

# The reference is trusted to end; the limit only keeps a broken course from hanging.
PATIENT = Budget(load=60.0, total=1e9, patience=1_000_000)
_RELAY_SECONDS = 5.0
_KEPT = 50_000
_LOST = (Outcome.DIED, Outcome.TIMED_OUT)


class Reference:
    """Answers of one assignment's solution, and what is known about its functions."""

    # What a reader of a report should know of the answers: nothing, for they are live.
    notes: tuple[Message, ...] = ()
    # That the answers are of another version of torch than the one here; empty where they are not.
    other_torch: Message = NOTHING
    # The kinds of device on which it is known to give its own answers: they can be asked for again.
    proved: tuple[str, ...] = ()
    # Whether it can be asked for loops of any length.
    cuts_loops = True
    # Whether its answers are written down at present, for a kit.
    is_recorded = False

    def __init__(self, pool: Pool, assignment: Assignment, functions: Sequence[str]) -> None:
        self.functions = list(functions)
        self._pool, self._cell = pool, assignment.solution_cell()
        # By kind of device.
        self._sandboxed: dict[str, SandboxedSource] = {}
        try:
            self._learn(assignment)
        except BaseException:
            self.close()
            raise
        self._answers: dict[tuple[str, bytes], Observation] = {}
        # The last that was answered, by kind of device: it can be answered again.
        self._answered: dict[str, Question] = {}

    def _learn(self, assignment: Assignment) -> None:
        """What the solution and the exercise define."""
        loading = self.sandboxed("cpu").load()
        absent = [name for name in self.functions if name not in loading.definitions]
        if loading.failed or absent:
            raise CourseError(_useless(assignment.solution, loading.problem, absent))
        self._definitions = loading.definitions
        self._helpers = loading.helpers
        stub = SandboxedSource(
            self._pool, [assignment.stub_cell()], self.functions, budget=PATIENT, trusted=True
        )
        self._stubs = dict(stub.load().definitions)
        self.given_functions = given_functions(stub.load(), self.functions)
        # What no mark leaves out is the reference's own, and no stub.
        self.given = [
            name
            for name, given in self._stubs.items()
            if name in self._definitions and given.digest == self._definitions[name].digest
        ]
        stub.close()

    def sandboxed(self, device: str) -> SandboxedSource:
        """The solution in a child that has this kind of device."""
        if device not in self._sandboxed:
            self._sandboxed[device] = SandboxedSource(
                self._pool, [self._cell], self.functions, budget=PATIENT, trusted=True, device=device
            )
        return self._sandboxed[device]

    def parameters(self, function: str) -> list[str]:
        """The parameter names of a function of the contract."""
        definition = self._definitions.get(function)
        return definition.parameters if definition else []

    def is_stub(self, definition: wire.Definition) -> bool:
        """Whether a student's function is what they were given, or empty."""
        return is_stub(
            definition, None if definition.name in self.given else self._stubs.get(definition.name)
        )

    def reaches(self, function: str) -> set[str]:
        """Functions of the contract that the reference's own function calls, directly or through others."""
        mentions = {name: item.mentions for name, item in self._definitions.items()} | dict(self._helpers)
        return reached(function, mentions) & set(self.functions)

    def answer(self, question: Question, seconds: float) -> Observation:
        """The right answer. Raises LostError where the reference is lost, and lost again."""
        key = (question.function, question.key())
        if key not in self._answers:
            if len(self._answers) >= _KEPT:
                self._answers.clear()
            seen = self.sandboxed(question.kind).call(question, within(max(seconds, 10.0)))
            if question.kind == CUDA and _is_gpu_trouble(seen):
                raise DeviceError(say("The reference gave no answer on the GPU.") + seen.ended)
            if seen.outcome in _LOST:
                return seen  # for this time only
            self._answers[key] = seen
            self._answered[question.kind] = question
        return self._answers[key]

    def takes(self, question: Question, seconds: float) -> float:
        """The processor time that a right answer takes; 0 where there is none. Raises FaultError."""
        seen = self.answer(question, seconds)
        return 0.0 if seen.outcome in _LOST else seen.seconds

    def relay(self, call: wire.LentCall, blob: bytearray, device: str = "cpu") -> Relayed:
        """Answer for a sibling that a student's function calls; what the call raises is data, too.

        Raises FaultError where it has no answer to this call, LostError where it has none to any.
        """
        question = Question(
            function=call.function,
            arguments=call.arguments,
            keywords=call.keywords,
            blob=bytes(blob),
            seed=0,
            device=place(device),
            owners={},
            shown={},
        )
        sandboxed = self.sandboxed(device)
        before = sandboxed.spent
        try:
            answer, answer_blob = sandboxed.raw(question, _RELAY_SECONDS)
        except LostError as lost:
            self._demand_answer(device)
            raise FaultError(lost.said) from None
        lent = wire.LentAnswer(
            answer.value, answer.after, answer.error, message_of(answer), answer.slopes, answer.used_autograd
        )
        return Relayed(lent, bytes(answer_blob), sandboxed.spent - before)

    def _demand_answer(self, device: str) -> None:
        """Whether it answers a question of ours: then a call that it does not answer has done it.

        Raises LostError where it does not answer.
        """
        known = self._answered.get(device)
        if known is not None:
            self.sandboxed(device).raw(known, _RELAY_SECONDS)

    def close(self) -> None:
        for sandboxed in self._sandboxed.values():
            sandboxed.close()


def _useless(solution: Path, problem: Message, absent: Sequence[str]) -> Message:
    said = say("{file} cannot be the reference.", file=InFile(str(solution)))
    if problem:
        return said + problem
    return said + say("It does not define {functions}.", functions=code_list(absent))


def _is_gpu_trouble(seen: Observation) -> bool:
    return seen.outcome in (*_LOST, Outcome.OUT_OF_MEMORY) or says(seen.error, *GPU_LOST)


def given_functions(stub: Loading, functions: Sequence[str]) -> frozenset[str]:
    """The functions that an exercise gives beside those that are to be written."""
    return frozenset(
        name for name, held in stub.held.items() if held.kind == "function" and name not in functions
    )


def is_stub(definition: wire.Definition, given: wire.Definition | None) -> bool:
    """Whether a function is empty, or just what was given to be written."""
    return definition.empty or bool(definition.digest and given and definition.digest == given.digest)


def reached(function: str, mentions: dict[str, list[str]] | dict[str, Sequence[str]]) -> set[str]:
    """Names reachable from a function through what functions mention, itself left out."""
    found: set[str] = set()
    waiting = [function]
    while waiting:
        for name in mentions.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found - {function}
