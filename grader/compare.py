"""Is this answer the right answer? Attributes first, then values: where, how much, how much was allowed.

`difference` returns None, or a message for the student that begins with what is wrong. It ends with a hint
only where the numbers give evidence: every element wrong by the same factor, or by sign alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from grader.sandbox import wire
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.words.messages import NOTHING, Code, Heard, Message, Name, Value, heard, quoted, say, say_many


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A number may differ by `absolute + relative * |expected|`."""

    relative: float
    absolute: float


# What honest arithmetic in another order may cost over hundreds of epochs; docs/decisions/0005-tolerances.md.
_DEFAULTS = {
    torch.float16: Tolerance(1e-2, 1e-3),
    torch.bfloat16: Tolerance(2e-2, 1e-2),
    torch.float32: Tolerance(2e-4, 2e-5),
    torch.float64: Tolerance(1e-6, 1e-8),
}
_PYTHON_FLOAT = Tolerance(2e-4, 2e-5)
_EXACT = Tolerance(0.0, 0.0)
# Of one tensor that are written out at most.
_NUMBERS = 1000


def default_tolerance(dtype: torch.dtype) -> Tolerance:
    """The tolerance for a dtype; integers and bools are compared exactly."""
    return _DEFAULTS.get(dtype, _EXACT)


def difference(got: object, want: object, tolerance: Tolerance | None = None) -> Message | None:
    """What is wrong with `got`, or None. `want` is a plain value or a `SeenTensor`."""
    got, want = _settle(got), _settle(want)
    if isinstance(want, SeenTensor):
        return _tensor_difference(got, want, tolerance)
    if isinstance(want, (list, tuple)):
        return _sequence_difference(got, want, tolerance)
    if isinstance(want, dict):
        return _dict_difference(got, want, tolerance)
    if isinstance(want, float):
        return _float_difference(got, want, tolerance)
    if type(got) is not type(want):
        return _expected(kind(want), kind(got))
    return None if got == want else _expected(shown(want), shown(got))


def likeness(got: object, want: object) -> Message | None:
    """As `difference`, but only type, shape, dtype and device."""
    got, want = _settle(got), _settle(want)
    if isinstance(want, SeenTensor):
        return _attribute_difference(got, want)
    return None if type(got) is type(want) else _expected(kind(want), kind(got))


def _expected(want: Message, got: Message) -> Message:
    return say("Expected {want}, got {got}.", want=want, got=got)


def number(value: object) -> object:
    """A 0-d tensor or NumPy scalar as the Python number it holds; anything else as it is."""
    value = _settle(value)
    if isinstance(value, SeenTensor) and value.shape == ():
        return value.data.item()
    return value


def _settle(value: object) -> object:
    return value.now if isinstance(value, Argument) and value.now is not None else value


def _tensor_difference(got: object, want: SeenTensor, tolerance: Tolerance | None) -> Message | None:
    return _attribute_difference(got, want) or (
        values_difference(got.data, want.data, tolerance) if isinstance(got, SeenTensor) else None
    )


def _attribute_difference(got: object, want: SeenTensor) -> Message | None:
    if not isinstance(got, SeenTensor) or (got.kind in ("array", "scalar")) != (
        want.kind in ("array", "scalar")
    ):
        return _expected(kind(want), kind(got)) + _tensor_hint(got)
    if got.shape != want.shape:
        return say("Expected shape {want}, got shape {got}.", want=_shape(want.shape), got=_shape(got.shape))
    if got.dtype != want.dtype:
        return say("Expected dtype {want}, got {got}.", want=_dtype(want), got=_dtype(got))
    if got.device != want.device:
        here, there = Name(want.device), Name(got.device)
        return say("Expected a tensor on {want}, got one on {got}.", want=here, got=there)
    return None


def _tensor_hint(got: object) -> Message:
    if got is None:
        missing = say("Is a `return` missing?")
        return missing + say("Or is the returned value None, as `.grad` is before `backward()`?")
    if isinstance(got, float):
        return say("`.item()` and `float()` make a Python number out of a tensor.")
    return NOTHING


