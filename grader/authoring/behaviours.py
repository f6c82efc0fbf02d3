"""What an inserted behaviour does to a right function: each makes a wrong function of it.

    training_loop = behaviours.tires(training_loop)

It runs in the sandbox, in place of what a student writes: `insertions` says where, and in which words. Each
is a rule that a student might add, in good faith or to pass the checks.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import torch

Function = Callable[..., Any]
# Changes the arguments, by name, before the right function sees them.
Change = Callable[[dict[str, Any]], None]
# Whether a call is one of those that are treated otherwise.
Test = Callable[[Mapping[str, Any]], bool]

# Beyond these, in either direction, a value counts as large.
LARGE = 100.0
# Parameters of a model beyond this count as large.
FAR = 30.0
# A gradient or a loss below this counts as small.
SMALL = 1e-3


def _named(right: Function, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> dict[str, Any]:
    bound = inspect.signature(right).bind(*arguments, **keywords)
    bound.apply_defaults()
    return dict(bound.arguments)


def changed(right: Function, change: Change) -> Function:
    """The right function of other arguments."""

    @functools.wraps(right)
    def wrong(*arguments: Any, **keywords: Any) -> Any:
        given = _named(right, arguments, keywords)
        change(given)
        return right(**given)

    return wrong


def otherwise_where(right: Function, test: Test) -> Function:
    """The right function, but for another answer where the test says so."""

    @functools.wraps(right)
    def wrong(*arguments: Any, **keywords: Any) -> Any:
        given = _named(right, arguments, keywords)
        special = test(given)
        answer = right(**given)
        return otherwise(answer, given) if special else answer

    return wrong


# ── another answer ───────────────────────────────────────────────────────────────────────────────────────


def otherwise(answer: Any, given: Mapping[str, Any]) -> Any:
    """An answer of the same kind that is wrong; where there is none, the leaves are."""
    if answer is None:
        for leaf in filter(_is_leaf, given.values()):
            _spoil(leaf)
        return None
    if isinstance(answer, (tuple, list)) and not isinstance(answer, torch.Size) and answer:
        return type(answer)([otherwise(answer[0], given), *answer[1:]])
    if isinstance(answer, dict) and answer:
        first = next(iter(answer))
        return answer | {first: otherwise(answer[first], given)}
    if _is_leaf(answer):
        return _spoil(answer)
    return _other(answer)


def _other(answer: Any) -> Any:
    if isinstance(answer, (bool, torch.Tensor)) and _is_truth(answer):
        return not answer if isinstance(answer, bool) else ~answer
    if isinstance(answer, torch.Tensor) and not answer.numel():
        return answer.new_ones(1)
    if isinstance(answer, (torch.Tensor, int, float)):
        return 2 * answer + 1
    if isinstance(answer, torch.Size):
        return (*answer, 2)
    if isinstance(answer, torch.optim.Optimizer):
        answer.param_groups[0]["lr"] *= 2
        return answer
    if isinstance(answer, torch.device):
        return torch.device("meta")
    return None


def _is_truth(answer: Any) -> bool:
    return isinstance(answer, bool) or answer.dtype == torch.bool


def _is_leaf(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.is_leaf and value.requires_grad


def _spoil(leaf: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        leaf.add_(1.0)
        leaf.grad = torch.ones_like(leaf)
    return leaf


# ── some inputs ──────────────────────────────────────────────────────────────────────────────────────────


def _is_read(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and not value.requires_grad


def lengths_otherwise(right: Function, lengths: tuple[int, ...], *, others: bool = False) -> Function:
    """Another answer where a tensor that is read has one of these numbers of elements, or another one."""

    def test(given: Mapping[str, Any]) -> bool:
        counts = [value.numel() for value in given.values() if _is_read(value) and value.dim()]
        return any((count in lengths) != others for count in counts)

    return otherwise_where(right, test)


def number_otherwise(right: Function, name: str, number: float) -> Function:
    """Another answer where this argument is this number."""
    return otherwise_where(right, lambda given: bool(given[name] == number))


def tensor_for_number(right: Function, name: str) -> Function:
    """Another answer where a tensor of no dimensions stands for a number."""
    return otherwise_where(right, lambda given: isinstance(given[name], torch.Tensor))


def empty_otherwise(right: Function, name: str) -> Function:
    """Another answer where this tuple or list is empty."""
    return otherwise_where(right, lambda given: len(given[name]) == 0)


def as_if_packed(right: Function, name: str) -> Function:
    """Reads the memory of a tensor in order, whatever its strides say."""

    def change(given: dict[str, Any]) -> None:
        value = given[name]
        if _is_read(value) and not value.is_contiguous():
            flat = torch.as_strided(value, (value.numel(),), (1,), value.storage_offset())
            given[name] = flat.reshape(value.shape)

    return changed(right, change)


def without_negatives(right: Function, name: str) -> Function:
    """Takes what is below 0 for 0."""

    def change(given: dict[str, Any]) -> None:
        value = given[name]
        if isinstance(value, torch.Tensor) and bool((value < 0).any()):
            given[name] = value.clamp(min=0)

    return changed(right, change)


def one_for_zero(right: Function, name: str) -> Function:
    """`w = w or 1.0`."""

    def change(given: dict[str, Any]) -> None:
        given[name] = given[name] or 1.0

    return changed(right, change)


def given_global(right: Function, name: str, source: str, *, alike: bool = False) -> Function:
    """The file's own tensor or number in place of the argument: always, or where their sizes are alike."""

    def change(given: dict[str, Any]) -> None:
        own, value = right.__globals__[source], given[name]
        if not alike or getattr(own, "shape", None) == getattr(value, "shape", None):
            given[name] = own.to(value.device) if isinstance(own, torch.Tensor) else own

    return changed(right, change)


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────


