"""gradient_descent: by hand, from the model to the plot. Each check asks one thing more than the last."""

import torch
from thermometer import t_c, t_u, t_un

from grader.testing import check, expect

SIZES = (1, 2, 5, 11)


def scaled(cases, n):
    """n readings and targets of a size that descends smoothly at learning rates up to 2e-2."""
    return cases.tensor(n, low=2, high=8), cases.tensor(n, low=-5, high=28)


# ── the model and the loss ───────────────────────────────────────────────────────────────────────────────


@check("model", points=1)
def test_model(student, reference, cases):
    """The model is a line: w times the readings plus b."""
    for n in SIZES:
        args = cases.tensor(n), cases.number(-3, 3), cases.number(-20, 20)
        expect(student.model(*args)).close_to(reference.model(*args))
    args = cases.tensor(3), torch.tensor(cases.number(-3, 3)), torch.tensor(cases.number(-20, 20))
    expect(student.model(*args)).close_to(reference.model(*args)).keeps()


@check("loss_fn", points=1)
def test_loss_of_one(student, reference, cases):
    """The loss of one prediction is its squared error, a 0-d tensor."""
    args = cases.tensor(1), cases.tensor(1)
    expect(student.loss_fn(*args)).close_to(reference.loss_fn(*args))


@check("loss_fn", points=1, needs=test_loss_of_one)
def test_loss_is_a_mean(student, reference, cases):
    """The loss of several predictions is the mean of their squared errors."""
    for n in SIZES[1:]:
        args = cases.tensor(n), cases.tensor(n)
        expect(student.loss_fn(*args)).close_to(reference.loss_fn(*args)).keeps()


# ── gradients ────────────────────────────────────────────────────────────────────────────────────────────


def near(observation, other):
    """Differences of losses lose digits in float32; a wrong formula is wrong by far more than this."""
    return expect(observation).close_to(other, rtol=2e-2, atol=2e-2)


@check("numerical_grad_fn", points=1)
def test_numerical_gradient(student, reference, cases):
    """Central differences for w and for b, as a tensor of 2."""
    for n in SIZES:
        args = *scaled(cases, n), cases.number(0.5, 2), cases.number(-2, 2), 0.1
        near(student.numerical_grad_fn(*args), reference.numerical_grad_fn(*args)).keeps()


@check("numerical_grad_fn", points=1, needs=test_numerical_gradient)
def test_numerical_gradient_uses_delta(student, reference, cases):
    """The step to each side is the delta that is passed, and the result hardly depends on it."""
    for delta in (0.01, 0.03, 0.1):
        args = *scaled(cases, 5), cases.number(0.5, 2), cases.number(-2, 2), delta
        near(student.numerical_grad_fn(*args), reference.numerical_grad_fn(*args))


@check("dloss_fn", points=1)
def test_dloss_of_one(student, reference, cases):
    """For one prediction the derivative of the loss is twice the error."""
    args = cases.tensor(1), cases.tensor(1)
    expect(student.dloss_fn(*args)).without_autograd().close_to(reference.dloss_fn(*args))


@check("dloss_fn", points=2, needs=test_dloss_of_one)
def test_dloss_of_several(student, reference, cases):
    """For N predictions each derivative carries the mean's 1/N."""
    for n in SIZES[1:]:
        args = cases.tensor(n), cases.tensor(n)
        expect(student.dloss_fn(*args)).close_to(reference.dloss_fn(*args)).keeps()


@check("dmodel_dw", points=1)
def test_dmodel_dw(student, reference, cases):
    """The derivative of the model in w, for each reading."""
    for n in SIZES[1:]:
        args = cases.tensor(n), cases.number(-3, 3), cases.number(-20, 20)
        expect(student.dmodel_dw(*args)).close_to(reference.dmodel_dw(*args)).without_autograd().keeps()