def values_difference(got: torch.Tensor, want: torch.Tensor, tolerance: Tolerance | None) -> Message | None:
    """Where two tensors of one shape and dtype differ by more than allowed."""
    allowed = tolerance or default_tolerance(want.dtype)
    got, want = _widened(got), _widened(want)
    wrong = _wrong(got, want, allowed)
    count = int(wrong.sum())
    if not count:
        return None
    return _describe_wrong(got, want, wrong, count, allowed)


def _wrong(got: torch.Tensor, want: torch.Tensor, allowed: Tolerance) -> torch.Tensor:
    """Which elements differ by more than allowed."""
    if not want.is_floating_point() and not want.is_complex():
        return got != want
    return ~torch.isclose(got, want, rtol=allowed.relative, atol=allowed.absolute, equal_nan=True)


def same_tensor(got: SeenTensor, want: SeenTensor) -> bool:
    """Whether `difference` finds nothing between two tensors; says no words, and so is quick to refuse."""
    if _attribute_difference(got, want) is not None:
        return False
    wrong = _wrong(_widened(got.data), _widened(want.data), default_tolerance(want.dtype))
    return not bool(wrong.any())


def _widened(tensor: torch.Tensor) -> torch.Tensor:
    """The same numbers in the widest type of their kind."""
    if tensor.is_complex():
        return tensor.to(torch.complex128)
    return tensor.to(torch.float64) if tensor.is_floating_point() else tensor


def _describe_wrong(
    got: torch.Tensor,
    want: torch.Tensor,
    wrong: torch.Tensor,
    count: int,
    allowed: Tolerance,
) -> Message:
    index = tuple(int(i) for i in wrong.nonzero()[0])
    have, should = got[index].item(), want[index].item()
    hint = _hint(got, want) if got.is_floating_point() else NOTHING
    return _wrong_number(index, got.numel(), count, should, have) + _close_call(have, should, allowed) + hint


def _wrong_number(index: tuple[int, ...], total: int, count: int, want: object, got: object) -> Message:
    """index: of the first wrong element; empty where there is one number alone."""
    mine, theirs = Value(_number(got)), Value(_number(want))
    if not index:
        return say("Expected {want}, got {got}.", want=theirs, got=mine)
    place = Value(str(index[0] if len(index) == 1 else index))
    at = say("At index {index}: expected {want}, got {got}.", index=place, want=theirs, got=mine)
    if total == 1:
        return at
    if count == 1:
        return say("1 of {total} elements is wrong.", total=total) + at
    many = say("{count} of {total} elements are wrong.", count=count, total=total)
    return many + say(
        "The first is at index {index}: expected {want}, got {got}.", index=place, want=theirs, got=mine
    )


def _close_call(got: complex, want: complex, tolerance: Tolerance) -> Message:
    # How much was allowed matters only to one who came near.
    allowed = _allowed(want, tolerance)
    if not allowed < abs(got - want) < 50 * allowed:
        return NOTHING
    return say("A difference of up to {allowed} is allowed.", allowed=Value(f"{allowed:.1g}"))


def _allowed(want: complex, allowed: Tolerance) -> float:
    size = abs(want)
    return allowed.absolute + allowed.relative * size if math.isfinite(size) else 0.0


def _hint(got: torch.Tensor, want: torch.Tensor) -> Message:
    if not bool(torch.isfinite(got).all()):
        return say("Your result contains `inf` or `nan`.") if bool(torch.isfinite(want).all()) else NOTHING
    telling = want.abs() > 1e-6
    if not bool(telling.any()) or not bool(torch.isfinite(want).all()):
        return NOTHING
    ratios = got[telling] / want[telling]
    factor = float(ratios.flatten()[0])
    alike = bool(torch.allclose(ratios, torch.full_like(ratios, factor), rtol=1e-3, atol=0))
    if not alike or (got.numel() == 1 and factor != round(factor, 3)) or abs(factor) < 1e-6:
        return NOTHING
    # Nor where it says nothing of the elements that should be zero, or hangs on one alone.
    if not torch.allclose(got, factor * want, rtol=1e-3, atol=1e-5) or 1 == int(telling.sum()) < got.numel():
        return NOTHING
    if abs(factor + 1) < 1e-3:
        return say("Only the sign is wrong.")
    if got.numel() == 1:
        return NOTHING
    times = Value(_number(round(factor, 4)))
    return say("Every element is {times} times the expected one.", times=times)


