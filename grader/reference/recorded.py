"""A student kit's answers: what the reference said when the kit was made, looked up by the question's digest.

A kit has no solution, so its answers are to fixed questions: those that the visible checks ask with the seeds
it was recorded with. There are no siblings to lend from it, so no error is carried forward.

Answers are kept for the CPU, and for "the other device", as the pretend accelerator gave them: what was there
is expected on whatever device the kit is used with.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader.course.layout import UNPACK, Assignment
from grader.errors import CourseError, FaultError
from grader.model import Call, Observation
from grader.reference.live import PATIENT, Reference, given_functions, is_stub
from grader.reference.torch_version import both_tried, other_version
from grader.sandbox import wire
from grader.sandbox.outside.observations import Loading, observed
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.words.messages import Code, Heard, InFile, Value, say

SCHEMA = "grader-answers/1"
# What a call of the reference is taken to have taken, in seconds: times would make each kit another.
_TAKEN = 0.04
# Any device but the CPU.
_OTHER = "other"


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The file answers/<assignment>.msgpack."""

    schema: str = SCHEMA
    # The version that answered, without what stands after a "+".
    torch: str
    # The kinds of device on which the reference passed its checks, and answers.
    devices: list[str]
    # Functions of the contract that students are given whole.
    given: list[str]
    # (function, `digest` of the question, frame of the answer)
    answers: list[tuple[str, bytes, bytes]]
    # Whether the answers to loops that are cut on the other device are among them.
    cut_loops: bool = False


def reference_of(pool: Pool, assignment: Assignment, functions: Sequence[str]) -> Reference | Recorded:
    """Who knows the right answers: the solution, or in a kit what was recorded of it."""
    kind = Recorded if assignment.is_kit else Reference
    return kind(pool, assignment, functions)


class Recorded:
    """Stands in the reference's place where there is no solution."""

    # Lends nothing: no reference is here to answer for a sibling.
    relay = None
    # Its answers were written down before.
    is_recorded = False

    def __init__(self, pool: Pool, assignment: Assignment, functions: Sequence[str]) -> None:
        self.functions = list(functions)
        held = read(assignment.answers)
        self._frames = {(function, key): frame for function, key, frame in held.answers}
        stub = _stub(pool, assignment, functions)
        self._stubs = dict(stub.definitions)
        self.given_functions = given_functions(stub, functions)
        self._given = set(held.given)
        self.cuts_loops = held.cut_loops
        self.other_torch = other_version(held.torch)
        doubt = bool(self.other_torch) and not both_tried(held.torch)
        self.notes = (self.other_torch + say("A right answer may look wrong."),) if doubt else ()
        # That it gives its own answers there was seen when it was recorded, by the same torch.
        self.proved = () if self.other_torch else tuple(held.devices)

    def parameters(self, function: str) -> list[str]:
        """The parameter names of a function of the contract."""
        definition = self._stubs.get(function)
        return definition.parameters if definition else []

    def is_stub(self, definition: wire.Definition) -> bool:
        """Whether a student's function is what they were given, or empty."""
        given = None if definition.name in self._given else self._stubs.get(definition.name)
        return is_stub(definition, given)

    def reaches(self, function: str) -> set[str]:
        """Nothing: which functions the reference calls is not told."""
        return set()

    def answer(self, question: Question, seconds: float) -> Observation:
        """The right answer. Raises FaultError where the kit does not hold it."""
        frame = self._frames.get((question.function, digest(question)))
        if frame is None:
            raise FaultError(
                say("This kit has no answer to this call of {function}.", function=Code(question.function))
                + say("Its checks were changed, or it is for another version of the grader.")
                + UNPACK
            )
        return unpacked(question, frame)

    def takes(self, question: Question, seconds: float) -> float:
        """The processor time that a right answer takes: not recorded, and so the same for all."""
        return _TAKEN

    def close(self) -> None:
        """There is no process to let go."""


def _stub(pool: Pool, assignment: Assignment, functions: Sequence[str]) -> Loading:
    stub = SandboxedSource(pool, [assignment.stub_cell()], functions, budget=PATIENT, trusted=True)
    loading = stub.load()
    stub.close()
    return loading


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────


def digest(question: Question) -> bytes:
    """Equal for equal questions, on whatever device that is not the CPU."""
    if question.kind == "cpu":
        return question.key()
    asked = question.arguments, question.keywords, question.seed, question.device, question.gradients
    placed = _named(msgspec.to_builtins(asked), _names(question, _OTHER))
    return hashlib.sha256(msgspec.msgpack.encode(placed) + question.blob).digest()


def packed(
    question: Question, answer: wire.Answer, blob: bytes | bytearray, *, with_error: bool = False
) -> bytes:
    """A frame of what checks compare; lines, printing and, unless asked for, words of errors stay at home."""
    error = answer.error_text if with_error else answer.error
    bare = msgspec.structs.replace(answer, id=0, error_text=error, place=None, printed="", trace=[])
    return wire.pack(_moved(bare, _names(question, _OTHER)), blob)


def unpacked(question: Question, frame: bytes) -> Observation:
    """The observation that a frame stands for. Raises FaultError where it is no such frame."""
    try:
        size = wire.HEADER.size
        head, _ = wire.lengths(frame[:size])
        answer = wire.reply(frame[size : size + head])
        if not isinstance(answer, wire.Answer):
            raise wire.WireError("not an answer")
        call = Call(
            function=question.function,
            arguments=question.shown,
            seed=question.seed,
            device=question.device,
            case=question.case,
            gradients=question.gradients,
        )
        here = _moved(answer, {other: name for name, other in _names(question, _OTHER).items()})
        return observed(call, here, bytearray(frame[size + head :]), question.owners, 0.0)
    except (struct.error, wire.WireError) as error:
        raise FaultError(
            say("An answer of this kit cannot be read: {error}.", error=Heard(str(error))) + UNPACK
        ) from None


def _names(question: Question, other: str) -> dict[str, str]:
    """How the question's device is called, and what stands for that in a kit."""
    return {} if question.kind == "cpu" else {question.device: f"{other}:0", question.kind: other}


def _moved(answer: wire.Answer, names: Mapping[str, str]) -> wire.Answer:
    if not names:
        return answer
    moved = wire.reply(msgspec.msgpack.encode(_named(msgspec.to_builtins(answer), names)))
    assert isinstance(moved, wire.Answer)
    return moved


def _named(tree: Any, names: Mapping[str, str]) -> Any:
    """Plain data with some strings replaced."""
    if isinstance(tree, str):
        return names.get(tree, tree)
    if isinstance(tree, dict):
        return {key: _named(item, names) for key, item in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_named(item, names) for item in tree]
    return tree


def read(path: Path) -> Answers:
    """The answers of a kit. Raises CourseError where the file is damaged, or of another version."""
    try:
        held = msgspec.msgpack.decode(path.read_bytes(), type=Answers)
    except (OSError, msgspec.DecodeError) as error:
        raise CourseError(
            say("{file} cannot be read: {error}.", file=InFile(str(path)), error=Heard(str(error))) + UNPACK
        ) from None
    if held.schema != SCHEMA:
        got, want = Value(held.schema), Value(SCHEMA)
        raise CourseError(
            say("{file} has version {got}, expected {want}.", file=InFile(str(path)), got=got, want=want)
            + say("Ask for a new kit.")
        )
    return held
