"""What is said of a file beside its verdicts: which definition counts, what names hold, what is taken.

Each remark is about the student's own text, is true whatever a check says, and names its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from grader.model import Location, Unused
from grader.reference.live import reached
from grader.sandbox.outside.observations import Held, Loading, Repeated
from grader.words.messages import NOTHING, Code, Heard, Items, Message, say


def not_callable(loading: Loading, function: str) -> tuple[Message, Location] | None:
    """Why a function that the file has cannot be called, and where; None where it can, or is not there."""
    if function in loading.definitions:
        return None
    if unread := loading.unparsed_definition(function):
        return unread.message, unread.location
    held = loading.absent.get(function)
    return None if held is None else (_absent(function, held), held.location)


def not_used(loading: Loading, unused: Sequence[Unused], function: str) -> Message:
    """Where the file has a function that is not there when it is run; empty where it has none."""
    if held := loading.elsewhere.get(function):
        return _nested(function, held)
    # What is not run at all is told before what is only a comment.
    found = [one for one in unused if one.name == function]
    found.sort(key=lambda one: one.kind == "comment")
    return _unused(found[0]) if found else NOTHING


def _nested(function: str, held: Held) -> Message:
    place, code = held.location.place, Code(function)
    if held.kind == "main":
        return say(
            '{place}: {function} is under `if __name__ == "__main__":`, which is not run here.',
            place=place,
            function=code,
        ) + say("Define it above that line, at the left margin.")
    inside = Code(held.text)
    if held.kind == "class":
        said = say(
            "{place}: {function} is inside the class {inside}.", place=place, function=code, inside=inside
        )
    else:
        said = say("{place}: {function} is inside {inside}.", place=place, function=code, inside=inside)
    return said + say("Define it outside, at the left margin.")


def _unused(one: Unused) -> Message:
    place, code = one.location.place, Code(one.name)
    if one.kind == "raw":
        said = say("{place}: {function} is in a raw cell, which is not run.", place=place, function=code)
        return said + say("Make it a code cell.")
    if one.kind == "text":
        said = say("{place}: {function} is in a text cell, which is not run.", place=place, function=code)
        return said + say("Make it a code cell.")
    if one.kind == "magic":
        said = say("{place}: {function} is in a cell for another program.", place=place, function=code)
        return said + say("Delete the line with `%%` at its top.")
    said = say("{place}: {function} is only in a comment.", place=place, function=code)
    return said + say("Delete the `#` in front of its lines.")


def _absent(name: str, held: Held) -> Message:
    place, code = held.location.place, Code(name)
    if held.kind == "deleted":
        return say("{place}: this line deletes {name}.", place=place, name=code)
    if held.kind == "raised":
        raised = say("{place}: this line raised {error}.", place=place, error=_ended(held.text))
        return raised + say("So {name} is not defined.", name=code)
    return _value(name, held) + say("No function has this name any more.")


def _ended(words: str) -> Heard:
    """An exception's words for the end of a sentence, which has a full stop of its own."""
    return Heard(words.rstrip(".! \n"))


def _value(name: str, held: Held) -> Message:
    return say(
        "{place}: this line gives the name {name} to a value of type {type}.",
        place=held.location.place,
        name=Code(name),
        type=Code(held.text),
    )


# ── two definitions ──────────────────────────────────────────────────────────────────────────────────────


def repeated(loading: Loading, functions: Collection[str]) -> Iterator[Message]:
    """A note for each function defined more than once: the assignment's, and those that these call."""
    mentions = _mentions(loading)
    used = {*functions, *(name for function in functions for name in reached(function, mentions))}
    yield from (_repeated(one, loading) for one in loading.repeated if one.name in used)


def _repeated(one: Repeated, loading: Loading) -> Message:
    held, last = loading.held.get(one.name), one.places[-1]
    graded = one.places[one.asked]
    if held is not None and held.kind == "value" and graded != last:
        return _value(one.name, held) + _was_graded(graded)
    said = _defined_in(Code(one.name), one.places) + say("The last one counts.")
    if graded == last:
        return said
    return said + say("But it takes other arguments.") + _was_graded(graded)


def _was_graded(place: Location) -> Message:
    if place.cell is not None:
        return say("So the one in cell {cell} was graded.", cell=place.cell)
    return say("So the one on line {line} was graded.", line=place.line)


def _defined_in(name: Code, places: Sequence[Location]) -> Message:
    cells = [place.cell for place in places if place.cell is not None]
    if len(set(cells)) == len(places):
        return say("{name} is defined in cells {cells}.", name=name, cells=Items(tuple(cells)))
    if not cells:
        lines = Items(tuple(place.line for place in places))
        return say("{name} is defined on lines {lines}.", name=name, lines=lines)
    where = Items(tuple(place.place for place in places), "semicolons")
    return say("{name} is defined in several places: {places}.", name=name, places=where)


# ── what may be why a check fails ────────────────────────────────────────────────────────────────────────


def on_names(function: str, loading: Loading, given: Collection[str]) -> Message:
    """The first name that a function uses and that no longer is what it was: empty where there is none.

    given: the functions that the exercise gives.
    """
    used = reached(function, _mentions(loading))
    return next(
        (said for name in _in_order(used, loading) if (said := _on_name(name, loading, given))), NOTHING
    )


def _in_order(names: Iterable[str], loading: Loading) -> list[str]:
    """As the file has them; those that it does not hold come last."""
    order = {name: number for number, name in enumerate(loading.held)}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def _on_name(name: str, loading: Loading, given: Collection[str]) -> Message:
    if absent := loading.absent.get(name):
        return _absent(name, absent)
    held = loading.held.get(name)
    if held is None or held.kind == "function":
        return NOTHING
    if name in given:
        return _value(name, held) + say("The exercise gives a function of this name. Use another name.")
    return _value(name, held) if name in loading.definitions else NOTHING


def on_parameters(function: str, loading: Loading, wanted: Sequence[str], *, raised: bool) -> Message:
    """What a function takes, where the assignment asks for something else.

    raised: whether its call raised.
    """
    definition, place = loading.definitions.get(function), loading.places.get(function)
    if definition is None or place is None or not definition.signature or not wanted:
        return NOTHING
    got = definition.parameters
    if got[: len(wanted)] == list(wanted) and definition.flexible:
        return NOTHING
    asked = Code(f"{function}({', '.join(wanted)})")
    if _moved(got, wanted):
        said = say("{place}: the parameters stand in another order.", place=place.place)
        return said + say("The assignment asks for {asked}.", asked=asked)
    if got != list(wanted) and (raised or len(got) != len(wanted)) and not definition.flexible:
        mine = Code(f"{function}({definition.signature})")
        said = say("{place}: this defines {mine}.", place=place.place, mine=mine)
        return said + say("The assignment asks for {asked}.", asked=asked)
    return NOTHING


def _moved(got: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a parameter that the assignment asks for stands in another place than there."""
    return len(got) == len(wanted) and any(
        name in wanted and list(wanted).index(name) != at for at, name in enumerate(got)
    )


def _mentions(loading: Loading) -> dict[str, Sequence[str]]:
    return {name: one.mentions for name, one in loading.definitions.items()} | dict(loading.helpers)
