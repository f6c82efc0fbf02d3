"""The child that answers for a source text at present: what it is sent, what it says, what it uses.

One that is lost, or has heard too much, is let go. The next that is taken knows nothing of it.
"""

from __future__ import annotations

from typing import Final

from grader.errors import FaultError
from grader.sandbox import wire
from grader.sandbox.outside.asked import Allowed, Relay, Relayed, SentQuestion
from grader.sandbox.outside.budget import SIM_IS_SLOWER, Share, Spending
from grader.sandbox.outside.children import Child
from grader.sandbox.outside.exit_status import Gone, Late
from grader.sandbox.outside.gpu_children import KIND as CUDA
from grader.sandbox.outside.hang import stuck_at
from grader.sandbox.outside.memory_kills import demand_memory, memory_kills
from grader.sandbox.outside.observations import Loss, loss
from grader.sandbox.outside.once_more import has_run_out
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.source_text import SourceText
from grader.sandbox.outside.time_limit import TimeLimit, rounded
from grader.sandbox.sim.backend_name import TYPE as SIM
from grader.words.messages import heard, say

# What ends the talk with a child.
Ended = Late | Gone | wire.WireError

_LENT_CALLS: Final = 20_000
# Seconds of the reference's own time that it may work for one question of a submission.
_RELAYED: Final = 10.0
# Seconds of work after which a child of the course's own code makes room for a new one: well below the
# processor time that a child may use.
LIFE = 10.0
# Bytes of small questions that travel together.
_TOGETHER: Final = 2_048