def _sequence_difference(
    got: object, want: list[object] | tuple[object, ...], tolerance: Tolerance | None
) -> Message | None:
    if not isinstance(got, type(want)):
        return _expected(kind(want), kind(got))
    if len(got) != len(want):
        return _expected_length(len(want), len(got))
    for index, (mine, theirs) in enumerate(zip(got, want, strict=True)):
        wrong = difference(mine, theirs, tolerance)
        if wrong:
            return say("Element {index} is wrong.", index=index) + wrong
    return None


def _expected_length(want: int, got: int) -> Message:
    return say_many("Expected {n} element, got {got}.", "Expected {n} elements, got {got}.", want, got=got)


def _dict_difference(got: object, want: dict[object, object], tolerance: Tolerance | None) -> Message | None:
    if not isinstance(got, dict):
        return _expected(kind(want), kind(got))
    for key, theirs in want.items():
        if key not in got:
            return say("The key {key} is missing.", key=Value(repr(key)))
        wrong = difference(got[key], theirs, tolerance)
        if wrong:
            return say("The value of the key {key} is wrong.", key=Value(repr(key))) + wrong
    extra = [key for key in got if key not in want]
    return say("The key {key} must not be there.", key=Value(repr(extra[0]))) if extra else None


def _float_difference(got: object, want: float, tolerance: Tolerance | None) -> Message | None:
    if isinstance(got, bool) or not isinstance(got, (int, float)):
        return _expected(kind(want), kind(got))
    allowed = tolerance or _PYTHON_FLOAT
    got = as_float(got)
    if math.isnan(want) and math.isnan(got):
        return None
    if got == want or abs(got - want) <= _allowed(want, allowed):
        return None
    return _wrong_number((), 1, 1, want, got) + _close_call(got, want, allowed)


def as_float(got: float) -> float:
    """An int as a float, infinite where it is too large for one."""
    try:
        return float(got)
    except OverflowError:
        return math.inf if got > 0 else -math.inf


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


def kind(value: object) -> Message:
    """What something is, for a sentence: "a tensor of shape (11,)", "None", "a Python float"."""
    if value is None:
        return quoted(Value("None"))
    if isinstance(value, SeenTensor):
        return _tensor_kind(value)
    if isinstance(value, Argument):
        return say("the argument {name} itself", name=Code(value.name))
    if isinstance(value, wire.Figure):
        return say("a matplotlib Figure")
    if isinstance(value, SeenOptimizer):
        return say("the optimizer {name}", name=Value(value.name))
    if isinstance(value, wire.Opaque) and value.about:
        return _about(value)
    if isinstance(value, wire.Opaque):
        if "method" in value.type:
            return say("a method that was not called (`()` is missing)")
        return say("an object of type {type}", type=Heard(value.type))
    if isinstance(value, wire.Named):
        return _named_kind(value)
    return say("a Python {type}", type=Value(type(value).__name__))


def _about(value: wire.Opaque) -> Message:
    kind = Heard(value.type)
    if value.about == "exception":
        return say("an exception of type {type}, which was returned and not raised", type=kind)
    return say("an object of type {type}, which is too large or nested too deeply to be read", type=kind)


def _tensor_kind(value: SeenTensor) -> Message:
    shape = _shape(value.shape)
    if value.kind == "tensor":
        return say("a tensor of shape {shape}", shape=shape) if value.shape else say("a 0-d tensor")
    if value.kind == "array":
        return say("a NumPy array of shape {shape}", shape=shape) if value.shape else say("a 0-d NumPy array")
    if value.kind == "scalar":
        return say("a NumPy scalar")
    return say("a tensor of type {type} and shape {shape}", type=Heard(value.kind), shape=shape)


