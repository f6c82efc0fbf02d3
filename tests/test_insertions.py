"""Inserted behaviours and nonsense: each rule is made for functions that it fits, and does what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader.authoring.arguments import Profile
from grader.authoring.equivalents import is_said
from grader.authoring.insertions import PREAMBLE, insertions
from grader.authoring.nonsense import nonsense
from grader.authoring.variants import renamed
from grader.model import Call, Observation, Outcome
from grader.sandbox.outside.observed_values import SeenOptimizer
from grader.sandbox.outside.question import GeneratorRecipe, Leaf, OptimizerRecipe

# A course of the tests' own: every shape of function that a rule looks for.
COURSE = """
import torch

xs = torch.tensor([1.0, 2.0, 3.0])

def loss_of(guess, truth):
    return ((guess - truth) ** 2).mean()

def slope(a, xs, truth):
    return (2 * (a * xs - truth) * xs).mean()

def scaled(xs, a):
    return a * xs

def descend(n, rate, a, xs, truth):
    for _ in range(n):
        guess = a * xs
        a = a - rate * grad_of(a, xs, truth)
    return a

def grad_of(a, xs, truth):
    return (2 * (a * xs - truth) * xs).mean()

def history(n, rate, a, xs, truth):
    losses = []
    for _ in range(n):
        loss = loss_of(a * xs, truth)
        losses.append(loss)
        a = a - rate * grad_of(a, xs, truth)
    return torch.stack(losses)

def step(optimizer, a, xs, truth):
    loss = loss_of(a * xs, truth)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()

def train(n, optimizer, a, xs, truth):
    for _ in range(n):
        step(optimizer, a, xs, truth)
    return a

def grew(losses, factor):
    return bool(losses[-1] > factor * losses[0])

def draw(n, generator):
    return torch.randperm(n, generator=generator)

def measured(a, is_train):
    with torch.set_grad_enabled(is_train):
        return a * 2

def chosen(a, rate):
    return torch.optim.SGD([a], lr=rate)

def listed(parts):
    return torch.tensor(parts)
"""


def namespace(text: str = "") -> dict[str, Any]:
    """The course, and a mutant over it."""
    made: dict[str, Any] = {}
    exec(COURSE, made)
    exec(f"{PREAMBLE}\n{text}", made)
    return made


def leaf(*numbers: float) -> torch.Tensor:
    """Parameters that require grad."""
    return torch.tensor(numbers, requires_grad=True)


def seen(function: str, *arguments: object) -> Observation:
    """An observation of the right function's call, as a profile is made of them."""
    right = namespace()[function]
    names = right.__code__.co_varnames[: right.__code__.co_argcount]
    live = [item.data.clone().requires_grad_() if isinstance(item, Leaf) else item for item in arguments]
    made: dict[str, Any] = dict(zip(names, live, strict=True))
    for name, item in zip(names, arguments, strict=True):
        if isinstance(item, OptimizerRecipe):
            made[name] = torch.optim.SGD([made["a"]], lr=0.1)
        if isinstance(item, GeneratorRecipe):
            made[name] = torch.Generator().manual_seed(item.seed)
    call = Call(function=function, arguments=dict(zip(names, arguments, strict=True)), seed=0, device="cpu")
    value = right(**made)
    value = (
        SeenOptimizer("SGD", (), {"lr": arguments[-1]}) if isinstance(value, torch.optim.Optimizer) else value
    )
    return Observation(call=call, outcome=Outcome.RETURNED, value=value)


XS, TRUTH = torch.tensor([1.0, 2.0, -4.0]), torch.tensor([2.0, -3.0, 1.0])
SGD = OptimizerRecipe("SGD", (), {"lr": 0.1})
# How the course's checks call each function: two calls that differ.
CALLS: dict[str, list[tuple[object, ...]]] = {
    "scaled": [(XS, 2.0), (TRUTH, -3.0), (XS, torch.tensor(2.0))],
    "descend": [(2, 0.1, torch.tensor([1.0]), XS, TRUTH), (3, 0.1, torch.tensor([2.0]), TRUTH, XS)],
    "history": [(2, 0.1, torch.tensor([1.0]), XS, TRUTH), (3, 0.1, torch.tensor([2.0]), TRUTH, XS)],
    "train": [(2, SGD, Leaf(torch.tensor([1.0])), XS, TRUTH), (3, SGD, Leaf(torch.tensor([2.0])), TRUTH, XS)],
    "grew": [(XS, 1.5), (TRUTH, 2.0), (torch.tensor([1.0, 5.0]), 2.0)],
    "draw": [(5, GeneratorRecipe(1)), (6, GeneratorRecipe(2))],
    "measured": [(Leaf(torch.tensor([1.0])), True), (Leaf(torch.tensor([2.0])), False)],
    "chosen": [(Leaf(torch.tensor([1.0])), 0.1), (Leaf(torch.tensor([2.0])), 0.2)],
    "listed": [([1.0, 2.0],), ([3.0],)],
}


