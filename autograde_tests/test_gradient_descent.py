"""gradient_descent: by hand, from the model to the plot. Each check asks one thing more than the last."""

from collections.abc import Callable, Iterable

import torch
from thermometer import readings, start, t_c, t_un

from grader.model import Observation
from grader.testing import Cases, Expectation, Functions, check, expect

Ask = Callable[..., Observation]
Answers = list[tuple[Observation, Observation]]


def answers(student: Ask, reference: Ask, calls: Iterable[tuple[object, ...]]) -> Answers:
    """(the student's, the reference's) per call. All are asked before one is judged, for the diagnosis."""
    return [(student(*call), reference(*call)) for call in calls]


def point(cases: Cases) -> tuple[torch.Tensor, torch.Tensor]:
    """w and b as the loop holds them: 0-d tensors, neither 0 nor 1 nor each other."""
    return cases.tensor(low=1.5, high=3), cases.tensor(low=-9, high=-2)


# ── the model and the loss ───────────────────────────────────────────────────────────────────────────────


@check("model", points=1)
def test_model(student: Functions, reference: Functions, cases: Cases) -> None:
    """The model is a line: w times the readings, plus b."""
    calls = [(cases.tensor(n), *point(cases)) for n in (1, 3, 11)]
    for got, want in answers(student.model, reference.model, calls):
        expect(got).close_to(want).keeps()


def is_number(value: object) -> bool:
    """Whether it is a Python float or a 0-d tensor: what kind of number is a check of its own."""
    return isinstance(value, float) or getattr(value, "shape", None) == ()


@check("loss_fn", points=1)
def test_loss_is_mean_square(student: Functions, reference: Functions, cases: Cases) -> None:
    """The loss is the mean of the squared differences, however many there are."""
    calls = [(cases.tensor(n), cases.tensor(n)) for n in (1, 2, 5, 11)]
    for got, want in answers(student.loss_fn, reference.loss_fn, calls):
        if is_number(got.value):
            expect(got).number_close_to(want)
        else:
            expect(got).close_to(want)


@check("loss_fn", points=1, needs=test_loss_is_mean_square)
def test_loss_is_a_tensor(student: Functions, reference: Functions, cases: Cases) -> None:
    """The loss is a tensor of no dimensions, and what it was computed from stays as it was."""
    calls = [(cases.tensor(n), cases.tensor(n)) for n in (2, 4)]
    for got, want in answers(student.loss_fn, reference.loss_fn, calls):
        expect(got).close_to(want).keeps()


# ── gradients ────────────────────────────────────────────────────────────────────────────────────────────


def small(cases: Cases, n: int, delta: float) -> tuple[object, ...]:
    """Arguments of numerical_grad_fn with a small loss: differences of large ones lose digits in float32."""
    data = cases.tensor(n, low=1, high=4), cases.tensor(n, low=-2, high=6)
    return *data, cases.tensor(low=1.5, high=3), cases.tensor(low=-2, high=-1), delta


@check("numerical_grad_fn", points=1)
def test_central_differences(student: Functions, reference: Functions, cases: Cases) -> None:
    """Central differences of the loss, for w and for b."""
    calls = [small(cases, n, 0.1) for n in (1, 3, 11)]
    for got, want in answers(student.numerical_grad_fn, reference.numerical_grad_fn, calls):
        expect(got).close_to(want, rtol=1e-3, atol=1e-2)


@check("numerical_grad_fn", points=1, needs=test_central_differences)
def test_any_delta(student: Functions, reference: Functions, cases: Cases) -> None:
    """A smaller delta gives the rate of change, too, and changes nothing else."""
    calls = [small(cases, 4, delta) for delta in (0.05, 0.02)]
    for got, want in answers(student.numerical_grad_fn, reference.numerical_grad_fn, calls):
        expect(got).close_to(want, rtol=1e-3, atol=1e-2).keeps()


@check("dloss_fn", points=1)
def test_dloss_of_one(student: Functions, reference: Functions, cases: Cases) -> None:
    """For a single prediction the derivative of the loss is twice the difference."""
    calls = [(cases.tensor(1), cases.tensor(1)) for _ in range(2)]
    for got, want in answers(student.dloss_fn, reference.dloss_fn, calls):
        expect(got).close_to(want)