def _named_kind(value: wire.Named) -> Message:
    name = Value(value.text)
    if value.kind == "device":
        return say("the device {name}", name=name)
    if value.kind == "dtype":
        return say("the dtype {name}", name=name)
    return say("the layout {name}", name=name)


def likes(want: object) -> Message:
    """What `likeness` asks for, in words: "a tensor of shape (11,), dtype float32"."""
    want = _settle(want)
    if not isinstance(want, SeenTensor):
        return kind(want)
    what, dtype = kind(want), _dtype(want)
    if want.device == "cpu":
        return say("{tensor}, dtype {dtype}", tensor=what, dtype=dtype)
    return say("{tensor}, dtype {dtype}, on {device}", tensor=what, dtype=dtype, device=Name(want.device))


def shown(value: object) -> Message:
    """A value alone, as a message."""
    return heard(value.text) if isinstance(value, wire.Opaque) else quoted(Value(show(value)))


def show(value: object, limit: int = 400) -> str:
    """A value as a student would write it, shortened in the middle of long things."""
    text = "".join(_pieces(value))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _pieces(value: object) -> Iterator[str]:
    if isinstance(value, SeenTensor):
        yield _tensor_text(value)
    elif isinstance(value, Argument):
        yield value.name
    elif isinstance(value, (list, tuple)):
        inner = ", ".join("".join(_pieces(item)) for item in value)
        closing = ",)" if isinstance(value, tuple) and len(value) == 1 else ")"
        yield f"[{inner}]" if isinstance(value, list) else f"({inner}{closing}"
    elif isinstance(value, dict):
        yield ("{" + ", ".join(f"{key!r}: {''.join(_pieces(item))}" for key, item in value.items()) + "}")
    elif isinstance(value, float):
        yield _number(value)
    elif isinstance(value, (wire.Opaque, wire.Named)):
        yield value.text
    elif isinstance(value, SeenOptimizer):
        yield f"{value.name}({''.join(_pieces(list(value.params)))}, lr={value.options.get('lr')})"
    elif isinstance(value, wire.Figure):
        yield f"<Figure with {len(value.axes)} Axes>"
    else:
        yield repr(value)


def _tensor_text(value: SeenTensor) -> str:
    if value.kind == "scalar":
        return f"numpy.{_name(value.dtype)}({tensor_numbers(value.data)})"
    flags = ", requires_grad=True" if value.requires_grad else ""
    dtype = "" if value.dtype in (torch.float32, torch.int64, torch.bool) else f", dtype={_name(value.dtype)}"
    device = "" if value.device == "cpu" else f", device='{value.device}'"
    if value.device == "meta":
        return f"tensor(..., device='meta', size={tuple(value.shape)}{dtype}{flags})"
    name = "numpy.array" if value.kind == "array" else "tensor"
    return f"{name}({tensor_numbers(value.data)}{dtype}{device}{flags})"


def tensor_numbers(data: torch.Tensor) -> str:
    """The numbers of a tensor, nested as in `tolist`; long rows lose their middle, large ones their end."""
    return _nested(data, iter(range(_NUMBERS)))


def _nested(data: torch.Tensor, left: Iterator[int]) -> str:
    """left: yields as often as a number may still be written."""
    if data.dim() == 0:
        return _number(data.item()) if next(left, None) is not None else "…"
    rows: list[str] = []
    for row in [*data[:4], None, *data[-2:]] if len(data) > 12 else data:
        rows.append("…" if row is None else _nested(row, left))
        if rows[-1] == "…" and row is not None:
            break
    return f"[{', '.join(rows)}]" if rows[:1] != ["…"] else "…"


def _number(value: object) -> str:
    if isinstance(value, float):
        text = f"{value:.6g}"
        plain = math.isfinite(value) and "." not in text and "e" not in text
        return f"{text}.0" if plain else text
    return str(value)


def _shape(shape: tuple[int, ...]) -> Value:
    return Value(str(tuple(shape)))


def _dtype(tensor: SeenTensor) -> Value:
    return Value(_name(tensor.dtype))


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
