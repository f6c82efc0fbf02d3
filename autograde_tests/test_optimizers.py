"""optimizers: let torch.optim do the update. Each check asks for one thing more than the one above it."""

from thermometer import t_c, t_un

from grader.testing import check, expect, leaf, optimizer

MOMENTUM = ("SGD", {"lr": 0.005, "momentum": 0.9})
ADAM = ("Adam", {"lr": 0.1})


def inputs(cases, n):
    """n readings and targets."""
    return cases.tensor(n, low=2, high=8), cases.tensor(n, low=-5, high=28)


def params(cases, grad=None):
    """A leaf tensor (w, b) that requires grad; `grad` is left over in it."""
    return leaf([cases.number(-2, 3, 1), cases.number(-5, 5, 1)], grad=grad)


def dirt(cases):
    return [cases.number(-9, 9), cases.number(-9, 9)]


# ── what there is ────────────────────────────────────────────────────────────────────────────────────────


@check("available_optimizers", points=2)
def test_available(student, reference):
    """The sorted names of all optimizers, without the base class."""
    expect(student.available_optimizers()).equals(reference.available_optimizers())


@check("make_optimizer", points=2)
def test_makes(student, reference, cases):
    """The optimizer of that name, over the parameters, at the learning rate."""
    for name, rate in (("SGD", 0.01), ("Adam", 0.1), ("RMSprop", 0.05)):
        held = params(cases)
        expect(student.make_optimizer(name, held, rate)).optimizes(name, "params", lr=rate)


@check("make_optimizer", points=1)
def test_unknown_names(student, cases):
    """A name that torch.optim has no optimizer of is a ValueError; names are case-sensitive."""
    for name in ("Nonsense", "sgd", "Optimizer", "lr_scheduler"):
        expect(student.make_optimizer(name, params(cases), 0.1)).raises("ValueError")


# ── one step ─────────────────────────────────────────────────────────────────────────────────────────────


def step(who, held, data, name="SGD", **options):
    return who.train_step(optimizer(name, held, **(options or {"lr": 0.01})), held, *data)


@check("train_step", points=2)
def test_step(student, reference, cases):
    """One step moves the parameters as the optimizer says."""
    for n in (1, 3):
        held, data = params(cases), inputs(cases, n)
        expect(step(student, held, data)).after("params").close_to(
            step(reference, held, data).after["params"]
        )


@check("train_step", points=1)
def test_step_returns_the_loss(student, reference, cases):
    """The result is the loss before the step, a Python float."""
    for n in (1, 4):
        held, data = params(cases), inputs(cases, n)
        expect(step(student, held, data)).close_to(step(reference, held, data))


@check("train_step", points=1, needs=test_step)
def test_step_clears(student, reference, cases):
    """What `params.grad` held before does not get into the step."""
    held, data = params(cases, dirt(cases)), inputs(cases, 3)
    for name, options in (("SGD", {"lr": 0.01}), ADAM):
        seen, want = step(student, held, data, name, **options), step(reference, held, data, name, **options)
        expect(seen).after("params").close_to(want.after["params"])


# ── the loops ────────────────────────────────────────────────────────────────────────────────────────────


def train(function, epochs, held, data, name="SGD", **options):
    return function(epochs, optimizer(name, held, **(options or {"lr": 0.01})), held, *data)


@check("training_loop", points=1)
def test_one_epoch(student, reference, cases):
    """One epoch takes one step of the optimizer."""
    held, data = params(cases), inputs(cases, 3)
    expect(train(student.training_loop, 1, held, data)).close_to(
        train(reference.training_loop, 1, held, data)
    )


@check("training_loop", points=2, needs=test_one_epoch)
def test_fresh_gradients(student, reference, cases):
    """Every epoch starts from a fresh gradient."""
    for epochs in (2, 3, 30):
        held, data = params(cases), inputs(cases, 5)
        want = train(reference.training_loop, epochs, held, data)
        expect(train(student.training_loop, epochs, held, data)).close_to(want)


@check("training_loop", points=1, needs=test_one_epoch)
def test_any_optimizer(student, reference, cases):
    """The loop works with momentum and with Adam: it leaves the update to the optimizer."""
    for name, options in (MOMENTUM, ADAM):
        held, data = params(cases), inputs(cases, 4)
        want = train(reference.training_loop, 10, held, data, name, **options)
        expect(train(student.training_loop, 10, held, data, name, **options)).close_to(want)


@check("training_loop", points=1, needs=test_one_epoch)
def test_same_object(student, cases):
    """The parameters returned are the very tensor that the optimizer updates."""
    expect(train(student.training_loop, 3, params(cases), inputs(cases, 3))).is_argument("params")


@check(
    "training_loop",
    points=1,
    needs=test_one_epoch,
    hidden="What if somebody left a gradient in `params.grad`?",
)
def test_dirty_start(student, reference, cases):
    """The first epoch, too, starts from a fresh gradient."""
    for epochs in (1, 3):
        held, data = params(cases, dirt(cases)), (t_un, t_c)
        want = train(reference.training_loop, epochs, held, data)
        expect(train(student.training_loop, epochs, held, data)).close_to(want)


@check("fixed_training_loop", points=1)
def test_fixed_learns(student, reference, cases):
    """The repaired loop moves the parameters."""
    held, data = params(cases), inputs(cases, 3)
    want = train(reference.fixed_training_loop, 1, held, data)
    expect(train(student.fixed_training_loop, 1, held, data)).close_to(want)


@check("fixed_training_loop", points=2, needs=test_fixed_learns)
def test_fixed_fresh_gradients(student, reference, cases):
    """Every epoch starts from a fresh gradient, the first one too."""
    for epochs, grad in ((2, None), (30, None), (1, dirt(cases)), (3, dirt(cases))):
        held, data = params(cases, grad), inputs(cases, 5)
        want = train(reference.fixed_training_loop, epochs, held, data)
        expect(train(student.fixed_training_loop, epochs, held, data)).close_to(want)


@check("fixed_training_loop", points=1, needs=test_fixed_learns)
def test_fixed_any_optimizer(student, reference, cases):
    """It works with momentum and with Adam."""
    for name, options in (MOMENTUM, ADAM):
        held, data = params(cases), inputs(cases, 4)
        want = train(reference.fixed_training_loop, 10, held, data, name, **options)
        expect(train(student.fixed_training_loop, 10, held, data, name, **options)).close_to(want)


@check("fixed_training_loop", points=1, needs=test_fixed_learns)
def test_fixed_same_object(student, cases):
    """The parameters returned are the very tensor that the optimizer updates."""
    expect(train(student.fixed_training_loop, 3, params(cases), inputs(cases, 3))).is_argument("params")
