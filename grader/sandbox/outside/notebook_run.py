"""Trusted side of a notebook that is run for what it shows: cells in, what Jupyter prints below them out.

A cell that hangs or ends its process costs itself. The next cell meets a new child in which the cells before
it, but for the lost ones, were run again. So does the same cell, once, where its process has ended: that may
have been no doing of the notebook's (`once_more`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from grader.errors import LostError
from grader.model import Cell, Location
from grader.sandbox import wire
from grader.sandbox.outside.children import Child
from grader.sandbox.outside.exit_status import Gone, Late, no_answer
from grader.sandbox.outside.hang import stuck_at
from grader.sandbox.outside.limits_met import LimitMet, limit_met
from grader.sandbox.outside.memory_kills import demand_memory, memory_kills
from grader.sandbox.outside.observations import location
from grader.sandbox.outside.once_more import has_run_out, once_more
from grader.sandbox.outside.plain_answers import Answered, PlainDecoder, answered
from grader.sandbox.outside.plain_question import plain_question
from grader.sandbox.outside.pool import Pool
from grader.sandbox.outside.time_limit import Allowance, TimeLimit, longer_than
from grader.words.messages import NOTHING, Heard, Message, heard, say

# Seconds that a question may take where a notebook has hardly any left.
_LEAST = 1.0
# Of one call.
_LENT_CALLS = 20_000
# Answers a call of what was lent.
Relay: TypeAlias = Callable[[wire.LentCall, bytearray], bytes]
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellOutput:
    """What one cell showed; untrusted text and pictures."""

    printed: str = ""
    # The value of its last line.
    value: str = ""
    figures: tuple[bytes, ...] = ()
    # That a figure could not be drawn, and why; else empty.
    figure_error: Message = NOTHING
    # An exception's words as they were heard, "NameError: …", or why there is nothing to show; else empty.
    error: Message = NOTHING
    # Of an exception: the name of its type.
    error_type: str = ""
    # The notebook's own lines on the way to the error, outermost first.
    lines: tuple[Location, ...] = ()
    # What it wanted and could not have, as the child calls it (`wire.Shown`).
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of the child's own time: for one cell, for the notebook; and how many children it may lose.

    cell: None for whatever the notebook has left.
    """

    cell: float | None = 10.0
    total: float = 60.0
    losses: int = 2


class Lost(Exception):
    """The child that was asked is lost; says how."""

    def __init__(self, how: Message, line: Location | None) -> None:
        super().__init__(how)
        self.how = how
        self.line = line

    def __str__(self) -> str:
        return str(self.how)


class Spent(Lost):
    """Nothing was asked: the time is used up."""


class _LostChildError(LostError):
    """A child has ended, or has no memory. seconds: that it used."""

    def __init__(
        self, said: Message, seconds: float, reply: tuple[wire.Reply, bytearray] | None = None
    ) -> None:
        """reply: what it said of having no memory."""
        self.seconds = seconds
        self.reply = reply
        super().__init__(said)


@dataclass(slots=True)
class Used:
    """What a notebook has used of its patience."""

    seconds: float = 0.0
    losses: int = 0


