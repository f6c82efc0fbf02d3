"""What the child says of a call: facts about values, aliasing, arguments afterwards, and what ran."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy
import pytest
import torch

from grader.sandbox import wire
from grader.sandbox.inside.build import Builder
from grader.sandbox.inside.observe import Observer, Snapshot, describe
from grader.sandbox.outside.question import question

NAN, INF = float("nan"), float("inf")


def seen(live: Any, *arguments: Any) -> Any:
    """The node of a value returned by a call with these arguments."""
    return Observer(list(arguments)).value(live)


def changed(live: Any, change: Any) -> list[int]:
    """Which of the arguments a call changed."""
    objects = live if isinstance(live, list) else [live]
    before = Snapshot(objects)
    change(*objects)
    return [number for number, _ in before.changes(Observer(objects))]


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value",
    [
        torch.arange(6.0).reshape(2, 3),
        torch.arange(6).reshape(2, 3).T,
        torch.tensor(3.5, dtype=torch.float64),
        torch.empty(0, 3),
        torch.tensor([True, False]),
        torch.tensor([NAN, -INF, INF]),
        torch.tensor([1.0, 2.0], dtype=torch.bfloat16),
    ],
)
def test_tensors_come_back_as_they_went(value: torch.Tensor) -> None:
    """Shape, dtype and numbers survive the way through the format, views and empty ones too."""
    observer = Observer([])
    node = observer.value(value)
    back = Builder(observer.blob).value(node)
    assert torch.equal(back.nan_to_num(7), value.nan_to_num(7))
    assert (back.dtype, back.shape) == (value.dtype, value.shape)


def test_a_graph_is_seen() -> None:
    """Of a result: whether it requires grad, and whether a graph hangs on it."""
    leaf = torch.ones(2, requires_grad=True)
    result = seen(leaf * 2)
    assert (result.requires_grad, result.has_graph) == (True, True)
    assert (seen(leaf).requires_grad, seen(leaf).has_graph) == (True, False)


def test_the_argument_itself_is_told_from_its_equal() -> None:
    """The very object is a reference; a view shares its memory; a copy does neither."""
    argument = torch.ones(3)
    assert seen(argument, torch.zeros(1), argument) == wire.Ref(1)
    assert seen(argument[:2], argument).shares == [0]
    assert seen(argument.clone(), argument).shares == []


def test_an_array_and_a_tensor_that_share_are_seen_to() -> None:
    """`torch.from_numpy` shares memory with its array; `torch.tensor` does not."""
    array = numpy.ones(3, dtype=numpy.float32)
    assert seen(torch.from_numpy(array), array).shares == [0]
    assert seen(torch.tensor(array), array).shares == []


@pytest.mark.parametrize(
    ("live", "kind"),
    [
        (torch.eye(2).to_sparse(), "Tensor"),
        (object(), "object"),
        ({1, 2}, "set"),
        (lambda: 1, "function"),
    ],
)
def test_what_cannot_cross_is_named(live: Any, kind: str) -> None:
    """No pickle: a kind and a description, and nothing that runs."""
    node = seen(live)
    assert isinstance(node, wire.Opaque)
    assert node.type == kind


def test_a_subclass_that_agrees_with_everything_is_read_as_data() -> None:
    """Its own methods are not asked."""

    class Agrees(torch.Tensor):
        @classmethod
        def __torch_function__(cls, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            raise AssertionError(f"{function} was asked")

    node = seen(torch.arange(3.0).as_subclass(Agrees))
    assert isinstance(node, wire.Tensor)
    assert node.kind == "Agrees"


def test_a_repr_that_raises_is_survived() -> None:
    """It is described by that."""

    class Rude:
        def __repr__(self) -> str:
            raise SystemExit

    assert "SystemExit" in describe(Rude())


# ── arguments afterwards ─────────────────────────────────────────────────────────────────────────────────


def test_a_change_in_place_is_seen() -> None:
    """Of those that were changed, each by its number."""
    assert changed([torch.ones(2), torch.ones(2)], lambda a, b: b.add_(1)) == [1]


@pytest.mark.parametrize(
    "change",
    [
        lambda t: None,
        lambda t: t.add_(0),
        lambda t: t + 1,
    ],
)
def test_no_change_is_none(change: Any) -> None:
    """Reading an argument leaves it alone, one with nan in it too."""
    assert changed(torch.tensor([1.0, NAN, INF]), change) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.fill_(1),
        lambda t: t.nan_to_num_(5),
        lambda t: t.add_(torch.tensor([1.0, 0.0, 0.0])),
        lambda t: t.requires_grad_(True),
        lambda t: t.resize_(2),
    ],
)
def test_any_change_is_one(change: Any) -> None:
    """Numbers, nan that went, shape and flags."""
    assert changed(torch.tensor([1.0, NAN, INF]), change) == [0]


def test_a_gradient_that_appears_or_goes_is_a_change() -> None:
    """`.grad` belongs to the argument."""
    leaf = torch.ones(2, requires_grad=True)
    assert changed(leaf, lambda t: t.sum().backward()) == [0]
    assert changed(leaf, lambda t: setattr(t, "grad", None)) == [0]


def test_a_changed_array_is_seen() -> None:
    """NumPy's arrays, too."""
    assert changed(numpy.ones(3), lambda a: a.__setitem__(0, 2)) == [0]
    assert changed(numpy.ones(3), lambda a: a + 1) == []


