"""quadratic: another model, and what must change for it. Each check asks one thing more than the last."""

import torch
from loops import Kind, agree_on_params
from thermometer import t_c, t_un

from grader.testing import Answers, Cases, Functions, answers, check, expect, leaf, optimizer
from grader.testing.recipes import Leaf

SIZES = (2, 5, 11)


def small(cases: Cases, n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """n readings and n targets, (n,) each, of a size on which the quadratic model descends at 2e-2."""
    return cases.tensor(n, low=-1.5, high=1.5), cases.tensor(n, low=-5, high=10)


# ── the model ────────────────────────────────────────────────────────────────────────────────────────────


def parameters(cases: Cases) -> tuple[float, float, float]:
    """w2, w1 and b, no two of them alike."""
    return cases.number(0.5, 3), cases.number(-3, -0.5), cases.number(-20, 20)


@check("model", points=1)
def test_model_of_one(student: Functions, reference: Functions, cases: Cases) -> None:
    """One reading: w2 times its square plus w1 times itself plus b."""
    calls = [(cases.tensor(1), *parameters(cases)) for _ in range(2)]
    for got, want in answers(student.model, reference.model, calls):
        expect(got).close_to(want)


@check("model", points=1, needs=test_model_of_one)
def test_model(student: Functions, reference: Functions, cases: Cases) -> None:
    """Each of several readings by itself, with parameters that are numbers or tensors of no dimensions."""
    calls = [(cases.tensor(n), *parameters(cases)) for n in SIZES]
    calls.append((cases.tensor(3), *(torch.tensor(number) for number in parameters(cases))))  # type: ignore[arg-type]
    for got, want in answers(student.model, reference.model, calls):
        expect(got).close_to(want).keeps()


# ── its gradient ─────────────────────────────────────────────────────────────────────────────────────────


def gradient_inputs(cases: Cases, n: int) -> tuple[object, ...]:
    """Readings, targets, predictions that are not the model's, and parameters."""
    return *small(cases, n), cases.tensor(n, low=-5, high=10), *parameters(cases)


@check("grad_fn", points=1)
def test_gradient_of_one(student: Functions, reference: Functions, cases: Cases) -> None:
    """The gradient for one reading, by the chain rule: a tensor of 3, in the order of the parameters."""
    calls = [gradient_inputs(cases, 1) for _ in range(2)]
    for got, want in answers(student.grad_fn, reference.grad_fn, calls):
        expect(got).close_to(want)


@check("grad_fn", points=1)
def test_gradient_by_hand(student: Functions, cases: Cases) -> None:
    """It is put together by hand: autograd has no part in it."""
    expect(student.grad_fn(*gradient_inputs(cases, 2))).without_autograd()


@check("grad_fn", points=2, needs=test_gradient_of_one)
def test_gradient_of_several(student: Functions, reference: Functions, cases: Cases) -> None:
    """The gradient for several readings sums over them."""
    calls = [gradient_inputs(cases, n) for n in SIZES]
    for got, want in answers(student.grad_fn, reference.grad_fn, calls):
        expect(got).close_to(want).keeps()


# ── the loop ─────────────────────────────────────────────────────────────────────────────────────────────

SGD = ("SGD", {"lr": 0.02})
MOMENTUM = ("SGD", {"lr": 0.01, "momentum": 0.9})
ADAM = ("Adam", {"lr": 0.1})


def start(cases: Cases) -> torch.Tensor:
    """Parameters (w2, w1, b) to begin from, (3,): far from any fit."""
    return torch.tensor([cases.number(-3, -1, 1), cases.number(1, 3, 1), cases.number(-5, 5, 1)])


def clean(cases: Cases) -> Leaf:
    """Parameters that require grad and have no gradient yet."""
    return leaf(start(cases))


def dirty(cases: Cases) -> Leaf:
    """The same, with a gradient left over from something else: no element near 0."""
    left = [cases.number(20, 90, 1), cases.number(-90, -20, 1), cases.number(20, 90, 1)]
    return leaf(start(cases), grad=torch.tensor(left))


def train(cases: Cases, n_epochs: int, kind: Kind, params: Leaf, n: int) -> tuple[object, ...]:
    """Arguments of the loop, with n readings."""
    name, options = kind
    return n_epochs, optimizer(name, params, **options), params, *small(cases, n)


@check("training_loop", points=1)
def test_one_epoch(student: Functions, reference: Functions, cases: Cases) -> None:
    """One epoch takes one step of the optimizer, with the quadratic model."""
    calls = [train(cases, 1, SGD, clean(cases), n) for n in (2, 5)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


@check("training_loop", points=1)
def test_fresh_gradients(student: Functions, reference: Functions, cases: Cases) -> None:
    """Every epoch starts from a fresh gradient, as often as n_epochs says."""
    calls = [train(cases, n_epochs, SGD, clean(cases), 4) for n_epochs in (2, 3, 30)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls), "t_u", "t_c")


@check("training_loop", points=1, needs=test_one_epoch)
def test_any_optimizer(student: Functions, reference: Functions, cases: Cases) -> None:
    """The update is left to the optimizer: it works with momentum and with Adam."""
    calls = [
        train(cases, n_epochs, kind, clean(cases), 3) for n_epochs in (2, 15) for kind in (MOMENTUM, ADAM)
    ]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


@check("training_loop", points=1, needs=test_one_epoch)
def test_dirty_start(student: Functions, reference: Functions, cases: Cases) -> None:
    """The first epoch, too, starts from a fresh gradient, whatever `params.grad` held before."""
    calls = [train(cases, n_epochs, SGD, dirty(cases), 3) for n_epochs in (1, 3)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


@check(
    "training_loop",
    points=1,
    needs=test_one_epoch,
    hidden="Does your loop return the tensor that the optimizer holds?",
)
def test_same_object(student: Functions, cases: Cases) -> None:
    """What is returned is the very tensor that the optimizer updates."""
    expect(student.training_loop(*train(cases, 3, SGD, clean(cases), 3))).is_argument("params")


# ── line and curve ───────────────────────────────────────────────────────────────────────────────────────


def contest(student: Functions, reference: Functions, cases: Cases) -> Answers:
    """Both sides' final losses, after one epoch and after more."""
    calls = [(n_epochs, rate, *small(cases, 4)) for n_epochs, rate in ((1, 0.02), (2, 0.05), (20, 0.03))]
    return answers(student.final_losses, reference.final_losses, calls)


@check("final_losses", points=1)
def test_final_loss_of_the_line(student: Functions, reference: Functions, cases: Cases) -> None:
    """The first of the two is the linear model's loss after its last update."""
    for got, want in contest(student, reference, cases):
        expect(got).item(0).number_close_to(expect(want).item(0).part)


@check("final_losses", points=1)
def test_final_loss_of_the_curve(student: Functions, reference: Functions, cases: Cases) -> None:
    """The second is the quadratic model's, trained as long and as fast, and also from zero."""
    for got, want in contest(student, reference, cases):
        expect(got).item(1).number_close_to(expect(want).item(1).part)
        expect(got).keeps()


@check("final_losses", points=1)
def test_final_losses_are_floats(student: Functions, cases: Cases) -> None:
    """Both are plain Python floats."""
    seen = student.final_losses(2, 0.02, *small(cases, 3))
    for part in (0, 1):
        expect(seen).item(part).like(0.0)


@check(
    "final_losses",
    points=1,
    needs=(test_final_loss_of_the_line, test_final_loss_of_the_curve),
    hidden="Do you take learning rate and readings as they are passed?",
)
def test_final_losses_on_the_thermometer(student: Functions, reference: Functions) -> None:
    """On the scaled readings of the thermometer, at a rate that suits the curve."""
    calls = [(20, 5e-4, t_un, t_c), (10, 1e-4, t_un, t_c)]
    for got, want in answers(student.final_losses, reference.final_losses, calls):
        for part in (0, 1):
            expect(got).item(part).number_close_to(expect(want).item(part).part)
