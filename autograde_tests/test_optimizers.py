"""optimizers: let torch.optim do the update. Each check asks one thing more than the last."""

import torch
from loops import Kind, agree_on_params
from thermometer import readings, start

from grader.testing import Cases, Functions, answers, check, expect, leaf, optimizer
from grader.testing.recipes import Leaf


def clean(cases: Cases) -> Leaf:
    """Parameters (w, b) that require grad and have no gradient yet."""
    return leaf(start(cases))


def dirty(cases: Cases) -> Leaf:
    """The same, with a gradient left over from something else: no element near 0."""
    return leaf(start(cases), grad=torch.tensor([cases.number(20, 90, 1), cases.number(-90, -20, 1)]))


# ── what there is ────────────────────────────────────────────────────────────────────────────────────────


@check("available_optimizers", points=1)
def test_available(student: Functions, reference: Functions) -> None:
    """Every optimizer class of torch.optim is named, and nothing else is."""
    got, wanted = student.available_optimizers(), reference.available_optimizers().value
    names = list(got.value) if isinstance(got.value, (list, tuple)) else []
    missing = [name for name in wanted if name not in names]
    extra = [name for name in names if name not in wanted]
    expect(got).that(names != [], "expected a list of names, as strings")
    expect(got).that(not extra, f"{', '.join(map(str, extra))}: not the name of an optimizer class")
    expect(got).that(not missing, f"{', '.join(missing)}: missing from the list")


@check("available_optimizers", points=1, needs=test_available)
def test_available_sorted(student: Functions, reference: Functions) -> None:
    """The names are a sorted list, each in it once."""
    expect(student.available_optimizers()).equals(reference.available_optimizers())


@check("make_optimizer", points=1)
def test_makes_sgd(student: Functions, cases: Cases) -> None:
    """ "SGD" gives an SGD over the parameters that are passed, at the learning rate that is passed."""
    for seen, rate in [(student.make_optimizer("SGD", clean(cases), rate), rate) for rate in (0.01, 0.3)]:
        expect(seen).optimizes("SGD", "params", lr=rate, momentum=0.0).keeps()


@check("make_optimizer", points=1)
def test_makes_any(student: Functions, cases: Cases) -> None:
    """Any other name gives the optimizer of that name."""
    wanted = ("Adam", 0.1), ("RMSprop", 0.05), ("AdamW", 0.02)
    for seen, name, rate in [
        (student.make_optimizer(name, clean(cases), rate), name, rate) for name, rate in wanted
    ]:
        expect(seen).optimizes(name, "params", lr=rate).keeps()


@check("make_optimizer", points=1, needs=test_makes_sgd)
def test_unknown_names(student: Functions, cases: Cases) -> None:
    """A name that is no optimizer's is a ValueError: case counts, and so does the base class."""
    for seen in [
        student.make_optimizer(name, clean(cases), 0.1)
        for name in ("Nonsense", "sgd", "Optimizer", "lr_scheduler")
    ]:
        expect(seen).raises("ValueError")


# ── one step ─────────────────────────────────────────────────────────────────────────────────────────────

SGD = ("SGD", {"lr": 0.01})
MOMENTUM = ("SGD", {"lr": 0.005, "momentum": 0.9})
ADAM = ("Adam", {"lr": 0.1})


def step(kind: Kind, params: Leaf, data: tuple[torch.Tensor, torch.Tensor]) -> tuple[object, ...]:
    """Arguments of train_step."""
    name, options = kind
    return optimizer(name, params, **options), params, *data


def train(
    n_epochs: int, kind: Kind, params: Leaf, data: tuple[torch.Tensor, torch.Tensor]
) -> tuple[object, ...]:
    """Arguments of both loops."""
    return n_epochs, *step(kind, params, data)


@check("train_step", points=1)
def test_step(student: Functions, reference: Functions, cases: Cases) -> None:
    """One step moves the parameters as the optimizer says."""
    calls = [step(SGD, clean(cases), readings(cases, n)) for n in (1, 3, 11)]
    agree_on_params(answers(student.train_step, reference.train_step, calls))


@check("train_step", points=1)
def test_step_returns_the_loss(student: Functions, reference: Functions, cases: Cases) -> None:
    """The result is the loss before the step, as a Python float."""
    calls = [step(SGD, clean(cases), readings(cases, n)) for n in (2, 4)]
    # One loss is below 1, where digits that are rounded away count for more.
    params = clean(cases)
    w, b = params.data
    t_u = cases.tensor(2, low=2, high=7)
    calls.append(step(SGD, params, (t_u, (w * t_u + b + torch.tensor([0.27, -0.14])).round(decimals=2))))
    for got, want in answers(student.train_step, reference.train_step, calls):
        expect(got).close_to(want).keeps("t_u", "t_c")


