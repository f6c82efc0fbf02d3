"""Comparison says where, how much, and only what the numbers prove."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.compare import Tolerance, difference, likeness, number, show, tensor_numbers
from grader.sandbox.outside.observed_values import Argument, SeenTensor


def seen(data: object, **options: object) -> SeenTensor:
    return SeenTensor(data=torch.tensor(data, **options), device="cpu")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("got", "want", "words"),
    [
        ([1.0, 2.5], [1.0, 2.0], "1 of 2 elements are wrong, first at index 1: expected 2.0, got 2.5"),
        ([2.0, 4.0], [1.0, 2.0], "every element is 2.0 times the expected one"),
        ([-1.0, -2.0], [1.0, 2.0], "only the sign is wrong"),
        ([1.0, math.nan], [1.0, 2.0], "your result is not finite"),
        ([[1.0, 2.0]], [1.0, 2.0], "expected shape (2,), got shape (1, 2)"),
        ([1, 2], [1.0, 2.0], "expected dtype float32, got int64"),
    ],
)
def test_says_what_is_wrong(got: object, want: object, words: str) -> None:
    """The sentence names attribute or place, both values, and a pattern where there is one."""
    said = difference(seen(got), seen(want))
    assert said is not None
    assert words in said


def test_no_pattern_without_evidence() -> None:
    """One wrong number proves no factor."""
    said = difference(seen(3.1), seen(2.0))
    assert said == "expected 2.0, got 3.1"


def test_how_much_was_allowed_is_said_to_one_who_came_near() -> None:
    """The tolerance stands in the sentence only where it matters."""
    assert "allowed" in (difference(seen([1.001]), seen([1.0])) or "")
    assert "allowed" not in (difference(seen([9.0]), seen([1.0])) or "")


@pytest.mark.parametrize("got", [None, 2.0, True, (1,), "2", [2.0], {"a": 1}])
def test_a_tensor_is_expected(got: object) -> None:
    """Anything but a tensor is named for what it is."""
    assert "expected a tensor of shape (2,), got" in (difference(got, seen([1.0, 2.0])) or "")


def test_a_missing_return_is_suspected() -> None:
    """None where a tensor is expected asks about `return`."""
    assert "is a `return` missing" in (difference(None, seen([1.0])) or "")


def test_bool_is_no_number() -> None:
    """True is not 1, and 1 is not True."""
    assert difference(True, 1) is not None
    assert difference(1, True) is not None
    assert difference(True, 1.0) is not None
    assert difference(1, 1.0) is None


def test_containers_say_which_element() -> None:
    """A tuple's or dict's wrong part is named."""
    assert (difference((1, 2), (1, 3)) or "").startswith("element 1:")
    assert (difference({"a": 1}, {"a": 2}) or "").startswith("under 'a':")
    assert "missing" in (difference({}, {"a": 2}) or "")
    assert "unexpected" in (difference({"a": 1, "b": 2}, {"a": 1}) or "")
    assert difference((1, 2), [1, 2]) is not None


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=8))
def test_equal_values_never_differ(values: list[float]) -> None:
    """A value equals itself, whatever it is."""
    assert difference(seen(values), seen(values)) is None


def test_nan_equals_nan_where_the_reference_says_nan() -> None:
    """A reference may diverge; a student who diverges alike is right."""
    assert difference(seen([math.nan]), seen([math.nan])) is None
    assert difference(math.nan, math.nan) is None


def test_tolerance_is_kept_on_both_sides() -> None:
    """Within the tolerance is right, beyond it wrong."""
    allowed = Tolerance(0.0, 0.1)
    assert difference(seen([1.09]), seen([1.0]), allowed) is None
    assert difference(seen([1.11]), seen([1.0]), allowed) is not None


def test_likeness_ignores_values() -> None:
    """Only type, shape, dtype and device."""
    assert likeness(seen([1.0]), seen([9.0])) is None
    assert likeness(seen([1]), seen([9.0])) is not None


def test_number_opens_scalars() -> None:
    """A 0-d tensor is the number in it; an argument is what it holds."""
    assert number(seen(2.5)) == 2.5
    assert number(Argument("x", seen(2.5))) == 2.5


def test_long_tensors_lose_their_middle() -> None:
    """Nobody reads a thousand numbers."""
    text = show(seen([float(i) for i in range(1000)]))
    assert "…" in text
    assert len(text) < 100


def test_an_int_beyond_all_floats() -> None:
    """No fault of ours: it is a wrong answer, or an infinite one."""
    assert "expected 1.0, got inf" in (difference(10**400, 1.0) or "")
    assert "got -inf" in (difference(-(10**400), 1.0) or "")


@pytest.mark.parametrize("shape", [(12,) * 5, (2,) * 16, (1,) * 16, (100_000,), (0, 3), (3, 0)])
def test_large_tensors_are_not_written_out(shape: tuple[int, ...]) -> None:
    """Whatever its shape, few numbers are written, and the brackets close."""
    text = tensor_numbers(torch.zeros(shape))
    assert len(text) < 12_000
    assert text.count("[") == text.count("]")


def test_what_hangs_on_one_element_is_no_factor() -> None:
    """Ones in place of the identity are not "1.0 times the expected one"."""
    said = difference(seen([[1.0, 1.0], [1.0, 1.0]]), seen([[1.0, 0.0], [0.0, 1.0]])) or ""
    assert "wrong" in said and "times" not in said
    assert "every element is 2.0 times" in (difference(seen([2.0, 0.0, 4.0]), seen([1.0, 0.0, 2.0])) or "")
