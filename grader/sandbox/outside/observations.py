"""What a child's answer comes to, or the lack of one: from frames to facts. Untrusted until it is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.model import Call, Location, Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.exit_status import Gone, Late
from grader.sandbox.outside.observed_values import Decoder

_NO_MEMORY = (
    "can't allocate memory",
    "not enough memory",
    "Cannot allocate memory",
    "out of memory",
)


@dataclass(frozen=True, slots=True)
class Loading:
    """How loading went: what the file defines, what went wrong, or why nothing can be called."""

    definitions: Mapping[str, wire.Definition] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    helpers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Not empty where no function can be called at all.
    problem: str = ""
    location: Location | None = None


def loading(message: wire.Loaded, notes: tuple[str, ...]) -> Loading:
    """What a child says of the text it loaded."""
    said = [
        f"{place.file}, line {place.line}: {trouble.text}" if (place := trouble.place) else trouble.text
        for trouble in message.troubles
    ]
    return Loading(
        definitions={definition.name: definition for definition in message.definitions},
        notes=(*notes, *said),
        helpers=message.helpers,
    )


def failed(call: Call, outcome: Outcome, error: str, location: Location | None = None) -> Observation:
    """A call that gave no answer."""
    return Observation(call=call, outcome=outcome, error=error, location=location)


def outcome_of(error: Exception, how: str) -> Outcome:
    """How a call ended that lost its child; how: in words."""
    if isinstance(error, Late):
        return Outcome.TIMED_OUT
    if isinstance(error, Gone):
        return Outcome.TIMED_OUT if "SIGXCPU" in how else Outcome.DIED
    return Outcome.REFUSED


def observed(
    call: Call,
    answer: wire.Answer,
    blob: bytearray,
    owners: Mapping[int, str],
    seconds: float,
) -> Observation:
    """An answer as an observation. Raises `WireError` for what no honest child would send."""
    decoder = Decoder(blob, owners)
    decoder.now = {number: decoder.value(node) for number, node in answer.after}
    after = {owners[number]: value for number, value in decoder.now.items() if number in owners}
    place = Location(file=answer.place.file, line=answer.place.line) if answer.place else None
    outcome = Outcome.RETURNED
    if answer.missing:
        outcome = Outcome.MISSING
    elif answer.error:
        memory = answer.error == "MemoryError" or any(said in answer.error_text for said in _NO_MEMORY)
        outcome = Outcome.OUT_OF_MEMORY if memory else Outcome.RAISED
    return Observation(
        call=call,
        outcome=outcome,
        value=decoder.value(answer.value),
        after=after,
        error=answer.error_text,
        location=place,
        printed=answer.printed,
        used_autograd=answer.used_autograd,
        trace=tuple(answer.trace),
        kept=tuple(owners[number] for number in answer.kept if number in owners),
        gradients_on=answer.gradients_on,
        origin=Location(file=answer.origin.file, line=answer.origin.line) if answer.origin else None,
        unsupported=answer.unsupported,
        kinds=tuple(answer.kinds),
        raised_in=answer.raised_in,
        seconds=seconds,
    )
