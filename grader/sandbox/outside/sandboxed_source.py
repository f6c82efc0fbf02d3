"""Trusted side: one source text and whichever child answers for it at present.

A child that hangs, dies or talks nonsense ends one call. The next call meets a new child with the same text.
A child may also be lost by our doing, or by somebody else's on this machine: so its call is tried once more
(`once_more`). What ends two children at the same point is the submission's doing; of the course's own code, a
fault of ours.
Answers are data; nothing that comes from a child is believed beyond its form.

    SandboxedSource ─► Pipeline ─► Questioner ─► TextLoader ─► CurrentChild ─► Pool
    whether to ask     several     one question  the text      frames, time    children
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from grader.errors import FaultError, LostError
from grader.model import BesideFile, Call, Cell, Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.asked import Allowed, LostCallError, Relay, call_of
from grader.sandbox.outside.budget import Budget, Share, Spending
from grader.sandbox.outside.current_child import CurrentChild
from grader.sandbox.outside.observations import Loading, Loss, failed, not_loaded
from grader.sandbox.outside.once_more import once_more
from grader.sandbox.outside.pipeline import Pipeline
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.questioner import Questioner
from grader.sandbox.outside.source_text import SourceText
from grader.sandbox.outside.text_loader import TextLoader
from grader.sandbox.outside.time_limit import rounded
from grader.words.messages import say


class SandboxedSource:
    """Something that can be asked: a submission, the reference, or a set of misconceptions."""

    def __init__(
        self,
        pool: Pool,
        cells: Sequence[Cell],
        functions: Sequence[str],
        *,
        budget: Budget = Budget(),
        spending: Spending | None = None,
        share: Share = Share.CHECKS,
        trusted: bool = False,
        lent: Sequence[str] = (),
        relay: Relay | None = None,
        device: str = "cpu",
        definitions_only: bool = False,
        edits: wire.Edits | None = None,
        parameters: Mapping[str, Sequence[str]] = MappingProxyType({}),
        cuda: bool = False,
        beside: Sequence[BesideFile] = (),
        made: Sequence[Cell] = (),
    ) -> None:
        """spending: that others share who run the same submission. share: what this is used for.

        trusted: the course's own code: where its child cannot answer, the fault is ours.
        definitions_only: it is known that the whole file cannot be loaded in time.

        edits: of one of its functions, which can be called as each would leave it.
        parameters: those that the assignment asks for, by function.
        cuda: its children say that their machine has CUDA.
        beside: modules and data of the same owner.
        made: texts of the grader's own with further functions that are called; nothing else is known of them.
        """
        text = SourceText(cells, list(functions), list(lent), edits, parameters, beside, cuda, made)
        spending = spending or Spending(budget)
        self.budget = budget
        self.current = CurrentChild(
            pool,
            text,
            device=device,
            spending=spending,
            share=share,
            trusted=trusted,
            relay=relay,
        )
        self._loader = TextLoader(self.current, budget.load, definitions_only=definitions_only)
        self._questioner = Questioner(self.current, self._loader, budget)
        # The same text on a machine that says it has CUDA, once something is asked there.
        self._with_cuda: SandboxedSource | None = None
        self._made_with_cuda = partial(
            SandboxedSource,
            pool,
            cells,
            functions,
            budget=budget,
            spending=spending,
            share=share,
            trusted=trusted,
            lent=lent,
            relay=relay,
            edits=edits,
            parameters=parameters,
            cuda=True,
            beside=beside,
            made=made,
        )

    @property
    def device(self) -> str:
        """The kind of device that its children have."""
        return self.current.device

    @property
    def spent(self) -> float:
        """Seconds that its children have used."""
        return self.current.spent

    @property
    def lent_calls(self) -> set[str]:
        """The lent functions that it has called."""
        return self.current.lent_calls

    @property
    def definitions_only(self) -> bool:
        """Whether the file as a whole was lost while it was being loaded."""
        return self._loader.definitions_only

    def load(self) -> Loading:
        """Load once; later calls return what the first found."""
        return self._loader.load()

    def call(
        self,
        question: Question,
        allowed: Allowed,
        function: str | None = None,
        *,
        effects: bool = False,
        hidden: bool = False,
    ) -> Observation:
        """Put a question; whatever happens is an observation. Raises `FaultError` where it is our doing.

        hidden: it is a hidden check that asks, or somebody whose questions are of use to none that is seen.
        """
        self.current.asks_hidden = hidden
        return self._call(question, allowed, function, effects=effects)

    def _call(
        self,
        question: Question,
        allowed: Allowed,
        function: str | None = None,
        *,
        effects: bool = False,
        again: bool = False,
    ) -> Observation:
        """again: it was lost once."""
        if self._is_for_cuda(question):
            hidden = self.current.asks_hidden
            return self._on_cuda().call(question, allowed, function, effects=effects, hidden=hidden)
        call = call_of(question, function)
        refused = self._refused(call)
        if refused is not None:
            return refused
        ask = partial(self._questioner.ask, call, question, allowed, effects=effects)
        try:
            return ask() if again else once_more(ask, self._rewind(), _at_another_point)
        except LostCallError as lost:
            if self.current.trusted:
                raise
            return self._questioner.own_doing(lost)

    def call_all(
        self, questions: Iterable[Question], allowed: Allowed, *, hidden: bool = False
    ) -> list[Observation]:
        """As `call`, one question after another; the next is on its way while one is being answered."""
        self.current.asks_hidden = hidden
        try:
            return self._call_all(questions, allowed)
        except BaseException:
            self.current.drop()  # nobody awaits what it may still answer
            raise

    def _call_all(self, questions: Iterable[Question], allowed: Allowed) -> list[Observation]:
        self.current.renew()
        pipeline = Pipeline(self.current, self._questioner, allowed, self._call)
        for question in questions:
            if self._travels(question):
                pipeline.put(question)
            else:
                pipeline.put_alone(question)
        return pipeline.land()

    def _travels(self, question: Question) -> bool:
        """Whether it may be sent while another is being answered."""
        if question.cuda or self.current.text.lent or self.current.child is None:
            return False
        return self._refused(call_of(question)) is None

    def raw(
        self, question: Question, seconds: float, function: str | None = None, *, effects: bool = True
    ) -> tuple[wire.Answer, bytearray]:
        """The answer as it came, with effects on arguments. Raises FaultError where there is none.

        function: another one than the question's, to be asked in its place.
        """
        if self._is_for_cuda(question):
            return self._on_cuda().raw(question, seconds, function, effects=effects)
        ask = partial(self._questioner.raw, question, seconds, function, effects=effects)
        return once_more(ask, self.current.drop)

    def _is_for_cuda(self, question: Question) -> bool:
        return question.cuda and not self.current.text.says_cuda

    def _on_cuda(self) -> SandboxedSource:
        if self._with_cuda is None:
            self._with_cuda = self._made_with_cuda(definitions_only=self.definitions_only)
        return self._with_cuda

    def _rewind(self) -> Callable[[], None]:
        """What is to be done before a question is put once more."""
        relay = self.current.relay
        mark = relay.mark() if relay is not None else 0

        def rewind() -> None:
            self.current.drop()
            if relay is not None:
                relay.rewind(mark)

        return rewind

    def _refused(self, call: Call) -> Observation | None:
        """Why a call is not even tried."""
        loading = self.load()
        if loading.failed:
            return not_loaded(call, loading.problem, loading.location)
        if self.in_vain(call.function) >= self.budget.patience:
            often = say("It was not called again, because calls before it gave no answer.")
            return failed(call, Loss(Outcome.TIMED_OUT, often))
        spending = self.current.spending
        if self.current.left() <= 0:
            total = spending.budget.total
            spent = say("The file used up its {seconds} seconds.", seconds=rounded(total))
            spent += say("So it was not called.")
            return replace(failed(call, Loss(Outcome.TIMED_OUT, spent)), out_of_time=True)
        if not self.current.trusted and spending.ours_is_used_up:
            raise FaultError(say("The answers of this file cost the grader too much time."))
        return None

    def in_vain(self, function: str) -> int:
        """How often a function gave no answer, as far as the one who asks may know."""
        return self._questioner.in_vain(function)

    def close(self) -> None:
        """Let the child go; it is killed, not asked."""
        self.current.drop()
        if self._with_cuda is not None:
            self._with_cuda.close()


def _at_another_point(first: LostError, second: LostError) -> bool:
    """Whether a call was lost after more or fewer lent calls: code ends itself at one point each time."""
    if isinstance(first, LostCallError) and isinstance(second, LostCallError):
        return first.asked.lent != second.asked.lent
    return False
