"""Messages as JSON: what stands in report.json beside each sentence, enough to say it in another language.

    [{"text": "Expected shape {want}.", "arguments": {"want": {"value": "(11,)"}}}]

An argument is a number, or an object whose one key is its kind: `code`, `value`, `name`, `heard`, `place`,
`items` (beside it `joined`), `message`. `plural` and `context` stand where a sentence has them.

What the words say already is left out: the `text` of a single sentence that equals them; all of it where they
are somebody else's ("heard"); and of a value or a name alone, all but its kind: "value".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from grader.words.messages import (
    ALONE,
    NOTHING,
    Argument,
    Code,
    Heard,
    InFile,
    Items,
    Message,
    Name,
    Sentence,
    Value,
    heard,
    quoted,
)

_TEXTS: dict[str, type[Code] | type[Value] | type[Name] | type[Heard]] = {
    "code": Code,
    "value": Value,
    "name": Name,
    "heard": Heard,
}
_KINDS = {kind: name for name, kind in _TEXTS.items()}
# Kinds that, alone in a message, its words say as they are.
_SAID_BY_WORDS = ("value", "name")
# Messages in messages, of a text that somebody else may have written.
_DEEPEST = 20


def beside(message: Message) -> object:
    """What stands in `made_of` for a message: its sentences, or its kind where its words say the rest."""
    words, alone = str(message), _alone(message)
    if not message or alone == Heard(words):
        return None
    if isinstance(alone, Value | Name) and alone.text == words:
        return _KINDS[type(alone)]
    data = _sentences(message)
    if len(data) == 1 and data[0]["text"] == words:
        del data[0]["text"]
    return data


def _alone(message: Message) -> Argument | None:
    """The argument of which a message consists, where it is one alone."""
    if len(message.sentences) != 1 or message.sentences[0].text != ALONE:
        return None
    return dict(message.sentences[0].arguments).get("words")


def from_beside(data: object, words: str) -> Message:
    """A message of which `beside` wrote what it was made of, or an earlier grader its words alone.

    Raises:
        ValueError: it is none.
    """
    if data is None:
        return heard(words)
    if isinstance(data, str) and data in _SAID_BY_WORDS:
        return quoted(_TEXTS[data](words))
    if isinstance(data, list) and len(data) == 1 and isinstance(data[0], Mapping):
        data = [{"text": words, **data[0]}]
    return _read_sentences(data, 0)


def _sentences(message: Message) -> list[dict[str, object]]:
    return [_sentence(sentence) for sentence in message.sentences]


def _read_sentences(data: object, depth: int) -> Message:
    if not isinstance(data, list) or depth > _DEEPEST:
        raise ValueError(f"expected a list of sentences, got {type(data).__name__}")
    return Message(tuple(_read_sentence(item, depth) for item in data)) if data else NOTHING


def _sentence(sentence: Sentence) -> dict[str, object]:
    data: dict[str, object] = {"text": sentence.text}
    if sentence.arguments:
        data["arguments"] = {name: _argument(value) for name, value in sentence.arguments}
    if sentence.plural:
        data["plural"] = sentence.plural
    if sentence.context:
        data["context"] = sentence.context
    return data


def _argument(argument: Argument) -> object:
    if isinstance(argument, Message):
        return {"message": _sentences(argument)}
    if isinstance(argument, Items):
        return {"items": [_argument(item) for item in argument.items], "joined": argument.joined}
    if isinstance(argument, InFile):
        return {"place": {"file": argument.file, "cell": argument.cell, "line": argument.line}}
    if isinstance(argument, (int, float)):
        # JSON has no infinity, and says True in its own way.
        finite = not isinstance(argument, bool) and math.isfinite(argument)
        return argument if finite else {"value": str(argument)}
    return {_KINDS[type(argument)]: argument.text}


def _read_sentence(data: object, depth: int) -> Sentence:
    if not isinstance(data, Mapping):
        raise ValueError(f"expected a sentence, got {type(data).__name__}")
    arguments = data.get("arguments", {})
    if not isinstance(arguments, Mapping):
        raise ValueError(f"expected arguments by name, got {type(arguments).__name__}")
    read = [(str(name), _read_argument(value, depth)) for name, value in arguments.items()]
    return Sentence(
        text=_text(data.get("text")),
        arguments=tuple(sorted(read, key=lambda pair: pair[0])),
        plural=_text(data.get("plural", "")),
        context=_text(data.get("context", "")),
    )


def _read_argument(data: Any, depth: int) -> Argument:
    if isinstance(data, (int, float)) and not isinstance(data, bool):
        return data
    if not isinstance(data, Mapping):
        raise ValueError(f"expected an argument, got {type(data).__name__}")
    for name, kind in _TEXTS.items():
        if name in data:
            return kind(_text(data[name]))
    if "message" in data:
        return _read_sentences(data["message"], depth + 1)
    if "place" in data:
        return _read_place(data["place"])
    return _read_items(data, depth)


def _read_place(data: Any) -> InFile:
    if not isinstance(data, Mapping) or not all(
        isinstance(data.get(name), int | None) for name in ("cell", "line")
    ):
        raise ValueError("expected a place: a file, a cell, a line")
    return InFile(_text(data.get("file")), data.get("cell"), data.get("line"))


def _read_items(data: Mapping[str, Any], depth: int) -> Items:
    items, joined = data.get("items"), data.get("joined")
    if not isinstance(items, list) or depth > _DEEPEST:
        raise ValueError(f"expected an argument of a known kind, got {', '.join(map(str, data))}")
    if joined not in ("and", "or", "commas", "semicolons"):
        raise ValueError(f"expected items joined by and, or, commas or semicolons, got {joined!r}")
    return Items(tuple(_read_argument(item, depth + 1) for item in items), joined)


def _text(data: object) -> str:
    if not isinstance(data, str):
        raise ValueError(f"expected a text, got {type(data).__name__}")
    return data