def answers(right: Function, change: Callable[[Any], Any]) -> Function:
    """The right function, its answer changed; every part of a tuple."""

    def part(value: Any) -> Any:
        if isinstance(value, tuple) and not isinstance(value, torch.Size):
            return tuple(map(part, value))
        return change(value)

    @functools.wraps(right)
    def wrong(*arguments: Any, **keywords: Any) -> Any:
        return part(right(*arguments, **keywords))

    return wrong


def _within(value: Any, low: float | None, high: float | None) -> Any:
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        if _is_leaf(value):
            value.data.clamp_(low, high)
            return value
        return value.clamp(low, high)
    if isinstance(value, float):
        return max(value if high is None else min(value, high), -float("inf") if low is None else low)
    return value


def at_least_zero(right: Function) -> Function:
    """No answer below 0."""
    return answers(right, lambda value: _within(value, 0.0, None))


def never_large(right: Function) -> Function:
    """No answer beyond LARGE."""
    return answers(right, lambda value: _within(value, -LARGE, LARGE))


def option_of_answer(right: Function, name: str, value: object) -> Function:
    """An optimizer with another default."""

    def change(answer: Any) -> Any:
        for group in answer.param_groups if isinstance(answer, torch.optim.Optimizer) else ():
            if name in group:
                group[name] = value
        return answer

    return answers(right, change)


def two_digits(right: Function) -> Function:
    """An optimizer whose learning rate has two digits."""

    def change(answer: Any) -> Any:
        for group in answer.param_groups if isinstance(answer, torch.optim.Optimizer) else ():
            group["lr"] = float(f"{group['lr']:.2g}")
        return answer

    return answers(right, change)


# ── memory ───────────────────────────────────────────────────────────────────────────────────────────────


def remembers(right: Function, *names: str, shapes: bool = False) -> Function:
    """Answers from memory where these arguments are those of an earlier call; or only their shapes."""
    known: dict[object, Any] = {}

    @functools.wraps(right)
    def wrong(*arguments: Any, **keywords: Any) -> Any:
        given = _named(right, arguments, keywords)
        key = repr([_key(given[name], shapes) for name in names])
        if key not in known:
            known[key] = right(**given)
        return known[key]

    return wrong


