"""Trusted side: one source text and whichever child answers for it at present.

A child that hangs, dies or talks nonsense ends one call. The next call meets a new child with the same text.
A child may also be lost by our doing, or by somebody else's on this machine: so its call is tried once more
(`once_more`). What ends two children is the submission's doing; of the course's own code, a fault of ours.
Answers are data; nothing that comes from a child is believed beyond its form.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple, Protocol

import msgspec

from grader.errors import DeviceError, FaultError, LostError
from grader.model import BesideFile, Call, Cell, Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.budget import SIM_IS_SLOWER, Budget, Share, Spending
from grader.sandbox.outside.children import Child
from grader.sandbox.outside.exit_status import Gone, Late
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.outside.hang import stuck_at
from grader.sandbox.outside.installed import is_library
from grader.sandbox.outside.observations import Loading, Loss, failed, loading, loss, not_loaded, observed
from grader.sandbox.outside.once_more import has_run_out, once_more
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.time_limit import Allowance, TimeLimit, rounded
from grader.sandbox.sim.backend_name import TYPE as SIM
from grader.words.messages import Code, Message, heard, say

_LENT_CALLS = 20_000
# Seconds of the reference's own time that it may work for one question of a submission.
_RELAYED = 10.0
# Seconds of work after which a child of the course's own code makes room for a new one: well below the
# processor time that a child may use.
_LIFE = 10.0
# What a call may use: seconds of processor time, or more where more is found to be fair.
Allowed = Callable[[Question], Allowance]
# Bytes of questions on their way: so few that neither side waits for the other to read.
_AHEAD = 16_384
# Bytes of small questions that travel together.
_TOGETHER = 2_048


def within(seconds: float) -> Allowed:
    """So much processor time, whatever is asked."""
    return lambda question: Allowance(seconds)


class Relayed(NamedTuple):
    """A lent call's answer. seconds: that whoever answered has worked for it."""

    answer: wire.LentAnswer
    blob: bytes
    seconds: float


class Relay(Protocol):
    """Answers lent calls, and can take back that it did, where the question is put once more."""

    def __call__(self, call: wire.LentCall, blob: bytearray) -> Relayed: ...

    def mark(self) -> int:
        """Where it is at present."""
        ...

    def rewind(self, mark: int) -> None:
        """Be there again."""
        ...


class LostCallError(LostError):
    """A child was lost in a call. seen: what the call comes to if the source itself has done it."""

    def __init__(self, said: Message, seen: Observation, asked: _Asked, *, answered: bool = False) -> None:
        """answered: it has answered that it has no memory."""
        self.seen = seen
        self.asked = asked
        self.answered = answered
        super().__init__(said)


