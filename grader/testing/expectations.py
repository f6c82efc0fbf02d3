"""`expect(observation)`: each method demands one thing, and tells the student what is missing.

Every demand first requires that the call returned: a missing function, an exception, a timeout explain
themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader import compare
from grader.compare import Tolerance, shown
from grader.model import Observation, Outcome
from grader.sandbox import wire
from grader.sandbox.outside.observed_values import Argument, SeenTensor
from grader.testing.of_figures import OfFigures
from grader.testing.of_graphs import OfGraphs
from grader.testing.of_optimizers import OfOptimizers
from grader.testing.seen import wanted
from grader.testing.wording import said_by
from grader.words.messages import Code, Message, Name, Value, heard, quoted, say, say_many


def expect(observation: Observation) -> Expectation:
    """Begin to say what a call of the student's function must have done.

    Raises:
        CheckFailure: by each demand that is not met, and by all where the call gave no value.
        FaultError: the call could not be put, or the reference has no value to compare with.
    """
    return Expectation(observation)


@dataclass(frozen=True, slots=True)
class Expectation(OfGraphs, OfOptimizers, OfFigures):
    """Demands on one observation; each returns itself, so that they chain."""

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────

    def close_to(self, other: object, rtol: float | None = None, atol: float | None = None) -> Expectation:
        """Type, shape, dtype, device, then values, of a reference's `Observation` or a plain value.

        rtol, atol: alike is |got - want| <= atol + rtol * |want|; one given leaves the other 0, none given is
        what suits the dtype.
        """
        want = wanted(other, self.seen.call)
        self._require_alike(compare.difference(self._resolved(), want, _tolerance(rtol, atol)), want)
        return self

    def number_close_to(
        self, other: object, rtol: float | None = None, atol: float | None = None
    ) -> Expectation:
        """The same number, be it a Python number or a 0-d tensor, of any float dtype; bools alike."""
        want = compare.number(wanted(other, self.seen.call))
        got = compare.number(self._resolved())
        if isinstance(want, float) and isinstance(got, int) and not isinstance(got, bool):
            got = compare.as_float(got)
        self._require_alike(compare.difference(got, want, _tolerance(rtol, atol)), want)
        return self

    def equals(self, other: object) -> Expectation:
        """Exactly this: for ints, strings, bools, lists of them."""
        want = wanted(other, self.seen.call)
        self._require_alike(compare.difference(self._resolved(), want, Tolerance(0.0, 0.0)), want)
        return self

    def like(self, other: object) -> Expectation:
        """Only type, shape, dtype and device."""
        want = wanted(other, self.seen.call)
        self._require(compare.likeness(self._resolved(), want), compare.likes(want))
        return self

    def item(self, index: int) -> Expectation:
        """The same demands about one element of a returned tuple or list."""
        value = self._value()
        if not isinstance(value, (tuple, list)) or not -len(value) <= index < len(value):
            self._fail(
                say("Expected {want}, got {got}.", want=_long_enough(index), got=_length(value)),
                _long_enough(index),
            )
        return Expectation(self.seen, say("element {index} of the result", index=index), value[index])

    def key(self, name: str) -> Expectation:
        """The same demands about what a returned dict holds under this key."""
        value, key = self._value(), Value(repr(name))
        want = say("a dict with the key {key}", key=key)
        if not isinstance(value, dict):
            self._fail(say("Expected {want}, got {got}.", want=want, got=compare.kind(value)), want)
        if name not in value:
            self._fail(say("The key {key} is missing from the dict.", key=key), want)
        return Expectation(self.seen, say("the result under {key}", key=key), value[name])

    def is_device(self, other: object) -> Expectation:
        """A torch.device of this name, or the reference's; `cuda` and `cuda:0` are the same one."""
        want = wanted(other, self.seen.call)
        name = want.text if isinstance(want, wire.Named) else str(want)
        value = self._value()
        if not isinstance(value, wire.Named) or value.kind != "device":
            self._fail(
                say("Expected a torch.device, got {got}.", got=compare.kind(value)),
                quoted(Value(f"torch.device({name!r})")),
            )
        if value.text.removesuffix(":0") != name.removesuffix(":0"):
            self._fail(
                say("Expected the device {want}, got {got}.", want=Name(name), got=Value(value.text)),
                quoted(Name(name)),
                kind="values",
            )
        return self

    def finds_device(self, other: object) -> Expectation:
        """As `is_device`, on a machine that says it has CUDA.

        Whoever looked for a GPU by other means than PyTorch's questions found none, and is not asked for it.
        """
        return self if self.seen.asked_of_machine == "else" else self.is_device(other)

    # ── identity and arguments ───────────────────────────────────────────────────────────────────────────

    def is_argument(self, name: str) -> Expectation:
        """The result is the very object passed as this argument."""
        value = self._value()
        if not (isinstance(value, Argument) and value.name == name):
            self._fail(
                say("Expected {want}, got {got}.", want=_itself(name), got=compare.kind(value))
                + say("Return the same object that the caller passed, not a copy or another object."),
                _itself(name),
            )
        return self

    def after(self, name: str) -> Expectation:
        """The same demands about an argument as the call left it."""
        self._returned()
        return Expectation(self.seen, _after(name), self._argument(name))

    def grad_of(self, name: str) -> Expectation:
        """The same demands about an argument's `.grad` after the call."""
        self._returned()
        held = self._argument(name)
        grad = held.grad if isinstance(held, SeenTensor) else None
        return Expectation(
            self.seen,
            _after(f"{name}.grad"),
            Argument(f"{name}.grad") if grad is None else grad,
        )

    def is_zero_or_none(self) -> Expectation:
        """A gradient that is cleared, either way."""
        value = self._value()
        cleared = isinstance(value, Argument) or (
            isinstance(value, SeenTensor) and not bool(value.data.count_nonzero())
        )
        if not cleared:
            self._require(
                say("Expected zero or None, got {got}.", got=shown(value)),
                say("zero or None"),
            )
        return self

    def keeps(self, *names: str) -> Expectation:
        """These arguments (all, without names) are as they were before the call."""
        self._returned()
        changed = [name for name in self.seen.after if not names or name in names]
        if changed:
            name = Code(changed[0])
            before, after = shown(self._before(name.text)), shown(self.seen.after[name.text])
            self._fail(
                say("The call changed its argument {name}.", name=name)
                + say("Work on a new tensor, and leave the caller's tensor as it is."),
                say("{name} unchanged: {value}", name=name, value=before),
                got=say("{name} afterwards: {value}", name=name, value=after),
            )
        return self

    def shares_memory_with(self, name: str) -> Expectation:
        """Writing to the result shows in the argument."""
        value = self._value()
        itself = isinstance(value, Argument) and value.name == name
        if not itself and not (isinstance(value, SeenTensor) and name in value.shares):
            self._fail(
                say("Expected {want}, got one with memory of its own.", want=_sharing(name)),
                _sharing(name),
            )
        return self

    def moves_generator_as(self, other: Observation, name: str) -> Expectation:
        """The generator that was passed as this argument is where the reference's call leaves it."""
        self._returned()
        if self.seen.after.get(name) != other.after.get(name):
            self._fail(
                say("The call must draw from the generator exactly as the exercise says.")
                + say("Afterwards {name} gives other numbers than it should.", name=Code(name)),
                say("{name} moved on as by a right call", name=Code(name)),
                got=say("{name} at another place", name=Code(name)),
            )
        return self

    def numbers(self) -> list[float]:
        """All numbers of the result, one after another: of the reference's, for `require_purpose`."""
        value = self._resolved()
        return value.data.flatten().tolist() if isinstance(value, SeenTensor) else []

    def dimensions(self) -> int:
        """How many dimensions the result has; 0 for a number."""
        value = self._resolved()
        return len(value.shape) if isinstance(value, SeenTensor) else 0

    # ── conduct ──────────────────────────────────────────────────────────────────────────────────────────

    def raises(self, name: str, saying: str = "") -> Expectation:
        """The call raises this exception type, or one derived from it. `saying`: its message holds this."""
        self._require_judgeable()
        seen, want = self.seen, say("{error} is raised", error=Value(name))
        if seen.outcome is Outcome.RETURNED:
            self._fail(say("Expected the error {error}, but the call returned.", error=Value(name)), want)
        if seen.outcome is not Outcome.RAISED:
            self._returned(want)
        if name not in (seen.error_type, *seen.kinds):
            self._fail(
                say("Expected the error {want}, got {got}.", want=Value(name), got=said_by(seen)),
                want,
                got=heard(seen.error),
                kind="raised",
            )
        if saying not in seen.error:
            self._fail(
                say("The message of the error does not contain {text}.", text=Value(saying)),
                want,
                got=heard(seen.error),
                kind="raised",
            )
        return self


def _tolerance(rtol: float | None, atol: float | None) -> Tolerance | None:
    if rtol is None and atol is None:
        return None
    return Tolerance(rtol if rtol is not None else 0.0, atol if atol is not None else 0.0)


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


def _long_enough(index: int) -> Message:
    least = index + 1 if index >= 0 else -index
    return say_many("a tuple of at least {n} element", "a tuple of at least {n} elements", least)


def _length(value: object) -> Message:
    if isinstance(value, (tuple, list)):
        return say_many("one of {n} element", "one of {n} elements", len(value))
    return compare.kind(value)


def _itself(name: str) -> Message:
    return say("the argument {name} itself", name=Code(name))


def _sharing(name: str) -> Message:
    return say("a result that shares memory with {name}", name=Code(name))


def _after(name: str) -> Message:
    return say("{name} after the call", name=Code(name))