class CurrentChild:
    """At most one child at a time, always of the same source."""

    def __init__(
        self,
        pool: Pool,
        text: SourceText,
        *,
        device: str,
        spending: Spending,
        share: Share,
        trusted: bool,
        relay: Relay | None,
    ) -> None:
        self.pool = pool
        self.text = text
        self.device = device
        self.spending = spending
        self.trusted = trusted
        self.relay = relay
        self._share = share
        self._slower = SIM_IS_SLOWER if device == SIM else 1.0
        self.child: Child | None = None
        # Its processor time when it was last heard.
        self.heard_used: float | None = None
        # Seconds that all of them have used, and the present one.
        self.spent = 0.0
        self._worked = 0.0
        # How many processes the kernel had ended for want of memory when the present one was taken.
        self._memory_kills = 0
        self.lent_calls: set[str] = set()
        self._number = 0
        # Questions behind one that was sent: several travel together.
        self._waiting = bytearray()
        # Whether a hidden check asks now, and whether one has asked the present child: whatever that one says
        # from then on could tell of it, and so no other check hears it.
        self.asks_hidden = False
        self.knows_hidden = False

    # ── from one to the next ─────────────────────────────────────────────────────────────────────────────

    def take(self) -> Child:
        """A new one, which has loaded nothing. Raises `LostError`."""
        self._memory_kills = memory_kills()
        child = self.child = self.pool.take(self.device)
        self.knows_hidden = False
        self._worked = 0.0
        return child

    def renew(self) -> None:
        """The course's own code answers for a whole class; a child's life is measured for one submission.

        And what has heard a hidden question answers no visible one.
        """
        if (self.trusted and self._worked > LIFE) or (self.knows_hidden and not self.asks_hidden):
            self.drop()

    def lose(self, child: Child, error: Ended, limit: TimeLimit) -> Loss:
        """Say how a child was lost and where it was, and let it go.

        Raises `LostError` where the machine had no memory for it.
        """
        place = stuck_at(child.stack(), self.text.cells) if isinstance(error, Late) else None
        self.drop()
        if self.device == CUDA:
            self.pool.gpu.demand_proof()
        demand_memory(error, self._memory_kills)
        return loss(error, limit.how, place)

    def drop(self) -> None:
        """Let the present one go; it is killed, not asked."""
        child, self.child = self.child, None
        self._waiting.clear()
        if child is None:
            return
        if self.device == CUDA:
            self.pool.gpu.end(child)
        else:
            child.close(wait=False)

    def is_gpu_trouble(self, answer: wire.Answer) -> bool:
        """Whether the GPU may be to blame for an answer: then one that is not must be seen to work."""
        return self.device == CUDA and (answer.device_lost or answer.out_of_memory)

    # ── time ─────────────────────────────────────────────────────────────────────────────────────────────

    def charge(self, limit: TimeLimit) -> None:
        """What was asked is over, and what it used is spent."""
        self.heard_used = limit.finish()
        self.add(limit)

    def add(self, limit: TimeLimit) -> None:
        """What was used is spent; what was used in vain, and tried once more, is not."""
        seconds = limit.take()
        self.spent += seconds
        self._worked += seconds
        self.spending.add(seconds, self._used_for, slower=self._slower)

    def left(self) -> float:
        """Seconds that a child may still use."""
        return self.spending.left(self._used_for, slower=self._slower)

    @property
    def _used_for(self) -> Share:
        return Share.HIDDEN if self.asks_hidden else self._share

    # ── talk ─────────────────────────────────────────────────────────────────────────────────────────────

    def send(
        self,
        child: Child,
        asked: SentQuestion,
        allowed: Allowed,
        *,
        effects: bool = False,
        ahead: bool = False,
    ) -> None:
        """Put a question. ahead: behind others that are not answered yet."""
        self.knows_hidden = self.knows_hidden or self.asks_hidden
        frame = self.numbered(asked, effects=effects)
        used = self.heard_used if ahead else None
        asked.limit = TimeLimit(child, allowed(asked.question), at_most=self.left(), used=used)
        if not ahead:
            child.send(frame, asked.limit)
            return
        self._waiting += frame
        if len(self._waiting) > _TOGETHER:
            self.send_waiting(child, asked.limit)

    def numbered(self, asked: SentQuestion, *, effects: bool) -> bytes:
        """Give a question the next number; its frame."""
        self._number += 1
        frame = asked.question.frame(self._number, asked.call.function, effects=effects)
        asked.number, asked.size = self._number, len(frame)
        return frame

    def send_waiting(self, child: Child, limit: TimeLimit) -> None:
        """Send what waits to travel together."""
        waiting, self._waiting = bytes(self._waiting), bytearray()
        if waiting:
            child.send(waiting, limit, ahead=True)

    def answer(self, child: Child, asked: SentQuestion) -> tuple[wire.Answer, bytearray]:
        """The answer to a question that was sent; on the way, lent siblings are answered for."""
        relayed, limit = 0.0, asked.limit
        for _ in range(_LENT_CALLS):
            message, blob = self.receive(child, limit)
            if isinstance(message, wire.Answer) and message.id == asked.number:
                return message, blob
            if isinstance(message, wire.Broken):
                raise self._broken(message)
            if not isinstance(message, wire.LentCall):
                break
            # The reference's time is not the student's, within limits.
            used = limit.finish()
            reply = self._relayed(message, blob)
            asked.lent += 1
            relayed += reply.seconds
            if relayed > _RELAYED:
                seconds = rounded(_RELAYED)
                raise FaultError(
                    say("The reference took longer than {seconds} seconds for one question.", seconds=seconds)
                )
            limit.begin(used)
            child.send(wire.pack(reply.answer, reply.blob), limit)
        raise wire.WireError("an answer out of step")

    def _broken(self, message: wire.Broken) -> Exception:
        if self.trusted and not has_run_out(message):
            return FaultError(say("The arguments of a call could not be built.") + heard(message.text))
        return wire.WireError("arguments that could not be built")

    def _relayed(self, call: wire.LentCall, blob: bytearray) -> Relayed:
        if self.relay is None or call.function not in self.text.lent:
            raise wire.WireError("an answer out of step")
        self.lent_calls.add(call.function)
        # Where there is none, the child is let go: it waits for a reply that will not come.
        return self.relay(call, blob)

    def receive(self, child: Child, limit: TimeLimit) -> tuple[wire.Reply, bytearray]:
        """What it says next, bounded and decoded; nothing of it is believed beyond its form."""
        head, blob = child.receive(limit)
        message = wire.reply(bytes(head))
        values: list[wire.Value] = []
        if isinstance(message, wire.Answer):
            values = [message.value, *(value for _, value in message.after)]
        elif isinstance(message, wire.LentCall):
            values = [*message.arguments, *(value for _, value in message.keywords)]
        wire.validate(values, len(blob))
        return message, blob
