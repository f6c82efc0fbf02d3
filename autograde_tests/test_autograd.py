"""autograd: let backward() do the calculus. Each check asks one thing more than the last."""

import torch
from thermometer import readings, start, t_c, t_un

from grader.model import Observation
from grader.testing import Cases, Expectation, Functions, answers, check, expect, leaf
from grader.testing.recipes import Leaf


def clean(cases: Cases) -> Leaf:
    """Parameters (w, b) that require grad and have no gradient yet."""
    return leaf(start(cases))


def dirty(cases: Cases) -> Leaf:
    """The same, with a gradient left over from something else."""
    return leaf(start(cases), grad=leftover(cases))


def leftover(cases: Cases) -> torch.Tensor:
    """A gradient, (2,), with no element near 0."""
    return torch.tensor([cases.number(2, 9, 1), cases.number(-9, -2, 1)])


# ── one gradient ─────────────────────────────────────────────────────────────────────────────────────────


@check("gradient", points=1)
def test_gradient(student: Functions, reference: Functions, cases: Cases) -> None:
    """The gradient of the loss in w and in b, a tensor of 2."""
    calls = [(clean(cases), *readings(cases, n)) for n in (1, 2, 5, 11)]
    for got, want in answers(student.gradient, reference.gradient, calls):
        expect(got).close_to(want)


@check("gradient", points=2)
def test_gradient_where_grad_is_dirty(student: Functions, reference: Functions, cases: Cases) -> None:
    """What `params.grad` held before does not get into the result."""
    calls = [(dirty(cases), *readings(cases, n)) for n in (1, 3)]
    for got, want in answers(student.gradient, reference.gradient, calls):
        expect(got).close_to(want)


@check(
    "gradient",
    points=1,
    needs=test_gradient,
    hidden="Are the parameters, after the call, still those that were passed in?",
)
def test_gradient_moves_nothing(student: Functions, cases: Cases) -> None:
    """Only the gradient is computed: parameters and data stay as they were."""
    params = clean(cases)
    seen = student.gradient(params, *readings(cases, 4))
    expect(seen).keeps("t_u", "t_c").after("params").close_to(params).requires_grad()


@check("accumulated_gradient", points=1)
def test_accumulates_once(student: Functions, reference: Functions, cases: Cases) -> None:
    """One backward() gives the gradient itself."""
    calls = [(clean(cases), *readings(cases, n), 1) for n in (1, 3)]
    for got, want in answers(student.accumulated_gradient, reference.accumulated_gradient, calls):
        expect(got).close_to(want)


@check("accumulated_gradient", points=1)
def test_accumulates_often(student: Functions, reference: Functions, cases: Cases) -> None:
    """Gradients add up from one backward() to the next."""
    calls = [(clean(cases), *readings(cases, 3), times) for times in (2, 3, 7)]
    for got, want in answers(student.accumulated_gradient, reference.accumulated_gradient, calls):
        expect(got).close_to(want)


@check("accumulated_gradient", points=1, needs=test_accumulates_often)
def test_accumulates_from_zero(student: Functions, reference: Functions, cases: Cases) -> None:
    """The sum starts from zero, whatever `params.grad` held before, and nothing else changes."""
    calls = [(dirty(cases), *readings(cases, 3), times) for times in (1, 3)]
    for (params, *_), (got, want) in zip(
        calls, answers(student.accumulated_gradient, reference.accumulated_gradient, calls), strict=True
    ):
        expect(got).close_to(want)
        expect(got).keeps("t_u", "t_c").after("params").close_to(params).requires_grad()


@check("zero_grad", points=1)
def test_zeroes(student: Functions, cases: Cases) -> None:
    """Afterwards `params.grad` is zero, or None."""
    for seen in [student.zero_grad(dirty(cases)) for _ in range(2)]:
        expect(seen).grad_of("params").is_zero_or_none()


@check("zero_grad", points=1)
def test_zeroes_none(student: Functions, cases: Cases) -> None:
    """Where there is no gradient yet, that is no error; where there is one, it is cleared."""
    for seen in [student.zero_grad(params) for params in (clean(cases), dirty(cases))]:
        expect(seen).grad_of("params").is_zero_or_none()


