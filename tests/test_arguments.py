"""What a check passes is what the child builds, and what the child sees is what the check is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import pytest
import torch

from grader.compare import show
from grader.model import Call, Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.inside.build import Builder
from grader.sandbox.inside.observe import Observer, Snapshot
from grader.sandbox.outside.observed_values import Argument, Decoder, SeenTensor
from grader.sandbox.outside.question import question
from grader.testing import CheckFailure, Expectation, array, computed, expect, leaf
from grader.testing.wording import argument_text

X = torch.arange(24.0).reshape(2, 3, 4)


def built(argument: object) -> Any:
    """The live argument that a child makes of a check's."""
    asked = question("f", ["x"], [argument], {}, seed=0, device="cpu")
    return Builder(bytearray(asked.blob)).value(asked.arguments[0])


def told(live: object, *objects: object) -> object:
    """What the check is told of a live value; `objects` are the call's arguments, x, y …"""
    observer = Observer(list(objects))
    node = observer.value(live)
    wire.validate([node], len(observer.blob))
    return Decoder(observer.blob, dict(enumerate("xyz"))).value(node)


def seen(live: object, *objects: object, argument: object = None) -> Observation:
    call = Call(function="f", arguments={"x": argument})
    return Observation(call=call, outcome=Outcome.RETURNED, value=told(live, *objects))


# ── arguments ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "tensor",
    [X, X[0].t(), X.permute(2, 0, 1), X.transpose(0, 2), X[:1].permute(1, 0, 2), X[0, 0, 0], X[0, :0].t()],
    ids=["plain", "transposed", "permuted", "reversed", "size-one", "scalar", "empty"],
)
def test_a_tensor_arrives_as_it_lies(tensor: torch.Tensor) -> None:
    """Numbers, shape and the order in memory of a transposed or permuted tensor survive the journey."""
    live = built(tensor)
    assert torch.equal(live, tensor)
    assert live.is_contiguous() == tensor.is_contiguous()
    assert tensor.is_contiguous() or live.stride() == tensor.stride()


@pytest.mark.parametrize(
    "tensor",
    [X[:, ::2], X[0, 0, ::3], X[1, :, 1], X[:, 1:, :2], X.long()[0, :, 1]],
    ids=["rows", "steps", "column", "corner", "integers"],
)
def test_a_strided_tensor_arrives_with_its_steps(tensor: torch.Tensor) -> None:
    """With what lies between its elements, and shown as it can be made."""
    live = built(tensor)
    assert torch.equal(live, tensor)
    assert live.stride() == tensor.stride() and live.storage_offset() == tensor.storage_offset()
    assert live.untyped_storage().nbytes() == tensor.untyped_storage().nbytes()
    assert not live._is_view()
    if "…" not in argument_text(tensor):
        shown = eval(argument_text(tensor), {"tensor": torch.tensor})
        assert torch.equal(shown, tensor) and shown.stride() == tensor.stride()


def test_an_expanded_tensor_arrives_plain() -> None:
    """Its elements would be one: nothing could be written to it."""
    live = built(X[0, 0].expand(3, 4))
    assert torch.equal(live, X[0, 0].expand(3, 4))
    assert live.is_contiguous()


def test_views_of_one_tensor_arrive_as_such() -> None:
    """Writing to one shows in the other, and autograd takes neither for a view of the other."""
    both = torch.tensor([3.0, 4.0])
    asked = question("f", ["w", "b"], [both[0], both[1]], {}, seed=0, device="cpu")
    builder = Builder(bytearray(asked.blob))
    w, b = map(builder.value, asked.arguments)
    w.as_strided((2,), (1,)).add_(1)
    assert (w.item(), b.item()) == (4.0, 5.0)
    alone = question("f", ["w", "b"], [both[0], torch.tensor(1.0)], {}, seed=0, device="cpu")
    assert all(node.view is None for node in alone.arguments)  # type: ignore[union-attr]


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "int16", "uint8", "bool", "complex64"])
def test_an_array_is_of_any_dtype_and_strided(dtype: str) -> None:
    """It arrives as NumPy has it, and is shown as it can be made."""
    data = torch.tensor([[0, 1, 2], [3, 4, 5]], dtype=getattr(torch, dtype))
    for tensor in (data, data[0], data[:, 1], data.t(), data[0, 1]):
        live = built(array(tensor, tensor.dtype))
        assert live.dtype == dtype and live.strides == tensor.numpy().strides
        assert numpy.array_equal(live, tensor.numpy())
    if dtype != "complex64":
        shown = eval(argument_text(array(data[0, ::2], data.dtype)), {"numpy": numpy})
        assert shown.dtype == dtype and numpy.array_equal(shown, data[0, ::2].numpy())


def test_a_computed_tensor_requires_grad_and_is_no_leaf() -> None:
    """It came of a leaf; nothing about it counts as changed, and it is shown as it can be made."""
    live = built(computed([1.0, 2.0]))
    assert live.requires_grad and not live.is_leaf
    assert Snapshot([live]).changes(Observer([live])) == []
    assert argument_text(computed([1.0])) == "tensor([1.0], requires_grad=True).clone()"


def test_a_meta_tensor_arrives_without_numbers() -> None:
    """Shape and dtype are what there is of it, and what may change."""
    live = built(torch.empty(2, 3, device="meta"))
    assert live.is_meta and live.shape == (2, 3)
    assert Snapshot([live]).changes(Observer([live])) == []
    expect(seen(live)).close_to(torch.empty(2, 3, device="meta"))
    assert argument_text(torch.empty(2, device="meta")) == "torch.empty((2,), device='meta')"


