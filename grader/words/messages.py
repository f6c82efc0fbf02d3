"""A message is its sentences and what fills them, kept apart until somebody reads it.

    say("Expected shape {want}, got shape {got}.", want=Value("(11,)"), got=Value("()"))
    say_many("{n} check failed.", "{n} checks failed.", count)
    say("The result is wrong.") + say("Only the sign differs.")

The English sentence in the code is the key under which a catalog holds its translation. So it is one literal:
no f-string, no name, no conditional; `make lint` refuses them. It is a whole sentence, or a whole phrase that
another message takes as an argument. `str(message)` is English. `words.translation` says it in a language.

What fills a sentence has a kind, never a bare string, and is not read again once it is put in:

    int, float    a number, written as Python writes it
    Code          something to type or to find in code, shown in backticks: a function, an argument, a command
    Value         a value, type, shape or option as Python writes it, shown as it is
    Name          a proper name, shown as it is: a person, an assignment, a library, a device
    InFile        a file, its cell, its line
    Heard         words of somebody else: the child's, PyTorch's, the system's, a student's
    Items         several of these: "`a`, `b` and `c`"
    Message       another message

Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type, or to find in code: shown in backticks."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value, type, shape or option as Python writes it: shown as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, of a person, an assignment, a library, a device: shown as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Words of somebody else, in whatever language they are; no catalog is asked for them."""

    text: str


@dataclass(frozen=True, slots=True)
class InFile:
    """A file or folder; the number of a notebook's cell and a line, both from 1, where they are known."""

    file: str
    cell: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """Several arguments as one: "`a`, `b` and `c`", "`a` or `b`", or with commas (and semicolons) alone."""

    items: tuple[Argument, ...]
    joined: Literal["and", "or", "commas", "semicolons"] = "and"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, as the code has it, and its arguments by name."""

    text: str
    arguments: tuple[tuple[str, Argument], ...] = ()
    # The form for a count other than one, where there are two; `n` among the arguments chooses.
    plural: str = ""
    # Of a course's own text: its assignment and what of it this is. Empty for the engine's sentences.
    context: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Sentences for a person, in order; none of them is an empty message, which is false."""

    sentences: tuple[Sentence, ...] = ()
    # What a translator has made of it: None until then, and `str` makes English of it.
    words: tuple[Spoken, ...] | None = None

    def __add__(self, more: Message) -> Message:
        """Both, one after the other, not yet said."""
        return Message(self.sentences + more.sentences)

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.sentences)

    def __str__(self) -> str:
        """The words in the language in which they were said, or in English."""
        return "".join(piece.text for piece in (english(self) if self.words is None else self.words))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A part of what was said, in one language: "en", "zh-TW"; empty for code, values and names."""

    text: str
    language: str = ""


Argument = int | float | Code | Value | Name | Heard | InFile | Items | Message
NOTHING = Message()

# The sentence of a message that is an argument alone; no catalog is asked for it.
ALONE = "{words}"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def say(text: str, /, **arguments: Argument) -> Message:
    """A message of one sentence. text: a literal, with a place in braces for each argument."""
    return Message((Sentence(text, tuple(sorted(arguments.items()))),))


def say_many(one: str, many: str, n: int, /, **arguments: Argument) -> Message:
    """As `say`, with a form for one and a form for several; `{n}` is the count."""
    return Message((Sentence(one, tuple(sorted({"n": n, **arguments}.items())), plural=many),))


def of_course(text: str, context: str, /, **arguments: Argument) -> Message:
    """A course's own text. context: its assignment and what of it this is, "tensors/test_shape/title"."""
    return Message((Sentence(text, tuple(sorted(arguments.items())), context=context),)) if text else NOTHING


def quoted(argument: Argument) -> Message:
    """An argument alone, where a message is expected; nothing of it is translated."""
    return Message((Sentence(ALONE, (("words", argument),)),))


def heard(text: str) -> Message:
    """Somebody else's words as a message; an empty text is an empty message."""
    return quoted(Heard(text)) if text else NOTHING