class NotebookRun:
    """Runs the cells of one notebook, in the order in which they are given."""

    def __init__(self, pool: Pool, patience: Patience = Patience()) -> None:
        self.pool = pool
        self.patience = patience
        self.used = Used()
        self._judging = Used()
        self._is_judging = False
        # The first limit that anything has met, but for the time of a question that a grade cell asks.
        self.met: LimitMet | None = None
        # What was run, and whether it said that it had no memory.
        self._history: list[tuple[Cell, bool]] = []
        self._child: Child | None = None
        # How many processes the kernel had ended for want of memory when that one was taken.
        self._memory_kills = 0
        # What was handed in beside the notebook.
        self._files = b""
        self._number = 0
        # Those that were run, by label.
        self._cells: dict[str, Cell] = {}
        # Answers what a grade cell has patched, with a frame; and which child it is that was prepared last.
        self.relay: Relay | None = None
        self._prepared: Child | None = None

    @property
    def tired(self) -> bool:
        """Whether no further cell is run."""
        return self.used.losses > self.patience.losses or self.used.seconds > self.patience.total

    @property
    def longest_seconds(self) -> float:
        """Seconds of what was run for what it shows, or of what was judged: the longer of the two."""
        return max(self.used.seconds, self._judging.seconds)

    @contextmanager
    def judging(self) -> Iterator[None]:
        """Counts what is used here by itself: what a notebook shows may take long without costing points."""
        self.used, self._judging, self._is_judging = self._judging, self.used, True
        try:
            yield
        finally:
            self.used, self._judging, self._is_judging = self._judging, self.used, False

    def run(self, cell: Cell) -> CellOutput:
        """What a cell shows. Raises FaultError where no child can be had."""
        if self.tired:
            self._meet(LimitMet.LOSSES if self.used.losses > self.patience.losses else LimitMet.NOTEBOOK)
            return CellOutput(error=say("The cell was not run.") + _spent())
        self._cells[cell.label] = cell
        try:
            shown, blob = self._show(cell)
        except Lost as lost:
            said = say("The cell gave no answer.") + lost.how
            return CellOutput(error=said, lines=(lost.line,) if lost.line else ())
        self._history.append((cell, has_run_out(shown)))
        self._meet(limit_met(shown.error_type, shown.error))
        return CellOutput(
            printed=shown.printed,
            value=shown.value,
            figures=tuple(_figures(shown, blob)),
            figure_error=_figure_error(shown.figure_error),
            error=heard(shown.error),
            error_type=shown.error_type,
            wants=shown.wants,
            lines=tuple(filter(None, (location(place, self._cells) for place in shown.places))),
        )

    def place(self, files: Mapping[str, bytes]) -> None:
        """What was handed in beside the notebook, by its path from there; before the first cell."""
        blob, listed = bytearray(), []
        for name, data in files.items():
            listed.append(wire.OwnFile(name, len(blob), len(data)))
            blob += data
        self._files = wire.pack(wire.Files(listed), blob)

    def look(self, name: str) -> object:
        """What a global name holds, decoded; `Opaque` of type "callable" for what can be called.

        Raises KeyError where there is no such name, and Lost.
        """
        self.demand_time()
        self._number += 1
        answer, blob = self._answer(wire.pack(wire.Look(self._number, name)))
        if answer.missing:
            raise KeyError(name)
        try:
            return PlainDecoder(blob).value(answer.value)
        except wire.WireError as error:
            raise self._lose(error) from None

    def call(self, function: str, arguments: Sequence[object], keywords: Mapping[str, object]) -> Answered:
        """What a function returned or raised, and what it left.

        Raises Lost, TypeError where an argument cannot cross, and `WireError` where it is too large.
        """
        self.demand_time()
        asked = plain_question(function, arguments, keywords)
        self._number += 1
        answer, blob = self._answer(asked.frame(self._number))
        if answer.missing:
            # The file took its name away since it was looked up.
            return Answered(error="NameError", message=f"name {function!r} is not defined")
        try:
            made = answered(answer, blob, asked.objects)
        except wire.WireError as error:
            raise self._lose(error) from None
        self._meet(limit_met(made.error, made.message) if made.error else None)
        return made

    @property
    def is_prepared(self) -> bool:
        """Whether the child that is asked next is the one that was prepared last."""
        return self._child is not None and self._prepared is self._child

    def prepare(
        self,
        *,
        random: Literal["", "keep", "restore"] = "",
        lent: Sequence[str] = (),
        deleted: Sequence[str] = (),
        renamed: Sequence[tuple[str, str]] = (),
    ) -> str:
        """Have the calls that come meet what a grade cell has prepared, and nothing that one did before.

        Returns what the child could not do, or empty. Raises Lost.
        """
        self.demand_time()
        self._number += 1
        asked = wire.Prepare(self._number, random, list(lent), list(deleted), list(renamed))
        answer, _ = self._answer(wire.pack(asked))
        self._prepared = self._child
        return answer.error

    def demand_time(self) -> None:
        """Raise Spent where the time is used up."""
        if self.used.seconds > self.patience.total:
            raise self._out_of_time()

    def _out_of_time(self) -> Spent:
        self._meet(LimitMet.NOTEBOOK)
        return Spent(say("The cell was not graded to its end.") + _spent(), None)

    def _meet(self, limit: LimitMet | None) -> None:
        self.met = self.met or limit

    def _show(self, cell: Cell) -> tuple[wire.Shown, bytearray]:
        reply, blob = self._ask(_shown(cell))
        if not isinstance(reply, wire.Shown):
            raise self._lose(wire.WireError("an answer out of step"))
        return reply, blob

    def _answer(self, frame: bytes) -> tuple[wire.Answer, bytearray]:
        reply, blob = self._relayed(*self._ask(frame))
        if not isinstance(reply, wire.Answer) or reply.id != self._number:
            raise self._lose(wire.WireError("an answer out of step"))
        try:
            wire.validate((reply.value, reply.raised, *(value for _, value in reply.after)), len(blob))
        except wire.WireError as error:
            raise self._lose(error) from None
        return reply, blob

    def _relayed(self, reply: wire.Reply, blob: bytearray) -> tuple[wire.Reply, bytearray]:
        """What comes after all calls of what was lent are answered."""
        calls = 0
        while isinstance(reply, wire.LentCall) and self.relay is not None and calls < _LENT_CALLS:
            calls += 1
            try:
                wire.validate((*reply.arguments, *(value for _, value in reply.keywords)), len(blob))
                self.demand_time()
                frame = self.relay(reply, blob)
            except wire.WireError as error:
                raise self._lose(error) from None
            except BaseException:
                self.close()  # it waits for an answer that will not come
                raise
            reply, blob = self._ask(frame)
        return reply, blob

    # ── the child ────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, frame: bytes) -> tuple[wire.Reply, bytearray]:
        """What the child replies, or another one where it is lost or has no memory. Raises Lost."""
        before = self.used.seconds
        try:
            return once_more(partial(self._try, frame), partial(self._renew, before))
        except _LostChildError as lost:
            self.used.seconds = before + lost.seconds
            if lost.reply is not None:
                return lost.reply
            self.used.losses += 1
            raise Lost(lost.said, None) from None

    def _try(self, frame: bytes) -> tuple[wire.Reply, bytearray]:
        child = self._child or self._fresh()
        before = self.used.seconds
        reply = self._exchange(child, frame)
        if has_run_out(reply[0]):
            raise _LostChildError(NOTHING, self.used.seconds - before, reply)
        return reply

    def _renew(self, seconds: float) -> None:
        """Let another child be asked, as if nothing had been used. seconds: that were used before."""
        self._fresh()
        self.used.seconds = seconds

    def _exchange(self, child: Child, frame: bytes) -> tuple[wire.Reply, bytearray]:
        """Raises Lost where it is late or sends nonsense, and `LostError` where it has ended."""
        seconds = self._seconds()
        limit = TimeLimit(child, Allowance(seconds), waiting=seconds)
        try:
            child.send(frame, limit)
            head, blob = child.receive(limit)
            limit.finish()
            return wire.reply(head), blob
        except Gone as gone:
            if gone.ending.out_of_processor_time:
                raise self._lose(gone) from None
            self.close()
            demand_memory(gone, self._memory_kills)
            raise _LostChildError(gone.ending.said, limit.spent) from None
        except (Late, wire.WireError) as error:
            raise self._lose(error) from None
        finally:
            self.used.seconds += limit.spent

    def _seconds(self) -> float:
        """What one question may take."""
        if self.patience.cell is not None:
            return self.patience.cell
        return max(self.patience.total - self.used.seconds, _LEAST)

    def _fresh(self) -> Child:
        """A new child, in which the cells so far are run again. Raises Lost, and `LostError`."""
        self.close()
        self._memory_kills = memory_kills()
        child = self._child = self.pool.take()
        self.pool.prepare()
        if self._files:
            self._exchange(child, self._files)
        for cell, ran_out in self._history:
            reply, _ = self._exchange(child, _shown(cell))
            if has_run_out(reply) and not ran_out:
                raise _LostChildError(heard("MemoryError"), 0.0)
        return child

    def _lose(self, error: Late | Gone | wire.WireError) -> Lost:
        child, line, seconds = self._child, None, self._seconds()
        if isinstance(error, Late) and child is not None:
            line = stuck_at(child.stack(), self._cells)
        self.used.losses += 1
        self.close()
        if isinstance(error, Late) and self.patience.cell is None:
            return self._out_of_time()
        if isinstance(error, Late) and not self._is_judging:
            self._meet(LimitMet.CELL)
        if isinstance(error, Gone) and error.ending.out_of_processor_time:
            self._meet(LimitMet.PROCESS)
        return Lost(no_answer(error, longer_than(seconds)), line)

    def close(self) -> None:
        """Let the child go."""
        if self._child is not None:
            self._child.close(wait=False)
            self._child = None


def _shown(cell: Cell) -> bytes:
    """The request to run a cell."""
    return wire.pack(wire.Show(cell.label, cell.text))


def _spent() -> Message:
    return say("The notebook used up its time.")


def _figure_error(words: str) -> Message:
    return say("A figure could not be drawn: {error}.", error=Heard(words.rstrip(". "))) if words else NOTHING


def _figures(shown: wire.Shown, blob: bytearray) -> Iterator[bytes]:
    """The pictures that a frame really holds."""
    for begin, length in shown.figures:
        if 0 <= begin <= begin + length <= len(blob) and blob[begin : begin + len(_PNG)] == _PNG:
            yield bytes(blob[begin : begin + length])
