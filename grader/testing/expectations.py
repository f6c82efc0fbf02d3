"""`expect(observation)`: each method demands one thing and says in the student's words what is missing.

Every demand first requires that the call returned: a missing function, an exception, a timeout explain
themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import torch

from grader import compare
from grader.compare import Tolerance, show
from grader.errors import FaultError
from grader.model import Example, Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.values import Argument, SeenOptimizer, SeenTensor
from grader.testing import figures
from grader.testing.checks import CheckFailure
from grader.testing.seen import as_seen, resolved, tensors, wanted
from grader.testing.wording import call_text, error_words


def expect(observation: Observation) -> Expectation:
    """Begin to say what a call of the student's function must have done."""
    return Expectation(observation)


@dataclass(frozen=True, slots=True)
class Expectation:
    """Demands on one observation; each returns itself, so that they chain."""

    seen: Observation
    # What part of the observation is meant: None for the returned value.
    about: str = ""
    part: object = None

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────

    def close_to(self, other: object, rtol: float | None = None, atol: float | None = None) -> Expectation:
        """Type, shape, dtype, device, then values, of a reference's `Observation` or a plain value."""
        want = wanted(other)
        self._demand(compare.difference(self._resolved(), want, _tolerance(rtol, atol)), want)
        return self

    def number_close_to(
        self, other: object, rtol: float | None = None, atol: float | None = None
    ) -> Expectation:
        """The same number, be it a Python number or a 0-d tensor, of any float dtype; bools alike."""
        want = compare.number(wanted(other))
        got = compare.number(self._resolved())
        if isinstance(want, float) and isinstance(got, int) and not isinstance(got, bool):
            got = float(got)
        self._demand(compare.difference(got, want, _tolerance(rtol, atol)), want)
        return self

    def equals(self, other: object) -> Expectation:
        """Exactly this: for ints, strings, bools, lists of them."""
        want = wanted(other)
        self._demand(compare.difference(self._resolved(), want, Tolerance(0.0, 0.0)), want)
        return self

    def like(self, other: object) -> Expectation:
        """Only type, shape, dtype and device."""
        want = wanted(other)
        self._demand(compare.likeness(self._resolved(), want), want)
        return self

    def item(self, index: int) -> Expectation:
        """The same demands about one element of a returned tuple or list."""
        value = self._value()
        if not isinstance(value, (tuple, list)) or not -len(value) <= index < len(value):
            self._fail(f"expected a tuple with an element {index}, got {compare.kind(value)}")
        return Expectation(self.seen, f"element {index} of the result", value[index])

    def key(self, name: str) -> Expectation:
        """The same demands about what a returned dict holds under this key."""
        value = self._value()
        if not isinstance(value, dict):
            self._fail(f"expected a dict with the key {name!r}, got {compare.kind(value)}")
        if name not in value:
            self._fail(f"the key {name!r} is missing from the dict", f"a dict with the key {name!r}")
        return Expectation(self.seen, f"the result under {name!r}", value[name])

    def is_device(self, other: object) -> Expectation:
        """A torch.device of this name, or the reference's; `cuda` and `cuda:0` are the same one."""
        want = wanted(other)
        name = want.text if isinstance(want, wire.Named) else str(want)
        value = self._value()
        if not isinstance(value, wire.Named) or value.kind != "device":
            self._fail(f"expected a torch.device, got {compare.kind(value)}", f"torch.device({name!r})")
        if value.text.removesuffix(":0") != name.removesuffix(":0"):
            self._fail(f"expected the device {name}, got {value.text}", name, kind="values")
        return self

    # ── identity and arguments ───────────────────────────────────────────────────────────────────────────

    def is_argument(self, name: str) -> Expectation:
        """The result is the very object passed as this argument."""
        value = self._value()
        if not (isinstance(value, Argument) and value.name == name):
            self._fail(
                f"expected the very object passed as `{name}`, got {compare.kind(value)}: a copy, or "
                "another object, is not what the caller holds",
                f"the argument `{name}` itself",
            )
        return self

    def after(self, name: str) -> Expectation:
        """The same demands about an argument as the call left it."""
        self._returned()
        return Expectation(self.seen, f"`{name}` after the call", self._argument(name))

    def grad_of(self, name: str) -> Expectation:
        """The same demands about an argument's `.grad` after the call."""
        self._returned()
        held = self._argument(name)
        grad = held.grad if isinstance(held, SeenTensor) else None
        return Expectation(
            self.seen,
            f"`{name}.grad` after the call",
            Argument(f"{name}.grad") if grad is None else grad,
        )

    def is_zero_or_none(self) -> Expectation:
        """A gradient that is cleared, either way."""
        value = self._value()
        cleared = isinstance(value, Argument) or (
            isinstance(value, SeenTensor) and not bool(value.data.count_nonzero())
        )
        if not cleared:
            self._fail(
                f"expected zero or None, got {show(value)}",
                "zero or None",
                kind="values",
            )
        return self

    def keeps(self, *names: str) -> Expectation:
        """These arguments (all, without names) are as they were before the call."""
        self._returned()
        changed = [name for name in self.seen.after if not names or name in names]
        if changed:
            name = changed[0]
            self._fail(
                f"the call changed its argument `{name}`: work on a new tensor and leave the caller's alone",
                f"`{name}` unchanged: {show(self._before(name))}",
                got=f"`{name}` afterwards: {show(self.seen.after[name])}",
            )
        return self

    def shares_memory_with(self, name: str) -> Expectation:
        """Writing to the result shows in the argument."""
        value = self._value()
        itself = isinstance(value, Argument) and value.name == name
        if not itself and not (isinstance(value, SeenTensor) and name in value.shares):
            self._fail(
                f"expected a result that shares memory with `{name}`, got one with memory of its own",
                f"a result in the memory of `{name}`",
            )
        return self

    def optimizes(self, name: str, params: str, **options: object) -> Expectation:
        """An optimizer of this class over exactly the argument `params`, with these options."""
        value = self._value()
        if not isinstance(value, SeenOptimizer):
            self._fail(f"expected an optimizer, got {compare.kind(value)}", f"a torch.optim.{name}")
        if value.name != name:
            self._fail(f"expected the optimizer {name}, got {value.name}", name, got=value.name)
        if [item.name for item in value.params if isinstance(item, Argument)] != [params]:
            self._fail(f"the optimizer does not hold `{params}` itself, and nothing else", f"[{params}]")
        for option, want in options.items():
            wrong = compare.difference(value.options.get(option), want)
            if wrong:
                self._fail(f"`{option}`: {wrong}", f"{option}={want}", kind="values")
        return self

    def dimensions(self) -> int:
        """How many dimensions the result has; 0 for a number."""
        value = self._resolved()
        return len(value.shape) if isinstance(value, SeenTensor) else 0

    # ── conduct ──────────────────────────────────────────────────────────────────────────────────────────

    def returned(self) -> Expectation:
        """The call came back with a value."""
        self._returned()
        return self

    def raises(self, name: str) -> Expectation:
        """The call raises this exception type."""
        seen = self.seen
        if seen.outcome is Outcome.RETURNED:
            self._fail(
                f"expected {name} to be raised, but the call returned",
                f"{name} is raised",
            )
        if seen.outcome is not Outcome.RAISED:
            self._returned()
        if seen.error.partition(":")[0] != name:
            self._fail(
                f"expected {name} to be raised, got {seen.error}",
                f"{name} is raised",
                got=seen.error,
                kind="raised",
            )
        return self

    def without_autograd(self) -> Expectation:
        """Neither `backward()` nor `torch.autograd` ran, and the result has no graph."""
        self._returned()
        if self.seen.used_autograd:
            self._fail(
                "this gradient is to be derived by hand, but autograd ran (`backward()`, "
                "`torch.autograd.grad` or `torch.func`): write the formula out instead",
                "a gradient computed by formula",
                got="a gradient computed by autograd",
            )
        return self.without_graph()

    def without_graph(self) -> Expectation:
        """The result is not part of an autograd graph."""
        for value in tensors(self._value()):
            if value.has_graph or value.requires_grad:
                self._fail(
                    "the result still carries an autograd graph: `detach()` it",
                    "a result without a graph",
                )
        return self

    def has_graph(self) -> Expectation:
        """A tensor that `backward()` can start from: it was computed from something that requires grad."""
        value = self._resolved()
        if not (isinstance(value, SeenTensor) and value.has_graph):
            self._fail(
                f"{self._subject()} has no autograd graph: `backward()` cannot start from it",
                "a tensor with a graph (a `grad_fn`)",
            )
        return self

    def builds_no_graph_over(self, name: str) -> Expectation:
        """No graph was built over this argument, a `watched` one: nothing of it can be differentiated."""
        self._returned()
        if name in self.seen.kept:
            self._fail(
                f"a graph was built while you computed with `{name}`: autograd kept it for a backward pass",
                f"no graph over `{name}`: compute with it under `torch.no_grad()`",
                got=f"a graph that holds `{name}`",
            )
        return self

    def leaves_gradients_on(self) -> Expectation:
        """Gradients are switched on after the call, as they were before."""
        self._returned()
        if not self.seen.gradients_on:
            self._fail(
                "the call leaves gradients switched off for whatever runs after it: use "
                "`with torch.set_grad_enabled(...):`, which puts things back at its end",
                "gradients switched on after the call, as before",
                got="gradients switched off after the call",
            )
        return self

    def requires_grad(self) -> Expectation:
        """A tensor that requires grad."""
        value = self._resolved()
        if not (isinstance(value, SeenTensor) and value.requires_grad):
            self._fail(
                f"{self._subject()} no longer requires grad",
                "a tensor with requires_grad=True",
            )
        return self

    def is_leaf(self) -> Expectation:
        """A leaf tensor: one that no operation has made."""
        value = self._resolved()
        if not (isinstance(value, SeenTensor) and not value.has_graph):
            self._fail(
                f"{self._subject()} is no longer a leaf: an operation inside the graph has made it",
                "a leaf tensor",
            )
        return self

    def that(self, condition: bool, message: str) -> Expectation:
        """Anything else, with a sentence for the student where it does not hold."""
        self._returned()
        if not condition:
            self._fail(message)
        return self

    # ── figures ──────────────────────────────────────────────────────────────────────────────────────────

    def is_figure(self, *, labels: bool = True) -> Expectation:
        """A matplotlib Figure with axes, and with `labels` a label on each."""
        figure = self._figure()
        if labels and not any(axes.xlabel and axes.ylabel for axes in figure.axes):
            self._fail(
                "label both axes: `ax.set_xlabel(...)` and `ax.set_ylabel(...)`",
                "two labelled axes",
            )
        return self

    def draws_points(self, x: torch.Tensor, y: torch.Tensor) -> Expectation:
        """Some axes show exactly these points, not joined."""
        if not figures.draws_points(self._figure(), x.tolist(), y.tolist()):
            self._fail(
                "the readings are not drawn as separate points",
                f"{len(x)} points, none joined",
            )
        return self

    def draws_line(self, slope: float, intercept: float) -> Expectation:
        """Some axes show a joined line all of whose points lie on `slope * x + intercept`."""
        if not figures.draws_line(self._figure(), slope, intercept):
            self._fail(
                "the fitted line is not drawn",
                f"a line through y = {slope:g} x + {intercept:g}",
            )
        return self

    def _figure(self) -> wire.Figure:
        value = self._value()
        if not isinstance(value, wire.Figure):
            self._fail(
                f"expected a matplotlib Figure, got {compare.kind(value)}",
                "a matplotlib Figure",
            )
        if not value.axes:
            self._fail("the figure is empty", "a figure with axes")
        return value

    # ── saying no ────────────────────────────────────────────────────────────────────────────────────────

    def _value(self) -> Any:
        self._returned()
        return self.part if self.about else self.seen.value

    def _resolved(self) -> Any:
        return resolved(self._value(), self.seen)

    def _returned(self) -> None:
        outcome = self.seen.outcome
        if outcome is Outcome.FAULT:
            raise FaultError(self.seen.error)
        if outcome is not Outcome.RETURNED:
            self._fail(
                error_words(self.seen),
                "the call returns",
                got=_short_outcome(self.seen),
                kind="raised" if outcome is Outcome.RAISED else "conduct",
            )

    def _argument(self, name: str) -> object:
        if name in self.seen.after:
            return self.seen.after[name]
        return self._before(name)

    def _before(self, name: str) -> object:
        return as_seen(self.seen.call.arguments[name], self.seen.call.device)

    def _subject(self) -> str:
        return self.about or "the result"

    def _demand(self, wrong: str | None, want: object) -> None:
        if wrong is not None:
            self._fail(
                f"{self.about}: {wrong}" if self.about else wrong,
                show(want),
                kind="values",
            )

    def _fail(
        self,
        message: str,
        expected: str = "",
        *,
        got: str = "",
        kind: Literal["conduct", "values", "raised"] = "conduct",
    ) -> NoReturn:
        subject = f"{self.about}: " if self.about else ""
        value = self.part if self.about else self.seen.value
        raise CheckFailure(
            message,
            example=Example(
                call=call_text(self.seen.call),
                expected=subject + expected if expected else message,
                got=got or subject + show(resolved(value, self.seen)),
            ),
            location=self.seen.location,
            kind=kind,
            raised=self.seen.error.partition(":")[0] if kind == "raised" else "",
        )


def _tolerance(rtol: float | None, atol: float | None) -> Tolerance | None:
    if rtol is None and atol is None:
        return None
    return Tolerance(rtol if rtol is not None else 0.0, atol if atol is not None else 0.0)


def _short_outcome(seen: Observation) -> str:
    return seen.error if seen.outcome is Outcome.RAISED else seen.outcome.value
