"""validation: some readings are kept aside, only to look at. Each check asks one thing more than the last."""

import torch
from loops import Kind, agree_on_params
from thermometer import readings, start

from grader.testing import (
    Answers,
    Cases,
    Functions,
    answers,
    check,
    expect,
    generator,
    leaf,
    optimizer,
    watched,
)
from grader.testing.recipes import Leaf

# ── two parts ────────────────────────────────────────────────────────────────────────────────────────────


def splits(student: Functions, reference: Functions, cases: Cases, *sizes: tuple[int, float]) -> Answers:
    """Both sides' parts of that many samples at that fraction, shuffled with fresh seeds."""
    calls = [(n, fraction, generator(cases.integer(1, 10**6))) for n, fraction in sizes]
    return answers(student.split_indices, reference.split_indices, calls)


def agree_on_parts(found: Answers) -> None:
    """The same indices in both parts, tensor by tensor: a tuple and a list are both a pair."""
    for got, want in found:
        for part in (0, 1):
            expect(got).item(part).close_to(expect(want).item(part).part)


@check("split_indices", points=1)
def test_split_sizes(student: Functions, reference: Functions, cases: Cases) -> None:
    """As many indices validate as the fraction gives, rounded down; all others train."""
    for got, want in splits(student, reference, cases, (4, 0.5), (7, 0.25), (11, 0.35)):
        for part in (0, 1):
            expect(got).item(part).like(expect(want).item(part).part)


@check("split_indices", points=1)
def test_split_values(student: Functions, reference: Functions, cases: Cases) -> None:
    """The indices are shuffled by the generator that is passed, and the last of them validate."""
    agree_on_parts(splits(student, reference, cases, (4, 0.5), (5, 0.2), (11, 0.3)))


@check("split_indices", points=1)
def test_split_nothing_aside(student: Functions, reference: Functions, cases: Cases) -> None:
    """Where the fraction gives less than one reading, none validates and all train."""
    agree_on_parts(splits(student, reference, cases, (4, 0.0), (3, 0.3)))


# ── two losses ───────────────────────────────────────────────────────────────────────────────────────────


def clean(cases: Cases) -> Leaf:
    """Parameters (w, b) that require grad and have no gradient yet."""
    return leaf(start(cases))


def forwards(student: Functions, reference: Functions, cases: Cases, *flags: bool) -> Answers:
    """Both sides' losses for each flag, on one reading and on more."""
    calls = [(clean(cases), *readings(cases, n), flag) for n in (1, 4) for flag in flags]
    return answers(student.calc_forward, reference.calc_forward, calls)


@check("calc_forward", points=1)
def test_forward_loss(student: Functions, reference: Functions, cases: Cases) -> None:
    """The loss is the same one with and without training, and nothing else happens to the parameters."""
    for got, want in forwards(student, reference, cases, True, False):
        expect(got).close_to(want).keeps()


@check("calc_forward", points=1)
def test_forward_trains(student: Functions, reference: Functions, cases: Cases) -> None:
    """For training, the loss comes with the graph that `backward()` will walk."""
    for got, _ in forwards(student, reference, cases, True):
        expect(got).has_graph()


@check("calc_forward", points=1)
def test_forward_validates(student: Functions, reference: Functions, cases: Cases) -> None:
    """Where nothing is trained, the loss comes without a graph."""
    for got, _ in forwards(student, reference, cases, False):
        expect(got).returned().without_graph()


@check("calc_forward", points=1, needs=test_forward_validates)
def test_forward_restores(student: Functions, reference: Functions, cases: Cases) -> None:
    """Afterwards gradients are on again: whatever the caller does next is watched as before."""
    for got, _ in forwards(student, reference, cases, False, True):
        expect(got).leaves_gradients_on()


# ── the loop ─────────────────────────────────────────────────────────────────────────────────────────────

SGD = ("SGD", {"lr": 0.01})
MOMENTUM = ("SGD", {"lr": 0.005, "momentum": 0.9})
ADAM = ("Adam", {"lr": 0.1})


def train(
    cases: Cases, n_epochs: int, kind: Kind = SGD, sizes: tuple[int, int] = (4, 2)
) -> tuple[object, ...]:
    """Arguments of the loop; what is for validation is watched."""
    (train_t_u, train_t_c), (val_t_u, val_t_c) = (readings(cases, n) for n in sizes)
    name, options = kind
    params = clean(cases)
    held = optimizer(name, params, **options)
    return n_epochs, held, params, train_t_u, watched(val_t_u), train_t_c, watched(val_t_c)


def agree_on_history(found: Answers) -> None:
    """The second of what is returned is the reference's history, with or without a graph."""
    for got, want in found:
        expect(got).item(1).close_to(expect(want).item(1).part)


@check("training_loop", points=1)
def test_one_epoch(student: Functions, reference: Functions, cases: Cases) -> None:
    """One epoch takes one step, and only the training part says where to."""
    calls = [train(cases, 1, sizes=sizes) for sizes in ((2, 1), (3, 3))]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


