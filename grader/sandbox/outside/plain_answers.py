"""Trusted side: what came of a call for an instructor's own grade cell, as data that is not yet made live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.sandbox import wire
from grader.sandbox.outside.observations import message_of
from grader.sandbox.outside.observed_values import Decoder


@dataclass(frozen=True, slots=True, eq=False)
class SeenPlain:
    """A value of a kind that `plain_values` knows, an iterator or an exception: what it is made of."""

    kind: str
    parts: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """The very object that was passed, by its number."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a call came to, and what it left."""

    value: object = None
    # An exception, decoded, its type and its words; None and empty where the call returned.
    raised: object = None
    error: str = ""
    message: str = ""
    # The live objects among the arguments, by number, and what is in those that the call changed.
    objects: list[Any] = field(default_factory=list)
    after: Mapping[int, object] = field(default_factory=dict)
    printed: str = ""
    complained: str = ""
    # Something of these two texts is lost.
    cut: bool = False
    # The value had to be waited for.
    awaited: bool = False
    # What an exception is for want of: `wanting` in `inside`; else empty.
    needs: str = ""


class PlainDecoder(Decoder):
    """Decodes one answer that may hold plain values. `WireError` for what no honest child would send."""

    def __init__(self, blob: bytes | bytearray, passed: int = 0) -> None:
        """passed: how many objects were among the arguments."""
        super().__init__(blob, {})
        self._passed = passed

    def value(self, node: wire.Value) -> object:
        """Data, not yet live."""
        if isinstance(node, wire.Plain):
            return SeenPlain(node.kind, tuple(self.value(part) for part in node.parts))
        if isinstance(node, wire.Ref):
            return Passed(self.known(node.number))
        if isinstance(node, wire.Mapping):
            pairs: list[object] = [(self.value(key), self.value(item)) for key, item in node.items]
            return SeenPlain("dict", (pairs,))
        return super().value(node)

    def _owner(self, number: int) -> str:
        return f"argument {self.known(number) + 1}"

    def known(self, number: int) -> int:
        if not 0 <= number < self._passed:
            raise wire.WireError("an answer that refers to an argument there was none of")
        return number


def answered(answer: wire.Answer, blob: bytearray, objects: list[Any]) -> Answered:
    """An answer as data. Raises `WireError`."""
    decoder = PlainDecoder(blob, len(objects))
    after = {decoder.known(number): decoder.value(node) for number, node in answer.after}
    return Answered(
        value=decoder.value(answer.value),
        raised=decoder.value(answer.raised),
        error=answer.error,
        message=message_of(answer),
        objects=objects,
        after=after,
        printed=answer.printed,
        complained=answer.complained,
        cut=answer.cut,
        awaited=answer.awaited,
        needs=answer.needs,
    )
