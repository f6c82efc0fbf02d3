"""autograd: let backward() do the calculus. Each check asks for one thing more than the one above it."""

from thermometer import t_c, t_u, t_un

from grader.testing import check, expect, leaf


def inputs(cases, n):
    """n readings and targets."""
    return cases.tensor(n, low=2, high=8), cases.tensor(n, low=-5, high=28)


def params(cases, grad=None):
    """A leaf tensor (w, b) that requires grad; `grad` is left over in it."""
    return leaf([cases.number(-2, 3, 1), cases.number(-5, 5, 1)], grad=grad)


def dirt(cases):
    return [cases.number(-9, 9), cases.number(-9, 9)]


# ── one gradient ─────────────────────────────────────────────────────────────────────────────────────────


@check("gradient", points=2)
def test_gradient(student, reference, cases):
    """The gradient of the loss in (w, b)."""
    for n in (1, 2, 5, 11):
        args = params(cases), *inputs(cases, n)
        expect(student.gradient(*args)).close_to(reference.gradient(*args))


@check("gradient", points=2, needs=test_gradient)
def test_gradient_where_grad_is_dirty(student, reference, cases):
    """What `params.grad` held before does not get into the result."""
    for n in (1, 3):
        args = params(cases, dirt(cases)), *inputs(cases, n)
        expect(student.gradient(*args)).close_to(reference.gradient(*args))


@check("accumulated_gradient", points=1)
def test_accumulates_once(student, reference, cases):
    """One backward() gives the gradient itself."""
    args = params(cases), *inputs(cases, 2), 1
    expect(student.accumulated_gradient(*args)).close_to(reference.accumulated_gradient(*args))


@check("accumulated_gradient", points=1, needs=test_accumulates_once)
def test_accumulates_often(student, reference, cases):
    """Gradients add up from one backward() to the next."""
    for times in (2, 3, 7):
        args = params(cases), *inputs(cases, 4), times
        expect(student.accumulated_gradient(*args)).close_to(reference.accumulated_gradient(*args))


@check("accumulated_gradient", points=1, needs=test_accumulates_once)
def test_accumulates_from_zero(student, reference, cases):
    """The gradient is zeroed once, at the start."""
    for times in (1, 3):
        args = params(cases, dirt(cases)), *inputs(cases, 3), times
        expect(student.accumulated_gradient(*args)).close_to(reference.accumulated_gradient(*args))


@check("zero_grad", points=2)
def test_zeroes(student, cases):
    """`params.grad` is zero or None afterwards, and the parameters are what they were."""
    for _ in range(2):
        held = params(cases, dirt(cases))
        seen = student.zero_grad(held)
        expect(seen).grad_of("params").is_zero_or_none()
        expect(seen).after("params").close_to(held.data).requires_grad()


@check("zero_grad", points=1)
def test_zeroes_none(student, cases):
    """A gradient that is None is no error."""
    expect(student.zero_grad(params(cases))).grad_of("params").is_zero_or_none()


# ── the update ───────────────────────────────────────────────────────────────────────────────────────────


@check("update", points=2)
def test_update(student, reference, cases):
    """The parameters move against the gradient, by learning rate times gradient."""
    for rate in (0.1, 0.01, 0.5):
        args = params(cases, dirt(cases)), rate
        expect(student.update(*args)).after("params").close_to(reference.update(*args).after["params"])


@check("update", points=2, needs=test_update)
def test_update_keeps_the_leaf(student, cases):
    """`params` is still the same leaf tensor and still requires grad."""
    seen = student.update(params(cases, dirt(cases)), 0.1)
    expect(seen).after("params").is_leaf().requires_grad()


# ── the loop ─────────────────────────────────────────────────────────────────────────────────────────────


@check("training_loop", points=1)
def test_one_epoch(student, reference, cases):
    """One epoch takes one step."""
    args = 1, 0.01, params(cases), *inputs(cases, 3)
    expect(student.training_loop(*args)).close_to(reference.training_loop(*args))


@check("training_loop", points=2, needs=test_one_epoch)
def test_fresh_gradients(student, reference, cases):
    """Every epoch starts from a fresh gradient."""
    for epochs, rate in ((2, 0.01), (3, 0.005), (30, 0.01)):
        args = epochs, rate, params(cases), *inputs(cases, 5)
        expect(student.training_loop(*args)).close_to(reference.training_loop(*args))


@check("training_loop", points=1, needs=test_one_epoch)
def test_same_object(student, cases):
    """The parameters returned are the very tensor that was passed, a leaf that requires grad."""
    seen = student.training_loop(3, 0.01, params(cases), *inputs(cases, 3))
    expect(seen).is_argument("params").is_leaf().requires_grad()


@check(
    "training_loop",
    points=1,
    needs=test_one_epoch,
    hidden="Does your loop train on any readings, at any rate?",
)
def test_thermometer(student, reference):
    """The loop fits the thermometer."""
    for epochs, rate, readings in ((60, 1e-2, t_un), (20, 1e-4, t_u)):
        args = epochs, rate, leaf([1.0, 0.0]), readings, t_c
        expect(student.training_loop(*args)).close_to(reference.training_loop(*args))
