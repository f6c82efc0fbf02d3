"""One question to the current child: the answer is an observation, and so is the lack of one."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from grader.errors import DeviceError, FaultError, LostError
from grader.model import Call, Observation
from grader.sandbox import wire
from grader.sandbox.outside.asked import Allowed, LostCallError, SentQuestion, call_of, silent
from grader.sandbox.outside.budget import Budget
from grader.sandbox.outside.children import Child
from grader.sandbox.outside.current_child import CurrentChild, Ended
from grader.sandbox.outside.exit_status import Gone, Late
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.outside.observations import Loss, failed, not_loaded, observed
from grader.sandbox.outside.once_more import has_run_out
from grader.sandbox.outside.question import Question
from grader.sandbox.outside.text_loader import TextLoader, why_not_loaded
from grader.sandbox.outside.time_limit import Allowance, TimeLimit
from grader.words.messages import heard, say


class Questioner:
    """Puts questions one at a time, and counts those that nobody answered."""

    def __init__(self, current: CurrentChild, loader: TextLoader, budget: Budget) -> None:
        self._current = current
        self._loader = loader
        self._budget = budget
        # Calls without an answer, by function, and apart those that hidden checks made: what they use up
        # changes nothing that is seen.
        self._lost: dict[tuple[str, bool], int] = {}

    def ask(self, call: Call, question: Question, allowed: Allowed, *, effects: bool) -> Observation:
        """Ask the present child, or a new one. Raises `LostError` where it is lost."""
        self._current.renew()
        if self._current.child is None:
            loaded = self._loader.load_again()
            if isinstance(loaded, Loss):
                again = say("The file had to be loaded again.")
                return not_loaded(call, again + why_not_loaded(loaded))
        child = self._present()
        asked = SentQuestion(call, question)
        try:
            self._current.send(child, asked, allowed, effects=effects)
        except (Late, Gone, wire.WireError) as error:
            return self._without_answer(child, asked, error)
        except BaseException:
            self._current.drop()
            raise
        return self.hear(child, asked)

    def hear(self, child: Child, asked: SentQuestion) -> Observation:
        """What a question that was sent comes to. Raises `LostCallError` where it may be our doing."""
        limit, current = asked.limit, self._current
        try:
            answer, blob = current.answer(child, asked)
            current.heard_used = limit.finish()
            if current.knows_hidden:
                answer = msgspec.structs.replace(answer, printed="")
            owners = asked.question.owners
            seen = observed(asked.call, answer, blob, owners, limit.spent, current.text.cells)
        except (Late, Gone, wire.WireError) as error:
            return self._without_answer(child, asked, error)
        except BaseException:
            current.drop()  # nobody awaits what it may still answer
            raise
        if current.is_gpu_trouble(answer):
            self._note_lost(asked.call.function)
            # Its GPU is of no use to it any more: the next call meets a healthy one.
            current.drop()
            current.pool.gpu.demand_proof()
        if current.device != CUDA and has_run_out(answer):
            said = silent(asked.question) + heard(answer.error_text)
            raise LostCallError(said, seen, asked, answered=True)
        current.add(limit)
        return seen

    def _without_answer(self, child: Child, asked: SentQuestion, error: Ended) -> Observation:
        """What a call without an answer comes to. Raises `LostCallError` where it may be our doing."""
        limit, current = asked.limit, self._current
        current.heard_used = limit.finish()
        loss = current.lose(child, error, limit)
        if self._may_be_ours(error, limit):
            raise LostCallError(silent(asked.question) + loss.how, failed(asked.call, loss), asked)
        current.add(limit)
        self._count_lost(asked)
        return replace(failed(asked.call, loss), out_of_time=isinstance(error, Late) and limit.cut_short)

    def _may_be_ours(self, error: Ended, limit: TimeLimit) -> bool:
        """Whether a child may have been lost by no doing of its source: what it runs of ours is trusted."""
        return not isinstance(error, Late) or (self._current.trusted and limit.waited)

    def own_doing(self, lost: LostCallError) -> Observation:
        """The observation where two children were lost at the same point of a call."""
        self._current.add(lost.asked.limit)
        if not lost.answered:
            self._count_lost(lost.asked)
        return lost.seen

    # ── the answer as it came ────────────────────────────────────────────────────────────────────────────

    def raw(
        self, question: Question, seconds: float, function: str | None, *, effects: bool
    ) -> tuple[wire.Answer, bytearray]:
        """The answer of the present child, or of a new one. Raises FaultError where there is none."""
        current = self._current
        current.renew()
        if current.child is None:
            self._loader.load_again()
        child, asked = self._present(), SentQuestion(call_of(question, function), question)
        frame = current.numbered(asked, effects=effects)
        limit = asked.limit = TimeLimit(child, Allowance(seconds))
        try:
            child.send(frame, limit)
            answer, blob = current.answer(child, asked)
        except (Late, Gone, wire.WireError) as error:
            lost = self._may_be_ours(error, limit)
            why = silent(question) + current.lose(child, error, limit).how
            raise (LostError if lost else FaultError)(why) from None
        except BaseException:
            current.drop()
            raise
        finally:
            current.charge(limit)
        return self._usable(answer, question), blob

    def _usable(self, answer: wire.Answer, question: Question) -> wire.Answer:
        if self._current.is_gpu_trouble(answer):
            self._current.drop()
            said = say("The reference could not answer on the GPU.")
            raise DeviceError(said + heard(answer.error_text))
        if self._current.device != CUDA and has_run_out(answer):
            raise LostError(silent(question) + heard(answer.error_text))
        return answer

    def _present(self) -> Child:
        if self._current.child is None:
            raise FaultError(say("There is no process to answer."))
        return self._current.child

    # ── calls that nobody answered ───────────────────────────────────────────────────────────────────────

    def in_vain(self, function: str) -> int:
        """How often a function gave no answer, as far as the one who asks may know."""
        return sum(self._lost.get((function, hidden), 0) for hidden in {False, self._current.asks_hidden})

    def _count_lost(self, asked: SentQuestion) -> None:
        limit, spending = asked.limit, self._current.spending
        # What sleeps is tried again once a submission: each try takes seconds.
        often = self._budget.patience if limit.waited and spending.has_waited else 1
        spending.has_waited = spending.has_waited or limit.waited
        self._note_lost(asked.call.function, often)

    def _note_lost(self, function: str, times: int = 1) -> None:
        who = function, self._current.asks_hidden
        self._lost[who] = self._lost.get(who, 0) + times
