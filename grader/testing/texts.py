"""A check's own texts: its title, what a hidden check tells, what it says with `.that`.

They are the course's, so that a catalog of the course holds them, under assignment and check. A demand does
not know in which check it stands: its texts wait for `in_check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import torch

from grader.compare import show
from grader.testing.seen import as_seen
from grader.words.messages import (
    Argument,
    Code,
    Heard,
    InFile,
    Items,
    Message,
    Name,
    Sentence,
    Value,
    of_course,
)

# What a check says with `.that`, until it is known which check that is.
_SAID = "said"
_OF_A_MESSAGE = (Code, Heard, InFile, Items, Message, Name, Value)


def filled(arguments: Mapping[str, object]) -> dict[str, Argument]:
    """What a check puts in the places of its sentence: values, as Python writes them."""
    return {name: _argument(value) for name, value in arguments.items()}


def _argument(value: object) -> Argument:
    if isinstance(value, _OF_A_MESSAGE):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, (list, tuple)):
        return Items(tuple(map(_argument, value)))
    if isinstance(value, str):
        return Value(value)
    return Value(show(as_seen(value, "cpu") if isinstance(value, torch.Tensor) else value))


def of_check(text: str, filling: Mapping[str, Argument]) -> Message:
    """A sentence that a check says; empty for an empty text. filling: what goes into its places."""
    return of_course(text, _SAID, **filling)


def in_check(message: Message, check: str) -> Message:
    """A message whose sentences of the check's own are those of this one: "tensors/test_shape"."""
    return Message(tuple(_in_check(sentence, check) for sentence in message.sentences))


def _in_check(sentence: Sentence, check: str) -> Sentence:
    context = f"{check}/{_SAID}" if sentence.context == _SAID else sentence.context
    arguments = tuple(
        (name, in_check(value, check) if isinstance(value, Message) else value)
        for name, value in sentence.arguments
    )
    return replace(sentence, context=context, arguments=arguments)