class _LostLoadError(LostError):
    """A child was lost while it loaded a text."""

    def __init__(self, loaded: wire.Loaded | Loss, limit: TimeLimit, *, exits: bool = False) -> None:
        """exits: by an exit code, which is what the text does, even where it is the course's own."""
        self.loaded = loaded
        self.limit = limit
        self.exits = exits
        super().__init__(_not_loaded(loaded if isinstance(loaded, Loss) else _NO_MEMORY))


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
    ) -> None:
        """spending: that others share who run the same submission. share: what this is used for.

        definitions_only: it is known that the whole file cannot be loaded in time.

        edits: of one of its functions, which can be called as each would leave it.
        parameters: those that the assignment asks for, by function.
        cuda: its children say that their machine has CUDA.
        beside: modules and data of the same owner.
        """
        self.pool = pool
        self.device = device
        self._slower = SIM_IS_SLOWER if device == SIM else 1.0
        self._texts = [(cell.label, cell.text) for cell in cells]
        # By label.
        self._cells = {cell.label: cell for cell in cells}
        self.functions = list(functions)
        self.budget = budget
        self.spending = spending or Spending(budget)
        self._share = share
        # The course's own code: where its child cannot answer, the fault is ours.
        self.trusted = trusted
        self.lent = list(lent)
        self.relay = relay
        self._edits = edits
        self.lent_calls: set[str] = set()
        self.spent = 0.0
        # Of that, by the present child.
        self._worked = 0.0
        self._child: Child | None = None
        self._number = 0
        # The present child's processor time when it was last heard.
        self._heard_used: float | None = None
        self._definitions_only = definitions_only
        self._parameters = {name: list(names) for name, names in parameters.items()}
        self._beside = beside
        self._files, self._files_blob = _packed(beside)
        # Questions behind one that was sent: several travel together.
        self._waiting = bytearray()
        # Calls without an answer, by function, and apart those that hidden checks made: what they use up
        # changes nothing that is seen.
        self._lost: dict[tuple[str, bool], int] = {}
        self._loading: Loading | None = None
        # Whether a hidden check asks now, and whether one has asked the present child: whatever that one says
        # from then on could tell of it, and so no other check hears it.
        self._asks_hidden = False
        self._knows_hidden = False
        self._says_cuda = cuda
        # The same text on a machine that says it has CUDA, once something is asked there.
        self._with_cuda: SandboxedSource | None = None

    @property
    def definitions_only(self) -> bool:
        """Whether the file as a whole was lost while it was being loaded."""
        return self._definitions_only

    # ── loading ──────────────────────────────────────────────────────────────────────────────────────────

    def load(self) -> Loading:
        """Load once; later calls return what the first found."""
        if self._loading is None:
            self._loading = self._first_load()
        return self._loading

    def _first_load(self) -> Loading:
        whole = self._try_load()
        if isinstance(whole, wire.Loaded):
            return loading(whole, (), self._cells)
        if self._definitions_only:
            return Loading(outcome=whole.outcome, problem=_not_loaded(whole))
        self._definitions_only = True
        parts = self._try_load()
        if isinstance(parts, wire.Loaded):
            kept = say("Only its imports and definitions were used.")
            return loading(parts, (_not_loaded(whole) + kept,), self._cells)
        return Loading(outcome=parts.outcome, problem=_not_loaded(parts))

    def _try_load(self) -> wire.Loaded | Loss:
        """What the child says about the text, or how it was lost, both times. Raises `LostError`."""
        try:
            return once_more(self._load_in_child, self._drop)
        except _LostLoadError as lost:
            if self.trusted and not lost.exits:
                raise
            self._add(lost.limit)
            return lost.loaded

    def _load_in_child(self) -> wire.Loaded | Loss:
        child = self._child = self.pool.take(self.device)
        self._knows_hidden = False
        self._worked = 0.0
        seconds = self.budget.load
        limit = TimeLimit(child, Allowance(seconds), at_most=self._left(), waiting=seconds)
        try:
            loaded = self._loaded_by(child, limit)
        except (Late, Gone, wire.WireError) as error:
            self._heard_used = limit.finish()
            loss = self._lose(child, error, limit)
            if isinstance(error, Late):
                self._add(limit)
                return loss
            exits = isinstance(error, Gone) and error.ending.exit_code is not None
            raise _LostLoadError(loss, limit, exits=exits) from None
        except BaseException:
            self._drop()
            raise
        self._heard_used = limit.finish()
        if has_run_out(loaded):
            raise _LostLoadError(loaded, limit)
        self._add(limit)
        return loaded

    def _loaded_by(self, child: Child, limit: TimeLimit) -> wire.Loaded:
        asked = wire.Load(
            self._texts,
            self.functions,
            self._definitions_only,
            self.lent,
            self._edits,
            self._parameters,
            self._says_cuda,
            self._files,
        )
        child.send(wire.pack(asked, self._files_blob), limit)
        self.pool.prepare(self.device)
        message, _ = self._receive(child, limit)
        if not isinstance(message, wire.Loaded):
            raise wire.WireError("an answer out of step")
        return message

    def _charge(self, limit: TimeLimit) -> None:
        self._heard_used = limit.finish()
        self._add(limit)

    def _add(self, limit: TimeLimit) -> None:
        """What was used is spent; what was used in vain, and tried once more, is not."""
        seconds = limit.take()
        self.spent += seconds
        self._worked += seconds
        self.spending.add(seconds, self._used_for, slower=self._slower)

    def _renew(self) -> None:
        """The course's own code answers for a whole class; a child's life is measured for one submission.

        And what has heard a hidden question answers no visible one.
        """
        if (self.trusted and self._worked > _LIFE) or (self._knows_hidden and not self._asks_hidden):
            self._drop()

    # ── calling ──────────────────────────────────────────────────────────────────────────────────────────

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
        self._asks_hidden = hidden
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
        if question.cuda and not self._says_cuda:
            hidden = self._asks_hidden
            return self._on_cuda().call(question, allowed, function, effects=effects, hidden=hidden)
        call = _call(question, function)
        refused = self._refused(call)
        if refused is not None:
            return refused
        ask = partial(self._ask, call, question, allowed, effects=effects)
        try:
            return ask() if again else once_more(ask, self._rewind())
        except LostCallError as lost:
            if self.trusted:
                raise
            return self._own_doing(lost)

    def _rewind(self) -> Callable[[], None]:
        """What is to be done before a question is put once more."""
        mark = self.relay.mark() if self.relay is not None else 0

        def rewind() -> None:
            self._drop()
            if self.relay is not None:
                self.relay.rewind(mark)

        return rewind

    def _ask(self, call: Call, question: Question, allowed: Allowed, *, effects: bool) -> Observation:
        """Ask the present child, or a new one. Raises `LostError` where it is lost."""
        self._renew()
        child = self._child
        if child is None:
            loaded = self._try_load()
            child = self._child
            if isinstance(loaded, Loss) or child is None:
                again = say("The file had to be loaded again.")
                return not_loaded(call, again + _not_loaded(loaded) if isinstance(loaded, Loss) else again)
        asked = _Asked(call, question)
        try:
            self._send(child, asked, allowed, effects=effects)
        except (Late, Gone, wire.WireError) as error:
            return self._without_answer(child, asked, error)
        except BaseException:
            self._drop()
            raise
        return self._heard(child, asked)

    def _own_doing(self, lost: LostCallError) -> Observation:
        """The observation where two children were lost in the same call."""
        self._add(lost.asked.limit)
        if not lost.answered:
            self._count_lost(lost.asked)
        return lost.seen

    def call_all(
        self, questions: Iterable[Question], allowed: Allowed, *, hidden: bool = False
    ) -> list[Observation]:
        """As `call`, one question after another; the next is on its way while one is being answered."""
        self._asks_hidden = hidden
        try:
            return self._call_all(questions, allowed)
        except BaseException:
            self._drop()  # nobody awaits what it may still answer
            raise

    def _call_all(self, questions: Iterable[Question], allowed: Allowed) -> list[Observation]:
        self._renew()
        seen: list[Observation] = []
        ahead: deque[_Asked] = deque()
        size = 0
        for question in questions:
            asked = _Asked(_call(question), question)
            child = self._child
            if question.cuda or self.lent or child is None or self._refused(asked.call) is not None:
                seen += self._land(ahead, allowed)
                seen.append(self._call(question, allowed))
                continue
            try:
                self._send(child, asked, allowed, ahead=bool(ahead))
                ahead.append(asked)
                size += asked.size
            except (Late, Gone, wire.WireError, LostError):
                # Which of them it was is found by asking each on its own.
                self._drop()
                seen += [self._call(one.question, allowed) for one in (*ahead, asked)]
                ahead.clear()
            if size > _AHEAD:
                size = 0
                seen += self._land(ahead, allowed)
        return [*seen, *self._land(ahead, allowed)]

    def _land(self, ahead: deque[_Asked], allowed: Allowed) -> Iterator[Observation]:
        child, first = self._child, True
        if child is not None and ahead:
            try:
                self._send_waiting(child, ahead[-1].limit)
            except (Late, Gone, wire.WireError, LostError):
                self._drop()  # each is asked anew
        while ahead:
            asked = ahead.popleft()
            if child is None or child is not self._child:  # an earlier question took it along
                yield self._call(asked.question, allowed)
            else:
                if not first:
                    # It began with this one when it had answered the one before.
                    asked.limit.begin(self._heard_used)
                yield self._heard_or_again(child, asked, allowed)
            first = False

    def _heard_or_again(self, child: Child, asked: _Asked, allowed: Allowed) -> Observation:
        try:
            return self._heard(child, asked)
        except LostError:
            self._drop()
        return self._call(asked.question, allowed, again=True)

    def _send(
        self, child: Child, asked: _Asked, allowed: Allowed, *, effects: bool = False, ahead: bool = False
    ) -> None:
        self._number += 1
        self._knows_hidden = self._knows_hidden or self._asks_hidden
        frame = asked.question.frame(self._number, asked.call.function, effects=effects)
        asked.number, asked.size = self._number, len(frame)
        used = self._heard_used if ahead else None
        asked.limit = TimeLimit(child, allowed(asked.question), at_most=self._left(), used=used)
        if not ahead:
            child.send(frame, asked.limit)
            return
        self._waiting += frame
        if len(self._waiting) > _TOGETHER:
            self._send_waiting(child, asked.limit)

    def _send_waiting(self, child: Child, limit: TimeLimit) -> None:
        waiting, self._waiting = bytes(self._waiting), bytearray()
        if waiting:
            child.send(waiting, limit, ahead=True)

    def _heard(self, child: Child, asked: _Asked) -> Observation:
        limit = asked.limit
        try:
            answer, blob = self._answer(child, asked.number, limit)
            self._heard_used = limit.finish()
            if self._knows_hidden:
                answer = msgspec.structs.replace(answer, printed="")
            owners = asked.question.owners
            seen = observed(asked.call, answer, blob, owners, limit.spent, self._cells)
        except (Late, Gone, wire.WireError) as error:
            return self._without_answer(child, asked, error)
        except BaseException:
            self._drop()  # nobody awaits what it may still answer
            raise
        if self._is_gpu_trouble(answer):
            self._note_lost(asked.call.function)
            # Its GPU is of no use to it any more: the next call meets a healthy one.
            self._drop()
            self.pool.gpu.demand_proof()
        if self.device != CUDA and has_run_out(answer):
            raise LostCallError(
                _silent(asked.question) + heard(answer.error_text), seen, asked, answered=True
            )
        self._add(limit)
        return seen

    def _without_answer(
        self, child: Child, asked: _Asked, error: Late | Gone | wire.WireError
    ) -> Observation:
        """What a call without an answer comes to. Raises `LostError` where it may be our doing."""
        limit = asked.limit
        self._heard_used = limit.finish()
        loss = self._lose(child, error, limit)
        if self._may_be_ours(error, limit):
            raise LostCallError(_silent(asked.question) + loss.how, failed(asked.call, loss), asked)
        self._add(limit)
        self._count_lost(asked)
        return replace(failed(asked.call, loss), out_of_time=isinstance(error, Late) and limit.cut_short)

    def _may_be_ours(self, error: Late | Gone | wire.WireError, limit: TimeLimit) -> bool:
        """Whether a child may have been lost by no doing of its source: what it runs of ours is trusted."""
        return not isinstance(error, Late) or (self.trusted and limit.waited)

    def _count_lost(self, asked: _Asked) -> None:
        name, limit = asked.call.function, asked.limit
        # What sleeps is tried again once a submission: each try takes seconds.
        in_vain = self.budget.patience if limit.waited and self.spending.has_waited else 1
        self.spending.has_waited = self.spending.has_waited or limit.waited
        self._note_lost(name, in_vain)

    def _on_cuda(self) -> SandboxedSource:
        if self._with_cuda is None:
            self._with_cuda = SandboxedSource(
                self.pool,
                list(self._cells.values()),
                self.functions,
                budget=self.budget,
                spending=self.spending,
                share=self._share,
                trusted=self.trusted,
                lent=self.lent,
                relay=self.relay,
                definitions_only=self._definitions_only,
                edits=self._edits,
                parameters=self._parameters,
                cuda=True,
                beside=self._beside,
            )
        return self._with_cuda

    def _refused(self, call: Call) -> Observation | None:
        """Why a call is not even tried."""
        loading = self.load()
        if loading.failed:
            return not_loaded(call, loading.problem, loading.location)
        if self._in_vain(call.function) >= self.budget.patience:
            often = say("It was not called again, because calls before it gave no answer.")
            return failed(call, Loss(Outcome.TIMED_OUT, often))
        if self._left() <= 0:
            total = self.spending.budget.total
            spent = say("The file used up its {seconds} seconds.", seconds=rounded(total))
            spent += say("So it was not called.")
            return replace(failed(call, Loss(Outcome.TIMED_OUT, spent)), out_of_time=True)
        if not self.trusted and self.spending.ours_is_used_up:
            raise FaultError(say("The answers of this file cost the grader too much time."))
        return None

    def _note_lost(self, function: str, times: int = 1) -> None:
        self._lost[function, self._asks_hidden] = self._lost.get((function, self._asks_hidden), 0) + times

    def _in_vain(self, function: str) -> int:
        """How often a function gave no answer, as far as the one who asks may know."""
        return sum(self._lost.get((function, hidden), 0) for hidden in {False, self._asks_hidden})

    def raw(
        self, question: Question, seconds: float, function: str | None = None, *, effects: bool = True
    ) -> tuple[wire.Answer, bytearray]:
        """The answer as it came, with effects on arguments. Raises FaultError where there is none.

        function: another one than the question's, to be asked in its place.
        """
        if question.cuda and not self._says_cuda:
            return self._on_cuda().raw(question, seconds, function, effects=effects)
        return once_more(partial(self._raw, question, seconds, function, effects=effects), self._drop)

    def _raw(
        self, question: Question, seconds: float, function: str | None, *, effects: bool
    ) -> tuple[wire.Answer, bytearray]:
        self._renew()
        if self._child is None:
            self._try_load()
        child = self._child
        if child is None:
            raise FaultError(say("There is no process to answer."))
        self._number += 1
        limit = TimeLimit(child, Allowance(seconds))
        try:
            child.send(question.frame(self._number, function, effects=effects), limit)
            answer, blob = self._answer(child, self._number, limit)
        except (Late, Gone, wire.WireError) as error:
            lost = self._may_be_ours(error, limit)
            why = _silent(question) + self._lose(child, error, limit).how
            raise (LostError if lost else FaultError)(why) from None
        except BaseException:
            self._drop()
            raise
        finally:
            self._charge(limit)
        if self._is_gpu_trouble(answer):
            self._drop()
            said = say("The reference could not answer on the GPU.")
            raise DeviceError(said + heard(answer.error_text))
        if self.device != CUDA and has_run_out(answer):
            raise LostError(_silent(question) + heard(answer.error_text))
        return answer, blob

    def _answer(self, child: Child, number: int, limit: TimeLimit) -> tuple[wire.Answer, bytearray]:
        """The answer to one question; on the way, lent siblings are answered for."""
        relayed = 0.0
        for _ in range(_LENT_CALLS):
            message, blob = self._receive(child, limit)
            if isinstance(message, wire.Answer) and message.id == number:
                return message, blob
            if isinstance(message, wire.Broken):
                if self.trusted and not has_run_out(message):
                    raise FaultError(say("The arguments of a call could not be built.") + heard(message.text))
                raise wire.WireError("arguments that could not be built")
            if (
                not isinstance(message, wire.LentCall)
                or self.relay is None
                or message.function not in self.lent
            ):
                break
            # The reference's time is not the student's, within limits.
            used = limit.finish()
            self.lent_calls.add(message.function)
            # Where there is none, the child is let go: it waits for a reply that will not come.
            reply = self.relay(message, blob)
            relayed += reply.seconds
            if relayed > _RELAYED:
                seconds = rounded(_RELAYED)
                raise FaultError(
                    say("The reference took longer than {seconds} seconds for one question.", seconds=seconds)
                )
            limit.begin(used)
            child.send(wire.pack(reply.answer, reply.blob), limit)
        raise wire.WireError("an answer out of step")

    def _receive(self, child: Child, limit: TimeLimit) -> tuple[wire.Reply, bytearray]:
        head, blob = child.receive(limit)
        message = wire.reply(bytes(head))
        values: list[wire.Value] = []
        if isinstance(message, wire.Answer):
            values = [message.value, *(value for _, value in message.after)]
        elif isinstance(message, wire.LentCall):
            values = [*message.arguments, *(value for _, value in message.keywords)]
        wire.validate(values, len(blob))
        return message, blob

    # ── losing a child ───────────────────────────────────────────────────────────────────────────────────

    def _lose(self, child: Child, error: Late | Gone | wire.WireError, limit: TimeLimit) -> Loss:
        """Say how a child was lost and where it was, and let it go."""
        place = stuck_at(child.stack(), self._cells) if isinstance(error, Late) else None
        self._drop()
        if self.device == CUDA:
            self.pool.gpu.demand_proof()
        return loss(error, limit.how, place)

    def _is_gpu_trouble(self, answer: wire.Answer) -> bool:
        """Whether the GPU may be to blame for an answer: then one that is not must be seen to work."""
        return self.device == CUDA and (answer.device_lost or answer.out_of_memory)

    def _drop(self) -> None:
        child, self._child = self._child, None
        self._waiting.clear()
        if child is None:
            return
        if self.device == CUDA:
            self.pool.gpu.end(child)
        else:
            child.close(wait=False)

    def close(self) -> None:
        """Let the child go; it is killed, not asked."""
        self._drop()
        if self._with_cuda is not None:
            self._with_cuda.close()

    def _left(self) -> float:
        return self.spending.left(self._used_for, slower=self._slower)

    @property
    def _used_for(self) -> Share:
        return Share.HIDDEN if self._asks_hidden else self._share