@check("dloss_fn", points=1)
def test_dloss_of_several(student: Functions, reference: Functions, cases: Cases) -> None:
    """Each of N predictions has a derivative of its own, with the mean's 1/N in it."""
    calls = [(cases.tensor(n), cases.tensor(n)) for n in (2, 5, 11)]
    for got, want in answers(student.dloss_fn, reference.dloss_fn, calls):
        expect(got).close_to(want)


@check("dloss_fn", points=1, needs=(test_dloss_of_one, test_dloss_of_several))
def test_dloss_by_hand(student: Functions, cases: Cases) -> None:
    """The derivative is a formula: no autograd, and the arguments stay as they were."""
    expect(student.dloss_fn(cases.tensor(3), cases.tensor(3))).without_autograd().keeps()


@check("dmodel_dw", points=1)
def test_dmodel_dw(student: Functions, reference: Functions, cases: Cases) -> None:
    """How much each prediction changes with w."""
    calls = [(cases.tensor(n), *point(cases)) for n in (2, 5, 11)]
    for got, want in answers(student.dmodel_dw, reference.dmodel_dw, calls):
        expect(got).close_to(want).without_autograd().keeps()


@check("dmodel_db", points=1)
def test_dmodel_db(student: Functions, cases: Cases) -> None:
    """How much each prediction changes with b: a number, or one for each reading."""
    for got in [student.dmodel_db(cases.tensor(n), *point(cases)) for n in (2, 5, 11)]:
        derivative = expect(got)
        if derivative.dimensions() == 0:
            derivative.number_close_to(1.0)
        else:
            derivative.close_to(torch.ones_like(got.call.arguments["t_u"]))
        derivative.without_autograd().keeps()


def at_the_model(cases: Cases, n: int) -> tuple[object, ...]:
    """Arguments of grad_fn where t_p is what the model predicts."""
    (t_u, targets), (w, b) = readings(cases, n), point(cases)
    return t_u, targets, w * t_u + b, w, b


@check("grad_fn", points=1)
def test_gradient_of_one(student: Functions, reference: Functions, cases: Cases) -> None:
    """For a single reading: the chain rule, first for w, then for b, in a tensor of 2."""
    calls = [at_the_model(cases, 1) for _ in range(2)]
    for got, want in answers(student.grad_fn, reference.grad_fn, calls):
        expect(got).close_to(want)


@check("grad_fn", points=1)
def test_gradient_of_several(student: Functions, reference: Functions, cases: Cases) -> None:
    """For several readings every one contributes, however many there are."""
    calls = [at_the_model(cases, n) for n in (2, 5, 11)]
    for got, want in answers(student.grad_fn, reference.grad_fn, calls):
        expect(got).close_to(want)


@check("grad_fn", points=1, needs=test_gradient_of_several)
def test_gradient_at_given_predictions(student: Functions, reference: Functions, cases: Cases) -> None:
    """The predictions are those that are passed in as t_p, wherever they come from."""
    calls = [(*readings(cases, n), cases.tensor(n, low=-5, high=28), *point(cases)) for n in (1, 3)]
    for got, want in answers(student.grad_fn, reference.grad_fn, calls):
        expect(got).close_to(want)


@check("grad_fn", points=1, needs=(test_gradient_of_one, test_gradient_of_several))
def test_gradient_by_hand(student: Functions, cases: Cases) -> None:
    """The gradient is derived by hand: no autograd, and the arguments stay as they were."""
    expect(student.grad_fn(*at_the_model(cases, 3))).without_autograd().keeps()


@check("normalize_inputs", points=1)
def test_normalize_inputs(student: Functions, reference: Functions, cases: Cases) -> None:
    """The readings times 0.1, in a new tensor."""
    calls = [(cases.tensor(n, low=20, high=90),) for n in (1, 3, 11)]
    for got, want in answers(student.normalize_inputs, reference.normalize_inputs, calls):
        expect(got).close_to(want).keeps()


