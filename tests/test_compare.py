"""Comparison says where, how much, and only what the numbers prove."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.compare import Tolerance, difference, kind, likeness, likes, number, show, tensor_numbers
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.sandbox.wire import Axes, Figure, Named, Opaque
from grader.words.messages import Message


def seen(data: object, **options: object) -> SeenTensor:
    return SeenTensor(data=torch.tensor(data, **options), device="cpu")  # type: ignore[arg-type]


def words(difference: Message | None) -> str:
    assert difference is not None
    return str(difference)


@pytest.mark.parametrize(
    ("got", "want", "said"),
    [
        ([1.0, 2.5], [1.0, 2.0], "1 of 2 elements is wrong. At index 1: expected 2.0, got 2.5."),
        (
            [1.0, 5.0, 6.0],
            [1.0, 2.0, 4.0],
            "2 of 3 elements are wrong. The first is at index 1: expected 2.0, got 5.0.",
        ),
        ([9.0], [1.0], "At index 0: expected 1.0, got 9.0."),
        ([2.0, 4.0], [1.0, 2.0], "Every element is 2.0 times the expected one."),
        ([-1.0, -2.0], [1.0, 2.0], "Only the sign is wrong."),
        ([1.0, math.nan], [1.0, 2.0], "Your result contains `inf` or `nan`."),
        ([[1.0, 2.0]], [1.0, 2.0], "Expected shape (2,), got shape (1, 2)."),
        ([1, 2], [1.0, 2.0], "Expected dtype float32, got int64."),
    ],
)
def test_says_what_is_wrong(got: object, want: object, said: str) -> None:
    """The message names attribute or place, both values, and a pattern where there is one."""
    assert said in words(difference(seen(got), seen(want)))


def test_no_pattern_without_evidence() -> None:
    """One wrong number proves no factor."""
    assert words(difference(seen(3.1), seen(2.0))) == "Expected 2.0, got 3.1."


def test_how_much_was_allowed_is_said_to_one_who_came_near() -> None:
    """The tolerance stands in the sentence only where it matters."""
    assert "allowed" in words(difference(seen([1.001]), seen([1.0])))
    assert "allowed" not in words(difference(seen([9.0]), seen([1.0])))


@pytest.mark.parametrize("got", [None, 2.0, True, (1,), "2", [2.0], {"a": 1}])
def test_a_tensor_is_expected(got: object) -> None:
    """Anything but a tensor is named for what it is."""
    assert "Expected a tensor of shape (2,), got" in words(difference(got, seen([1.0, 2.0])))


def test_a_missing_return_is_suspected() -> None:
    """None where a tensor is expected asks about `return`."""
    assert "Is a `return` missing?" in words(difference(None, seen([1.0])))


def test_bool_is_no_number() -> None:
    """True is not 1, and 1 is not True."""
    assert difference(True, 1) is not None
    assert difference(1, True) is not None
    assert difference(True, 1.0) is not None
    assert difference(1, 1.0) is None


def test_containers_say_which_element() -> None:
    """A tuple's or dict's wrong part is named."""
    assert words(difference((1, 2), (1, 3))) == "Element 1 is wrong. Expected 3, got 2."
    assert words(difference({"a": 1}, {"a": 2})) == "The value of the key 'a' is wrong. Expected 2, got 1."
    assert words(difference({}, {"a": 2})) == "The key 'a' is missing."
    assert words(difference({"a": 1, "b": 2}, {"a": 1})) == "The key 'b' must not be there."
    assert words(difference((1,), (1, 2))) == "Expected 2 elements, got 1."
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
    assert "Expected 1.0, got inf." in words(difference(10**400, 1.0))
    assert "got -inf" in words(difference(-(10**400), 1.0))


@pytest.mark.parametrize("shape", [(12,) * 5, (2,) * 16, (1,) * 16, (100_000,), (0, 3), (3, 0)])
def test_large_tensors_are_not_written_out(shape: tuple[int, ...]) -> None:
    """Whatever its shape, few numbers are written, and the brackets close."""
    text = tensor_numbers(torch.zeros(shape))
    assert len(text) < 12_000
    assert text.count("[") == text.count("]")


def test_what_hangs_on_one_element_is_no_factor() -> None:
    """Ones in place of the identity are not "1.0 times the expected one"."""
    said = words(difference(seen([[1.0, 1.0], [1.0, 1.0]]), seen([[1.0, 0.0], [0.0, 1.0]])))
    assert "wrong" in said and "times" not in said
    assert "Every element is 2.0 times" in words(difference(seen([2.0, 0.0, 4.0]), seen([1.0, 0.0, 2.0])))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "None"),
        (2.0, "a Python float"),
        ([1], "a Python list"),
        (seen([1.0]), "a tensor of shape (1,)"),
        (seen(1.0), "a 0-d tensor"),
        (SeenTensor(data=torch.zeros(2), device="cpu", kind="array"), "a NumPy array of shape (2,)"),
        (SeenTensor(data=torch.zeros(()), device="cpu", kind="array"), "a 0-d NumPy array"),
        (SeenTensor(data=torch.zeros(()), device="cpu", kind="scalar"), "a NumPy scalar"),
        (
            SeenTensor(data=torch.zeros(2), device="cpu", kind="Parameter"),
            "a tensor of type Parameter and shape (2,)",
        ),
        (Argument("x"), "the argument `x` itself"),
        (SeenOptimizer("SGD", (), {}), "the optimizer SGD"),
        (Figure([]), "a matplotlib Figure"),
        (Named("device", "sim:0"), "the device sim:0"),
        (Named("dtype", "float32"), "the dtype float32"),
        (Named("layout", "strided"), "the layout strided"),
        (
            Opaque("builtin_function_or_method", "<built-in …>"),
            "a method that was not called (`()` is missing)",
        ),
        (Opaque("Model", "<Model>"), "an object of type Model"),
    ],
)
def test_everything_is_named_for_what_it_is(value: object, said: str) -> None:
    """A phrase for the inside of a sentence, whatever came."""
    assert str(kind(value)) == said


def test_what_a_value_must_be_like() -> None:
    """Kind, shape and dtype, and the device where that is not the CPU."""
    there = SeenTensor(data=torch.zeros(2), device="sim:0")
    assert str(likes(seen([1.0]))) == "a tensor of shape (1,), dtype float32"
    assert str(likes(there)) == "a tensor of shape (2,), dtype float32, on sim:0"
    assert str(likes(2.0)) == "a Python float"


def test_values_are_shown_as_code() -> None:
    """An argument inside a value is its name, a figure what Python shows of it: no English in a value."""
    assert show(SeenOptimizer("SGD", (Argument("params"),), {"lr": 0.1})) == "SGD([params], lr=0.1)"
    assert show(Figure([Axes("x", "y", "", [])])) == "<Figure with 1 Axes>"
