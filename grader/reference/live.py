"""The reference solution, in a child of its own: asked through the same door as students, and remembered.

The grader's own process never runs the course's code; it compares data. An answer is kept per (function,
arguments, seed, device), so that a class of 400 asks each question of the reference once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.course.layout import Assignment
from grader.errors import CourseError, DeviceError
from grader.model import Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.outside.observations import Loading, message_of
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question, place
from grader.sandbox.outside.sandboxed_source import SandboxedSource, within
from grader.sandbox.upstream_words import GPU_LOST, says
from grader.words.messages import InFile, Message, code_list, say

# The reference is trusted to end; the limit only keeps a broken course from hanging.
PATIENT = Budget(load=60.0, total=1e9, patience=1_000_000)
_RELAY_SECONDS = 5.0
_KEPT = 50_000
_LOST = (Outcome.DIED, Outcome.TIMED_OUT)


class Reference:
    """Answers of one assignment's solution, and what is known about its functions."""

    # What a reader of a report should know of the answers: nothing, for they are live.
    notes: tuple[Message, ...] = ()
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
        loading = self.sandboxed("cpu").load()
        absent = [name for name in functions if name not in loading.definitions]
        if loading.failed or absent:
            raise CourseError(_useless(assignment.solution, loading.problem, absent))
        self._definitions = loading.definitions
        self._helpers = loading.helpers
        stub = SandboxedSource(pool, [assignment.stub_cell()], functions, budget=PATIENT, trusted=True)
        self._stubs = dict(stub.load().definitions)
        self.given_functions = given_functions(stub.load(), functions)
        # What no mark leaves out is the reference's own, and no stub.
        self.given = [
            name
            for name, given in self._stubs.items()
            if name in self._definitions and given.digest == self._definitions[name].digest
        ]
        stub.close()
        self._answers: dict[tuple[str, bytes], Observation] = {}

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
        """The right answer. Raises FaultError where the reference does not give one in time."""
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
        return self._answers[key]

    def takes(self, question: Question, seconds: float) -> float:
        """The processor time that a right answer takes; 0 where there is none. Raises FaultError."""
        seen = self.answer(question, seconds)
        return 0.0 if seen.outcome in _LOST else seen.seconds

    def relay(
        self, call: wire.LentCall, blob: bytearray, device: str = "cpu"
    ) -> tuple[wire.LentAnswer, bytes]:
        """Answer for a sibling that a student's function calls; what the call raises is data, too.

        Raises FaultError where no answer can be had.
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
        answer, answer_blob = self.sandboxed(device).raw(question, _RELAY_SECONDS)
        lent = wire.LentAnswer(
            answer.value, answer.after, answer.error, message_of(answer), answer.slopes, answer.used_autograd
        )
        return lent, bytes(answer_blob)

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