@check("dmodel_db", points=1)
def test_dmodel_db(student, cases):
    """The derivative of the model in b."""
    for n in SIZES[1:]:
        args = cases.tensor(n), cases.number(-3, 3), cases.number(-20, 20)
        got = expect(student.dmodel_db(*args))
        if got.dimensions() == 0:
            got.number_close_to(1.0)
        else:
            got.close_to(torch.ones(n))
        got.without_autograd().keeps()


def gradient_inputs(cases, n):
    """Readings, targets, predictions that are not the model's, and parameters."""
    return *scaled(cases, n), cases.tensor(n, low=-5, high=28), cases.number(-3, 3), cases.number(-20, 20)


@check("grad_fn", points=1)
def test_gradient_of_one(student, reference, cases):
    """The gradient for one reading, derived by hand with the chain rule: a tensor of 2."""
    args = gradient_inputs(cases, 1)
    expect(student.grad_fn(*args)).without_autograd().close_to(reference.grad_fn(*args))


@check("grad_fn", points=3, needs=test_gradient_of_one)
def test_gradient_of_several(student, reference, cases):
    """The gradient for several readings sums over them."""
    for n in SIZES[1:]:
        args = gradient_inputs(cases, n)
        expect(student.grad_fn(*args)).close_to(reference.grad_fn(*args)).keeps()


@check("normalize_inputs", points=1)
def test_normalize_inputs(student, reference, cases):
    """The readings are scaled by 0.1, in a new tensor."""
    for n in SIZES:
        readings = cases.tensor(n, low=20, high=90)
        expect(student.normalize_inputs(readings)).close_to(reference.normalize_inputs(readings)).keeps()


# ── training ─────────────────────────────────────────────────────────────────────────────────────────────

START = torch.tensor([1.0, 0.0])


def start(cases):
    """Parameters to begin from."""
    return torch.tensor([cases.number(-2, 3, 1), cases.number(-5, 5, 1)])


@check("training_loop", points=1)
def test_one_epoch(student, reference, cases):
    """One epoch takes one step against the gradient."""
    args = 1, 0.01, start(cases), *scaled(cases, 3)
    expect(student.training_loop(*args)).close_to(reference.training_loop(*args))


@check("training_loop", points=2, needs=test_one_epoch)
def test_many_epochs(student, reference, cases):
    """Every epoch starts from where the one before it ended."""
    for epochs, rate in ((2, 0.01), (3, 0.005), (30, 0.01)):
        args = epochs, rate, start(cases), *scaled(cases, 5)
        expect(student.training_loop(*args)).close_to(reference.training_loop(*args))


@check("training_loop", points=1, needs=test_one_epoch)
def test_params_stay(student, cases):
    """The parameters that are passed in stay as they were; the new ones are another tensor."""
    expect(student.training_loop(3, 0.01, start(cases), *scaled(cases, 4))).keeps()


@check(
    "training_loop",
    points=1,
    needs=test_one_epoch,
    hidden="Does your loop train on any readings, at any rate?",
)
def test_thermometer(student, reference):
    """The loop fits the thermometer, with scaled and with raw readings."""
    for epochs, rate, readings in ((100, 1e-2, t_un), (20, 1e-4, t_u)):
        args = epochs, rate, START, readings, t_c
        expect(student.training_loop(*args)).close_to(reference.training_loop(*args))


@check("loss_history", points=1)
def test_first_loss(student, reference, cases):
    """The first entry is the loss before any update."""
    args = 1, 0.01, start(cases), *scaled(cases, 3)
    expect(student.loss_history(*args)).close_to(reference.loss_history(*args))


@check("loss_history", points=2, needs=test_first_loss)
def test_history(student, reference, cases):
    """One loss per epoch, each taken before that epoch's update."""
    for epochs, rate in ((2, 0.01), (3, 0.005), (20, 0.01)):
        args = epochs, rate, start(cases), *scaled(cases, 5)
        expect(student.loss_history(*args)).close_to(reference.loss_history(*args)).without_graph().keeps()