# ── training ─────────────────────────────────────────────────────────────────────────────────────────────


@check("training_loop", points=1)
def test_one_epoch(student: Functions, reference: Functions, cases: Cases) -> None:
    """One epoch takes one step against the gradient, from the parameters that are passed in."""
    calls = [(1, 0.01, start(cases), *readings(cases, n)) for n in (2, 5)]
    for got, want in answers(student.training_loop, reference.training_loop, calls):
        expect(got).close_to(want)


@check("training_loop", points=1)
def test_many_epochs(student: Functions, reference: Functions, cases: Cases) -> None:
    """Every epoch begins where the one before it ended, as often as n_epochs says."""
    calls = [(epochs, 0.01, start(cases), *readings(cases, 4)) for epochs in (2, 3, 30)]
    for got, want in answers(student.training_loop, reference.training_loop, calls):
        expect(got).close_to(want)


@check("training_loop", points=1, needs=test_one_epoch)
def test_learning_rate(student: Functions, reference: Functions, cases: Cases) -> None:
    """The learning rate that is passed in says how far a step goes."""
    calls = [(2, rate, start(cases), *readings(cases, 3)) for rate in (0.001, 0.02)]
    for got, want in answers(student.training_loop, reference.training_loop, calls):
        expect(got).close_to(want)


@check("training_loop", points=1, needs=test_one_epoch)
def test_params_stay(student: Functions, cases: Cases) -> None:
    """The parameters that are passed in stay as they were, and so does the data."""
    expect(student.training_loop(3, 0.01, start(cases), *readings(cases, 4))).keeps()


@check(
    "training_loop",
    points=1,
    needs=test_many_epochs,
    hidden="Does your loop still agree after a hundred epochs on the thermometer, from any parameters?",
)
def test_thermometer(student: Functions, reference: Functions, cases: Cases) -> None:
    """A long training on the thermometer's readings."""
    calls = [(100, 0.01, start(cases), t_un, t_c)]
    for got, want in answers(student.training_loop, reference.training_loop, calls):
        expect(got).close_to(want)


@check("loss_history", points=1)
def test_first_loss(student: Functions, reference: Functions, cases: Cases) -> None:
    """A history of one epoch holds one loss: the one before the update."""
    calls = [(1, 0.01, start(cases), *readings(cases, n)) for n in (2, 5)]
    for got, want in answers(student.loss_history, reference.loss_history, calls):
        expect(got).close_to(want)


@check("loss_history", points=1)
def test_history(student: Functions, reference: Functions, cases: Cases) -> None:
    """One loss for each epoch, each taken before that epoch's update."""
    calls = [(epochs, 0.01, start(cases), *readings(cases, 4)) for epochs in (2, 3)]
    calls.append((20, 0.005, start(cases), *readings(cases, 5)))
    for got, want in answers(student.loss_history, reference.loss_history, calls):
        expect(got).close_to(want)


@check("loss_history", points=1, needs=test_first_loss)
def test_history_changes_nothing(student: Functions, cases: Cases) -> None:
    """The history is plain numbers without a graph, and the parameters passed in stay as they were."""
    expect(student.loss_history(3, 0.02, start(cases), *readings(cases, 4))).without_graph().keeps()


@check("train_until", points=1)
def test_until_max_epochs(student: Functions, reference: Functions, cases: Cases) -> None:
    """Where nothing settles, training ends after max_epochs; the result is (params, epochs used)."""
    calls = [(1e-4, epochs, 0.01, start(cases), *readings(cases, 3)) for epochs in (1, 4)]
    for got, want in answers(student.train_until, reference.train_until, calls):
        expect(got).close_to(want).keeps()


