"""A lent call differentiates like a call, and autograd's keeping of a tensor is noticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader.sandbox import wire
from grader.sandbox.inside import lend
from grader.sandbox.inside.build import Builder
from grader.sandbox.inside.observe import Observer
from grader.sandbox.inside.trace import Trace


def lent(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a caller gets who calls `function` by lending: arguments over, answer back, all as data."""
    caller = Observer([], effects=True)
    caller.numbering = True
    nodes = [caller.value(item) for item in arguments]
    far = Builder(caller.blob)
    copies = [far.value(node) for node in nodes]
    observer = Observer(far.objects, effects=True)
    live = function(*copies)
    value = observer.value(live)
    answer = wire.LentAnswer(value, [], slopes=lend.slopes(live, far.objects, observer))
    return lend.accept(answer, Builder(observer.blob, caller.objects), caller.objects)


def curve(x: torch.Tensor, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return a * x**2 + b


def curve_of(params: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    return curve(x, *params)


def loss(params: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    return (curve_of(params, x) ** 2).mean()


@pytest.mark.parametrize("function", [curve_of, loss, lambda params, x: params.sum() * 2.0])
def test_gradients_flow_through_a_lent_call(function: Callable[..., torch.Tensor]) -> None:
    """The gradient of what is computed from a lent result is that of the function itself."""
    x = torch.tensor([1.0, -2.0, 3.0])
    found = []
    for call in (lambda *args: lent(function, *args), function):
        params = torch.tensor([0.5, -1.0], requires_grad=True)
        (call(params, x) ** 2).sum().backward()
        found.append(params.grad)
    assert found[0] is not None and found[1] is not None
    torch.testing.assert_close(found[0], found[1])


def test_gradients_flow_to_separate_arguments() -> None:
    """Parameters that were taken apart before the call are found again, each by its own slope."""
    x = torch.tensor([1.0, -2.0])
    params = torch.tensor([0.5, -1.0], requires_grad=True)
    lent(curve, x, *params).sum().backward()
    assert params.grad is not None
    assert params.grad.tolist() == [5.0, 2.0]


def test_what_has_no_graph_comes_without_one() -> None:
    """A lent result carries a graph exactly where the function's own would."""
    params, x = torch.tensor([0.5, -1.0], requires_grad=True), torch.tensor([1.0, 2.0])
    assert lent(curve_of, params, x).grad_fn is not None
    assert not lent(curve_of, params.detach(), x).requires_grad
    assert not lent(lambda p, x: curve_of(p, x).detach(), params, x).requires_grad
    with torch.no_grad():
        assert not lent(curve_of, params, x).requires_grad


def test_a_lent_call_raises_what_the_function_raised() -> None:
    """An exception crosses by name; one that is none of Python's own is a RuntimeError."""
    for name, kind in (("ValueError", ValueError), ("LinAlgError", RuntimeError)):
        with pytest.raises(kind, match=r"^no$"):
            lend.accept(wire.LentAnswer(None, [], name, "no"), Builder(b"", []), [])


def line_loss(params: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    return ((params[0] * x + params[1]) ** 2).mean()


def kept(compute: Callable[[torch.Tensor, torch.Tensor], object]) -> bool:
    """Whether computing with parameters and a watched tensor is noticed as building a graph."""
    trace, watched = Trace(), torch.tensor([1.0, 2.0])
    with trace.watching({3: watched}):
        compute(torch.tensor([0.5, -1.0], requires_grad=True), watched)
    assert trace.kept <= {3}
    return bool(trace.kept)


def without_gradients(params: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        return line_loss(params, x)


def in_inference_mode(params: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    with torch.inference_mode():
        return line_loss(params, x)


@pytest.mark.parametrize(
    "compute",
    [
        line_loss,
        lambda params, x: line_loss(params, x).item(),
        lambda params, x: line_loss(params, x).detach(),
        lambda params, x: [params[0] * one for one in x],
        lambda params, x: lent(curve_of, params, x),
    ],
)
def test_a_graph_is_noticed(compute: Callable[[torch.Tensor, torch.Tensor], object]) -> None:
    """Also where the result is taken out of its graph, made element by element, or comes from a lent call."""
    assert kept(compute)


@pytest.mark.parametrize(
    "compute",
    [
        without_gradients,
        in_inference_mode,
        lambda params, x: line_loss(params.detach(), x),
        lambda params, x: line_loss(params.data, x),
        lambda params, x: (params * torch.tensor([1.0, 2.0])).sum() + x.mean(),
        lambda params, x: torch.stack([(params**2).sum(), without_gradients(params, x)]),
    ],
)
def test_no_graph_no_notice(compute: Callable[[torch.Tensor, torch.Tensor], object]) -> None:
    """No way of computing without a graph is taken for one, nor is a graph that holds other things."""
    assert not kept(compute)
