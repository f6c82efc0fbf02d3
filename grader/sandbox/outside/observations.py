"""What a child's answer comes to, or the lack of one: from frames to facts. Untrusted until it is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from grader.model import Call, Cell, Location, Observation, Outcome, Unparsed
from grader.sandbox import wire
from grader.sandbox.outside.exit_status import Gone, Late, no_answer
from grader.sandbox.outside.installed import confirmed
from grader.sandbox.outside.lacked import lacked
from grader.sandbox.outside.module_words import module_words
from grader.sandbox.outside.observed_values import Decoder
from grader.sandbox.outside.syntax_words import plain_words
from grader.words.messages import NOTHING, Code, Heard, Message, Name, code_list, heard, say, say_many

# Of a file beside a submission, of which a child alone says the name and the line.
_LONGEST_NAME, _MOST_LINES = 200, 1_000_000


@dataclass(frozen=True, slots=True)
class Repeated:
    """A function that is defined more than once, and which of its definitions is asked, from 0."""

    name: str
    places: tuple[Location, ...]
    asked: int


@dataclass(frozen=True, slots=True)
class Held:
    """What a name of the top level holds in the end, or why it holds nothing that can be called."""

    # "function", "class", "value"; "deleted", or "raised": by the statement that was to define it.
    kind: str
    # Of a value its type; of what was raised the words.
    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Loading:
    """How loading went: what the file defines, what went wrong, or why nothing can be called."""

    definitions: Mapping[str, wire.Definition] = field(default_factory=dict)
    # Where each is defined.
    places: Mapping[str, Location] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    helpers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # What Python cannot read, in the order of the file.
    unparsed: tuple[Unparsed, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    # What other names hold, and functions of the assignment.
    held: Mapping[str, Held] = field(default_factory=dict)
    # Functions that the file has, and that cannot be called.
    absent: Mapping[str, Held] = field(default_factory=dict)
    # Functions that the file has, and not at its top level: under `main`, in a "class" or a "function".
    elsewhere: Mapping[str, Held] = field(default_factory=dict)
    # Functions that are not there for want of a known library that is missing here, and which.
    needs: Mapping[str, str] = field(default_factory=dict)
    # Anything but `RETURNED`: how the child was lost that tried, so that no function can be called at all.
    outcome: Outcome = Outcome.RETURNED
    # The same for a reader; empty where all went well.
    problem: Message = NOTHING
    location: Location | None = None

    @property
    def failed(self) -> bool:
        """Whether no function can be called at all."""
        return self.outcome is not Outcome.RETURNED

    def unparsed_definition(self, function: str) -> Unparsed | None:
        """Where a function is written that Python cannot read; None where it can, or where there is none."""
        if function in self.definitions:
            return None
        return next((one for one in self.unparsed if function in one.functions), None)


@dataclass(frozen=True, slots=True)
class Loss:
    """A child that gave no answer: what that makes of the call, why in a sentence, and where it was."""

    outcome: Outcome
    how: Message
    place: Location | None = None


def location(place: wire.Place | None, cells: Mapping[str, Cell]) -> Location | None:
    """A place that a child names, in bounds. cells: the source's own, by label; others may lie beside it."""
    return None if place is None else _at(place, cells)


def loading(message: wire.Loaded, notes: tuple[Message, ...], cells: Mapping[str, Cell]) -> Loading:
    """What a child says of the text it loaded."""
    places = {one.name: location(one.place, cells) for one in message.definitions}
    return Loading(
        definitions={definition.name: definition for definition in message.definitions},
        places={name: place for name, place in places.items() if place is not None},
        notes=(
            *notes,
            *(_trouble(trouble, cells) for trouble in message.troubles),
            *(_hidden(one, cells) for one in message.hidden),
            *map(_undone, message.undone),
            *([_NOT_COMPILED] if message.compiled else []),
        ),
        helpers=message.helpers,
        unparsed=_in_order([_unparsed(one, cells) for one in message.unparsed], cells),
        repeated=tuple(_repeated(one, cells) for one in message.repeated if one.places),
        held={one.name: Held(one.kind, one.type, _at(one.place, cells)) for one in message.bound},
        elsewhere={
            one.name: Held(one.kind, one.inside, _at(one.place, cells)) for one in reversed(message.elsewhere)
        },
        absent={one.name: Held(one.why, one.text, _at(one.place, cells)) for one in message.absent},
        needs={
            name: library
            for name, said in message.needs.items()
            if (library := confirmed(said, cells.values()))
        },
    )


def _at(place: wire.Place, cells: Mapping[str, Cell]) -> Location:
    cell = cells.get(place.file)
    if cell is None:
        name = "".join(char for char in place.file[:_LONGEST_NAME] if char.isprintable())
        return Location(file=name, line=min(max(place.line, 1), _MOST_LINES))
    return cell.at(min(max(place.line, 1), cell.text.count("\n") + 1))


