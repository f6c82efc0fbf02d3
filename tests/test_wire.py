"""The format: bounded, typed, and nothing in it can run."""

from __future__ import annotations

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.compare import difference, kind, show
from grader.nbgrader.exception_classes import ExceptionClasses
from grader.nbgrader.live_values import Living
from grader.nbgrader.unreadable import Unreadable
from grader.sandbox import wire
from grader.sandbox.inside.build import Builder
from grader.sandbox.outside.observed_values import Decoder, SeenTensor

LIVING = Living(ExceptionClasses(lambda name: None, lambda name: False))
SHAPES = st.lists(st.integers(-2, 5), max_size=4)
TENSORS = st.builds(
    wire.Tensor,
    dtype=st.sampled_from([*wire.ITEM_SIZES, "float8", ""]),
    shape=SHAPES,
    offset=st.integers(-8, 64),
    device=st.sampled_from(["cpu", "cuda:0", "\x1b[2J"]),
    requires_grad=st.booleans(),
    has_graph=st.booleans(),
    kind=st.sampled_from(["tensor", "array", "scalar", "Yes"]),
    shares=st.lists(st.integers(-1, 3), max_size=2),
    order=st.lists(st.integers(-1, 4), max_size=4) | st.just([]),
    view=st.none()
    | st.builds(
        wire.View, st.integers(-1, 40), st.integers(-1, 20), st.lists(st.integers(-1, 5), max_size=4)
    ),
    computed=st.booleans(),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(max_size=20),
    TENSORS,
    st.builds(wire.Ref, st.integers(-2, 4)),
    st.builds(wire.Integer, st.text(max_size=600)),
    st.builds(wire.Named, st.sampled_from(["dtype", "device", "layout"]), st.text(max_size=9)),
    st.builds(wire.Opaque, st.text(max_size=9), st.text(max_size=9)),
    st.builds(wire.GeneratorSeed, st.integers(0, 9)),
    st.builds(wire.Figure, st.just([wire.Axes("x", "y", "", [wire.Line([1.0], [float("nan")], True)])])),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(wire.Sequence, st.sampled_from(["list", "tuple"]), st.lists(inner, max_size=4)),
        st.builds(wire.Mapping, st.lists(st.tuples(inner, inner), max_size=3)),
    ),
    max_leaves=8,
)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_an_error(data: bytes) -> None:
    """Whatever a child sends as a head decodes to one of the messages or raises WireError."""
    try:
        message = wire.reply(data)
    except wire.WireError:
        return
    assert isinstance(message, msgspec.Struct)


@given(st.binary(min_size=16, max_size=16))
def test_any_header_is_bounded(data: bytes) -> None:
    """No header makes the grader wait for, or set aside, more than the limits."""
    try:
        head, blob = wire.lengths(data)
    except wire.WireError:
        return
    assert head <= wire.HEAD_LIMIT
    assert blob <= wire.BLOB_LIMIT


@settings(max_examples=300)
@given(VALUES, VALUES)
def test_hostile_values_are_compared_or_refused(mine: wire.Value, theirs: wire.Value) -> None:
    """A value of any form is refused as WireError, or can be compared and shown: it never breaks a check."""
    blob = bytearray(range(64))
    seen: list[object] = []
    for node in (mine, theirs):
        try:
            wire.validate([node], len(blob))
            seen.append(Decoder(blob, {0: "params", 1: "t_u"}).value(node))
        except wire.WireError:
            return
    first, second = seen
    said = difference(first, second)
    assert said is None or said
    assert show(seen[0]) is not None
    assert kind(seen[0])


def test_a_frame_survives_the_journey() -> None:
    """What is packed is what arrives."""
    sent = wire.Answer(3, wire.Sequence("tuple", [1, 2.5, wire.Tensor("float32", [2], 0)]), printed="hi")
    frame = wire.pack(sent, b"\0" * 8)
    head, blob = wire.lengths(frame[:16])
    assert wire.reply(frame[16 : 16 + head]) == sent
    assert blob == 8


def test_an_oversized_message_is_refused_where_it_is_made() -> None:
    """A message that the other side would not accept is never sent."""
    with pytest.raises(wire.WireError):
        wire.pack(wire.Answer(1, printed="x" * (wire.HEAD_LIMIT + 1)))


