"""Calls and failures in words that a student can act on."""

from __future__ import annotations

import torch

from grader.compare import show, tensor_numbers
from grader.model import Call, Observation, Outcome
from grader.sandbox.outside.question import (
    Array,
    Computed,
    GeneratorRecipe,
    Leaf,
    OptimizerRecipe,
    Watched,
    is_strided,
    memory_order,
)
from grader.sandbox.upstream_words import BITS_OF_FLOATS, POWER_BY_CARET, says
from grader.words.messages import NOTHING, Code, Heard, Message, heard, say


def call_text(call: Call) -> str:
    """The call as the student could type it."""
    inner = ", ".join(f"{name}={argument_text(value)}" for name, value in call.arguments.items())
    written = f"{call.function}({inner})"
    return written if call.gradients else f"with torch.no_grad(): {written}"


def argument_text(value: object) -> str:
    """One argument, recipes as the code that builds them."""
    if isinstance(value, Watched):
        value = value.data
    if isinstance(value, torch.Tensor):
        return _tensor_text(value)
    if isinstance(value, torch.device):
        return f"torch.device({str(value)!r})"
    if isinstance(value, Leaf):
        numbers = f"tensor({tensor_numbers(value.data)}, requires_grad=True)"
        return numbers if value.grad is None else f"{numbers} with .grad = {tensor_numbers(value.grad)}"
    if isinstance(value, Computed):
        return f"tensor({tensor_numbers(value.data)}, requires_grad=True).clone()"
    if isinstance(value, OptimizerRecipe):
        options = "".join(f", {name}={option!r}" for name, option in value.options.items())
        steps = ", ".join(map(tensor_numbers, value.stepped))
        return f"{value.name}([params]{options})" + (f" after steps with .grad = {steps}" if steps else "")
    if isinstance(value, GeneratorRecipe):
        return f"Generator().manual_seed({value.seed})"
    if isinstance(value, Array):
        return _array_text(value.data)
    if isinstance(value, (tuple, list)):
        inner = ", ".join(argument_text(item) for item in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    return show(value)


def _array_text(value: torch.Tensor) -> str:
    """With its dtype: NumPy makes float64 of plain numbers, and int64."""
    view = _steps(value)
    numbers = tensor_numbers(_between(value) if view else value)
    plain = value.dtype in (torch.int64, torch.bool)
    dtype = "" if plain else f", dtype=numpy.{str(value.dtype).removeprefix('torch.')}"
    return f"numpy.array({numbers}{dtype}){view}"


def _between(value: torch.Tensor) -> torch.Tensor:
    """A strided tensor's memory from its first element to its last, (count,)."""
    last = sum((extent - 1) * step for extent, step in zip(value.shape, value.stride(), strict=True))
    return value.as_strided((last + 1,), (1,))


def _steps(value: torch.Tensor) -> str:
    """How a strided tensor comes of what `_between` gives; empty for any other."""
    if not is_strided(value):
        return ""
    if value.ndim == 1:
        return f"[::{value.stride(0)}]"
    return f".as_strided({tuple(value.shape)}, {value.stride()})"


def _tensor_text(value: torch.Tensor) -> str:
    if value.is_meta:
        return f"torch.empty({tuple(value.shape)}, device='meta')"
    if steps := _steps(value):
        return f"tensor({tensor_numbers(_between(value))}){steps}"
    order = memory_order(value)
    plain = f"tensor({tensor_numbers(value.permute(order) if order else value)})"
    if not order:
        return plain
    back = ", ".join(str(order.index(dim)) for dim in range(len(order)))
    return f"{plain}.t()" if order == [1, 0] else f"{plain}.permute({back})"


# What `input()` and the debugger raise where no keyboard is.
_NEEDS_A_PERSON = ("EOFError", "BdbQuit")
# Of what a call printed: so many lines from its end, each so long.
_LINES, _LINE = 8, 200


def last_lines(printed: str) -> str:
    """The end of what a call printed; a first line of "…" where more came before."""
    lines = printed.rstrip().splitlines()
    kept = [_printable(line if len(line) <= _LINE else f"{line[:_LINE]}…") for line in lines[-_LINES:]]
    return "\n".join([*(["…"] if len(lines) > _LINES else []), *kept])


def _printable(line: str) -> str:
    """Without what would move a terminal's cursor or turn the line round."""
    return "".join(char if char.isprintable() or char == "\t" else "\ufffd" for char in line)


def error_words(seen: Observation) -> Message:
    """Why a call gave no value, and what to do about it."""
    name = Code(seen.call.function)
    where = NOTHING if seen.location is None else say("See {place}.", place=seen.location.place)
    if seen.outcome is Outcome.MISSING:
        missing = say("{function} is not defined in your file.", function=name)
        return missing + say("The name must be exactly the same.")
    if seen.outcome is Outcome.RAISED:
        return _raised_words(seen) + where
    if seen.outcome is Outcome.TIMED_OUT:
        return seen.problem + where + say("Is there a loop that does not end?")
    if seen.outcome is Outcome.OUT_OF_MEMORY:
        much = say("{function} used too much memory.", function=name)
        return much + where + say("Python says: {error}.", error=said_by(seen))
    return seen.problem + where


def said_by(seen: Observation) -> Heard:
    """An exception's words for the end of a sentence, which has a full stop of its own."""
    return Heard(seen.error.rstrip(".! \n"))


def _raised_words(seen: Observation) -> Message:
    name = Code(seen.call.function)
    if seen.error_type in _NEEDS_A_PERSON:
        raised = say("{function} raised {error}.", function=name, error=said_by(seen))
        waits = say("`input()` and `pdb` wait for a person, and nobody is there.")
        return raised + waits + say("Remove them before you hand in.")
    if seen.error_type != "NotImplementedError" or not seen.by_statement:
        return say("{function} raised {error}.", function=name, error=said_by(seen)) + _operator(seen.error)
    if seen.raised_in.isidentifier() and seen.raised_in != name.text:
        other = Code(seen.raised_in)
        return say("{function} calls {other}, which is not written yet.", function=name, other=other)
    left = say("{function} still has the line `raise NotImplementedError`.", function=name)
    return left + say("Delete that line: your own code is there.")


def _operator(error: str) -> Message:
    """What an operator on floats does in Python, where it is not what was meant."""
    if says(error, *POWER_BY_CARET):
        return say("In Python, `^` is not a power. Write `**`.")
    if says(error, *BITS_OF_FLOATS):
        return say("Put brackets around each comparison: `(a > 0) & (b < 1)`.")
    return NOTHING


def outcome_words(seen: Observation) -> Message:
    """What came in place of a value, in a few words."""
    if seen.outcome is Outcome.RAISED:
        return heard(seen.error)
    if seen.outcome is Outcome.MISSING:
        return say("no function of this name")
    if seen.outcome is Outcome.TIMED_OUT:
        return say("no answer in time")
    if seen.outcome is Outcome.OUT_OF_MEMORY:
        return say("too much memory used")
    if seen.outcome is Outcome.DIED:
        return say("the end of the process")
    return say("an answer that the grader cannot read")
