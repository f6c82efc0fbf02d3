"""gradient_descent: by hand, from the model to the plot. Each check asks one thing more than the last."""

import torch
from thermometer import t_c, t_u, t_un

from grader.model import Observation
from grader.testing import Cases, Expectation, Functions, answers, check, expect

SIZES = (1, 2, 5, 11)


def scaled(cases: Cases, n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """n readings and targets of a size that descends smoothly at learning rates up to 2e-2."""
    return cases.tensor(n, low=2, high=8), cases.tensor(n, low=-5, high=28)


# ── the model and the loss ───────────────────────────────────────────────────────────────────────────────


@check("model", points=1)
def test_model(student: Functions, reference: Functions, cases: Cases) -> None:
    """The model is a line: w times the readings plus b."""
    calls: list[tuple[object, ...]] = []
    calls += [(cases.tensor(n), cases.number(-3, 3), cases.number(-20, 20)) for n in SIZES]
    calls += [(cases.tensor(3), torch.tensor(cases.number(-3, 3)), torch.tensor(cases.number(-20, 20)))]
    for got, want in answers(student.model, reference.model, calls):
        expect(got).close_to(want).keeps()


@check("loss_fn", points=1)
def test_loss_of_one(student: Functions, reference: Functions, cases: Cases) -> None:
    """The loss of one prediction is its squared error, a 0-d tensor."""
    args = cases.tensor(1), cases.tensor(1)
    expect(student.loss_fn(*args)).close_to(reference.loss_fn(*args))


@check("loss_fn", points=1, needs=test_loss_of_one)
def test_loss_is_a_mean(student: Functions, reference: Functions, cases: Cases) -> None:
    """The loss of several predictions is the mean of their squared errors."""
    calls = [(cases.tensor(n), cases.tensor(n)) for n in SIZES[1:]]
    for got, want in answers(student.loss_fn, reference.loss_fn, calls):
        expect(got).close_to(want).keeps()


# ── gradients ────────────────────────────────────────────────────────────────────────────────────────────


def near(got: Observation, want: Observation) -> Expectation:
    """Differences of losses lose digits in float32; a wrong formula is wrong by far more than this."""
    return expect(got).close_to(want, rtol=2e-2, atol=2e-2)


@check("numerical_grad_fn", points=1)
def test_numerical_gradient(student: Functions, reference: Functions, cases: Cases) -> None:
    """Central differences for w and for b, as a tensor of 2."""
    calls = [(*scaled(cases, n), cases.number(0.5, 2), cases.number(-2, 2), 0.1) for n in SIZES]
    for got, want in answers(student.numerical_grad_fn, reference.numerical_grad_fn, calls):
        near(got, want).keeps()


@check("numerical_grad_fn", points=1, needs=test_numerical_gradient)
def test_numerical_gradient_at_any_delta(student: Functions, reference: Functions, cases: Cases) -> None:
    """Whatever delta is passed: the result hardly depends on it."""
    deltas = (0.01, 0.03, 0.1)
    calls = [(*scaled(cases, 5), cases.number(0.5, 2), cases.number(-2, 2), delta) for delta in deltas]
    for got, want in answers(student.numerical_grad_fn, reference.numerical_grad_fn, calls):
        near(got, want)


@check("dloss_fn", points=1)
def test_dloss_of_one(student: Functions, reference: Functions, cases: Cases) -> None:
    """For one prediction the derivative of the loss is twice the error."""
    args = cases.tensor(1), cases.tensor(1)
    expect(student.dloss_fn(*args)).without_autograd().close_to(reference.dloss_fn(*args))


@check("dloss_fn", points=2, needs=test_dloss_of_one)
def test_dloss_of_several(student: Functions, reference: Functions, cases: Cases) -> None:
    """For N predictions each derivative carries the mean's 1/N."""
    calls = [(cases.tensor(n), cases.tensor(n)) for n in SIZES[1:]]
    for got, want in answers(student.dloss_fn, reference.dloss_fn, calls):
        expect(got).close_to(want).keeps()


@check("dmodel_dw", points=1)
def test_dmodel_dw(student: Functions, reference: Functions, cases: Cases) -> None:
    """The derivative of the model in w, for each reading."""
    calls = [(cases.tensor(n), cases.number(-3, 3), cases.number(-20, 20)) for n in SIZES[1:]]
    for got, want in answers(student.dmodel_dw, reference.dmodel_dw, calls):
        expect(got).close_to(want).without_autograd().keeps()


@check("dmodel_db", points=1)
def test_dmodel_db(student: Functions, cases: Cases) -> None:
    """The derivative of the model in b."""
    calls = [(cases.tensor(n), cases.number(-3, 3), cases.number(-20, 20)) for n in SIZES[1:]]
    for n, seen in zip(SIZES[1:], student.dmodel_db.each(calls), strict=True):
        got = expect(seen)
        if got.dimensions() == 0:
            got.number_close_to(1.0)
        else:
            got.close_to(torch.ones(n))
        got.without_autograd().keeps()


def gradient_inputs(cases: Cases, n: int) -> tuple[object, ...]:
    """Readings, targets, predictions that are not the model's, and parameters."""
    return *scaled(cases, n), cases.tensor(n, low=-5, high=28), cases.number(-3, 3), cases.number(-20, 20)


@check("grad_fn", points=1)
def test_gradient_of_one(student: Functions, reference: Functions, cases: Cases) -> None:
    """The gradient for one reading, derived by hand with the chain rule: a tensor of 2."""
    args = gradient_inputs(cases, 1)
    expect(student.grad_fn(*args)).without_autograd().close_to(reference.grad_fn(*args))


@check("grad_fn", points=3, needs=test_gradient_of_one)
def test_gradient_of_several(student: Functions, reference: Functions, cases: Cases) -> None:
    """The gradient for several readings sums over them."""
    calls = [gradient_inputs(cases, n) for n in SIZES[1:]]
    for got, want in answers(student.grad_fn, reference.grad_fn, calls):
        expect(got).close_to(want).keeps()


@check("normalize_inputs", points=1)
def test_normalize_inputs(student: Functions, reference: Functions, cases: Cases) -> None:
    """The readings are scaled by 0.1, in a new tensor."""
    calls = [(cases.tensor(n, low=20, high=90),) for n in SIZES]
    for got, want in answers(student.normalize_inputs, reference.normalize_inputs, calls):
        expect(got).close_to(want).keeps()


# ── training ─────────────────────────────────────────────────────────────────────────────────────────────

START = torch.tensor([1.0, 0.0])


def start(cases: Cases) -> torch.Tensor:
    """Parameters to begin from."""
    return torch.tensor([cases.number(-2, 3, 1), cases.number(-5, 5, 1)])


@check("training_loop", points=1)
def test_one_epoch(student: Functions, reference: Functions, cases: Cases) -> None:
    """One epoch takes one step against the gradient."""
    args = 1, 0.01, start(cases), *scaled(cases, 3)
    expect(student.training_loop(*args)).close_to(reference.training_loop(*args))


@check("training_loop", points=2, needs=test_one_epoch)
def test_many_epochs(student: Functions, reference: Functions, cases: Cases) -> None:
    """Every epoch starts from where the one before it ended."""
    runs = ((2, 0.01), (3, 0.005), (30, 0.01))
    calls = [(epochs, rate, start(cases), *scaled(cases, 5)) for epochs, rate in runs]
    for got, want in answers(student.training_loop, reference.training_loop, calls):
        expect(got).close_to(want)


@check("training_loop", points=1, needs=test_one_epoch)
def test_params_stay(student: Functions, cases: Cases) -> None:
    """The parameters that are passed in stay as they were; the new ones are another tensor."""
    expect(student.training_loop(3, 0.01, start(cases), *scaled(cases, 4))).keeps()


@check(
    "training_loop",
    points=1,
    needs=test_one_epoch,
    hidden="Does your loop train on any readings, at any rate?",
)
def test_thermometer(student: Functions, reference: Functions) -> None:
    """The loop fits the thermometer, with scaled and with raw readings."""
    calls = [(100, 1e-2, START, t_un, t_c), (20, 1e-4, START, t_u, t_c)]
    for got, want in answers(student.training_loop, reference.training_loop, calls):
        expect(got).close_to(want)


@check("loss_history", points=1)
def test_first_loss(student: Functions, reference: Functions, cases: Cases) -> None:
    """The first entry is the loss before any update."""
    args = 1, 0.01, start(cases), *scaled(cases, 3)
    expect(student.loss_history(*args)).close_to(reference.loss_history(*args))


@check("loss_history", points=2, needs=test_first_loss)
def test_history(student: Functions, reference: Functions, cases: Cases) -> None:
    """One loss per epoch, each taken before that epoch's update."""
    runs = ((2, 0.01), (3, 0.005), (20, 0.01))
    calls = [(epochs, rate, start(cases), *scaled(cases, 5)) for epochs, rate in runs]
    for got, want in answers(student.loss_history, reference.loss_history, calls):
        expect(got).close_to(want).without_graph().keeps()


@check("train_until", points=1)
def test_until_max_epochs(student: Functions, reference: Functions, cases: Cases) -> None:
    """Where nothing settles, training stops after max_epochs and says so."""
    limits = (1, 4)
    calls = [(1e-6, epochs, 0.01, start(cases), *scaled(cases, 3)) for epochs in limits]
    found = answers(student.train_until, reference.train_until, calls)
    for epochs, (got, want) in zip(limits, found, strict=True):
        expect(got).item(1).equals(epochs)
        expect(got).item(0).close_to(expect(want).item(0).part)


@check("train_until", points=2, needs=test_until_max_epochs)
def test_until_settled(student: Functions, reference: Functions, cases: Cases) -> None:
    """Training stops with the first epoch that moves no parameter by more than the tolerance; it counts."""
    calls: list[tuple[object, ...]] = []
    readings = torch.tensor([1.0, 2.0, 3.0, 4.0])
    # After a few epochs w hardly moves while b still travels, from above or from below.
    for tolerance, away in ((0.1, 4), (0.012, 5), (0.012, -5), (0.04, -3)):
        shift = cases.number(0, 1, 1)
        params = torch.tensor([cases.number(2.1, 2.9, 1), shift - 1 + away])
        calls.append((tolerance, 150, 0.01, params, readings, 2 * readings - 1 + shift))
    # Here everything settles soon, the gradient, ten times a step, last of all.
    centred = torch.tensor([-1.0, 0.0, 1.0, 3.0])
    params = torch.tensor([cases.number(4, 6, 1), 2.0])
    calls.append((0.01, 60, 0.1, params, centred, 2 * centred - 1))
    # Halves and quarters are exact: one epoch moves w by the tolerance itself, which is not more.
    pair, way = torch.tensor([-1.0, 1.0]), cases.integer(2, 5)
    calls.append((0.5**way, 9, 0.25, torch.tensor([3.0, 0.0]), pair, 2 * pair))
    for got, want in answers(student.train_until, reference.train_until, calls):
        expect(got).item(1).equals(expect(want).item(1).part)
        expect(got).item(0).close_to(expect(want).item(0).part)
        expect(got).keeps()


@check("has_diverged", points=1)
def test_diverged(student: Functions, cases: Cases) -> None:
    """Losses that end above where they began have diverged; falling ones have not."""
    first = cases.number(5, 9, 1)
    wanted = (
        ([first, first - 1], False),
        ([first, first + 1], True),
        ([first, first + 3, first - 2], False),
        ([first, first - 3, first - 1, first + 2], True),
        ([first, first - 3, first - 1], False),
        ([first, first - 4, first - 1, first - 2], False),
        ([first, first + 2, first], False),
    )
    found = student.has_diverged.each([(torch.tensor(losses),) for losses, _ in wanted])
    for seen, (_, diverged) in zip(found, wanted, strict=True):
        expect(seen).number_close_to(diverged).keeps()


@check("has_diverged", points=1)
def test_diverged_not_finite(student: Functions, cases: Cases) -> None:
    """Losses that end in infinity or in no number have diverged."""
    first = cases.number(5, 9, 1)
    ends = (float("inf"), float("nan"))
    for seen in student.has_diverged.each([(torch.tensor([first, first + 1, end]),) for end in ends]):
        expect(seen).number_close_to(True)


# A figure is drawn on the CPU, from whatever matplotlib can read.
@check("plot_fit", points=1, devices=("cpu",))
def test_plot_is_labelled(student: Functions, cases: Cases) -> None:
    """A figure with a label on each axis."""
    readings, targets = scaled(cases, 5)
    expect(student.plot_fit(readings, targets, start(cases))).is_figure(labels=True)


@check("plot_fit", points=1, needs=test_plot_is_labelled, devices=("cpu",))
def test_plot_shows_the_fit(student: Functions, cases: Cases) -> None:
    """The readings are drawn as points and the fit as a line."""
    for n in (4, 7):
        readings, targets = scaled(cases, n)
        w, b = cases.number(-3, 3), cases.number(-20, 20)
        seen = student.plot_fit(readings, targets, torch.tensor([w, b]))
        expect(seen).draws_points(readings, targets).draws_line(w, b).keeps()