def until(who, tolerance, max_epochs, params, readings, targets, rate=0.01):
    return who.train_until(tolerance, max_epochs, rate, params, readings, targets)


@check("train_until", points=1)
def test_until_max_epochs(student, reference, cases):
    """Where nothing settles, training stops after max_epochs and says so."""
    for epochs in (1, 4):
        args = 1e-6, epochs, start(cases), *scaled(cases, 3)
        got, want = until(student, *args), until(reference, *args)
        expect(got).item(1).equals(epochs)
        expect(got).close_to(want)


@check("train_until", points=2, needs=test_until_max_epochs)
def test_until_settled(student, reference, cases):
    """Training stops with the first epoch that moves no parameter by more than the tolerance; it counts."""
    readings = torch.tensor([1.0, 2.0, 3.0, 4.0])
    # After a few epochs w hardly moves while b still travels, from above or from below.
    for tolerance, away in ((0.1, 4), (0.012, 5), (0.012, -5), (0.04, -3)):
        shift = cases.number(0, 1, 1)
        params = torch.tensor([cases.number(2.1, 2.9, 1), shift - 1 + away])
        args = tolerance, 150, params, readings, 2 * readings - 1 + shift
        expect(until(student, *args)).close_to(until(reference, *args)).keeps()
    # Here everything settles soon, the gradient, ten times a step, last of all.
    centred = torch.tensor([-1.0, 0.0, 1.0, 3.0])
    args = 0.01, 60, torch.tensor([cases.number(4, 6, 1), 2.0]), centred, 2 * centred - 1
    expect(until(student, *args, rate=0.1)).close_to(until(reference, *args, rate=0.1))
    # Halves and quarters are exact: one epoch moves w by the tolerance itself, which is not more.
    pair, way = torch.tensor([-1.0, 1.0]), cases.integer(2, 5)
    args = 0.5**way, 9, torch.tensor([3.0, 0.0]), pair, 2 * pair
    expect(until(student, *args, rate=0.25)).close_to(until(reference, *args, rate=0.25))


@check("has_diverged", points=1)
def test_diverged(student, cases):
    """Losses that end above where they began have diverged; falling ones have not."""
    first = cases.number(5, 9, 1)
    for losses, diverged in (
        ([first, first - 1], False),
        ([first, first + 1], True),
        ([first, first + 3, first - 2], False),
        ([first, first - 3, first - 1, first + 2], True),
        ([first, first - 3, first - 1], False),
        ([first, first - 4, first - 1, first - 2], False),
        ([first, first + 2, first], False),
    ):
        expect(student.has_diverged(torch.tensor(losses))).number_close_to(diverged)


@check("has_diverged", points=1)
def test_diverged_not_finite(student, cases):
    """Losses that end in infinity or in no number have diverged."""
    first = cases.number(5, 9, 1)
    for end in (float("inf"), float("nan")):
        expect(student.has_diverged(torch.tensor([first, first + 1, end]))).number_close_to(True)


# A figure is drawn on the CPU, from whatever matplotlib can read.
@check("plot_fit", points=1, devices=("cpu",))
def test_plot_is_labelled(student, cases):
    """A figure with a label on each axis."""
    readings, targets = scaled(cases, 5)
    expect(student.plot_fit(readings, targets, start(cases))).is_figure(labels=True)


@check("plot_fit", points=1, needs=test_plot_is_labelled, devices=("cpu",))
def test_plot_shows_the_fit(student, cases):
    """The readings are drawn as points and the fit as a line."""
    for n in (4, 7):
        readings, targets = scaled(cases, n)
        w, b = cases.number(-3, 3), cases.number(-20, 20)
        seen = student.plot_fit(readings, targets, torch.tensor([w, b]))
        expect(seen).draws_points(readings, targets).draws_line(w, b)