def valley(cases: Cases, off_w: float, off_b: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """(params, t_u, t_c): params so far off the line through t_c; t_u has mean 0: w, b settle apart."""
    half = cases.tensor(2, low=0.8, high=1.6)
    t_u = torch.cat([-half, half])
    w, b = cases.number(1, 3, 1), cases.number(1, 3, 1)
    return torch.tensor([w + off_w, b + off_b]), t_u, w * t_u + b


def settles(reference: Functions, epoch: int, data: tuple[torch.Tensor, ...]) -> tuple[object, ...]:
    """Arguments of train_until that end with this epoch.

    The tolerance lies 1 % above that epoch's largest move; the epoch before moved over 10 % more. So rounding
    never decides, while a sum or a norm of the moves is still too large.
    """
    before, after = [reference.training_loop(n, 0.1, *data).value.data for n in (epoch - 1, epoch)]
    return round(1.01 * float((after - before).abs().max()), 4), 40, 0.1, *data


@check("train_until", points=1)
def test_until_settled(student: Functions, reference: Functions, cases: Cases) -> None:
    """Training ends with the first epoch that moves no parameter by more than the tolerance; it counts."""
    calls = [settles(reference, epoch, valley(cases, -4, -1)) for epoch in (2, 3)]
    for got, want in answers(student.train_until, reference.train_until, calls):
        expect(got).close_to(want)


@check("train_until", points=1)
def test_until_all_settle(student: Functions, reference: Functions, cases: Cases) -> None:
    """It is the largest move that counts: of w or of b, up or down."""
    off = (4, 0.5), (-0.5, 4), (0.5, -4), (3, 3), (-3, 3)
    calls = [settles(reference, 5, valley(cases, *by)) for by in off]
    for got, want in answers(student.train_until, reference.train_until, calls):
        expect(got).close_to(want)


# ── looking at it ────────────────────────────────────────────────────────────────────────────────────────


Run = tuple[list[float], bool]


def verdicts(student: Functions, runs: Iterable[Run]) -> list[tuple[Expectation, bool]]:
    """What the student says about the losses of each run, and whether it has diverged."""
    return [(expect(student.has_diverged(torch.tensor(losses))), diverged) for losses, diverged in runs]


@check("has_diverged", points=1)
def test_end_and_beginning(student: Functions, cases: Cases) -> None:
    """A run has diverged where it ends above its beginning, whatever it did on the way."""
    first, by = cases.number(20, 30, 1), cases.number(1, 5, 1)
    runs = [
        ([first, first - by], False),
        ([first, first + by], True),
        ([first, first + 2 * by, first - by], False),  # a leap, and back
        ([first, first - by, first - 3 * by, first - 2 * by], False),  # a bump at the end
        ([first, first - 2 * by, first + 3 * by, first + by], True),  # calm at the end, too late
    ]
    for seen, diverged in verdicts(student, runs):
        seen.number_close_to(diverged).keeps()


@check("has_diverged", points=1)
def test_end_is_not_finite(student: Functions, cases: Cases) -> None:
    """A run that ends in infinity or in nan has diverged."""
    first, by = cases.number(20, 30, 1), cases.number(1, 5, 1)
    fine = [first, first - by, first - 2 * by]
    runs = [(fine, False), ([*fine, float("inf")], True), ([first, first + by, float("nan")], True)]
    for seen, diverged in verdicts(student, runs):
        seen.number_close_to(diverged)


def picture(student: Functions, reference: Functions, cases: Cases, n: int) -> Expectation:
    """A plot of n readings. Where the reference cannot draw one either, `like` says that we are at fault."""
    call = *readings(cases, n), torch.tensor([cases.number(1.5, 3), cases.number(-9, -2)])
    return expect(student.plot_fit(*call)).like(reference.plot_fit(*call)).is_figure(labels=False)


@check("plot_fit", points=1, seconds=10)
def test_plot_shows_the_readings(student: Functions, reference: Functions, cases: Cases) -> None:
    """A figure with a label on each axis, the readings in it as points."""
    for plot in [picture(student, reference, cases, n) for n in (4, 7)]:
        drawn = plot.seen.call.arguments
        plot.draws_points(drawn["t_u"], drawn["t_c"]).is_figure(labels=True)


@check("plot_fit", points=1, seconds=10)
def test_plot_shows_the_fit(student: Functions, reference: Functions, cases: Cases) -> None:
    """The fitted line runs through the readings."""
    for plot in [picture(student, reference, cases, n) for n in (4, 7)]:
        w, b = plot.seen.call.arguments["params"].tolist()
        plot.draws_line(w, b)