_NO_MEMORY = Loss(Outcome.OUT_OF_MEMORY, heard("MemoryError"))


def _silent(question: Question) -> Message:
    return say("{function} gave no answer.", function=Code(question.function))


def _packed(beside: Sequence[BesideFile]) -> tuple[list[wire.OwnFile], bytes]:
    """Files as they are sent: what has a library's name stays out."""
    kept = [one for one in beside if not is_library(one.name)]
    ends = list(accumulate((len(one.data) for one in kept), initial=0))
    files = [wire.OwnFile(one.name, at, len(one.data)) for one, at in zip(kept, ends, strict=False)]
    return files, b"".join(one.data for one in kept)


@dataclass(slots=True)
class _Asked:
    """A question that was sent."""

    call: Call
    question: Question
    number: int = 0
    size: int = 0
    # From when it was sent, or the one before it was answered.
    limit: TimeLimit = field(init=False)


def _not_loaded(lost: Loss) -> Message:
    said = say("The file could not be loaded.") + lost.how
    return said if lost.place is None else said + say("See {place}.", place=lost.place.place)


def _call(question: Question, function: str | None = None) -> Call:
    return Call(
        function=function or question.function,
        arguments=question.shown,
        seed=question.seed,
        device=question.device,
        case=question.case,
        gradients=question.gradients,
    )