@check("zero_grad", points=1, needs=test_zeroes)
def test_zeroes_only_the_gradient(student: Functions, cases: Cases) -> None:
    """The parameters themselves stay as they were: the same numbers, the same leaf, requiring grad."""
    params = dirty(cases)
    expect(student.zero_grad(params)).after("params").close_to(params).is_leaf().requires_grad()


# ── the update ───────────────────────────────────────────────────────────────────────────────────────────


def stepped(params: Leaf, learning_rate: float) -> torch.Tensor:
    """Where one step must lead."""
    assert params.grad is not None, "an update has a gradient to follow"
    return params.data - learning_rate * params.grad


@check("update", points=1)
def test_update(student: Functions, cases: Cases) -> None:
    """With a learning rate of 1, the gradient is subtracted from params, in place."""
    held = [dirty(cases) for _ in range(2)]
    for seen, params in [(student.update(params, 1.0), params) for params in held]:
        expect(seen).after("params").close_to(stepped(params, 1.0))


@check("update", points=1)
def test_update_learning_rate(student: Functions, cases: Cases) -> None:
    """The learning rate says how much of the gradient is subtracted."""
    held = [(dirty(cases), rate) for rate in (0.1, 0.01, 0.5)]
    for seen, params, rate in [(student.update(params, rate), params, rate) for params, rate in held]:
        expect(seen).after("params").close_to(stepped(params, rate))


@check("update", points=2, needs=test_update)
def test_update_keeps_the_leaf(student: Functions, cases: Cases) -> None:
    """`params` is still the same leaf, outside any graph, still requires grad, and gradients are on."""
    expect(student.update(dirty(cases), 0.1)).after("params").is_leaf().requires_grad().leaves_gradients_on()


# ── the loop ─────────────────────────────────────────────────────────────────────────────────────────────


def trained(seen: Observation) -> Expectation:
    """What came back or, where nothing did, what `params` holds: to return it is a check of its own."""
    return expect(seen) if seen.value is not None else expect(seen).after("params")


@check("training_loop", points=1)
def test_one_epoch(student: Functions, reference: Functions, cases: Cases) -> None:
    """One epoch takes one step against the gradient."""
    calls = [(1, 0.01, clean(cases), *readings(cases, n)) for n in (2, 5)]
    for got, want in answers(student.training_loop, reference.training_loop, calls):
        trained(got).close_to(want)


@check("training_loop", points=1)
def test_fresh_gradients(student: Functions, reference: Functions, cases: Cases) -> None:
    """Every epoch starts from a fresh gradient, as often as n_epochs says."""
    calls = [(epochs, 0.01, clean(cases), *readings(cases, 4)) for epochs in (2, 3, 30)]
    found = answers(student.training_loop, reference.training_loop, calls)
    # Not judged, for nothing is promised of a dirty start: it tells never zeroing from zeroing once.
    student.training_loop(3, 0.01, dirty(cases), *readings(cases, 3))
    for got, want in found:
        trained(got).close_to(want)
        expect(got).keeps("t_u", "t_c")


@check("training_loop", points=1, needs=test_one_epoch)
def test_learning_rate(student: Functions, reference: Functions, cases: Cases) -> None:
    """The learning rate that is passed in says how far a step goes."""
    calls = [(2, rate, clean(cases), *readings(cases, 3)) for rate in (0.001, 0.02)]
    for got, want in answers(student.training_loop, reference.training_loop, calls):
        trained(got).close_to(want)


@check("training_loop", points=1, needs=test_one_epoch)
def test_same_object(student: Functions, cases: Cases) -> None:
    """What is returned is the very tensor that was passed: a leaf that requires grad."""
    seen = student.training_loop(3, 0.01, clean(cases), *readings(cases, 3))
    expect(seen).is_argument("params").is_leaf().requires_grad()


@check(
    "training_loop",
    points=1,
    needs=test_fresh_gradients,
    hidden="Does your loop still agree after a hundred epochs on the thermometer, from any parameters?",
)
def test_thermometer(student: Functions, reference: Functions, cases: Cases) -> None:
    """A long training on the thermometer's readings."""
    calls = [(100, 0.01, clean(cases), t_un, t_c)]
    for got, want in answers(student.training_loop, reference.training_loop, calls):
        trained(got).close_to(want)