def _repeated(one: wire.RepeatedDefinition, cells: Mapping[str, Cell]) -> Repeated:
    last = len(one.places) - 1
    return Repeated(
        one.name,
        tuple(_at(place, cells) for place in one.places),
        one.asked if 0 <= one.asked < last else last,
    )


def _unparsed(one: wire.UnparsedPart, cells: Mapping[str, Cell]) -> Unparsed:
    cell, at = cells.get(one.place.file), _at(one.place, cells)
    error = Heard(f"{one.kind}: {one.text}".rstrip(". \n"))
    if one.text.endswith("?"):
        said = say("{place}: {error}", place=at.place, error=error)
    else:
        said = say("{place}: {error}.", place=at.place, error=error)
    if cell is not None:
        said += plain_words(one, cell.text.split("\n"))
    return Unparsed(message=said, location=at, functions=tuple(one.functions))


def _in_order(found: Sequence[Unparsed], cells: Mapping[str, Cell]) -> tuple[Unparsed, ...]:
    order = {(cell.name, cell.number): number for number, cell in enumerate(cells.values())}

    def where(one: Unparsed) -> tuple[int, int]:
        return order.get((one.location.file, one.location.cell), len(order)), one.location.line

    # One mistake may be met twice: by the parser, and by the compiler in what the parser left of it.
    said: dict[Location, Unparsed] = {}
    for one in found:
        before = said.get(one.location)
        functions = (*before.functions, *one.functions) if before else one.functions
        said[one.location] = replace(before or one, functions=functions)
    return tuple(sorted(said.values(), key=where))


def _trouble(trouble: wire.Trouble, cells: Mapping[str, Cell]) -> Message:
    place = location(trouble.place, cells)
    if place is None:
        return heard(trouble.text)
    said = say("{place}: {error}", place=place.place, error=Heard(trouble.text))
    ended = say("{place}: {error}.", place=place.place, error=Heard(trouble.text.rstrip(".! \n")))
    if trouble.module:
        return ended + module_words(trouble.module, cells.values())
    if trouble.more <= 0:
        return said
    return ended + say_many(
        "For the same reason, {n} later statement raised NameError.",
        "For the same reason, {n} later statements raised NameError.",
        trouble.more,
    )


_NOT_COMPILED: Final = say("`torch.compile` is left out here. Functions run as they are written.")


def _hidden(one: wire.Hidden, cells: Mapping[str, Cell]) -> Message:
    said = say(
        "{place}: The star import of {module} replaces names of {owner} that you use: {names}.",
        place=_at(one.place, cells).place,
        module=Code(one.module),
        owner=Name(one.owner),
        names=code_list(one.names),
    )
    if one.owner == "Python":
        said += say("They are names of PyTorch now, and mean something else.")
        return said + say("Import only what you need.")
    return said + say("Write `torch.` before these names, or import only what you need.")


def _undone(setting: wire.Setting) -> Message:
    changed = {
        "default dtype": say("The file changes the default dtype."),
        "default device": say("The file changes the default device."),
        "gradients": say("The file turns gradients off for everything that comes after it."),
        "threads": say("The file changes the number of threads."),
        "deterministic": say("The file changes whether PyTorch uses deterministic algorithms."),
    }[setting]
    return changed + say("The grader changed this back before grading.")


def failed(call: Call, loss: Loss) -> Observation:
    """A call that gave no answer."""
    return _without_value(call, loss.outcome, loss.how, loss.place)


def not_loaded(call: Call, problem: Message, location: Location | None = None) -> Observation:
    """A call that was never made, for want of a file that can be loaded."""
    return replace(_without_value(call, Outcome.DIED, problem, location), unloaded=True)


def _without_value(call: Call, outcome: Outcome, why: Message, place: Location | None) -> Observation:
    said = say("{function} gave no answer.", function=Code(call.function)) + why
    return Observation(call=call, outcome=outcome, problem=said, location=place)


def loss(error: Late | Gone | wire.WireError, late: Message, place: Location | None = None) -> Loss:
    """What comes of a child that was too late (late: how), has gone, or talks nonsense."""
    return Loss(_outcome(error), no_answer(error, late), place)


def _outcome(error: Late | Gone | wire.WireError) -> Outcome:
    if isinstance(error, Late):
        return Outcome.TIMED_OUT
    if isinstance(error, Gone):
        return Outcome.TIMED_OUT if error.ending.out_of_processor_time else Outcome.DIED
    return Outcome.REFUSED


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
        lacks=lacked(answer.lacks) if answer.lacks else "",
        kinds=tuple(answer.kinds),
        raised_in=answer.raised_in,
        by_statement=answer.by_statement,
        needs=confirmed(answer.needs, cells.values()) if answer.needs else "",
        seconds=seconds,
        asked_of_machine=answer.asked_of_machine,
    )