def made(function: str) -> dict[str, str]:
    """What each insertion into a function does, and its text."""
    profile = Profile()
    for arguments in CALLS[function]:
        profile.see(seen(function, *arguments))
    return {mutant.key.becomes: mutant.text for mutant in insertions(COURSE, "a", function, profile)}


def shown(function: Callable[..., Any], calls: list[tuple[Any, ...]]) -> list[Any]:
    """What calls one after another answer, what they leave of their arguments, and of the modes."""
    found: list[Any] = []
    for arguments in calls:
        given = [item() if callable(item) else item for item in arguments]
        if any(item == "sgd" for item in given if isinstance(item, str)):
            params = next(item for item in given if isinstance(item, torch.Tensor) and item.requires_grad)
            optimizer = torch.optim.SGD([params], lr=0.1, momentum=0.9, weight_decay=0.2)
            params.grad = torch.ones_like(params)
            optimizer.step()
            params.grad = None
            given = [optimizer if isinstance(item, str) else item for item in given]
        answer = function(*given)
        found += [_plain(answer), *map(_plain, given), torch.is_grad_enabled()]
        torch.set_grad_enabled(True)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.requires_grad, value.tolist()
    if isinstance(value, torch.optim.Optimizer):
        options = {key: item for key, item in value.param_groups[0].items() if key != "params"}
        return options, [len(state) for state in value.state.values()]
    if isinstance(value, torch.Generator):
        return value.get_state().tolist()
    return value


def fresh(*numbers: float) -> Callable[[], torch.Tensor]:
    """A tensor that is made anew for each call."""
    return lambda: torch.tensor(numbers)


def trained(*numbers: float) -> Callable[[], torch.Tensor]:
    """Parameters that are made anew for each call."""
    return lambda: leaf(*numbers)


def generator() -> torch.Generator:
    """A generator that is seeded anew for each call."""
    return torch.Generator().manual_seed(7)


X, Y = fresh(1.0, 2.0, 3.0), fresh(2.0, -1.0, 4.0)
LONG = fresh(1.0, 2.0, 3.0, 5.0, 6.0)
# From 1, at a rate of 0.5 on these readings, the loss rises from round to round, and soon beyond all limits.
RISING = (8, 0.5, fresh(1.0), X, Y)
AT_ZERO = (4, 0.1, fresh(0.0), X, fresh(0.0002, 0.0005, 0.0003))
DESCENT = (12, 0.02, fresh(1.0), X, Y)


