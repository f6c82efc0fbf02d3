"""The calls of one run of a check, as questions."""

from __future__ import annotations

import hashlib
from functools import partial

import torch

from grader.grading.loops import LoopLengths
from grader.reference.live import Reference
from grader.reference.recorded import Recorded
from grader.sandbox.outside.budget import SIM_IS_SLOWER
from grader.sandbox.outside.question import Question, place, question
from grader.sandbox.outside.time_limit import Allowance
from grader.sandbox.sim.backend_name import TYPE as SIM
from grader.testing.cases import Case
from grader.testing.checks import Check
from grader.testing.functions import Arguments
from grader.testing.texts import of_check
from grader.words.messages import NOTHING, say

# Where a check names no seconds, a call may use so often the processor time that a right answer takes, and in
# any case so many seconds: on the CPU, and elsewhere, where a step may cost ten times as much.
_TIMES = 50
_AT_LEAST = 1.0
_ELSEWHERE = 10.0
_TOLD = say("It took longer than {times} times the time of a right answer.", times=_TIMES)
# What the reference may use.
_OF_THE_REFERENCE = 10.0


class Questions:
    """Encodes each call of a run once, whoever is asked it; the seed of its calls is the check's own."""

    def __init__(
        self,
        check: Check,
        device: str,
        reference: Reference | Recorded,
        seed: int,
        loops: LoopLengths | None = None,
    ) -> None:
        """reference: who knows the parameters' names. seed: of grading. loops: what cuts them, if any."""
        self.check = check
        self.device = device
        self._loops = loops
        self._reference = reference
        digest = hashlib.sha256(f"{seed}:{check.id}:call".encode()).digest()
        self._seed = int.from_bytes(digest[:4], "little")
        self._encoded: dict[tuple[object, ...], tuple[object, Question]] = {}

    @property
    def seconds(self) -> float:
        """Processor time that one call of the reference may use."""
        return max(_OF_THE_REFERENCE, self._named or 0.0)

    @property
    def _named(self) -> float | None:
        """Processor time that the check says one call may use; on sim, more."""
        seconds = self.check.seconds
        return seconds * SIM_IS_SLOWER if seconds is not None and self.device == SIM else seconds

    def allowance(self, question: Question) -> Allowance:
        """What a call of the submission may use. The reference is only asked where it is slow."""
        if self._named is not None:
            return Allowance(self._named)
        at_least = _AT_LEAST if self.device == "cpu" else _ELSEWHERE
        return Allowance(at_least, partial(self._fair, question), _TOLD)

    def _fair(self, question: Question) -> float:
        return _TIMES * self._reference.takes(question, self.seconds)

    @property
    def cut_any(self) -> bool:
        """Whether any loop was cut."""
        return self._loops is not None and self._loops.cut_any

    @property
    def rounds(self) -> int:
        """How often the shortest loop goes round that was cut, if it is not; 0 where none was."""
        return 0 if self._loops is None else self._loops.rounds

    def of(self, function: str, call: Arguments) -> Question:
        """A call as a question; one just put to the student is not encoded anew for the reference."""
        arguments, keywords = call
        if keywords:
            return self._encode(function, call, self.device)
        key = function, id(arguments), *(getattr(item, "_version", 0) for item in arguments)
        if key not in self._encoded:
            # With the arguments, so that no others get their identity meanwhile.
            self._encoded[key] = arguments, self._encode(function, call, self.device)
        return self._encoded[key][1]

    def on_cpu(self, function: str, call: Arguments) -> Question:
        """The same call on the CPU; a device that is handed over by name is the CPU, too."""
        return self._encode(function, self._moved_home(call), "cpu")

    def _moved_home(self, call: Arguments) -> Arguments:
        arguments, keywords = call
        named = {name: self._at_home(value) for name, value in keywords.items()}
        moved = map(self._at_home, arguments)
        if isinstance(arguments, Case):
            return arguments.with_others(*moved), named
        return tuple(moved), named

    def _at_home(self, value: object) -> object:
        if not isinstance(value, (str, torch.device)) or str(value) not in (self.device, place(self.device)):
            return value
        return "cpu" if isinstance(value, str) else torch.device("cpu")

    def _encode(self, function: str, call: Arguments, device: str) -> Question:
        names = self._reference.parameters(function)
        special = call[0] if isinstance(call[0], Case) else None
        if self._loops is not None:
            call = self._loops.cut(function, names, call, lambda: self._digest(function, call))
        return question(
            function,
            names,
            *call,
            seed=self._seed,
            device=place(device),
            case=NOTHING if special is None else of_check(special.kind, {}),
            gradients=special is None or special.gradients,
            cuda=special is not None and special.cuda,
        )

    def _digest(self, function: str, call: Arguments) -> bytes:
        """Equal for equal calls, on whatever device."""
        return question(function, (), *self._moved_home(call), seed=0, device="cpu").key()
