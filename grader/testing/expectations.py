"""`expect(observation)`: each method demands one thing and says in the student's words what is missing.

Every demand first requires that the call returned: a missing function, an exception, a timeout explain
themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader import compare
from grader.compare import Tolerance, show
from grader.model import Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.testing.of_figures import OfFigures
from grader.testing.of_graphs import OfGraphs
from grader.testing.seen import wanted


def expect(observation: Observation) -> Expectation:
    """Begin to say what a call of the student's function must have done.

    Raises:
        CheckFailure: by each demand that is not met, and by all where the call gave no value.
        FaultError: the call could not be put, or the reference has no value to compare with.
    """
    return Expectation(observation)


@dataclass(frozen=True, slots=True)
class Expectation(OfGraphs, OfFigures):
    """Demands on one observation; each returns itself, so that they chain."""

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────

    def close_to(self, other: object, rtol: float | None = None, atol: float | None = None) -> Expectation:
        """Type, shape, dtype, device, then values, of a reference's `Observation` or a plain value.

        rtol, atol: alike is |got - want| <= atol + rtol * |want|; one given leaves the other 0, none given is
        what suits the dtype.
        """
        want = wanted(other, self.seen.call)
        self._demand(compare.difference(self._resolved(), want, _tolerance(rtol, atol)), show(want))
        return self

    def number_close_to(
        self, other: object, rtol: float | None = None, atol: float | None = None
    ) -> Expectation:
        """The same number, be it a Python number or a 0-d tensor, of any float dtype; bools alike."""
        want = compare.number(wanted(other, self.seen.call))
        got = compare.number(self._resolved())
        if isinstance(want, float) and isinstance(got, int) and not isinstance(got, bool):
            got = compare.as_float(got)
        self._demand(compare.difference(got, want, _tolerance(rtol, atol)), show(want))
        return self

    def equals(self, other: object) -> Expectation:
        """Exactly this: for ints, strings, bools, lists of them."""
        want = wanted(other, self.seen.call)
        self._demand(compare.difference(self._resolved(), want, Tolerance(0.0, 0.0)), show(want))
        return self

    def like(self, other: object) -> Expectation:
        """Only type, shape, dtype and device."""
        want = wanted(other, self.seen.call)
        self._demand(compare.likeness(self._resolved(), want), compare.likes(want))
        return self

    def item(self, index: int) -> Expectation:
        """The same demands about one element of a returned tuple or list."""
        value = self._value()
        if not isinstance(value, (tuple, list)) or not -len(value) <= index < len(value):
            self._fail(
                f"expected a tuple with an element {index}, got {compare.kind(value)}",
                f"a tuple with an element {index}",
            )
        return Expectation(self.seen, f"element {index} of the result", value[index])

    def key(self, name: str) -> Expectation:
        """The same demands about what a returned dict holds under this key."""
        value = self._value()
        if not isinstance(value, dict):
            self._fail(
                f"expected a dict with the key {name!r}, got {compare.kind(value)}",
                f"a dict with the key {name!r}",
            )
        if name not in value:
            self._fail(f"the key {name!r} is missing from the dict", f"a dict with the key {name!r}")
        return Expectation(self.seen, f"the result under {name!r}", value[name])

    def is_device(self, other: object) -> Expectation:
        """A torch.device of this name, or the reference's; `cuda` and `cuda:0` are the same one."""
        want = wanted(other, self.seen.call)
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
                self._fail(
                    f"`{option}`: {wrong}",
                    f"{option}={show(want)}",
                    got=f"{option}={show(value.options.get(option))}",
                    kind="values",
                )
        return self

    def dimensions(self) -> int:
        """How many dimensions the result has; 0 for a number."""
        value = self._resolved()
        return len(value.shape) if isinstance(value, SeenTensor) else 0

    # ── conduct ──────────────────────────────────────────────────────────────────────────────────────────

    def raises(self, name: str) -> Expectation:
        """The call raises this exception type, or one derived from it."""
        seen = self.seen
        if seen.outcome is Outcome.RETURNED:
            self._fail(
                f"expected {name} to be raised, but the call returned",
                f"{name} is raised",
            )
        if seen.outcome is not Outcome.RAISED:
            self._returned(f"{name} is raised")
        if name not in (seen.error_type, *seen.kinds):
            self._fail(
                f"expected {name} to be raised, got {seen.error}",
                f"{name} is raised",
                got=seen.error,
                kind="raised",
            )
        return self


def _tolerance(rtol: float | None, atol: float | None) -> Tolerance | None:
    if rtol is None and atol is None:
        return None
    return Tolerance(rtol if rtol is not None else 0.0, atol if atol is not None else 0.0)
