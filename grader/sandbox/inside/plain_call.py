"""Inside the child: one call for an instructor's own grade cell, and all the data that came of it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any

from grader.sandbox import wire
from grader.sandbox.inside import load
from grader.sandbox.inside.at_return import AtReturn
from grader.sandbox.inside.observe import text
from grader.sandbox.inside.plain_built import PlainBuilder
from grader.sandbox.inside.plain_seen import Before, PlainObserver
from grader.sandbox.inside.wanting import wanting


class PlainCall:
    """A call that was asked for; `make` makes it."""

    def __init__(
        self,
        message: wire.Ask,
        blob: bytearray,
        function: Callable[..., Any],
        own: Callable[[str], Any],
    ) -> None:
        """own: what a name of the submission's holds. Raises whatever building the arguments raises."""
        builder = PlainBuilder(blob, own)
        self._arguments = [builder.value(node) for node in message.arguments]
        self._keywords = {name: builder.value(node) for name, node in message.keywords}
        self._function = function
        self._before = Before(builder.objects)
        self.message = message
        self.observer = PlainObserver(builder.objects)

    def make(self, left_out: bool) -> wire.Answer:
        """What the call came to; what it printed is the caller's to add."""
        value: wire.Value = None
        raised: wire.Value = None
        error = said = needs = ""
        awaited = False
        try:
            live = self._function(*self._arguments, **self._keywords)
            if awaited := inspect.iscoroutine(live):
                from grader.sandbox.inside import event_loop

                live = event_loop.wait_for(live)
            stood = AtReturn(live, self.observer.objects)
            self.observer.now = stood
            value = self._seen(stood.value)
        except BaseException as caught:
            error, said = text(type(caught).__name__), load.describe_error(caught)
            raised, needs = self._seen(caught), wanting(caught, left_out=left_out)
        return wire.Answer(
            self.message.id,
            value,
            self._changes(),
            error,
            said,
            raised=raised,
            awaited=awaited,
            needs=text(needs),
        )

    def _changes(self) -> list[tuple[int, wire.Value]]:
        try:
            return self._before.changes(self.observer)
        except wire.WireError:
            # Some argument is too large now to be told: all that is known is that nothing can be.
            return [(0, wire.Opaque("argument", "...", "size"))]

    def _seen(self, live: Any) -> wire.Value:
        try:
            return self.observer.value(live)
        except wire.WireError:
            return wire.Opaque(text(type(live).__name__), "...", "size")


def listening(printed: Any, errors: Any) -> None:
    """Let what a call prints and what it writes to standard error be told apart."""
    sys.stdout = sys.__stdout__ = printed  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = errors  # type: ignore[misc]