@check("training_loop", points=1)
def test_first_losses(student: Functions, reference: Functions, cases: Cases) -> None:
    """The history of one epoch is one row: the training and the validation loss before the update."""
    agree_on_history(answers(student.training_loop, reference.training_loop, [train(cases, 1)]))


@check("training_loop", points=1)
def test_fresh_gradients(student: Functions, reference: Functions, cases: Cases) -> None:
    """Every epoch starts from a fresh gradient, as often as n_epochs says."""
    calls = [train(cases, n_epochs) for n_epochs in (2, 3, 30)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


@check("training_loop", points=1, needs=test_first_losses)
def test_history(student: Functions, reference: Functions, cases: Cases) -> None:
    """Every epoch adds a row to the history, with both losses before its update."""
    calls = [train(cases, n_epochs, sizes=(5, 2)) for n_epochs in (2, 3, 20)]
    agree_on_history(answers(student.training_loop, reference.training_loop, calls))


@check("training_loop", points=1, needs=test_one_epoch)
def test_returns_the_params(student: Functions, reference: Functions, cases: Cases) -> None:
    """The first of what is returned are the trained parameters."""
    for got, want in answers(student.training_loop, reference.training_loop, [train(cases, 3)]):
        expect(got).item(0).close_to(want.after["params"])


@check("training_loop", points=1, needs=test_first_losses)
def test_history_without_graph(student: Functions, cases: Cases) -> None:
    """The history holds numbers: no graph hangs on to it."""
    expect(student.training_loop(*train(cases, 3))).item(1).without_graph()


@check("training_loop", points=2, needs=test_first_losses)
def test_no_graph_for_validation(student: Functions, cases: Cases) -> None:
    """No graph is built for the validation loss, not even one that is thrown away."""
    seen = student.training_loop(*train(cases, 3))
    expect(seen).builds_no_graph_over("val_t_u").builds_no_graph_over("val_t_c")


@check("training_loop", points=1, needs=test_one_epoch)
def test_gradients_stay_on(student: Functions, cases: Cases) -> None:
    """After the loop gradients are on, as they were before it."""
    expect(student.training_loop(*train(cases, 2))).leaves_gradients_on()


@check(
    "training_loop",
    points=1,
    needs=test_one_epoch,
    hidden="Does your loop leave the update to whatever optimizer it is given?",
)
def test_any_optimizer(student: Functions, reference: Functions, cases: Cases) -> None:
    """It works with momentum and with Adam."""
    calls = [train(cases, 20, kind) for kind in (MOMENTUM, ADAM)]
    agree_on_params(answers(student.training_loop, reference.training_loop, calls))


# ── reading the curves ───────────────────────────────────────────────────────────────────────────────────

Losses = list[float]


def judge(student: Functions, *runs: tuple[Losses, Losses, bool]) -> None:
    """Each run's training and validation losses, and whether it overfits."""
    seen = [
        (student.is_overfitting(torch.tensor(train_losses), torch.tensor(val_losses)), overfits)
        for train_losses, val_losses, overfits in runs
    ]
    for got, overfits in seen:
        expect(got).number_close_to(overfits)


@check("is_overfitting", points=1)
def test_overfitting(student: Functions, cases: Cases) -> None:
    """Training falls on: validation that turned and climbed is overfitting, validation that falls is not."""
    high = cases.number(6, 9, 1)
    judge(
        student,
        ([high, high - 2, high - 4], [high, high - 3, high + 1], True),
        ([high, high - 2, high - 4], [high + 1, high - 1, high - 2], False),
        ([high, high - 2, high - 3], [high, high - 4, high - 1], True),
        ([high, high - 2, high - 3, high - 4], [high, high + 4, high - 1, high - 1.5], False),
        ([high, high - 4, high - 3], [high, high - 4, high - 1], True),
        ([high, high - 3, high - 4, high - 5], [high, high - 4, high + 1, high - 1], True),
        ([high, high - 3, high - 4], [high + 3, high + 2, high + 1], False),
    )


@check("is_overfitting", points=1)
def test_not_learning(student: Functions, cases: Cases) -> None:
    """Where the training loss does not end below its start, there is nothing to overfit."""
    high = cases.number(6, 9, 1)
    judge(
        student,
        ([high, high + 1, high + 2], [high, high - 3, high], False),
        ([high, high - 1, high], [high, high - 3, high], False),
        ([high, high - 2, high + 1], [high, high - 2, high + 3], False),
        ([high, high - 2, high + 1], [high + 3, high + 2, high], False),
    )


@check("is_overfitting", points=1, needs=test_overfitting)
def test_margin(student: Functions, cases: Cases) -> None:
    """Up to a tenth above the best validation loss is no overfitting yet, at any size of losses."""
    for size in (1.0, 100.0, 0.01):
        best = cases.number(3, 5, 1) * size
        falling = [3 * best, 2 * best, best]
        judge(
            student,
            (falling, [2 * best, best, 1.05 * best], False),
            (falling, [2 * best, best, 1.2 * best], True),
            (falling, [2 * best, best, 1.105 * best], True),
            (falling, [2 * best, best, 1.095 * best], False),
        )
