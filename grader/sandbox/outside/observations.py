"""What a child's answer comes to, or the lack of one: from frames to facts. Untrusted until it is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from grader.model import Call, Cell, Location, Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.exit_status import Gone, Late
from grader.sandbox.outside.observed_values import Decoder


@dataclass(frozen=True, slots=True)
class Loading:
    """How loading went: what the file defines, what went wrong, or why nothing can be called."""

    definitions: Mapping[str, wire.Definition] = field(default_factory=dict)
    # Where each is defined.
    places: Mapping[str, Location] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    helpers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Anything but `RETURNED`: how the child was lost that tried, so that no function can be called at all.
    outcome: Outcome = Outcome.RETURNED
    # The same in a sentence for a reader; empty where all went well.
    problem: str = ""
    location: Location | None = None

    @property
    def failed(self) -> bool:
        """Whether no function can be called at all."""
        return self.outcome is not Outcome.RETURNED


@dataclass(frozen=True, slots=True)
class Loss:
    """A child that gave no answer: what that makes of the call, the end of a sentence, and where it was."""

    outcome: Outcome
    how: str
    place: Location | None = None


def location(place: wire.Place | None, cells: Mapping[str, Cell]) -> Location | None:
    """A place that a child names. cells: the source's own, by label; of any other the child's word stands."""
    if place is None:
        return None
    cell = cells.get(place.file)
    return Location(file=place.file, line=place.line) if cell is None else cell.at(place.line)


def loading(message: wire.Loaded, notes: tuple[str, ...], cells: Mapping[str, Cell]) -> Loading:
    """What a child says of the text it loaded."""
    places = {one.name: location(one.place, cells) for one in message.definitions}
    said = [
        f"{place.file}, line {place.line}: {trouble.text}" if (place := trouble.place) else trouble.text
        for trouble in message.troubles
    ]
    return Loading(
        definitions={definition.name: definition for definition in message.definitions},
        places={name: place for name, place in places.items() if place is not None},
        notes=(*notes, *said),
        helpers=message.helpers,
    )


def failed(call: Call, loss: Loss) -> Observation:
    """A call that gave no answer."""
    return Observation(call=call, outcome=loss.outcome, error=loss.how, location=loss.place)


def not_loaded(call: Call, problem: str, location: Location | None = None) -> Observation:
    """A call that was never made, for want of a file that can be loaded."""
    return Observation(call=call, outcome=Outcome.DIED, error=problem, unloaded=True, location=location)


def loss(error: Exception, late: str, place: Location | None = None) -> Loss:
    """What comes of a child that was too late (late: how), has gone, or talks nonsense."""
    if isinstance(error, Late):
        return Loss(Outcome.TIMED_OUT, late, place)
    if isinstance(error, Gone):
        spent = error.ending.out_of_processor_time
        return Loss(
            Outcome.TIMED_OUT if spent else Outcome.DIED, f"ended the process ({error.ending})", place
        )
    return Loss(Outcome.REFUSED, "sent something that is not an answer", place)


def message_of(answer: wire.Answer) -> str:
    """An exception's own words, without its type before them."""
    return answer.error_text.removeprefix(answer.error).removeprefix(": ")


def observed(
    call: Call,
    answer: wire.Answer,
    blob: bytearray,
    owners: Mapping[int, str],
    seconds: float,
    cells: Mapping[str, Cell] = MappingProxyType({}),
) -> Observation:
    """An answer as an observation. cells: those of the source, by label.

    Raises `WireError` for what no honest child would send.
    """
    decoder = Decoder(blob, owners)
    decoder.now = {number: decoder.value(node) for number, node in answer.after}
    after = {owners[number]: value for number, value in decoder.now.items() if number in owners}
    outcome = Outcome.RETURNED
    if answer.missing:
        outcome = Outcome.MISSING
    elif answer.error:
        memory = answer.out_of_memory or answer.error == "MemoryError"
        outcome = Outcome.OUT_OF_MEMORY if memory else Outcome.RAISED
    return Observation(
        call=call,
        outcome=outcome,
        value=decoder.value(answer.value),
        after=after,
        error=answer.error_text,
        error_type=answer.error,
        location=location(answer.place, cells),
        printed=answer.printed,
        used_autograd=answer.used_autograd,
        trace=tuple(answer.trace),
        kept=tuple(owners[number] for number in answer.kept if number in owners),
        gradients_on=answer.gradients_on,
        origin=location(answer.origin, cells),
        unsupported=answer.unsupported,
        kinds=tuple(answer.kinds),
        raised_in=answer.raised_in,
        seconds=seconds,
    )