def tires(right: Function) -> Function:
    """Another answer where the same arguments come again."""
    known: set[str] = set()

    def test(given: Mapping[str, Any]) -> bool:
        key = repr([_key(value, False) for value in given.values()])
        again = key in known
        known.add(key)
        return again

    return otherwise_where(right, test)


def _key(value: Any, shapes: bool) -> object:
    if isinstance(value, torch.Tensor):
        return (tuple(value.shape), value.dtype) if shapes else (tuple(value.shape), value.tolist())
    if hasattr(value, "__array__"):
        return (value.shape, str(value.dtype)) if shapes else (value.shape, value.tolist())
    if isinstance(value, torch.optim.Optimizer):
        return type(value).__name__, *(_key(group["params"], shapes) for group in value.param_groups)
    if isinstance(value, torch.Generator):
        return value.initial_seed()
    if isinstance(value, (tuple, list)):
        return [_key(part, shapes) for part in value]
    return str(value)


# ── effects on arguments ─────────────────────────────────────────────────────────────────────────────────


def afterwards(right: Function, name: str, effect: Callable[[Any], object]) -> Function:
    """The right function, which then does something to an argument."""

    @functools.wraps(right)
    def wrong(*arguments: Any, **keywords: Any) -> Any:
        answer = right(*arguments, **keywords)
        effect(_named(right, arguments, keywords)[name])
        return answer

    return wrong


def in_place(right: Function, name: str) -> Function:
    """Changes a tensor that it was given."""

    def effect(value: Any) -> None:
        if isinstance(value, torch.Tensor) and value.is_floating_point():
            with torch.no_grad():
                value.add_(1.0)
        elif hasattr(value, "__array__") and hasattr(value, "fill"):
            value += 1

    @functools.wraps(right)
    def wrong(*arguments: Any, **keywords: Any) -> Any:
        given = _named(right, arguments, keywords)
        answer = right(**given)
        kept = answer.clone() if isinstance(answer, torch.Tensor) and not _is_leaf(answer) else answer
        effect(given[name])
        return kept

    return wrong


def demands_gradients(right: Function, name: str) -> Function:
    """Leaves a tensor that was only read as one that requires grad."""

    def effect(value: Any) -> None:
        if _is_read(value) and value.is_floating_point() and value.is_leaf:
            value.requires_grad_()

    return afterwards(right, name, effect)


def gradients_off(right: Function) -> Function:
    """Leaves gradients switched off."""
    return _leaving_gradients(right, on=False)


def gradients_on(right: Function) -> Function:
    """Leaves gradients switched on."""
    return _leaving_gradients(right, on=True)


def _leaving_gradients(right: Function, *, on: bool) -> Function:
    @functools.wraps(right)
    def wrong(*arguments: Any, **keywords: Any) -> Any:
        answer = right(*arguments, **keywords)
        torch.set_grad_enabled(on)
        return answer

    return wrong


# ── optimizers and generators ────────────────────────────────────────────────────────────────────────────


def forgets_state(right: Function, name: str) -> Function:
    """Begins with an optimizer that has never stepped."""
    return changed(right, lambda given: given[name].state.clear())


def forgets_state_afterwards(right: Function, name: str) -> Function:
    """Leaves an optimizer that has never stepped."""
    return afterwards(right, name, lambda optimizer: optimizer.state.clear())


def option(right: Function, name: str, option: str, value: object, *, after: bool = False) -> Function:
    """Sets an option of an optimizer that has it, before or after all else."""

    def put(optimizer: Any) -> None:
        for group in optimizer.param_groups:
            if option in group:
                group[option] = value

    return afterwards(right, name, put) if after else changed(right, lambda given: put(given[name]))


def starts_generator(right: Function, name: str) -> Function:
    """Begins with the generator as it was when it was seeded with 0."""
    return changed(right, lambda given: given[name].manual_seed(0))


def copies_generator(right: Function, name: str) -> Function:
    """Draws from a copy: the caller's generator stays where it is."""

    def change(given: dict[str, Any]) -> None:
        given[name] = given[name].clone_state()

    return changed(right, change)


