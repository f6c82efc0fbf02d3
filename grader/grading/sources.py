"""The submission, in whichever children answer for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from grader.diagnosis.asked import Asked
from grader.errors import FaultError
from grader.grading.context import AssignmentContext
from grader.grading.settings import Settings
from grader.model import Source
from grader.sandbox import wire
from grader.sandbox.outside.asked import Relayed
from grader.sandbox.outside.budget import Budget, Share, Spending
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.outside.observations import Loading
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.sandboxed_source import SandboxedSource
from grader.words.messages import say

# Calls of lent siblings, in which a fault of theirs is looked for.
_KEPT = 100


class Lending:
    """Answers for the siblings that are lent to a source, and keeps its first calls of them."""

    def __init__(self, relay: Callable[[wire.LentCall, bytearray], Relayed]) -> None:
        self._relay = relay
        # How many calls it has answered since a run began.
        self._answered = 0
        # In order, each with its bytes.
        self.calls: list[tuple[wire.LentCall, bytes]] = []
        self._most: int | None = None

    def __call__(self, call: wire.LentCall, blob: bytearray) -> Relayed:
        """The reference's answer. Raises FaultError where it has none, or has answered enough."""
        if self._most is not None and self._answered >= self._most:
            raise FaultError(say("The file calls other functions too often to try this."))
        self._answered += 1
        if len(self.calls) < _KEPT:
            self.calls.append((call, bytes(blob)))
        return self._relay(call, blob)

    def begin(self, at_most: int | None) -> None:
        """Forget what was called. at_most: how many calls are answered; without an end where None."""
        self._most = at_most
        self.rewind(0)

    def mark(self) -> int:
        """How many calls it has answered."""
        return self._answered

    def rewind(self, mark: int) -> None:
        """As after so many calls: those after them are made once more."""
        self._answered = mark
        del self.calls[mark:]


@dataclass(slots=True)
class StudentSource:
    """The submission on one device, some siblings lent or none; and what it has answered."""

    sandboxed: SandboxedSource
    lending: Lending | None = None
    # By function.
    asked: dict[str, list[Asked]] = field(default_factory=dict)

    def forget_lent_calls(self, at_most: int | None = None) -> None:
        """A run begins, whose calls of lent siblings are the ones that count. at_most: are answered."""
        self.sandboxed.lent_calls.clear()
        if self.lending is not None:
            self.lending.begin(at_most)

    @property
    def device(self) -> str:
        """The kind of device."""
        return self.sandboxed.device


class StudentSources:
    """One submission's sources, each made when it is first asked."""

    def __init__(
        self,
        context: AssignmentContext,
        source: Source,
        settings: Settings,
        spending: Spending | None = None,
    ) -> None:
        """spending: of the submission that the source is made from."""
        self._context = context
        self._source = source
        self._settings = settings
        self.spending = spending or Spending(settings.budget)
        self._is_further = spending is not None
        # By device and the siblings lent.
        self._made: dict[tuple[str, tuple[str, ...]], StudentSource] = {}

    def of(self, device: str, lent: tuple[str, ...] = ()) -> StudentSource:
        """The submission on a device, these siblings lent by the reference."""
        if device == CUDA:
            self._let_others_go(lent)
        if (device, lent) not in self._made:
            lending = self._lending(device, lent)
            self._made[device, lent] = StudentSource(self._sandboxed(device, lent, lending), lending)
        return self._made[device, lent]

    def _let_others_go(self, lent: tuple[str, ...]) -> None:
        """One child of the submission at a time has a context on the GPU; one that is asked again is new."""
        for (kind, others), made in self._made.items():
            if kind == CUDA and others != lent:
                made.sandboxed.close()

    def on(self, device: str) -> list[StudentSource]:
        """All that were made for a device, in order."""
        return [made for (kind, _), made in self._made.items() if kind == device]

    @property
    def definitions_only(self) -> bool:
        """Whether the file as a whole was lost while it was being loaded."""
        return any(made.sandboxed.definitions_only for made in self._made.values())

    def asked_of(self, function: str, device: str) -> list[Question]:
        """What a function was asked on a device, siblings lent or not."""
        return [item.question for made in self.on(device) for item in made.asked.get(function, [])]

    def edited(
        self, device: str, lent: tuple[str, ...], edits: wire.Edits, budget: Budget
    ) -> SandboxedSource:
        """The submission in one more child, where edits of one of its functions can be called, too."""
        return self._sandboxed(device, lent, self._lending(device, lent), edits, budget)

    def _lending(self, device: str, lent: tuple[str, ...]) -> Lending | None:
        relay = self._context.reference.relay
        return Lending(partial(relay, device=device)) if lent and relay else None

    def load(self) -> Loading:
        """Load the submission, if it was not."""
        return self.of(self._settings.devices[0]).sandboxed.load()

    def _sandboxed(
        self,
        device: str,
        lent: tuple[str, ...] = (),
        lending: Lending | None = None,
        edits: wire.Edits | None = None,
        budget: Budget | None = None,
    ) -> SandboxedSource:
        return SandboxedSource(
            self._context.pool,
            self._source.cells,
            self._context.functions,
            budget=budget or self._settings.budget,
            spending=self.spending,
            share=self._share(device, further=bool(lent or edits)),
            lent=lent,
            relay=lending,
            device=device,
            beside=self._source.beside,
            parameters={name: self._context.reference.parameters(name) for name in self._context.functions},
            # What one device found out about it is not waited for again on the next.
            definitions_only=self.definitions_only,
            edits=edits,
        )

    def _share(self, device: str, *, further: bool) -> Share:
        first = device == self._settings.devices[0]
        return Share.CHECKS if first and not further and not self._is_further else Share.FURTHER

    def close(self) -> None:
        """Let the children go."""
        for made in self._made.values():
            made.sandboxed.close()
