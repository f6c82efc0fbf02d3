"""Whether two calls look the same from outside: a student's, and a mistake's or the reference's."""

from __future__ import annotations

from grader.compare import difference, same_tensor
from grader.diagnosis.same_error import same_error
from grader.diagnosis.same_figure import same_figure
from grader.model import Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.sandbox.outside.question import Leaf


def same_observation(mine: Observation, theirs: Observation, *, grads: bool = True) -> bool:
    """Whether two calls look the same from outside: outcome, value, identity, arguments, autograd.

    grads: whether what `.grad` holds must be the same, too.
    """
    if mine.outcome is not theirs.outcome or _conduct(mine) != _conduct(theirs):
        return False
    if mine.outcome is Outcome.RAISED:
        return same_error(mine, theirs)
    names = mine.after.keys() | theirs.after.keys()
    if grads and mine.after.keys() != theirs.after.keys():
        return False
    return same_value(mine.value, theirs.value, grads) and all(
        same_value(_afterwards(mine, name), _afterwards(theirs, name), grads) for name in names
    )


def _afterwards(seen: Observation, name: str) -> object:
    """What an argument holds after a call; of a leaf that did not change, without its `.grad`."""
    before = seen.call.arguments.get(name)
    if name in seen.after or not isinstance(before, Leaf):
        return seen.after.get(name, before)
    return SeenTensor(data=before.data, device=seen.call.device, requires_grad=True)


def _conduct(seen: Observation) -> tuple[object, ...]:
    return seen.used_autograd, seen.kept, seen.gradients_on


def same_value(mine: object, theirs: object, grads: bool = True) -> bool:
    """Whether two values look the same. grads: whether what `.grad` holds must be the same, too."""
    if isinstance(mine, Argument) or isinstance(theirs, Argument):
        return isinstance(mine, Argument) and isinstance(theirs, Argument) and mine.name == theirs.name
    if isinstance(mine, SeenOptimizer) and isinstance(theirs, SeenOptimizer):
        return (mine.name == theirs.name and difference(mine.options, theirs.options) is None) and (
            same_value(mine.params, theirs.params, grads)
        )
    if isinstance(mine, tuple) and isinstance(theirs, tuple) and len(mine) == len(theirs):
        return all(same_value(a, b, grads) for a, b in zip(mine, theirs, strict=True))
    if isinstance(mine, wire.Figure) and isinstance(theirs, wire.Figure):
        return same_figure(mine, theirs)
    if isinstance(mine, wire.Opaque) and isinstance(theirs, wire.Opaque):
        # `<Axes: xlabel='…'>` is a kind of object, and what it says of itself is no answer.
        described = mine.text.startswith("<") and theirs.text.startswith("<")
        return mine.type == theirs.type and (described or mine.text == theirs.text)
    if type(mine) is not type(theirs):
        return False
    flags = [(getattr(v, "requires_grad", None), getattr(v, "has_graph", None)) for v in (mine, theirs)]
    if flags[0] != flags[1]:
        return False
    if isinstance(mine, SeenTensor) and isinstance(theirs, SeenTensor):
        alike = same_tensor(mine, theirs)
    else:
        alike = difference(mine, theirs) is None
    if not alike:
        return False
    held = [getattr(v, "grad", None) for v in (mine, theirs)]
    return not grads or held[0] is held[1] or (None not in held and difference(*held) is None)