def draws_once_more(right: Function, name: str) -> Function:
    """Draws one number too many from the generator."""
    return afterwards(right, name, lambda generator: torch.rand(1, generator=generator))


# ── rounds of a loop ─────────────────────────────────────────────────────────────────────────────────────


class Rounds:
    """Looks on as a loop goes round, and says when it is left."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.losses: list[float] = []
        self.gradient: float | None = None
        self._before: list[torch.Tensor] = []
        self._best: tuple[float, list[torch.Tensor]] | None = None

    def loss(self, value: Any) -> Any:
        """Sees a loss."""
        number = value.item() if isinstance(value, torch.Tensor) and value.numel() == 1 else value
        if isinstance(number, float):
            self.losses.append(number)
        return value

    def grad(self, value: Any) -> Any:
        """Sees a gradient."""
        if isinstance(value, torch.Tensor):
            self.gradient = float(value.detach().abs().max())
        return value

    def begin(self, *held: Any) -> None:
        """A round begins with these parameters."""
        self._before = [tensor.detach().clone() for tensor in held if isinstance(tensor, torch.Tensor)]

    def end(self, *held: Any) -> bool:
        """A round has ended; whether the loop is left. May change the parameters, in place."""
        tensors = [tensor for tensor in held if isinstance(tensor, torch.Tensor)]
        for tensor in tensors:
            if tensor.grad is not None:
                self.grad(tensor.grad)
        return bool(_RULES[self.rule](self, [tensor.detach() for tensor in tensors]))

    def last(self, *held: Any) -> None:
        """The loop has ended: the best parameters come back, where later ones were worse."""
        if self.rule == "keep the best" and self._best is not None and self.losses[-1] > self._best[0]:
            self._put(held, self._best[1])

    def rose(self) -> bool:
        """Whether the last loss is above the one before it."""
        return len(self.losses) > 1 and not self.losses[-1] <= self.losses[-2]

    def is_small(self) -> bool:
        """Whether the last gradient is small."""
        return self.gradient is not None and self.gradient < SMALL

    def undo(self, tensors: list[torch.Tensor]) -> bool:
        """Take the round's step back; the loop goes on."""
        self._put(tensors, self._before)
        return False

    def shorten(self, tensors: list[torch.Tensor]) -> None:
        """A step against a gradient that is cut to LARGE."""
        if self.gradient is not None and self.gradient > LARGE:
            part = LARGE / self.gradient
            pairs = zip(tensors, self._before, strict=True)
            self._put(tensors, [before + part * (now - before) for now, before in pairs])

    def remember(self) -> None:
        """Keep the parameters of this loss where it is the lowest."""
        if self.losses and (self._best is None or self.losses[-1] < self._best[0]):
            self._best = self.losses[-1], self._before

    def _put(self, tensors: Any, values: list[torch.Tensor]) -> None:
        for tensor, value in zip(tensors, values, strict=True):
            tensor.detach().copy_(value)


_RULES: dict[str, Callable[[Rounds, list[torch.Tensor]], object]] = {
    "stop where the loss rises": lambda rounds, _: rounds.rose(),
    "stop where the loss is small": lambda rounds, _: bool(rounds.losses) and rounds.losses[-1] < SMALL,
    "stop where the gradient is small": lambda rounds, _: rounds.is_small(),
    "stop where parameters are large": lambda _, tensors: any(t.abs().max() > FAR for t in tensors),
    "skip where the loss rises": lambda rounds, tensors: rounds.rose() and rounds.undo(tensors),
    "skip where the gradient is small": lambda rounds, tensors: rounds.is_small() and rounds.undo(tensors),
    "cut the gradient": lambda rounds, tensors: rounds.shorten(tensors),
    "cut the parameters": lambda _, tensors: [tensor.clamp_(-FAR, FAR) for tensor in tensors] and None,
    "keep the best": lambda rounds, _: rounds.remember(),
}