@pytest.mark.parametrize(
    ("change", "seen_as"),
    [
        (lambda data: data.clear(), [0]),
        (lambda data: data[0].append(1.0), [0]),
        (lambda data: data[0].__setitem__(0, 2.0), [0]),
        (lambda data: data[0].__setitem__(1, 0), [0]),
        (lambda data: data.append(data), [0]),
        (lambda data: data.__setitem__(0, [1.0, NAN]), []),
        (lambda data: [row[::-1] for row in data], []),
    ],
)
def test_changes_of_a_list_are_seen(change: Any, seen_as: list[int]) -> None:
    """A list that lost, gained or exchanged something, at any depth; an equal number in its place is none."""
    assert changed([[[1.0, NAN], [3.0]]], change) == seen_as


def test_an_error_that_is_returned_is_known_by_its_type() -> None:
    """Its words are the student's own: two that return the same error have answered alike."""
    found = [seen(ValueError(said)) for said in ("no", "7 rows?")]
    assert found[0] == found[1] == wire.Opaque("ValueError", "ValueError(...)", "exception")


def test_a_list_with_a_tensor_in_it_is_numbered_after_it() -> None:
    """Whoever asks and whoever is asked count alike."""
    one, two = torch.ones(1), torch.ones(2)
    asked = question("f", ["data", "x"], [[one, [2.0]], two], {}, seed=0, device="cpu")
    builder = Builder(bytearray(asked.blob))
    built = [builder.value(node) for node in asked.arguments]
    assert asked.owners == {0: "data", 1: "data", 2: "data", 3: "x"}
    assert builder.objects[2] is built[0] and builder.objects[3] is built[1]
    observer = Observer([])
    observer.numbering = True
    for live in built:
        observer.value(live)
    assert list(map(id, observer.objects)) == list(map(id, builder.objects))


# ── what ran ─────────────────────────────────────────────────────────────────────────────────────────────

PROGRAM = """
import json, sys, torch
from grader.sandbox.inside import trace
noted = trace.install()
for body in json.loads(sys.argv[1]):
    leaf = torch.ones(2, requires_grad=True)
    noted.clear()
    exec(body)
    print(noted.events, noted.used_autograd)
"""

TRACED = {
    "pass": "[] False",
    "(leaf * 2).sum().backward()": "['backward'] True",
    "torch.autograd.grad((leaf * 2).sum(), leaf)": "['backward'] True",
    "torch.func.grad(lambda x: (x * x).sum())(leaf.detach())": "['backward'] True",
    "o = torch.optim.SGD([leaf], lr=0.1); o.zero_grad(); (leaf * 2).sum().backward(); o.step()": (
        "['zero_grad', 'backward', 'step'] True"
    ),
    "torch.func.jvp(lambda x: x * x, (leaf.detach(),), (leaf.detach(),))": "[] True",
    "torch.func.jacfwd(lambda x: x * x)(leaf.detach())": "[] True",
    "from torch.autograd import backward; backward((leaf * 2).sum())": "['backward'] True",
}


@pytest.fixture(scope="module")
def noted() -> dict[str, str]:
    """What is noted of each, in a process of its own, for taking notes changes torch."""
    command = [sys.executable, "-c", PROGRAM, json.dumps(list(TRACED))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(zip(TRACED, done.stdout.splitlines(), strict=True))


@pytest.mark.parametrize("body", list(TRACED))
def test_autograd_and_the_order_of_calls_are_noted(body: str, noted: dict[str, str]) -> None:
    """Whichever way autograd is reached."""
    assert noted[body] == TRACED[body]