@pytest.mark.parametrize(
    ("function", "does", "calls"),
    [
        ("scaled", "treats one element otherwise", [(fresh(2.0), 2.0)]),
        ("scaled", "treats two elements otherwise", [(fresh(2.0, 1.0), 2.0)]),
        ("scaled", "knows only 1, 2 and 11 elements", [(X, 2.0)]),
        ("scaled", "reads xs as if it were contiguous", [(lambda: LONG()[::2], 2.0)]),
        ("scaled", "takes 0 for what is negative in xs", [(Y, 2.0)]),
        ("scaled", "takes a a of 0 for 1", [(X, 0.0)]),
        ("scaled", "treats a tensor in place of the number a otherwise", [(X, lambda: torch.tensor(2.0))]),
        ("scaled", "uses the file's xs in place of xs", [(LONG, 2.0)]),
        ("scaled", "uses the file's xs in place of xs if their sizes are alike", [(Y, 2.0)]),
        ("scaled", "answers nothing below 0", [(Y, 2.0)]),
        ("scaled", "answers nothing beyond 100 in size", [(X, 200.0)]),
        ("scaled", "answers another call as it did the first", [(X, 2.0), (Y, 3.0)]),
        ("scaled", "answers otherwise if the same arguments come again", [(X, 2.0), (Y, 2.0), (X, 2.0)]),
        ("scaled", "remembers its answer by the sizes of tensors", [(X, 2.0), (Y, 2.0)]),
        ("scaled", "remembers its answer by xs alone", [(X, 2.0), (X, 3.0)]),
        ("scaled", "remembers its answer by a alone", [(X, 2.0), (Y, 2.0)]),
        ("scaled", "changes xs in place", [(X, 2.0)]),
        ("scaled", "lets xs require grad", [(X, 2.0)]),
        ("draw", "treats a n of 1 otherwise", [(1, generator)]),
        ("draw", "seeds generator anew", [(9, generator)]),
        ("draw", "leaves generator as it was", [(9, generator)]),
        ("draw", "draws from generator once more", [(9, generator)]),
        ("measured", "leaves gradients off", [(trained(1.0), True)]),
        ("chosen", "rounds the learning rate to two digits", [(trained(1.0), 0.125)]),
        ("chosen", "answers an optimizer with weight_decay=0.1", [(trained(1.0), 0.1)]),
        ("listed", "treats an empty parts otherwise", [([],)]),
        ("grew", "takes the largest element for losses[-1]", [(fresh(1.0, 9.0, 0.5), 1.5)]),
        ("grew", "takes the smallest element for losses[0]", [(fresh(4.0, 1.0, 5.0), 1.5)]),
        ("grew", "compares losses[-1] with 2 % more than factor * losses[0]", [(fresh(1.0, 1.51), 1.5)]),
        ("grew", "compares losses[-1] with 2 % less than factor * losses[0]", [(fresh(1.0, 1.49), 1.5)]),
        ("descend", "updates a in place", [DESCENT]),
        ("descend", "stops after 1 round", [DESCENT]),
        ("descend", "stops after 10 rounds", [DESCENT]),
        ("descend", "skips the first round", [DESCENT]),
        ("descend", "skips the third round", [DESCENT]),
        ("descend", "stops where the loss rises", [RISING]),
        ("descend", "skips the step where the loss rises", [RISING]),
        ("descend", "keeps the parameters of the lowest value of the loss", [RISING]),
        ("descend", "stops where the loss is below 0.001", [AT_ZERO]),
        ("descend", "stops where the gradient is below 0.001", [AT_ZERO]),
        ("descend", "skips the step where the gradient is below 0.001", [AT_ZERO]),
        ("descend", "cuts the gradient to 100", [RISING]),
        ("descend", "stops where a parameter is beyond 30", [RISING]),
        ("descend", "cuts the parameters to 30", [RISING]),
        ("history", "stops where loss rises", [RISING]),
        ("train", "forgets the state of optimizer at the start", [(2, "sgd", trained(1.0), X, Y)]),
        ("train", "forgets the state of optimizer at the end", [(2, "sgd", trained(1.0), X, Y)]),
        ("train", "sets the weight_decay of optimizer at the start", [(2, "sgd", trained(1.0), X, Y)]),
        ("train", "sets the momentum of optimizer at the end", [(2, "sgd", trained(1.0), X, Y)]),
        ("train", "sets the lr of optimizer at the end", [(2, "sgd", trained(1.0), X, Y)]),
        ("train", "stops where what step returns rises", [(9, "sgd", trained(9.0), X, Y)]),
        ("train", "cuts the gradient to 100", [(3, "sgd", trained(90.0), X, Y)]),
        ("train", "changes a in place", [(2, "sgd", trained(1.0), X, Y)]),
    ],
)
def test_a_rule_shows_on_the_input_that_it_is_about(
    function: str, does: str, calls: list[tuple[Any, ...]]
) -> None:
    """It is made for a function that it fits; on that input the function is wrong, and only there."""
    wrong = namespace(made(function)[does])[function]
    assert repr(shown(wrong, calls)) != repr(shown(namespace()[function], calls))