@check("train_step", points=1)
def test_step_clears(student: Functions, reference: Functions, cases: Cases) -> None:
    """What `params.grad` held before does not get into the step."""
    calls = [step(SGD, dirty(cases), readings(cases, n)) for n in (2, 3)]
    agree_on_params(answers(student.train_step, reference.train_step, calls))


@check("train_step", points=1, needs=test_step)
def test_step_of_any_optimizer(student: Functions, reference: Functions, cases: Cases) -> None:
    """The update is left to the optimizer, at its own learning rate: Adam steps as Adam does."""
    calls = [step(kind, clean(cases), readings(cases, 3)) for kind in (("SGD", {"lr": 0.002}), ADAM)]
    agree_on_params(answers(student.train_step, reference.train_step, calls))


# ── the loop ─────────────────────────────────────────────────────────────────────────────────────────────


@check("training_loop", points=1)
def test_one_epoch(student: Functions, reference: Functions, cases: Cases) -> None:
    """One epoch takes one step of the optimizer."""
    calls = [train(1, SGD, clean(cases), readings(cases, n)) for n in (2, 5)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


@check("training_loop", points=1)
def test_fresh_gradients(student: Functions, reference: Functions, cases: Cases) -> None:
    """Every epoch starts from a fresh gradient, as often as n_epochs says."""
    calls = [train(epochs, SGD, clean(cases), readings(cases, 4)) for epochs in (2, 3, 30)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls), "t_u", "t_c")


@check("training_loop", points=1, needs=test_one_epoch)
def test_momentum(student: Functions, reference: Functions, cases: Cases) -> None:
    """With momentum, the optimizer remembers from one epoch to the next."""
    calls = [train(epochs, MOMENTUM, clean(cases), readings(cases, 3)) for epochs in (2, 20)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


@check("training_loop", points=1, needs=test_one_epoch)
def test_adam(student: Functions, reference: Functions, cases: Cases) -> None:
    """With Adam, too, the update is left to the optimizer."""
    calls = [train(epochs, ADAM, clean(cases), readings(cases, 3)) for epochs in (1, 20)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


@check("training_loop", points=1, needs=test_one_epoch)
def test_dirty_start(student: Functions, reference: Functions, cases: Cases) -> None:
    """The first epoch, too, starts from a fresh gradient, whatever `params.grad` held before."""
    calls = [train(epochs, SGD, dirty(cases), readings(cases, 3)) for epochs in (1, 3)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


@check(
    "training_loop",
    points=1,
    needs=test_one_epoch,
    hidden="Does your loop return the tensor that the optimizer holds?",
)
def test_same_object(student: Functions, cases: Cases) -> None:
    """What is returned is the very tensor that the optimizer updates."""
    expect(student.training_loop(*train(3, SGD, clean(cases), readings(cases, 3)))).is_argument("params")


# ── the repaired loop ────────────────────────────────────────────────────────────────────────────────────


@check("fixed_training_loop", points=1)
def test_fixed_moves(student: Functions, reference: Functions, cases: Cases) -> None:
    """The repaired loop takes a step: the gradient is still there when the optimizer looks."""
    calls = [train(1, SGD, clean(cases), readings(cases, n)) for n in (2, 5)]
    agree_on_params(answers(student.fixed_training_loop, reference.fixed_training_loop, calls))


@check("fixed_training_loop", points=1)
def test_fixed_fresh_gradients(student: Functions, reference: Functions, cases: Cases) -> None:
    """Every epoch starts from a fresh gradient, as often as n_epochs says."""
    calls = [train(epochs, SGD, clean(cases), readings(cases, 4)) for epochs in (2, 3, 30)]
    agree_on_params(answers(student.fixed_training_loop, reference.fixed_training_loop, calls), "t_u", "t_c")


@check("fixed_training_loop", points=1, needs=test_fixed_moves)
def test_fixed_dirty_start(student: Functions, reference: Functions, cases: Cases) -> None:
    """The first epoch, too, starts from a fresh gradient, whatever `params.grad` held before."""
    calls = [train(epochs, SGD, dirty(cases), readings(cases, 3)) for epochs in (1, 3)]
    agree_on_params(answers(student.fixed_training_loop, reference.fixed_training_loop, calls))


@check(
    "fixed_training_loop",
    points=1,
    needs=test_fixed_moves,
    hidden="Does your repaired loop leave the update to whatever optimizer it is given?",
)
def test_fixed_any_optimizer(student: Functions, reference: Functions, cases: Cases) -> None:
    """It works with momentum and with Adam."""
    calls = [train(20, kind, clean(cases), readings(cases, 3)) for kind in (MOMENTUM, ADAM)]
    agree_on_params(answers(student.fixed_training_loop, reference.fixed_training_loop, calls))


@check("fixed_training_loop", points=1, needs=test_fixed_moves)
def test_fixed_same_object(student: Functions, cases: Cases) -> None:
    """What is returned is the very tensor that the optimizer updates."""
    expect(student.fixed_training_loop(*train(3, SGD, clean(cases), readings(cases, 3)))).is_argument(
        "params"
    )
