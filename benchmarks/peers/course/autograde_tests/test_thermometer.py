"""The peers' job: ten functions, 25 assertions, 2,201 epochs. Inputs are fixed, as theirs are."""

import torch

from grader.testing import check, expect, leaf, optimizer

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])
t_un = 0.1 * t_u
START = torch.tensor([1.0, 0.0])
SECONDS = 10


def number(value):
    return torch.tensor(float(value))


def alike(student, reference, function, *arguments):
    expect(getattr(student, function)(*arguments)).close_to(
        getattr(reference, function)(*arguments), rtol=1e-4
    )


def has_shape(seen, *shape):
    expect(seen).that(tuple(getattr(seen.value, "shape", (None,))) == shape, "wrong shape")


@check("model", points=1, seconds=SECONDS)
def test_model_of_one_and_zero(student, reference):
    """The model with w of 1 and b of 0."""
    alike(student, reference, "model", t_u, number(1), number(0))


@check("model", points=1, seconds=SECONDS)
def test_model_of_others(student, reference):
    """The model with other parameters."""
    alike(student, reference, "model", t_un, number(2.5), number(-1))


@check("model", points=1, seconds=SECONDS)
def test_model_has_one_prediction_a_reading(student):
    """One prediction for each reading."""
    has_shape(student.model(t_u[:3], number(1), number(0)), 3)


@check("loss_fn", points=1, seconds=SECONDS)
def test_loss_of_readings(student, reference):
    """The loss of all readings."""
    alike(student, reference, "loss_fn", t_u, t_c)


@check("loss_fn", points=1, seconds=SECONDS)
def test_loss_of_the_right_prediction(student, reference):
    """The loss of a perfect prediction."""
    alike(student, reference, "loss_fn", t_c, t_c)


@check("loss_fn", points=1, seconds=SECONDS)
def test_loss_is_one_number(student):
    """The loss is one number."""
    has_shape(student.loss_fn(t_u, t_c))


@check("dloss_fn", points=1, seconds=SECONDS)
def test_dloss_of_all(student, reference):
    """The derivative of the loss by each prediction."""
    alike(student, reference, "dloss_fn", t_u, t_c)


@check("dloss_fn", points=1, seconds=SECONDS)
def test_dloss_of_four(student, reference):
    """The same for four predictions."""
    alike(student, reference, "dloss_fn", t_u[:4], t_c[:4])


@check("dmodel_dw", points=1, seconds=SECONDS)
def test_dmodel_dw_of_all(student, reference):
    """The derivative of the model by w."""
    alike(student, reference, "dmodel_dw", t_u, number(3), number(2))


@check("dmodel_dw", points=1, seconds=SECONDS)
def test_dmodel_dw_of_four(student, reference):
    """The same for four readings."""
    alike(student, reference, "dmodel_dw", t_un[:4], number(0), number(1))


def is_one(seen, count):
    got = expect(seen)
    if got.dimensions() == 0:
        got.number_close_to(1.0)
    else:
        got.close_to(torch.ones(count))


@check("dmodel_db", points=1, seconds=SECONDS)
def test_dmodel_db_of_all(student):
    """The derivative of the model by b."""
    is_one(student.dmodel_db(t_u, number(3), number(2)), 11)


@check("dmodel_db", points=1, seconds=SECONDS)
def test_dmodel_db_of_four(student):
    """The same for four readings."""
    is_one(student.dmodel_db(t_un[:4], number(0), number(5)), 4)


@check("grad_fn", points=1, seconds=SECONDS)
def test_grad_at_the_start(student, reference):
    """The gradient where training starts."""
    alike(student, reference, "grad_fn", t_u, t_c, t_u, number(1), number(0))


@check("grad_fn", points=1, seconds=SECONDS)
def test_grad_elsewhere(student, reference):
    """The gradient somewhere else."""
    alike(student, reference, "grad_fn", t_un, t_c, 2.0 * t_un - 1.0, number(2), number(-1))


@check("grad_fn", points=1, seconds=SECONDS)
def test_grad_has_two_elements(student):
    """One element for each parameter."""
    has_shape(student.grad_fn(t_u, t_c, t_u, number(1), number(0)), 2)


@check("training_loop", points=1, seconds=SECONDS)
def test_loop_of_100(student, reference):
    """100 epochs by hand."""
    alike(student, reference, "training_loop", 100, 1e-2, START, t_un, t_c)


@check("training_loop", points=1, seconds=SECONDS)
def test_loop_of_500(student, reference):
    """500 epochs by hand."""
    alike(student, reference, "training_loop", 500, 1e-2, START, t_un, t_c)


@check("training_loop", points=1, seconds=SECONDS)
def test_loop_of_one(student, reference):
    """One epoch, with inputs as they come."""
    alike(student, reference, "training_loop", 1, 1e-4, START, t_u, t_c)


@check("training_loop_autograd", points=1, seconds=SECONDS)
def test_autograd_of_100(student, reference):
    """100 epochs with autograd."""
    alike(student, reference, "training_loop_autograd", 100, 1e-2, leaf([1.0, 0.0]), t_un, t_c)


@check("training_loop_autograd", points=1, seconds=SECONDS)
def test_autograd_of_500(student, reference):
    """500 epochs with autograd."""
    alike(student, reference, "training_loop_autograd", 500, 1e-2, leaf([1.0, 0.0]), t_un, t_c)


@check("training_loop_optim", points=1, seconds=SECONDS)
def test_sgd_of_200(student, reference):
    """200 steps of SGD."""
    p = leaf([1.0, 0.0])
    alike(student, reference, "training_loop_optim", 200, optimizer("SGD", p, lr=1e-2), p, t_un, t_c)


@check("training_loop_optim", points=1, seconds=SECONDS)
def test_sgd_of_500(student, reference):
    """500 steps of SGD."""
    p = leaf([1.0, 0.0])
    alike(student, reference, "training_loop_optim", 500, optimizer("SGD", p, lr=1e-2), p, t_un, t_c)


@check("training_loop_optim", points=1, seconds=SECONDS)
def test_adam_of_300(student, reference):
    """300 steps of Adam."""
    p = leaf([1.0, 0.0])
    alike(student, reference, "training_loop_optim", 300, optimizer("Adam", p, lr=1e-1), p, t_u, t_c)


@check("model_quad", points=1, seconds=SECONDS)
def test_quadratic(student, reference):
    """The quadratic model."""
    alike(student, reference, "model_quad", t_un, number(1), number(2), number(-3))


@check("model_quad", points=1, seconds=SECONDS)
def test_quadratic_without_a_square(student, reference):
    """The quadratic model without its square."""
    alike(student, reference, "model_quad", t_u, number(0), number(1), number(0))
