"""Is this answer the right answer? Attributes first, then values: where, how much, how much was allowed.

`difference` returns None, or a sentence for the student that begins with what is wrong. A hint stands in it
only where the numbers give evidence: every element wrong by the same factor, or by sign alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from grader.sandbox import wire
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.words.messages import Heard, Message, say


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


def difference(got: object, want: object, tolerance: Tolerance | None = None) -> str | None:
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
        return f"expected {kind(want)}, got {kind(got)}"
    return None if got == want else f"expected {show(want)}, got {show(got)}"


def likeness(got: object, want: object) -> str | None:
    """As `difference`, but only type, shape, dtype and device."""
    got, want = _settle(got), _settle(want)
    if isinstance(want, SeenTensor):
        return _attribute_difference(got, want)
    return None if type(got) is type(want) else f"expected {kind(want)}, got {kind(got)}"


def number(value: object) -> object:
    """A 0-d tensor or NumPy scalar as the Python number it holds; anything else as it is."""
    value = _settle(value)
    if isinstance(value, SeenTensor) and value.shape == ():
        return value.data.item()
    return value


def _settle(value: object) -> object:
    return value.now if isinstance(value, Argument) and value.now is not None else value


def _tensor_difference(got: object, want: SeenTensor, tolerance: Tolerance | None) -> str | None:
    return _attribute_difference(got, want) or (
        values_difference(got.data, want.data, tolerance) if isinstance(got, SeenTensor) else None
    )


def _attribute_difference(got: object, want: SeenTensor) -> str | None:
    if not isinstance(got, SeenTensor) or (got.kind in ("array", "scalar")) != (
        want.kind in ("array", "scalar")
    ):
        return f"expected {kind(want)}, got {kind(got)}{_tensor_hint(got)}"
    if got.shape != want.shape:
        return f"expected shape {_shape(want.shape)}, got shape {_shape(got.shape)}"
    if got.dtype != want.dtype:
        return f"expected dtype {_name(want.dtype)}, got {_name(got.dtype)}"
    if got.device != want.device:
        return f"expected a tensor on {want.device}, got one on {got.device}"
    return None


def _tensor_hint(got: object) -> str:
    if got is None:
        return " (is a `return` missing, or is what you return None, as `.grad` is before `backward()`?)"
    if isinstance(got, float):
        return " (`.item()` and `float()` leave tensors behind)"
    return ""


def values_difference(got: torch.Tensor, want: torch.Tensor, tolerance: Tolerance | None) -> str | None:
    """Where two tensors of one shape and dtype differ by more than allowed."""
    allowed = tolerance or default_tolerance(want.dtype)
    if not want.is_floating_point() and not want.is_complex():
        wrong = got != want
    else:
        wide = torch.complex128 if want.is_complex() else torch.float64
        got, want = got.to(wide), want.to(wide)
        wrong = ~torch.isclose(got, want, rtol=allowed.relative, atol=allowed.absolute, equal_nan=True)
    count = int(wrong.sum())
    if not count:
        return None
    return _describe_wrong(got, want, wrong, count, allowed)


def _describe_wrong(
    got: torch.Tensor,
    want: torch.Tensor,
    wrong: torch.Tensor,
    count: int,
    allowed: Tolerance,
) -> str:
    index = tuple(int(i) for i in wrong.nonzero()[0])
    have, should = got[index].item(), want[index].item()
    place = f"at index {index[0] if len(index) == 1 else index}: " if index else ""
    many = f"{count} of {got.numel()} elements are wrong, first " if got.numel() > 1 and index else ""
    exact = _close_call(abs(have - should), _allowed(should, allowed))
    hint = _hint(got, want) if got.is_floating_point() else ""
    return f"{many}{place}expected {_number(should)}, got {_number(have)}{exact}{hint}"


def _close_call(off: float, allowed: float) -> str:
    # How much was allowed matters only to one who came near.
    return f" (allowed: ±{allowed:.1g})" if allowed < off < 50 * allowed else ""


def _allowed(want: complex, allowed: Tolerance) -> float:
    size = abs(want)
    return allowed.absolute + allowed.relative * size if math.isfinite(size) else 0.0


def _hint(got: torch.Tensor, want: torch.Tensor) -> str:
    if not bool(torch.isfinite(got).all()):
        return "; your result is not finite" if bool(torch.isfinite(want).all()) else ""
    telling = want.abs() > 1e-6
    if not bool(telling.any()) or not bool(torch.isfinite(want).all()):
        return ""
    ratios = got[telling] / want[telling]
    factor = float(ratios.flatten()[0])
    alike = bool(torch.allclose(ratios, torch.full_like(ratios, factor), rtol=1e-3, atol=0))
    if not alike or (got.numel() == 1 and factor != round(factor, 3)) or abs(factor) < 1e-6:
        return ""
    # Nor where it says nothing of the elements that should be zero, or hangs on one alone.
    if not torch.allclose(got, factor * want, rtol=1e-3, atol=1e-5) or 1 == int(telling.sum()) < got.numel():
        return ""
    if abs(factor + 1) < 1e-3:
        return "; only the sign is wrong"
    if got.numel() == 1:
        return ""
    return f"; every element is {_number(round(factor, 4))} times the expected one"


def _sequence_difference(
    got: object, want: list[object] | tuple[object, ...], tolerance: Tolerance | None
) -> str | None:
    if not isinstance(got, type(want)):
        return f"expected {kind(want)}, got {kind(got)}"
    if len(got) != len(want):
        return f"expected {len(want)} elements, got {len(got)}"
    for index, (mine, theirs) in enumerate(zip(got, want, strict=True)):
        wrong = difference(mine, theirs, tolerance)
        if wrong:
            return f"element {index}: {wrong}"
    return None


def _dict_difference(got: object, want: dict[object, object], tolerance: Tolerance | None) -> str | None:
    if not isinstance(got, dict):
        return f"expected {kind(want)}, got {kind(got)}"
    for key, theirs in want.items():
        if key not in got:
            return f"the key {key!r} is missing"
        wrong = difference(got[key], theirs, tolerance)
        if wrong:
            return f"under {key!r}: {wrong}"
    extra = [key for key in got if key not in want]
    return f"there is an unexpected key {extra[0]!r}" if extra else None


def _float_difference(got: object, want: float, tolerance: Tolerance | None) -> str | None:
    if isinstance(got, bool) or not isinstance(got, (int, float)):
        return f"expected {kind(want)}, got {kind(got)}"
    allowed = tolerance or _PYTHON_FLOAT
    got = as_float(got)
    if math.isnan(want) and math.isnan(got):
        return None
    if got == want or abs(got - want) <= _allowed(want, allowed):
        return None
    return (
        f"expected {_number(want)}, got {_number(got)}{_close_call(abs(got - want), _allowed(want, allowed))}"
    )


def as_float(got: float) -> float:
    """An int as a float, infinite where it is too large for one."""
    try:
        return float(got)
    except OverflowError:
        return math.inf if got > 0 else -math.inf


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


def kind(value: object) -> str:
    """What something is, for a sentence: "a tensor of shape (11,)", "None", "a Python float"."""
    if value is None:
        return "None"
    if isinstance(value, SeenTensor):
        what = {
            "tensor": "a tensor",
            "array": "a NumPy array",
            "scalar": "a NumPy scalar",
        }.get(value.kind, f"a {value.kind}")
        return f"{what} of shape {_shape(value.shape)}" if value.shape else f"{what} of no dimensions"
    if isinstance(value, Argument):
        return f"the argument `{value.name}` itself"
    if isinstance(value, wire.Figure):
        return "a matplotlib Figure"
    if isinstance(value, SeenOptimizer):
        return f"an optimizer {value.name}"
    if isinstance(value, wire.Opaque) and value.about:
        return str(_about(value))
    if isinstance(value, wire.Opaque):
        hint = " (call it, with brackets)" if "method" in value.type else ""
        return f"a {value.type}{hint}"
    if isinstance(value, wire.Named):
        return f"the {value.kind} {value.text}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}" if name != "float" else "a Python float"


def _about(value: wire.Opaque) -> Message:
    kind = Heard(value.type)
    if value.about == "exception":
        return say("an exception of type {type}, which was returned and not raised", type=kind)
    return say("an object of type {type}, which is too large or nested too deeply to be read", type=kind)


def likes(want: object) -> str:
    """What `likeness` asks for, in words: "a tensor of shape (11,), float32"."""
    want = _settle(want)
    if not isinstance(want, SeenTensor):
        return kind(want)
    place = "" if want.device == "cpu" else f", on {want.device}"
    return f"{kind(want)}, {_name(want.dtype)}{place}"


def show(value: object, limit: int = 400) -> str:
    """A value as a student would write it, shortened in the middle of long things."""
    text = "".join(_pieces(value))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _pieces(value: object) -> Iterator[str]:
    if isinstance(value, SeenTensor):
        yield _tensor_text(value)
    elif isinstance(value, Argument):
        yield f"the argument `{value.name}` itself"
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
        yield f"a Figure with {len(value.axes)} axes"
    else:
        yield repr(value)


def _tensor_text(value: SeenTensor) -> str:
    if value.kind == "scalar":
        return f"numpy.{_name(value.dtype)}({tensor_numbers(value.data)})"
    flags = ", requires_grad=True" if value.requires_grad else ""
    dtype = "" if value.dtype in (torch.float32, torch.int64, torch.bool) else f", dtype={_name(value.dtype)}"
    device = "" if value.device == "cpu" else f", device='{value.device}'"
    if value.device == "meta":
        return f"tensor(..., device='meta', size={_shape(value.shape)}{dtype}{flags})"
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


def _shape(shape: tuple[int, ...]) -> str:
    return str(tuple(shape))


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