def test_a_transposed_argument_is_shown_as_it_is_made() -> None:
    """The call in a report is one that a student can paste."""
    square = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    assert argument_text(square.t()) == "tensor([[1.0, 2.0], [3.0, 4.0]]).t()"
    shown = argument_text(square.unsqueeze(0).permute(2, 0, 1))
    assert torch.equal(eval(shown, {"tensor": torch.tensor}), square.unsqueeze(0).permute(2, 0, 1))
    assert argument_text(torch.device("meta")) == "torch.device('meta')"


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_shared_array_is_seen() -> None:
    """A tensor over an array's memory is told from a copy of it."""
    live = built(array([1.0, 2.0]))
    assert isinstance(live, numpy.ndarray) and live.dtype == numpy.float32
    expect(seen(torch.from_numpy(live), live)).shares_memory_with("x")
    with pytest.raises(CheckFailure, match="memory of its own"):
        expect(seen(torch.tensor(live), live)).shares_memory_with("x")


def test_an_array_is_no_tensor() -> None:
    """Whoever returns the array that was passed has made no tensor of it."""
    argument = array([1.0, 2.0])
    live = built(argument)
    with pytest.raises(CheckFailure, match=r"Expected a tensor of shape .*, got a NumPy array"):
        expect(seen(live, live, argument=argument)).close_to(torch.tensor([1.0, 2.0]))


def test_an_expanded_view_is_seen() -> None:
    """Rows over one memory are told from rows that were copied; the argument itself shares its memory."""
    x = torch.tensor([1.0, 2.0])
    view = expect(seen(x.expand(3, -1), x)).shares_memory_with("x")
    view.close_to(torch.tensor([[1.0, 2.0]] * 3))
    expect(seen(x, x)).shares_memory_with("x")
    with pytest.raises(CheckFailure):
        expect(seen(x.repeat(3, 1), x)).shares_memory_with("x")


def test_torch_names_are_told() -> None:
    """A dtype, a device and a layout are themselves, and not the strings that name them."""
    for live in (torch.float32, torch.device("cpu"), torch.strided):
        expect(seen({"k": live})).key("k").equals(live)
        with pytest.raises(CheckFailure):
            expect(seen({"k": str(live)})).key("k").equals(live)
    with pytest.raises(CheckFailure, match="'other' is missing"):
        expect(seen({"k": 1})).key("other")
    with pytest.raises(CheckFailure, match="Expected a dict"):
        expect(seen([1])).key("k")


def test_a_device_without_a_number_is_the_first() -> None:
    """`cuda` and `cuda:0` are one device, `cpu` another, and a string is none."""
    expect(seen(torch.device("cuda"))).is_device(torch.device("cuda:0"))
    expect(seen(torch.device("cuda:0"))).is_device("cuda")
    for other in (torch.device("cpu"), "cuda", torch.device("cuda:1")):
        with pytest.raises(CheckFailure):
            expect(seen(other)).is_device("cuda")


def test_a_meta_tensor_has_a_shape() -> None:
    """A tensor on `meta` is described like any other; zeros stand for the numbers that it has not."""
    there = told(torch.ones(2, 3).to("meta"))
    assert isinstance(there, SeenTensor)
    assert (there.device, there.shape, there.dtype) == ("meta", (2, 3), torch.float32)
    assert show(there) == "tensor(..., device='meta', size=(2, 3))"
    assert isinstance(told(torch.empty(1 << 40, device="meta")), wire.Opaque)


def test_equal_answers_are_told_alike() -> None:
    """Where an object lies in memory is not told: it differs from run to run."""
    assert told(torch.ones(2).numel) == told(torch.zeros(3).numel)
    assert told(object()) == told(object())


def test_arguments_inside_answers_are_resolved() -> None:
    """An argument within a returned dict is compared by what it holds."""
    x = torch.tensor([1.0])
    answer = seen({"x": x}, x, argument=torch.tensor([1.0]))
    assert isinstance(answer.value, dict) and isinstance(answer.value["x"], Argument)
    found = expect(answer).key("x")
    assert isinstance(found, Expectation)
    found.close_to(torch.tensor([1.0]))


def test_a_leaf_in_a_check_is_a_leaf_that_was_seen() -> None:
    """A check compares with its own recipes: numbers, gradient, and that it requires grad."""
    params = leaf([1.0, 2.0], grad=[3.0, 4.0])
    live = built(params)
    expect(seen(live)).close_to(params).requires_grad()
    answer = Observation(call=Call(function="f", arguments={"x": params}), outcome=Outcome.RETURNED)
    expect(answer).grad_of("x").close_to(torch.tensor([3.0, 4.0]))


def test_what_quotes_an_exception_says_so() -> None:
    """An exception's text is the student's to choose: a hidden check shows its type and no more."""
    raised = Observation(
        call=Call(function="f", arguments={}),
        outcome=Outcome.RAISED,
        error="KeyError: a hidden input",
        error_type="KeyError",
    )
    demands: tuple[Callable[[], object], ...] = (
        lambda: expect(raised).close_to(1.0),
        lambda: expect(raised).raises("ValueError"),
    )
    for demand in demands:
        with pytest.raises(CheckFailure) as failure:
            demand()
        assert (failure.value.kind, failure.value.raised) == ("raised", "KeyError")
