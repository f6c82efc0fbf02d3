"""A source text is loaded: in a child, once more where that is lost, else its definitions alone."""

from __future__ import annotations

from typing import Final

from grader.errors import LostError
from grader.model import Outcome
from grader.sandbox import wire
from grader.sandbox.outside.children import Child
from grader.sandbox.outside.current_child import CurrentChild
from grader.sandbox.outside.exit_status import Gone, Late
from grader.sandbox.outside.observations import Loading, Loss, loading
from grader.sandbox.outside.once_more import has_run_out, once_more
from grader.sandbox.outside.time_limit import Allowance, TimeLimit
from grader.words.messages import Message, heard, say

_NO_MEMORY: Final = Loss(Outcome.OUT_OF_MEMORY, heard("MemoryError"))


class _LostLoadError(LostError):
    """A child was lost while it loaded a text."""

    def __init__(self, loaded: wire.Loaded | Loss, limit: TimeLimit, *, exits: bool = False) -> None:
        """exits: by an exit code, which is what the text does, even where it is the course's own."""
        self.loaded = loaded
        self.limit = limit
        self.exits = exits
        super().__init__(why_not_loaded(loaded if isinstance(loaded, Loss) else _NO_MEMORY))


class TextLoader:
    """Loads the text of the current child, again for each that is taken."""

    def __init__(self, current: CurrentChild, seconds: float, *, definitions_only: bool) -> None:
        """seconds: that it may take. definitions_only: it is known that the whole takes longer."""
        self._current = current
        self._seconds = seconds
        # Whether the file as a whole was lost while it was being loaded.
        self.definitions_only = definitions_only
        self._found: Loading | None = None

    def load(self) -> Loading:
        """Load once; later calls return what the first found."""
        if self._found is None:
            self._found = self._first_load()
        return self._found

    def _first_load(self) -> Loading:
        cells = self._current.text.cells
        whole = self.load_again()
        if isinstance(whole, wire.Loaded):
            return loading(whole, (), cells)
        if self.definitions_only:
            return Loading(outcome=whole.outcome, problem=why_not_loaded(whole))
        self.definitions_only = True
        parts = self.load_again()
        if isinstance(parts, wire.Loaded):
            kept = say("Only its imports and definitions were used.")
            return loading(parts, (why_not_loaded(whole) + kept,), cells)
        return Loading(outcome=parts.outcome, problem=why_not_loaded(parts))

    def load_again(self) -> wire.Loaded | Loss:
        """What a new child says about the text, or how it was lost, both times. Raises `LostError`."""
        try:
            return once_more(self._load_in_child, self._current.drop)
        except _LostLoadError as lost:
            if self._current.trusted and not lost.exits:
                raise
            self._current.add(lost.limit)
            return lost.loaded

    def _load_in_child(self) -> wire.Loaded | Loss:
        current = self._current
        child = current.take()
        limit = TimeLimit(child, Allowance(self._seconds), at_most=current.left(), waiting=self._seconds)
        try:
            loaded = self._loaded_by(child, limit)
        except (Late, Gone, wire.WireError) as error:
            return self._lost(child, error, limit)
        except BaseException:
            current.drop()
            raise
        current.heard_used = limit.finish()
        if has_run_out(loaded):
            raise _LostLoadError(loaded, limit)
        current.add(limit)
        return loaded

    def _loaded_by(self, child: Child, limit: TimeLimit) -> wire.Loaded:
        current = self._current
        child.send(current.text.frame(definitions_only=self.definitions_only), limit)
        current.pool.prepare(current.device)
        message, _ = current.receive(child, limit)
        if not isinstance(message, wire.Loaded):
            raise wire.WireError("an answer out of step")
        return message

    def _lost(self, child: Child, error: Late | Gone | wire.WireError, limit: TimeLimit) -> Loss:
        """How a child was lost by being too late. Raises `_LostLoadError` where it may be our doing."""
        self._current.heard_used = limit.finish()
        loss = self._current.lose(child, error, limit)
        if isinstance(error, Late):
            self._current.add(limit)
            return loss
        exits = isinstance(error, Gone) and error.ending.exit_code is not None
        raise _LostLoadError(loss, limit, exits=exits)


def why_not_loaded(lost: Loss) -> Message:
    """In sentences, with the place where there is one."""
    said = say("The file could not be loaded.") + lost.how
    return said if lost.place is None else said + say("See {place}.", place=lost.place.place)