@pytest.mark.parametrize(
    "node",
    [
        wire.Tensor("float32", [1 << 20, 1 << 20], 0),
        wire.Tensor("float32", [4], -4),
        wire.Tensor("float32", [4], 1 << 60),
        wire.Tensor("float32", [-1], 0),
        wire.Tensor("object", [1], 0),
        wire.Tensor("float32", [1] * 40, 0),
        wire.Tensor("float32", [2, 2], 0, order=[1, 1]),
        wire.Tensor("float32", [2, 2], 0, order=[0]),
        wire.Tensor("float32", [0, *[1 << 26] * 14], 0),
    ],
    ids=["huge", "before", "beyond", "negative", "objects", "rank", "twice", "short", "empty and endless"],
)
def test_tensors_outside_their_frame_are_refused(node: wire.Tensor) -> None:
    """A tensor must lie within the bytes that came with it."""
    with pytest.raises(wire.WireError):
        wire.validate([node], 64)
    with pytest.raises(wire.WireError):
        Decoder(bytearray(64), {}).value(node)


@pytest.mark.parametrize(
    "view",
    [(4, 0, [2]), (8, -1, [2]), (8, 0, [-1]), (8, 2, [2]), (8, 0, []), (1 << 40, 0, [2]), (17, 0, [2])],
    ids=["reaches beyond", "before", "backwards", "starts too late", "rank", "huge", "beyond the frame"],
)
def test_views_outside_their_memory_are_refused(view: tuple[int, int, list[int]]) -> None:
    """A view reaches no byte that did not come with it."""
    with pytest.raises((wire.WireError, ValueError)):
        Builder(bytearray(64)).value(wire.Tensor("float32", [4], 0, view=wire.View(*view)))


def test_a_child_sends_no_views() -> None:
    """Many views of one memory could come to more than the frame bounds: only the grader's own are built."""
    node = wire.Tensor("float32", [4], 0, view=wire.View(8, 1, [2]))
    assert Builder(bytearray(64)).value(node).stride() == (2,)
    with pytest.raises(wire.WireError, match="only arguments"):
        wire.validate([node], 64)
    with pytest.raises(wire.WireError, match="only arguments"):
        Decoder(bytearray(64), {}).value(node)


def test_depth_is_bounded() -> None:
    """A nest deeper than the limit is refused before anything walks it by recursion."""
    children: wire.Value = 1
    for _ in range(wire.DEPTH_LIMIT + 5):
        children = wire.Sequence("list", [children])
    with pytest.raises(wire.WireError):
        wire.validate([children], 0)


def test_decoded_tensors_own_their_memory() -> None:
    """The frame's bytes may be reused; what was decoded does not change."""
    blob = bytearray(b"\0\0\x80?")
    seen = Decoder(blob, {}).value(wire.Tensor("float32", [], 0))
    assert isinstance(seen, SeenTensor)
    blob[:] = bytes(4)
    assert torch.equal(seen.data, torch.tensor(1.0))


def test_tensors_that_claim_the_same_bytes_are_refused() -> None:
    """Each would be copied: a frame bounds what is made of it only where every byte is one tensor's."""
    once = wire.Tensor("float32", [16], 0)
    wire.validate([once], 64)
    for values in ([wire.Sequence("list", [once, once])], [once, once]):
        with pytest.raises(wire.WireError, match="same bytes"):
            wire.validate(values, 64)


def test_a_text_without_end_is_refused() -> None:
    """A child that cuts no text of its own cannot make the grader read a megabyte of it."""
    head = msgspec.json.encode(wire.Broken("x" * (1 << 19)))
    with pytest.raises(wire.WireError):
        wire.reply(head)


@pytest.mark.parametrize("kind", ["dtype", "layout"])
@pytest.mark.parametrize("name", ["load", "hub", "_C", "Tensor", "float32.__class__", ""])
def test_a_name_in_a_frame_means_a_dtype_or_layout_or_nothing(kind: str, name: str) -> None:
    """Whatever else torch has by that name is handed to nobody, on either side; nor is it an optimizer."""
    named = wire.Named(kind, name)  # type: ignore[arg-type]
    with pytest.raises(wire.WireError):
        Builder(b"").value(named)
    assert type(LIVING.of(named)) is Unreadable
    with pytest.raises(wire.WireError):
        Builder(b"").value(wire.Optimizer(name, [], []))


def test_names_that_mean_something() -> None:
    """A dtype, a layout, an optimizer's class."""
    assert Builder(b"").value(wire.Named("dtype", "float32")) is torch.float32
    assert LIVING.of(wire.Named("layout", "strided")) is torch.strided
