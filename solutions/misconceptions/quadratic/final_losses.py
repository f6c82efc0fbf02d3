"""Mistakes in comparing two models. The student reads a function's docstring."""


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
    """You return the losses before the last update. Return those after it.

    The loop computes the loss before the step. After the loop, compute it once more. (§5.7)
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
    """You train both models for one epoch too few.

    `range(1, n_epochs)` ends at `n_epochs - 1`. For `n_epochs` rounds, write `range(n_epochs)`, or
    `range(1, n_epochs + 1)` to count from one. (§5.4.3)
    """
    less = n_epochs - 1
    return _line(less, learning_rate, t_u, t_c), _curve(less, learning_rate, t_u, t_c)


def starts_at_one(n_epochs, learning_rate, t_u, t_c):
    """The weights start at one. All parameters must start at zero.

    Earlier exercises began with `w = 1`. From another start, the same number of epochs ends at another point.
    (§5.7)
    """
    line, curve = torch.tensor([1.0, 0.0]), torch.tensor([1.0, 1.0, 0.0])
    line = _trained(linear_model, line.requires_grad_(), n_epochs, learning_rate, t_u, t_c)
    curve = _trained(model, curve.requires_grad_(), n_epochs, learning_rate, t_u, t_c)
    return loss_fn(linear_model(t_u, *line), t_c).item(), loss_fn(model(t_u, *curve), t_c).item()


def starts_at_random(n_epochs, learning_rate, t_u, t_c):
    """The parameters start at random numbers. All must start at zero.

    Random starts are for networks. Here both models must begin in the same way, and a second run must give
    the same numbers. (§5.7)
    """
    line, curve = torch.randn(2, requires_grad=True), torch.randn(3, requires_grad=True)
    line = _trained(linear_model, line, n_epochs, learning_rate, t_u, t_c)
    curve = _trained(model, curve, n_epochs, learning_rate, t_u, t_c)
    return loss_fn(linear_model(t_u, *line), t_c).item(), loss_fn(model(t_u, *curve), t_c).item()


def continues_from_the_line(n_epochs, learning_rate, t_u, t_c):
    """The quadratic model starts from the trained line. It must start from zero.

    It has then been trained for twice as many epochs, so you cannot compare the models. (§5.7)
    """
    line = _trained(linear_model, _zeros(2), n_epochs, learning_rate, t_u, t_c)
    curve = torch.cat([torch.zeros(1), line]).requires_grad_()
    curve = _trained(model, curve, n_epochs, learning_rate, t_u, t_c)
    return loss_fn(linear_model(t_u, *line), t_c).item(), loss_fn(model(t_u, *curve), t_c).item()


def takes_the_line_from_the_curve(n_epochs, learning_rate, t_u, t_c):
    """Your line is the trained curve without its square. You must train the line separately.

    During the training of the curve, its `w1` and `b` depended on `w2`. Without `w2` they are not a good
    line. (§5.7)
    """
    curve = _trained(model, _zeros(3), n_epochs, learning_rate, t_u, t_c)
    return loss_fn(linear_model(t_u, *curve[1:]), t_c).item(), loss_fn(model(t_u, *curve), t_c).item()


def trains_the_curve_twice(n_epochs, learning_rate, t_u, t_c):
    """Both losses are those of the quadratic model.

    The line has its own model and its own parameters: `linear_model`, with two of them. (§5.7)
    """
    curve = _curve(n_epochs, learning_rate, t_u, t_c)
    return curve, curve


def trains_the_line_twice(n_epochs, learning_rate, t_u, t_c):
    """Both losses are those of the line.

    If the parameters for the square never get a gradient, the second model is the first one again. Train the
    second one with `model`. (§5.7)
    """
    line = _line(n_epochs, learning_rate, t_u, t_c)
    return line, line


def returns_the_curve_first(n_epochs, learning_rate, t_u, t_c):
    """The losses are in the wrong order: the loss of the quadratic model comes first.

    Both are plain numbers, so there is no error. Return `(linear, quadratic)`. (§5.7)
    """
    return _curve(n_epochs, learning_rate, t_u, t_c), _line(n_epochs, learning_rate, t_u, t_c)


def brings_its_own_learning_rate(n_epochs, learning_rate, t_u, t_c):
    """You train the models at 1e-4. You do not use the learning rate that the caller passed.

    The caller wants to choose the learning rate. Pass `learning_rate` on to the optimizer. (§5.7)
    """
    return _line(n_epochs, 1e-4, t_u, t_c), _curve(n_epochs, 1e-4, t_u, t_c)


def scales_the_readings_again(n_epochs, learning_rate, t_u, t_c):
    """You multiply the readings by 0.1 here, but the caller has already scaled them.

    Scaled twice, they are too small, and training is very slow. (§5.7)
    """
    return _line(n_epochs, learning_rate, 0.1 * t_u, t_c), _curve(n_epochs, learning_rate, 0.1 * t_u, t_c)


def shares_one_optimizer(n_epochs, learning_rate, t_u, t_c):
    """The optimizer holds only the first model's parameters, so the quadratic model never changes.

    An optimizer updates only the tensors that it got when you made it. Make one for each model. (§5.5.2)
    """
    return _line(n_epochs, learning_rate, t_u, t_c), loss_fn(model(t_u, 0.0, 0.0, 0.0), t_c).item()


def returns_tensors(n_epochs, learning_rate, t_u, t_c):
    """You return tensors. Return two Python floats.

    `item()` takes the number out. The tensor may still keep a graph in memory. (§5.7)
    """
    losses = _line(n_epochs, learning_rate, t_u, t_c), _curve(n_epochs, learning_rate, t_u, t_c)
    return torch.tensor(losses[0]), torch.tensor(losses[1])


def returns_the_parameters(n_epochs, learning_rate, t_u, t_c):
    """You return the trained parameters. Return the losses with these parameters.

    You cannot compare two sets of parameters with each other, above all not two parameters with three. (§5.7)
    """
    line = _trained(linear_model, _zeros(2), n_epochs, learning_rate, t_u, t_c)
    return line, _trained(model, _zeros(3), n_epochs, learning_rate, t_u, t_c)


def starts_all_at_one(n_epochs, learning_rate, t_u, t_c):
    """The parameters start at 1. They must start at 0.

    Another start gives other losses after the same number of epochs. Use `torch.zeros`. (§5.7)
    """
    losses = []
    for forward, size in ((linear_model, 2), (model, 3)):
        params = _trained(forward, torch.ones(size, requires_grad=True), n_epochs, learning_rate, t_u, t_c)
        losses.append(loss_fn(forward(t_u, *params), t_c).item())
    return losses[0], losses[1]


def trains_with_adam(n_epochs, learning_rate, t_u, t_c):
    """You train with Adam. The exercise asks for SGD.

    Adam takes other steps, so the losses are other ones. Use `torch.optim.SGD`. (§5.7)
    """
    losses = []
    for forward, size in ((linear_model, 2), (model, 3)):
        params = _zeros(size)
        optimizer = torch.optim.Adam([params], lr=learning_rate)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss_fn(forward(t_u, *params), t_c).backward()
            optimizer.step()
        losses.append(loss_fn(forward(t_u, *params), t_c).item())
    return losses[0], losses[1]


def slows_the_curve_down(n_epochs, learning_rate, t_u, t_c):
    """The quadratic model gets a smaller learning rate than the line: a tenth of it.

    You compare two models, so all else must be equal. Use `learning_rate` for both. (§5.7)
    """
    return _line(n_epochs, learning_rate, t_u, t_c), _curve(n_epochs, learning_rate / 10, t_u, t_c)
