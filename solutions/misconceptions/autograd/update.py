"""Mistakes in taking a step by hand. The student reads a function's docstring."""


def steps_inside_the_graph(params, learning_rate):
    """You change `params` in place while autograd records: that raises an error.

    `params` is a leaf tensor that requires grad, and autograd does not allow a change in place. Turn autograd
    off for the update with `torch.no_grad()`. (§5.5.1)
    """
    params -= learning_rate * params.grad


def makes_a_new_tensor(params, learning_rate):
    """You make a new tensor for the step. The tensor that the caller passed has not changed.

    `params = params - …` makes another tensor and calls it `params`, only inside your function. `params -= …`
    changes the tensor itself. (§5.5.1)
    """
    with torch.no_grad():
        params = params - learning_rate * params.grad


def returns_the_step_instead(params, learning_rate):
    """You return the new values. The tensor that the caller passed has not changed.

    The loop and `backward()` continue with the tensor that they have. Change that tensor in place. You need
    not return anything. (§5.5.1)
    """
    with torch.no_grad():
        return params - learning_rate * params.grad


def steps_along_the_graph(params, learning_rate):
    """Your step makes a new tensor inside the graph. The tensor that the caller passed has not changed.

    `params = params - …` gives the name `params` to another tensor, which is not a leaf. So `backward()` will
    not fill its `.grad`. `params -= …` under `torch.no_grad()` changes the tensor itself. (§5.5.1)
    """
    params = params - learning_rate * params.grad
    return params


def climbs(params, learning_rate):
    """You add the gradient, so the loss grows with every step.

    The gradient points in the direction in which the loss grows. To make the loss smaller, subtract the
    gradient. (§5.5.1)
    """
    with torch.no_grad():
        params += learning_rate * params.grad


def forgets_the_learning_rate(params, learning_rate):
    """You subtract the whole gradient: you do not use `learning_rate`.

    The gradient gives the direction, not the distance to the minimum. Such large steps jump over the valley.
    (§5.5.1)
    """
    with torch.no_grad():
        params -= params.grad


def brings_its_own_learning_rate(params, learning_rate):
    """The step is always the same, because your function uses 0.01 and not `learning_rate`.

    The caller chooses the learning rate, and other data needs another one. Use the argument. (§5.5.1)
    """
    with torch.no_grad():
        params -= 1e-2 * params.grad


def writes_equals_minus(params, learning_rate):
    """`params` becomes the step itself, with a minus sign: you wrote `=-` instead of `-=`.

    Python reads `x =- y` as `x = (-y)`, so the old value is lost. `x -= y` subtracts `y` from `x`. (§5.5.1)
    """
    params.data = -learning_rate * params.grad


def changes_the_gradient(params, learning_rate):
    """You change `params.grad`. `params` itself has not changed.

    `params.grad` gives the direction. `w` and `b` are in `params`, so change `params`. (§5.5.1)
    """
    with torch.no_grad():
        params.grad *= learning_rate


def switches_gradients_off(params, learning_rate):
    """After your step, `params` no longer requires grad, so the next `backward()` fails.

    The effect of `requires_grad_(False)` and `detach_()` does not end. Turn autograd off only for the update:
    `with torch.no_grad():` ends with its block. (§5.5.4)
    """
    params.requires_grad_(False)
    params -= learning_rate * params.grad


def leaves_gradients_off(params, learning_rate):
    """Your step is right, but `set_grad_enabled(False)` stays active, so no later computation has a graph.

    Then the next loss cannot go backward. `with torch.no_grad():` turns autograd off only for its block, and
    restores the setting at the end. (§5.5.4)
    """
    torch.set_grad_enabled(False)
    params -= learning_rate * params.grad
