"""Systematic mistakes in what is returned: another type or shape, digits lost, limits, other sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grader.diagnosis.mistake import Mistake, Right
from grader.words.messages import Code, Message, say

_READ = say("Read in the exercise what the function returns.")
_TYPE = say("Read in the exercise which dtype the result has. Give it where you make the tensor.")
_DIGITS = say("The exercise does not ask for that: return all digits.")
_SIZE = say("Compare what you compute with the text of the exercise, step by step.")
_LIMIT = say("The exercise has no such limit.")
_ENTRY = say("Each entry must be what the exercise says, whatever stands before it.")


class _Change(NamedTuple):
    """What is done to a right tensor `t`, as an expression, and what is said of it."""

    name: str
    code: str
    headline: Message
    explanation: Message


def changed_results(right: Right, parts: int) -> Iterator[Mistake]:
    """The result, or one part of it, changed at the end. parts: of how many a returned tuple is, or 0."""
    for change in _CHANGES:
        yield _mistake(right, change.name, change, _changing(right, change.code, "True"))
        for part in range(parts):
            name = f"{change.name}_in_part_{part + 1}"
            yield _mistake(right, name, change, _changing(right, change.code, f"at == {part}"))


def results_by_size(right: Right) -> Iterator[Mistake]:
    """The result times, or divided by, the number of elements of an argument."""
    for argument in right.parameters:
        for sign, name, headline in (
            ("*", "multiplies_by_size_of", _MULTIPLIED),
            ("/", "divides_by_size_of", _DIVIDED),
        ):
            change = _Change(
                f"{name}_{argument}",
                f"t {sign} {argument}.numel()",
                headline + say("Count the elements of {argument}.", argument=Code(argument)),
                _SIZE,
            )
            guard = f"if not isinstance({argument}, torch.Tensor):", "    raise TypeError"
            yield _mistake(right, change.name, change, [*guard, *_changing(right, change.code, "True")])


_MULTIPLIED = say("Your result is the right one times a number of elements.")
_DIVIDED = say("Your result is the right one divided by a number of elements.")


def _mistake(right: Right, name: str, change: _Change, lines: Sequence[str]) -> Mistake:
    return Mistake(
        name=name,
        headline=change.headline,
        explanation=change.explanation,
        source=right.wrapped(name, *lines),
        general=True,
    )


def _changing(right: Right, code: str, where: str) -> list[str]:
    """The lines that change a result: a tensor, a number, or those parts of a tuple where `where` holds."""
    return [
        "def changed(t):",
        "    if isinstance(t, float):",
        "        return float(changed(torch.tensor(t)))",
        f"    return {code} if isinstance(t, torch.Tensor) else t",
        f"r = {right.call()}",
        "if type(r) not in (tuple, list):",
        "    return changed(r)",
        f"return type(r)([changed(one) if {where} else one for at, one in enumerate(r)])",
    ]


def _of_type(dtype: str) -> _Change:
    headline = say("Your result has the dtype {dtype}.", dtype=Code(f"torch.{dtype}"))
    return _Change(f"gives_{dtype}", f"t.to(torch.{dtype})", headline, _TYPE)


def _through(dtype: str) -> _Change:
    headline = say("Your numbers went through {dtype} and lost digits.", dtype=Code(f"torch.{dtype}"))
    return _Change(f"goes_through_{dtype}", f"t.to(torch.{dtype}).to(t.dtype)", headline, _DIGITS)


def _rounded(digits: int) -> _Change:
    return _Change(
        f"rounds_to_{digits}_digits",
        f"t.round(decimals={digits})",
        say("Your numbers are rounded: {digits} digits are left after the point.", digits=digits),
        _DIGITS,
    )


def _whole(how: str) -> _Change:
    headline = say("Your numbers are whole numbers: what was after the point is lost.")
    return _Change(f"{how}s_the_result", f"t.{how}()", headline, _DIGITS)


def _limited(limit: int, code: str, word: str) -> _Change:
    headline = say("Nothing in your result goes beyond {limit}.", limit=limit)
    return _Change(f"{word}_{limit}", code.format(limit=limit), headline, _LIMIT)


def _times(code: str, factor: str, name: str) -> _Change:
    return _Change(
        name, f"t {code}", say("Your result is {factor} the right one.", factor=Code(factor)), _SIZE
    )


_FAR = (1, 2, 3, 5, 10, 100)
_CHANGES = (
    *map(_of_type, ("float64", "float16", "int64", "int32")),
    *map(_through, ("float16", "bfloat16")),
    *map(_whole, ("trunc", "floor", "round")),
    *map(_rounded, (1, 2, 3, 4)),
    # ── shape ──
    _Change("adds_a_dimension", "t[None]", say("Your result has one dimension too many."), _READ),
    _Change(
        "needs_a_dimension",
        "torch.atleast_1d(t)",
        say("If the result must have no dimensions, yours has one."),
        _READ,
    ),
    _Change("squeezes", "t.squeeze()", say("Your result has lost its dimensions of size 1."), _READ),
    _Change(
        "loses_the_first_of_size_1",
        "t[0] if t.ndim and len(t) == 1 else t",
        say("Your result has lost its first dimension where that has size 1."),
        _READ,
    ),
    _Change("flattens", "t.flatten()", say("Your result always has one dimension."), _READ),
    _Change("transposes", "t.mT", say("Your result has its rows as columns."), _READ),
    _Change("returns_the_first", "t[0]", say("You return only the first entry of the result."), _READ),
    _Change("returns_the_last", "t[-1]", say("You return only the last entry of the result."), _READ),
    _Change("adds_up", "t.sum()", say("You add up the elements of the result."), _READ),
    _Change("averages", "t.mean()", say("You take the mean of the elements of the result."), _READ),
    # ── size ──
    _Change("has_the_wrong_sign", "-t", say("Your result has the wrong sign."), _SIZE),
    _Change("loses_the_sign", "t.abs()", say("Your result has lost its sign."), _SIZE),
    _Change("keeps_the_sign", "t.sign()", say("Your result holds only signs: -1, 0 and 1."), _SIZE),
    _Change("squares", "t**2", say("Your result is the square of the right one."), _SIZE),
    _Change("takes_the_root", "t.sqrt()", say("Your result is the square root of the right one."), _SIZE),
    _Change("scales_to_one", "t / t.norm()", say("You scale the result to length 1."), _SIZE),
    _times("* 2", "2 *", "doubles"),
    _times("/ 2", "1/2 *", "halves"),
    _times("* 10", "10 *", "gives_ten_times"),
    _times("/ 10", "1/10 *", "gives_a_tenth"),
    *(_limited(limit, "t.clamp(-{limit}, {limit})", "clamps_at") for limit in _FAR),
    *(_limited(limit, "t * ({limit} / t.norm()).clamp(max=1)", "cuts_the_length_at") for limit in _FAR),
    _Change("cuts_below_0", "t.clamp(min=0)", say("Nothing in your result is below 0."), _LIMIT),
    # ── entries ──
    _Change(
        "keeps_the_smallest",
        "t.cummin(0).values",
        say("Each entry of your result is the smallest one so far."),
        _ENTRY,
    ),
    _Change(
        "keeps_the_largest",
        "t.cummax(0).values",
        say("Each entry of your result is the largest one so far."),
        _ENTRY,
    ),
    _Change("adds_up_so_far", "t.cumsum(0)", say("Each entry of your result is the sum so far."), _ENTRY),
    _Change(
        "averages_so_far",
        "t.cumsum(0) / torch.arange(1, len(t) + 1).reshape(-1, *[1] * (t.ndim - 1))",
        say("Each entry of your result is the mean so far."),
        _ENTRY,
    ),
    _Change(
        "averages_the_first_column_so_far",
        "torch.cat([(t.cumsum(0) / torch.arange(1, len(t) + 1)[:, None])[:, :1], t[:, 1:]], dim=1)",
        say("Each entry in the first column of your result is the mean so far."),
        _ENTRY,
    ),
    _Change(
        "comes_too_late",
        "torch.cat([torch.zeros_like(t[:1]), t[:-1]])",
        say("Your result begins with 0, and all else comes one place too late."),
        _ENTRY,
    ),
    _Change(
        "comes_too_early",
        "torch.cat([t[1:], torch.zeros_like(t[:1])])",
        say("All entries come one place too early, and your result ends with 0."),
        _ENTRY,
    ),
)
