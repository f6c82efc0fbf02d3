"""What `expect` shows where a demand is not met: the sentence, what was expected, what came."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from helpers.expected_rows import complaint

from grader.model import Call, CheckResult, Example, Location, Observation, Outcome, Status
from grader.sandbox.outside.observed_values import Argument, SeenOptimizer, SeenTensor
from grader.sandbox.wire import Named
from grader.testing import Expectation, check, checks, expect
from grader.testing.checks import CheckFailure
from grader.words.messages import Code, Message, heard, of_course, say

CALL = Call(function="f", arguments={"x": torch.tensor([1.0, 2.0])})
PAIR = SeenTensor(data=torch.tensor([1.0, 2.0]), device="cpu")
ONE = SeenTensor(data=torch.tensor([1.0]), device="cpu")
GRAPH = SeenTensor(data=torch.tensor([1.0]), device="cpu", requires_grad=True, has_graph=True)
ADAM = SeenOptimizer("Adam", (Argument("x"),), {"lr": 0.1})


def seen(value: object = None, outcome: Outcome = Outcome.RETURNED, **more: object) -> Observation:
    return Observation(call=CALL, outcome=outcome, value=value, **more)  # type: ignore[arg-type]


def failure(observation: Observation, demand: Callable[[Expectation], object]) -> CheckFailure:
    with pytest.raises(CheckFailure) as caught:
        demand(expect(observation))
    return caught.value


DEMANDS: list[tuple[Observation, Callable[[Expectation], object], str]] = [
    (seen(ONE), lambda e: e.close_to(PAIR), "tensor([1.0, 2.0])"),
    (seen(ONE), lambda e: e.like(PAIR), "a tensor of shape (2,), dtype float32"),
    (seen(3), lambda e: e.like(2.0), "a Python float"),
    (seen(3.0), lambda e: e.number_close_to(2.0), "2.0"),
    (seen(["b"]), lambda e: e.equals(["a"]), "['a']"),
    (seen(ONE), lambda e: e.item(1), "a tuple of at least 2 elements"),
    (seen((1, 2)), lambda e: e.item(1).equals(3), "element 1 of the result: 3"),
    (seen(ONE), lambda e: e.key("w"), "a dict with the key 'w'"),
    (seen({"b": 1}), lambda e: e.key("w"), "a dict with the key 'w'"),
    (seen(ONE), lambda e: e.is_device("cpu"), "torch.device('cpu')"),
    (seen(Named("device", "sim:0")), lambda e: e.is_device("cpu"), "cpu"),
    (seen(ONE), lambda e: e.is_argument("x"), "the argument `x` itself"),
    (seen(after={"x": ONE}), lambda e: e.keeps(), "`x` unchanged: tensor([1.0, 2.0])"),
    (seen(ONE), lambda e: e.shares_memory_with("x"), "a result that shares memory with `x`"),
    (seen(ADAM), lambda e: e.optimizes("SGD", "x"), "SGD"),
    (seen(ONE), lambda e: e.optimizes("SGD", "x"), "torch.optim.SGD"),
    (seen(ADAM), lambda e: e.optimizes("Adam", "x", lr=0.5), "lr=0.5"),
    (seen(ONE), lambda e: e.has_graph(), "a tensor with a graph (a `grad_fn`)"),
    (seen(GRAPH), lambda e: e.without_graph(), "a result without a graph"),
    (seen(GRAPH), lambda e: e.is_leaf(), "a leaf tensor"),
    (seen(ONE), lambda e: e.requires_grad(), "a tensor with `requires_grad=True`"),
    (seen(ONE, used_autograd=True), lambda e: e.without_autograd(), "a gradient computed by formula"),
    (seen(ONE), lambda e: e.is_figure(), "a matplotlib Figure"),
    (seen(ONE), lambda e: e.raises("ValueError"), "ValueError is raised"),
    (seen(outcome=Outcome.TIMED_OUT), lambda e: e.raises("ValueError"), "ValueError is raised"),
    (seen(outcome=Outcome.TIMED_OUT), lambda e: e.returned(), "the call returns"),
    (
        seen(ONE, gradients_on=False),
        lambda e: e.after("x").leaves_gradients_on(),
        "gradients switched on after the call, as before",
    ),
    (
        seen(ONE, kept=("x",)),
        lambda e: e.after("x").builds_no_graph_over("x"),
        "no graph over `x`",
    ),
    (seen(ONE), lambda e: e.that(False, "the sign is wrong"), ""),
    (seen(ONE), lambda e: e.that(False, "the sign is wrong", "a positive number"), "a positive number"),
]


@pytest.mark.parametrize(("observation", "demand", "expected"), DEMANDS, ids=[row[2] for row in DEMANDS])
def test_the_row_says_what_was_expected(
    observation: Observation, demand: Callable[[Expectation], object], expected: str
) -> None:
    """A value or what was asked for, never the complaint once more; nothing where the sentence is all."""
    no = failure(observation, demand)
    assert no.example is not None and str(no.example.expected) == expected
    assert str(no.message) != expected and no.example.got


def test_the_helper_refuses_a_complaint() -> None:
    """What the other tests ask of every report would see a row that repeats the sentence."""
    said = heard("Adam, SGD: missing from the list")
    example = Example(call="f()", expected=said, got=heard("[]"))
    bad = CheckResult(
        id="c", title=heard("C."), device="cpu", status=Status.FAILED, score=0.0, max_score=1.0,
        message=said, example=example,
    )  # fmt: skip
    assert complaint(bad)


def test_a_numpy_array_is_shown_as_one() -> None:
    """Where a tensor is expected and an array came, the rows differ as the values do."""
    array = SeenTensor(data=torch.tensor([1.0, 2.0]), device="cpu", kind="array")
    no = failure(seen(array), lambda e: e.close_to(PAIR))
    assert no.example is not None
    assert (str(no.example.expected), str(no.example.got)) == (
        "tensor([1.0, 2.0])",
        "numpy.array([1.0, 2.0])",
    )


def test_an_option_is_shown_beside_what_was_asked() -> None:
    """The option that is wrong stands in both rows."""
    no = failure(seen(ADAM), lambda e: e.optimizes("Adam", "x", betas=0.5))
    assert no.example is not None
    assert (str(no.example.expected), str(no.example.got)) == ("betas=0.5", "betas=None")


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────

SAID: list[tuple[Observation, Callable[[Expectation], object], str]] = [
    (
        seen((1, 2)),
        lambda e: e.item(1).equals(3),
        "Look at element 1 of the result. Expected 3, got 2.",
    ),
    (seen((1, 2)), lambda e: e.item(2), "Expected a tuple of at least 3 elements, got one of 2 elements."),
    (seen({"b": 1}), lambda e: e.key("w"), "The key 'w' is missing from the dict."),
    (
        seen(after={"x": ONE}),
        lambda e: e.after("x").like(PAIR),
        "Look at `x` after the call. Expected shape (2,), got shape (1,).",
    ),
    (
        seen(ONE),
        lambda e: e.is_argument("x"),
        "Expected the argument `x` itself, got a tensor of shape (1,). "
        "Return the same object that the caller passed, not a copy or another object.",
    ),
    (
        seen(ONE),
        lambda e: e.has_graph(),
        "Look at the result. It has no autograd graph, so `backward()` cannot start from it.",
    ),
    (
        seen(ADAM),
        lambda e: e.optimizes("Adam", "x", lr=0.5),
        "The option `lr` is wrong. Expected 0.5, got 0.1.",
    ),
    (
        seen(outcome=Outcome.RAISED, error="KeyError: 'a'", error_type="KeyError"),
        lambda e: e.raises("ValueError"),
        "Expected the error ValueError, got KeyError: 'a'.",
    ),
    (
        seen(outcome=Outcome.RAISED, error="ValueError: Too few.", error_type="ValueError"),
        lambda e: e.raises("ValueError", saying="SGD"),
        "The message of the error does not contain SGD.",
    ),
    (
        seen(
            outcome=Outcome.RAISED,
            error="ValueError: Too few.",
            error_type="ValueError",
            location=Location(file="a.ipynb", cell=2, line=3),
        ),
        lambda e: e.returned(),
        "`f` raised ValueError: Too few. See a.ipynb, cell 2, line 3.",
    ),
    (
        seen(
            outcome=Outcome.RAISED,
            error="NotImplementedError",
            error_type="NotImplementedError",
            by_statement=True,
        ),
        lambda e: e.returned(),
        "`f` still has the line `raise NotImplementedError`. Delete that line: your own code is there.",
    ),
    (
        seen(
            outcome=Outcome.RAISED,
            error="NotImplementedError: \"bitwise_xor_cpu\" not implemented for 'Float'",
            error_type="NotImplementedError",
        ),
        lambda e: e.returned(),
        "`f` raised NotImplementedError: \"bitwise_xor_cpu\" not implemented for 'Float'. "
        "In Python, `^` is not a power. Write `**`.",
    ),
]


@pytest.mark.parametrize(("observation", "demand", "said"), SAID, ids=[row[2] for row in SAID])
def test_the_message_says_what_happened_and_what_to_do(
    observation: Observation, demand: Callable[[Expectation], object], said: str
) -> None:
    """Whole sentences, one after the other."""
    assert str(failure(observation, demand).message) == said


# ── a check's own words ──────────────────────────────────────────────────────────────────────────────────


def test_that_takes_arguments() -> None:
    """Sentence and row are filled with the same values, lists as one."""
    no = failure(
        seen(["SGD"]),
        lambda e: e.that(
            False,
            "{names} of {n} are missing.",
            "{n} names, {least} at least",
            names=["A", "B"],
            n=3,
            least=0.5,
        ),
    )
    assert str(no.message) == "A and B of 3 are missing."
    assert no.example is not None
    assert str(no.example.expected) == "3 names, 0.5 at least"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "True"),
        (None, "None"),
        (torch.tensor([1.0, 2.0]), "tensor([1.0, 2.0])"),
        ({"a": 1}, "{'a': 1}"),
        ((), ""),
        (Code("x"), "`x`"),
        (say("a tensor"), "a tensor"),
    ],
)
def test_what_that_is_given_is_shown_as_python_writes_it(value: object, shown: str) -> None:
    """Text bare, numbers as numbers, values as code, messages as they are."""
    assert str(failure(seen(ONE), lambda e: e.that(False, "{it}", it=value)).message) == shown


def test_a_plain_text_is_said_as_it_is() -> None:
    """Braces in it are no places where nothing is given, and what is put in is not read again."""
    plain = failure(seen(ONE), lambda e: e.that(False, "no key {a} in {'a': 1}"))
    assert str(plain.message) == "no key {a} in {'a': 1}"
    filled = failure(seen(ONE), lambda e: e.that(False, "{a}", a="{b}", b="x"))
    assert str(filled.message) == "{b}"


@check("f", points=1, hidden="Does it hold for zero?")
def test_own_words_belong_to_their_check() -> None:
    """Title, hidden words and sentences are the course's texts, each under its check's name."""
    declared = checks.declared(test_own_words_belong_to_their_check)
    assert declared is not None
    name = "expectations/test_own_words_belong_to_their_check"
    first = "Title, hidden words and sentences are the course's texts, each under its check's name."
    assert declared.title == of_course(first, f"{name}/title")
    assert declared.hidden == of_course("Does it hold for zero?", f"{name}/hidden")
    about = seen((1, 2))
    no = failure(about, lambda e: e.item(0).that(False, "{n} is odd", "an even number", n=1)).of(declared)
    assert no.message == of_course("{n} is odd", f"{name}/said", n=1)
    assert no.example is not None
    assert _contexts(no.example.expected) == ["", f"{name}/said", ""]
    assert str(no.example.expected) == "element 0 of the result: an even number"
    plain = CheckFailure("A text.").of(declared)
    assert plain.message == of_course("A text.", f"{name}/said")


def _contexts(message: Message) -> list[str]:
    """Of each sentence, those in it after it, by the names of their places from the last on."""
    found = []
    for sentence in message.sentences:
        found.append(sentence.context)
        for _, argument in reversed(sentence.arguments):
            found += _contexts(argument) if isinstance(argument, Message) else []
    return found