def code_list(names: Iterable[str], joined: Literal["and", "or", "commas"] = "and") -> Items:
    """Names as code: "`a`, `b` and `c`"."""
    return Items(tuple(Code(name) for name in names), joined)


# ── saying it ────────────────────────────────────────────────────────────────────────────────────────────

# A sentence in the reader's language, and which language that came to be.
Lookup = Callable[[Sentence], tuple[str, str]]
_JOINTS = {
    "and": Sentence("{first} and {last}"),
    "or": Sentence("{first} or {last}"),
    "commas": Sentence("{first}, {last}"),
    "semicolons": Sentence("{first}; {last}"),
}
_PLACES = {
    (False, True): Sentence("{file}, line {line}"),
    (True, False): Sentence("{file}, cell {cell}"),
    (True, True): Sentence("{file}, cell {cell}, line {line}"),
}


def english(message: Message) -> tuple[Spoken, ...]:
    """The message in English, which needs no catalog."""
    return pieces(message, in_english)


def in_english(sentence: Sentence) -> tuple[str, str]:
    """The sentence as the code has it."""
    return (sentence.plural if sentence.plural and count_of(sentence) != 1 else sentence.text), "en"


def count_of(sentence: Sentence) -> int:
    """The count that chooses between a sentence's two forms."""
    count = dict(sentence.arguments).get("n")
    return count if isinstance(count, int) else 0


def pieces(message: Message, lookup: Lookup, between: str = " ") -> tuple[Spoken, ...]:
    """The message piece by piece. between: what stands between two sentences."""
    said: list[Spoken] = []
    for sentence in message.sentences:
        text, language = (ALONE, "") if sentence.text == ALONE else lookup(sentence)
        parts = {name: _shown(argument, lookup, between) for name, argument in sentence.arguments}
        made = _filled(text, language, parts)
        if said and made:
            # Two sentences that stayed English have a space between them, whatever the language around.
            both = said[-1].language == (language or made[0].language) == "en"
            said.append(Spoken(" " if both else between, language or made[0].language))
        said += made
    return tuple(said)


def _filled(text: str, language: str, parts: dict[str, list[Spoken]]) -> list[Spoken]:
    said: list[Spoken] = []
    for number, part in enumerate(PLACEHOLDER.split(text)):
        if number % 2 == 0:
            said += [Spoken(part, language)] if part else []
        else:
            # Braces that nothing is given for are a course's own text.
            said += parts.get(part, [Spoken(f"{{{part}}}", language)])
    return said


def _shown(argument: Argument, lookup: Lookup, between: str) -> list[Spoken]:
    if isinstance(argument, Message):
        return list(pieces(argument, lookup, between))
    if isinstance(argument, Items):
        return _listed(argument, lookup, between)
    if isinstance(argument, InFile):
        return _place(argument, lookup)
    if isinstance(argument, Code):
        return [Spoken(f"`{argument.text}`")]
    if isinstance(argument, Heard):
        return [Spoken(argument.text, "en")]
    return [Spoken(str(argument) if isinstance(argument, (int, float)) else argument.text)]


def _listed(items: Items, lookup: Lookup, between: str) -> list[Spoken]:
    shown = [_shown(item, lookup, between) for item in items.items]
    if len(shown) < 2:
        return shown[0] if shown else []
    said = shown[0]
    for number, more in enumerate(shown[1:], start=2):
        alone = number == len(shown) or items.joined == "semicolons"
        text, language = lookup(_JOINTS[items.joined if alone else "commas"])
        said = _filled(text, language, {"first": said, "last": more})
    return said


def _place(place: InFile, lookup: Lookup) -> list[Spoken]:
    wanted = _PLACES.get((place.cell is not None, place.line is not None))
    if wanted is None:
        return [Spoken(place.file)]
    known = {"file": place.file, "cell": str(place.cell), "line": str(place.line)}
    return _filled(*lookup(wanted), {name: [Spoken(text)] for name, text in known.items()})
