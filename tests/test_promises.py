"""What the contract promises beyond values is asked for, and no more than that.

A function leaves its arguments alone unless it says "in place", leaves autograd as it found it, and
works on inputs that make a shortcut show. Each of these answers is right but for one such thing.
"""

from __future__ import annotations

import pytest
from helpers.grading import failed, lost, pasted_each, touched

from grader.model import Report

CHANGES = {
    ("tensors", "from_list"): """
def from_list(data):
    tensor = torch.tensor(data, dtype=torch.float32)
    data.clear()
    return tensor
""",
    ("tensors", "from_list inside"): """
def from_list(data):
    tensor = torch.tensor(data, dtype=torch.float32)
    if isinstance(data[-1], list):
        data[-1].append(0.0)
    else:
        data[-1] = 0.0
    return tensor
""",
    ("tensors", "matrix_product"): """
def matrix_product(x, y):
    product = x @ y
    x.zero_()
    return product
""",
    ("tensors", "column_extremes"): """
def column_extremes(x):
    values, rows = x.max(dim=0)
    x[:] = 0
    return values.clone(), rows
""",
    ("tensors", "nearly_equal"): """
def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    x -= y
    return bool((x.abs() <= tolerance).all())
""",
    ("tensors", "to_rows"): """
def to_rows(x, n):
    if x.numel() % n:
        raise ValueError(n)
    return x.resize_(n, x.numel() // n) if x.is_contiguous() else x.reshape(n, -1)
""",
    ("tensors", "channels_last"): """
def channels_last(x):
    return x.transpose_(1, 2).transpose_(2, 3)
""",
    ("tensors", "outer_sum"): """
def outer_sum(x, y):
    return x.unsqueeze_(1) + y
""",
    ("gradient_descent", "has_diverged"): """
def has_diverged(losses):
    losses -= losses[0].clone()
    return bool(not torch.isfinite(losses[-1]) or losses[-1] > 0)
""",
    ("autograd", "gradient"): """
_gradient = gradient

def gradient(params, t_u, t_c):
    found = _gradient(params, t_u, t_c)
    t_c.zero_()
    return found
""",
    ("autograd", "accumulated_gradient"): """
_accumulated = accumulated_gradient

def accumulated_gradient(params, t_u, t_c, times):
    found = _accumulated(params, t_u, t_c, times)
    params.data.zero_()
    return found
""",
    ("autograd", "training_loop"): """
_training_loop = training_loop

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    _training_loop(n_epochs, learning_rate, params, t_u, t_c)
    t_u.zero_()
    return params
""",
    ("optimizers", "train_step"): """
_train_step = train_step

def train_step(optimizer, params, t_u, t_c):
    loss = _train_step(optimizer, params, t_u, t_c)
    t_u.zero_()
    return loss

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        _train_step(optimizer, params, t_u, t_c)
    return params
""",
    ("optimizers", "training_loop"): """
_training_loop = training_loop

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    _training_loop(n_epochs, optimizer, params, t_u, t_c)
    t_u.zero_()
    return params
""",
    ("optimizers", "fixed_training_loop"): """
_fixed_training_loop = fixed_training_loop

def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    _fixed_training_loop(n_epochs, optimizer, params, t_u, t_c)
    t_c.zero_()
    return params
""",
    ("validation", "training_loop"): """
_training_loop = training_loop

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    found = _training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c)
    val_t_u.zero_()
    return found
""",
    ("validation", "is_overfitting"): """
def is_overfitting(train_losses, val_losses):
    val_losses /= val_losses.min()
    return bool(train_losses[-1] < train_losses[0] and val_losses[-1] > 1.1)
""",
    ("quadratic", "training_loop"): """
_training_loop = training_loop

def training_loop(n_epochs, optimizer, params, t_u, t_c):
    _training_loop(n_epochs, optimizer, params, t_u, t_c)
    t_u.zero_()
    return params
""",
    ("quadratic", "final_losses"): """
_final_losses = final_losses

def final_losses(n_epochs, learning_rate, t_u, t_c):
    losses = _final_losses(n_epochs, learning_rate, t_u, t_c)
    t_u.zero_()
    return losses
""",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Report]:
    """By variant, each as a student's work, in one class: what it bears on is checked."""
    variants = CHANGES | SHORTCUTS | FREE
    asked = {variant: (variant[0], text) for variant, text in variants.items()}
    assert len(asked) == len(CHANGES) + len(SHORTCUTS) + len(FREE)
    only = {variant: touched(*text) for variant, text in asked.items()}
    return pasted_each(tmp_path_factory.mktemp("graded"), asked, only=only, diagnosis=False)


@pytest.mark.parametrize("variant", list(CHANGES), ids=": ".join)
def test_who_changes_an_argument_loses_points(
    variant: tuple[str, str], graded: dict[tuple[str, str], Report]
) -> None:
    """Right values are not enough where the caller's tensor or list is another one afterwards."""
    name = variant[1].partition(" ")[0]
    assert list(lost(graded[variant])) == [name]
    message = str(failed(graded[variant], name).message)
    assert message.startswith(("The call changed its argument `", "Look at `params` after the call. "))


SHORTCUTS = {
    ("tensors", "grid"): """
def grid(start, end, steps):
    step = (end - start) / (steps - 1)
    return torch.arange(start, end + step, step, dtype=torch.float32)
""",
    ("tensors", "from_array"): """
def from_array(array):
    import numpy
    return torch.from_numpy(numpy.ascontiguousarray(array))
""",
    ("autograd", "update"): """
def update(params, learning_rate):
    torch.set_grad_enabled(False)
    params -= learning_rate * params.grad

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        params.grad = None
        loss_fn(model(t_u, *params), t_c).backward()
        params.data -= learning_rate * params.grad
    return params
""",
    ("optimizers", "train_step rounds"): """
_train_step = train_step

def train_step(optimizer, params, t_u, t_c):
    return round(_train_step(optimizer, params, t_u, t_c), 2)
""",
}


@pytest.mark.parametrize("variant", list(SHORTCUTS), ids=": ".join)
def test_shortcuts_lose_points(variant: tuple[str, str], graded: dict[tuple[str, str], Report]) -> None:
    """What is right for most inputs only, or leaves gradients off, is not right."""
    assert list(lost(graded[variant])) == [variant[1].partition(" ")[0]]


FREE = {
    ("gradient_descent", "train_until gives a list"): """
_train_until = train_until

def train_until(*arguments):
    return list(_train_until(*arguments))
""",
    ("autograd", "training_loop clears after the update"): """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for _ in range(n_epochs):
        loss_fn(model(t_u, *params), t_c).backward()
        update(params, learning_rate)
        zero_grad(params)
    return params
""",
    ("tensors", "from_list reads the list"): """
def from_list(data):
    return torch.tensor(list(data)).float()
""",
}


def test_what_nobody_promised_is_free(graded: dict[tuple[str, str], Report]) -> None:
    """A list for a pair, and clearing at an epoch's end where nothing is there before the first."""
    assert {what: lost(graded[what]) for what in FREE} == {what: {} for what in FREE}
