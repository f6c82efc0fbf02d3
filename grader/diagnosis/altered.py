"""Systematic mistakes in what is done to an argument before it is used: it is cut, rounded or sorted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from grader.diagnosis.mistake import Mistake, Right
from grader.words.messages import Code, Message, say

_AS_IT_IS = say("Use what the caller passes as it is.")
# What may be done to a number, and to a tensor. `{a}` is the argument.
_OF_NUMBERS = {
    "the_whole_part_of": "int({a})",
    "the_nearest_whole_of": "round({a})",
    "the_size_of": "abs({a})",
    "the_opposite_of": "-{a}",
    "what_is_not_0_of": "{a} or 1",
}
# A count of rounds is not among these: ten times as many take ten times as long.
_OF_FLOATS = {
    "half_of": "{a} / 2",
    "twice": "{a} * 2",
    "a_tenth_of": "{a} / 10",
    "ten_times": "{a} * 10",
}
_OF_TENSORS = {
    "the_sizes_of": "{a}.abs()",
    "the_rounded": "{a}.round()",
    "the_whole_parts_of": "{a}.trunc()",
    "the_reversed": "{a}.flip(0)",
    "the_transposed": "{a}.mT",
    "the_sorted": "{a}.sort().values",
}
_CUTS = {
    "the_first_half_of": "{a}[:max(1, len({a}) // 2)]",
    "all_but_the_last_of": "{a}[:-1]",
    "all_but_the_first_of": "{a}[1:]",
}


def arguments_altered(right: Right) -> Iterator[Mistake]:
    """An argument is changed before it is used."""
    for argument in right.parameters:
        for word, code in _OF_NUMBERS.items():
            yield _altered(right, word, code, _NUMBER, argument)
        for word, code in _OF_FLOATS.items():
            yield _altered(right, word, code, "type({a}) is not float", argument)
        for word, code in (*_OF_TENSORS.items(), *_CUTS.items()):
            yield _altered(right, word, code, _TENSOR, argument)
        yield _as_in_memory(right, argument)
        for other in right.parameters:
            if other != argument:
                yield _by_size(right, argument, other)
    for one, other in combinations(right.parameters, 2):
        if one.partition("_")[0] == other.partition("_")[0]:
            for word, code in _CUTS.items():
                yield _altered(right, word, code, _TENSOR, one, other)
        yield _sorted(right, one, other)


_NUMBER = "type({a}) not in (int, float)"
_TENSOR = "not isinstance({a}, torch.Tensor) or {a}.requires_grad"


def _altered(right: Right, word: str, code: str, no: str, *arguments: str) -> Mistake:
    """no: where that holds of an argument, this is about another kind."""
    instead = {argument: code.format(a=argument) for argument in arguments}
    first = arguments[0]
    return _mistake(
        right,
        f"uses_{word}_{'_and_'.join(arguments)}",
        say(
            "Your result is right for {value}, and not for {argument}.",
            value=Code(instead[first]),
            argument=Code(first),
        ),
        " or ".join(no.format(a=argument) for argument in arguments),
        instead,
    )


def _by_size(right: Right, argument: str, other: str) -> Mistake:
    code = f"{argument} / {other}.numel()"
    return _mistake(
        right,
        f"divides_{argument}_by_size_of_{other}",
        say(
            "You divide {argument} by the number of elements in {other}.",
            argument=Code(argument),
            other=Code(other),
        ),
        f"{_NUMBER.format(a=argument)} or not isinstance({other}, torch.Tensor)",
        {argument: code},
    )


def _as_in_memory(right: Right, argument: str) -> Mistake:
    strides = f"torch.empty({argument}.shape).stride()"
    return _mistake(
        right,
        f"takes_as_in_memory_{argument}",
        say(
            "You take the elements of {argument} in the order in which they lie in memory.",
            argument=Code(argument),
        ),
        _TENSOR.format(a=argument),
        {argument: f"torch.as_strided({argument}, {argument}.shape, {strides}, {argument}.storage_offset())"},
    )


def _sorted(right: Right, one: str, other: str) -> Mistake:
    return _mistake(
        right,
        f"sorts_{one}_and_{other}",
        say("You sort {one} and {other}: the smaller one comes first.", one=Code(one), other=Code(other)),
        f"{_NUMBER.format(a=one)} or {_NUMBER.format(a=other)}",
        {one: f"min({one}, {other})", other: f"max({one}, {other})"},
    )


def _mistake(right: Right, name: str, headline: Message, no: str, instead: Mapping[str, str]) -> Mistake:
    return Mistake(
        name=name,
        headline=headline,
        explanation=_AS_IT_IS,
        source=right.wrapped(name, f"if {no}:", "    raise TypeError", f"return {right.call(instead)}"),
        general=True,
    )
