"""Wrong turns in taking a step by hand. A function's docstring is what the student reads."""


def steps_inside_the_graph(params, learning_rate):
    """You change `params` in place while autograd watches: that raises an error.

    A leaf tensor that requires grad is where gradients end; autograd does not let it change under its eyes.
    Say that it should look away for the update: `torch.no_grad()` is for this. (§5.5.1)
    """
    params -= learning_rate * params.grad


def makes_a_new_tensor(params, learning_rate):
    """Your step goes into a new tensor, and the one that was passed stays where it was.

    `params = params - …` makes another tensor and gives it the name `params`, inside your function only.
    `params -= …` changes the tensor itself. (§5.5.1)
    """
    with torch.no_grad():
        params = params - learning_rate * params.grad


def returns_the_step_instead(params, learning_rate):
    """You return the new values, and the tensor that was passed stays where it was.

    The loop goes on with the tensor that it has, and so does `backward()`. Change that one in place; nothing
    need be returned. (§5.5.1)
    """
    with torch.no_grad():
        return params - learning_rate * params.grad


def steps_along_the_graph(params, learning_rate):
    """Your step makes a new tensor, inside the graph, and the one that was passed stays where it was.

    `params = params - …` gives the name `params` to another tensor, which is no leaf: `backward()` will not
    fill its `.grad`. `params -= …` under `torch.no_grad()` changes the tensor itself. (§5.5.1)
    """
    params = params - learning_rate * params.grad
    return params


def climbs(params, learning_rate):
    """The gradient is added, so the loss grows with every step.

    The gradient points to where the loss grows. To go down, step against it. (§5.5.1)
    """
    with torch.no_grad():
        params += learning_rate * params.grad


def forgets_the_learning_rate(params, learning_rate):
    """The whole gradient is subtracted: `learning_rate` is not used.

    The gradient says which way is down, not how far it is to the bottom. Steps of that length leap over the
    valley. (§5.5.1)
    """
    with torch.no_grad():
        params -= params.grad


def brings_its_own_learning_rate(params, learning_rate):
    """The step is the same whatever `learning_rate` is passed: 0.01 is written into your function.

    Whoever calls chooses the learning rate, and other data needs another one. Use the argument. (§5.5.1)
    """
    with torch.no_grad():
        params -= 1e-2 * params.grad


def writes_equals_minus(params, learning_rate):
    """`params` becomes the step itself, with a minus: you write `=-` where `-=` is meant.

    `x =- y` is read as `x = (-y)`: what was there is gone. `x -= y` takes `y` away from it. (§5.5.1)
    """
    params.data = -learning_rate * params.grad


def changes_the_gradient(params, learning_rate):
    """You change `params.grad`, and `params` stays where it was.

    `params.grad` says which way to go; `w` and `b` stand in `params`. Take the step there. (§5.5.1)
    """
    with torch.no_grad():
        params.grad *= learning_rate


def switches_gradients_off(params, learning_rate):
    """After your step `params` no longer requires grad, so the next `backward()` fails.

    `requires_grad_(False)` and `detach_()` are for ever. Autograd should look away only for the update, and
    `with torch.no_grad():` ends where its block ends. (§5.5.4)
    """
    params.requires_grad_(False)
    params -= learning_rate * params.grad


def leaves_gradients_off(params, learning_rate):
    """Your step is right, but `set_grad_enabled(False)` stays on: nothing that follows has a graph.

    Then the next loss cannot go backward. `with torch.no_grad():` looks away for its block only, and puts
    things back at its end. (§5.5.4)
    """
    torch.set_grad_enabled(False)
    params -= learning_rate * params.grad
