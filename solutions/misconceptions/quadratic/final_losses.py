"""Wrong turns in comparing two models. A function's docstring is what the student reads."""


def _trained(forward, params, n_epochs, learning_rate, t_u, t_c):
    optimizer = torch.optim.SGD([params], lr=learning_rate)
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss_fn(forward(t_u, *params), t_c).backward()
        optimizer.step()
    return params.detach()


def _zeros(n):
    return torch.zeros(n, requires_grad=True)


def _line(n_epochs, learning_rate, t_u, t_c):
    line = _trained(linear_model, _zeros(2), n_epochs, learning_rate, t_u, t_c)
    return loss_fn(linear_model(t_u, *line), t_c).item()


def _curve(n_epochs, learning_rate, t_u, t_c):
    curve = _trained(model, _zeros(3), n_epochs, learning_rate, t_u, t_c)
    return loss_fn(model(t_u, *curve), t_c).item()


def _right(n_epochs, learning_rate, t_u, t_c):
    return _line(n_epochs, learning_rate, t_u, t_c), _curve(n_epochs, learning_rate, t_u, t_c)


def stops_before_the_last_update(n_epochs, learning_rate, t_u, t_c):
    """You return the losses before the last update; those after it are asked for.

    The loss in the loop is computed before the step that follows it. After the loop, compute it once
    more. (§5.7)
    """
    losses = []
    for forward, params in ((linear_model, _zeros(2)), (model, _zeros(3))):
        optimizer = torch.optim.SGD([params], lr=learning_rate)
        for _ in range(n_epochs):
            loss = loss_fn(forward(t_u, *params), t_c)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
    return tuple(losses)


def one_epoch_too_few(n_epochs, learning_rate, t_u, t_c):
    """Both models are trained for one epoch less than asked for.

    `range(1, n_epochs)` ends at `n_epochs - 1`. For `n_epochs` rounds say `range(n_epochs)`, or
    `range(1, n_epochs + 1)` to count from one. (§5.4.3)
    """
    less = n_epochs - 1
    return _line(less, learning_rate, t_u, t_c), _curve(less, learning_rate, t_u, t_c)


def starts_at_one(n_epochs, learning_rate, t_u, t_c):
    """The weights start at one; all parameters are to start at zero.

    Earlier runs began with `w = 1`. From another start, the same number of epochs ends elsewhere. (§5.7)
    """
    line, curve = torch.tensor([1.0, 0.0]), torch.tensor([1.0, 1.0, 0.0])
    line = _trained(linear_model, line.requires_grad_(), n_epochs, learning_rate, t_u, t_c)
    curve = _trained(model, curve.requires_grad_(), n_epochs, learning_rate, t_u, t_c)
    return loss_fn(linear_model(t_u, *line), t_c).item(), loss_fn(model(t_u, *curve), t_c).item()


def starts_at_random(n_epochs, learning_rate, t_u, t_c):
    """The parameters start at random numbers; all are to start at zero.

    Random starts are for networks. Here both models must begin alike, and a second run must give the same
    figures. (§5.7)
    """
    line, curve = torch.randn(2, requires_grad=True), torch.randn(3, requires_grad=True)
    line = _trained(linear_model, line, n_epochs, learning_rate, t_u, t_c)
    curve = _trained(model, curve, n_epochs, learning_rate, t_u, t_c)
    return loss_fn(linear_model(t_u, *line), t_c).item(), loss_fn(model(t_u, *curve), t_c).item()


def continues_from_the_line(n_epochs, learning_rate, t_u, t_c):
    """The curve starts from the trained line; it is to start from zero.

    It has then been trained for twice as many epochs, and the comparison says nothing about the
    models. (§5.7)
    """
    line = _trained(linear_model, _zeros(2), n_epochs, learning_rate, t_u, t_c)
    curve = torch.cat([torch.zeros(1), line]).requires_grad_()
    curve = _trained(model, curve, n_epochs, learning_rate, t_u, t_c)
    return loss_fn(linear_model(t_u, *line), t_c).item(), loss_fn(model(t_u, *curve), t_c).item()


def takes_the_line_from_the_curve(n_epochs, learning_rate, t_u, t_c):
    """The line is the trained curve without its square; it has to be trained by itself.

    While the curve was trained, its `w1` and `b` counted on `w2`. Alone they are no good line. (§5.7)
    """
    curve = _trained(model, _zeros(3), n_epochs, learning_rate, t_u, t_c)
    return loss_fn(linear_model(t_u, *curve[1:]), t_c).item(), loss_fn(model(t_u, *curve), t_c).item()


def trains_the_curve_twice(n_epochs, learning_rate, t_u, t_c):
    """Both losses are those of the quadratic model.

    The line has a model and parameters of its own: `linear_model`, with two of them. (§5.7)
    """
    curve = _curve(n_epochs, learning_rate, t_u, t_c)
    return curve, curve


def trains_the_line_twice(n_epochs, learning_rate, t_u, t_c):
    """Both losses are those of the line.

    With parameters for the square that never get a gradient, the second model is the first one again. Train
    the other with `model`. (§5.7)
    """
    line = _line(n_epochs, learning_rate, t_u, t_c)
    return line, line


def returns_the_curve_first(n_epochs, learning_rate, t_u, t_c):
    """The losses are in the wrong order: first that of the quadratic model.

    Both are plain numbers, so nobody notices; return `(linear, quadratic)`. (§5.7)
    """
    return _curve(n_epochs, learning_rate, t_u, t_c), _line(n_epochs, learning_rate, t_u, t_c)


def brings_its_own_learning_rate(n_epochs, learning_rate, t_u, t_c):
    """The models are trained at 1e-4, whatever learning rate is passed.

    Whoever compares wants to choose it. Hand `learning_rate` on to the optimizer. (§5.7)
    """
    return _line(n_epochs, 1e-4, t_u, t_c), _curve(n_epochs, 1e-4, t_u, t_c)


def scales_the_readings_again(n_epochs, learning_rate, t_u, t_c):
    """The readings are multiplied by 0.1 here, and the caller has scaled them already.

    Scaled twice, they are too small, and training crawls. (§5.7)
    """
    return _line(n_epochs, learning_rate, 0.1 * t_u, t_c), _curve(n_epochs, learning_rate, 0.1 * t_u, t_c)


def shares_one_optimizer(n_epochs, learning_rate, t_u, t_c):
    """Only the first model's parameters are in the optimizer: the quadratic model never moves.

    An optimizer updates what it was given when it was made, and nothing else. Make one for each
    model. (§5.5.2)
    """
    return _line(n_epochs, learning_rate, t_u, t_c), loss_fn(model(t_u, 0.0, 0.0, 0.0), t_c).item()


def returns_tensors(n_epochs, learning_rate, t_u, t_c):
    """You return tensors; two Python floats are asked for.

    `item()` takes the number out. The tensor may still hold on to a graph. (§5.7)
    """
    losses = _line(n_epochs, learning_rate, t_u, t_c), _curve(n_epochs, learning_rate, t_u, t_c)
    return torch.tensor(losses[0]), torch.tensor(losses[1])


def returns_the_parameters(n_epochs, learning_rate, t_u, t_c):
    """You return the trained parameters; the losses that they leave are asked for.

    Two sets of parameters cannot be compared with each other, least of all two with three. (§5.7)
    """
    line = _trained(linear_model, _zeros(2), n_epochs, learning_rate, t_u, t_c)
    return line, _trained(model, _zeros(3), n_epochs, learning_rate, t_u, t_c)