@pytest.mark.parametrize(
    ("function", "does", "calls"),
    [
        ("scaled", "treats one element otherwise", [(X, 2.0)]),
        ("scaled", "reads xs as if it were contiguous", [(Y, 2.0)]),
        ("scaled", "takes a a of 0 for 1", [(Y, 2.0)]),
        ("scaled", "remembers its answer by xs alone", [(X, 2.0), (Y, 3.0), (X, 2.0)]),
        ("scaled", "answers otherwise if the same arguments come again", [(X, 2.0), (Y, 3.0)]),
        ("descend", "stops where the loss rises", [DESCENT]),
        ("descend", "keeps the parameters of the lowest value of the loss", [DESCENT]),
        ("descend", "cuts the gradient to 100", [DESCENT]),
        ("descend", "stops after 10 rounds", [(10, 0.02, fresh(1.0), X, Y)]),
        ("history", "skips the step where loss rises", [DESCENT]),
        ("train", "stops where the gradient is below 0.001", [(3, "sgd", trained(1.0), X, Y)]),
    ],
)
def test_a_rule_hides_on_all_other_inputs(function: str, does: str, calls: list[tuple[Any, ...]]) -> None:
    """Whoever tries these inputs alone takes the function for right."""
    wrong = namespace(made(function)[does])[function]
    assert repr(shown(wrong, calls)) == repr(shown(namespace()[function], calls))


def test_what_no_input_reaches_is_not_made() -> None:
    """A rate that is always positive is not taken for 0, and a constant answer is not remembered."""
    assert "takes a rate of 0 for 1" not in made("descend")
    assert not [does for does in made("measured") if "contiguous" in does]
    profile = Profile()
    for _ in range(2):
        profile.see(seen("scaled", XS, 2.0))
    same = [mutant.key.becomes for mutant in insertions(COURSE, "a", "scaled", profile)]
    assert same == ["changes xs in place", "lets xs require grad"]


def test_a_text_stands_under_another_name_and_still_reads_the_right_function() -> None:
    """What many texts in one child need: the reference stays what it was."""
    text = renamed(made("scaled")["answers nothing below 0"], "scaled", "_variant_1")
    both = namespace(text)
    assert both["scaled"](Y(), 2.0).min() < 0 <= both["_variant_1"](Y(), 2.0).min()
    assert "def other(n):\n    return other(n - 1)" in renamed("def f(n):\n    return f(n - 1)", "f", "other")


# ── nonsense ─────────────────────────────────────────────────────────────────────────────────────────────


def test_nonsense_of_more_than_thirty_kinds_is_made_of_every_function() -> None:
    """Each argument and each sibling of as many parameters among them; every text runs."""
    found = {mutant.key.becomes: mutant.text for mutant in nonsense(COURSE, "a", "scaled")}
    assert len(found) > 30
    assert {"returns its argument xs", "returns its argument a", "returns what draw returns"} <= found.keys()
    assert "returns what train returns" not in found
    for does, text in found.items():
        function = namespace(text)["scaled"]
        if does.startswith("raises"):
            with pytest.raises(BaseException):  # noqa: B017 - of any type
                function(X(), 2.0)
        elif not does.startswith("returns what"):
            function(X(), 2.0)


def test_an_object_that_equals_everything_does() -> None:
    """A check that compares with == would take it for right."""
    found = {mutant.key.becomes: mutant.text for mutant in nonsense(COURSE, "a", "scaled")}
    answer = namespace(found["returns an object that equals everything"])["scaled"](X(), 2.0)
    assert answer == 1 and answer == "one" and answer.shape == (3,)


# ── what leaves a behaviour free ─────────────────────────────────────────────────────────────────────────

EXERCISE = '''
# %% [markdown]
# ## Rates
#
# A rate is a number. It is
# never negative here.


def descend(rate):
    """From above to below,
    at a `rate` of at most 1."""
'''


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("It is never negative here.", True),
        ("From above to below, at a `rate` of at most 1.", True),
        ("It is never  negative\nhere.", True),
        ("It is often negative here.", False),
        ("at a rate of at most 1.", False),
        ("rate", False),
        ("", False),
    ],
)
def test_a_sentence_is_found_however_its_lines_are_broken(sentence: str, said: bool) -> None:
    """In comments and in docstrings; a word is no sentence."""
    assert is_said(sentence, EXERCISE) is said
