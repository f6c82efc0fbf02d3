"""Systematic mistakes as students write them, a dozen in each assignment, and the words that fit them.

(assignment/function, what they do) → (words of which the headline must have some, the function's text). Where
the course has a misconception for it, written ones win.
"""

from __future__ import annotations

MISTAKES: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {
    ("tensors/grid", "one number too few"): (
        ("steps - 1",),
        """
def grid(start, end, steps):
    return torch.linspace(start, end, steps - 1)
""",
    ),
    ("tensors/grid", "begins at the end"): (
        (
            "each other's place",
            "from the end",
        ),
        """
def grid(start, end, steps):
    return torch.linspace(end, start, steps)
""",
    ),
    ("tensors/identity", "one row too many"): (
        ("n + 1",),
        """
def identity(n):
    out = torch.zeros(n + 1, n + 1)
    out.fill_diagonal_(1.0)
    return out
""",
    ),
    ("tensors/outer_sum", "the sum of the others"): (
        (
            "each other's place",
            "rows",
        ),
        """
def outer_sum(x, y):
    return y[:, None] + x[None, :]
""",
    ),
    ("tensors/column_extremes", "rows and values swapped"): (
        ("wrong order",),
        """
def column_extremes(x):
    rows = x.argmax(dim=0)
    return rows, x.amax(dim=0)
""",
    ),
    ("tensors/column_extremes", "the rows alone"): (
        ("only",),
        """
def column_extremes(x):
    return x.argmax(dim=0)
""",
    ),
    ("tensors/column_extremes", "rows from one"): (
        ("one too large",),
        """
def column_extremes(x):
    values, rows = x.max(0)
    return values, rows + 1
""",
    ),
    ("tensors/nearly_equal", "below the tolerance"): (
        ("equal",),
        """
def nearly_equal(x, y, tolerance):
    if x.shape != y.shape:
        return False
    return bool(torch.all(torch.abs(x - y) < tolerance))
""",
    ),
    ("tensors/nearly_equal", "a tolerance of its own"): (
        ("tolerance",),
        """
def nearly_equal(x, y, tolerance):
    return x.shape == y.shape and bool(((x - y).abs() <= 0.001).all())
""",
    ),
    ("tensors/repeat_rows", "one row less"): (
        ("n - 1",),
        """
def repeat_rows(x, n):
    return x.expand(n - 1, len(x))
""",
    ),
    ("tensors/matrix_product", "product the other way"): (
        ("wrong order",),
        """
def matrix_product(x, y):
    return torch.matmul(y, x)
""",
    ),
    ("tensors/ramp", "two values of three"): (
        (
            "each other's place",
            "step",
        ),
        """
def ramp(start, end, step):
    return torch.arange(start, end, 1.0, dtype=torch.float32)
""",
    ),
    ("gradient_descent/training_loop", "predictions once"): (
        ("once",),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    t_p = params[0] * t_u + params[1]
    for epoch in range(n_epochs):
        gradient = torch.stack([(2 * (t_p - t_c) / len(t_u) * t_u).sum(), (2 * (t_p - t_c) / len(t_u)).sum()])
        params = params - learning_rate * gradient
    return params
""",
    ),
    ("gradient_descent/training_loop", "an epoch too many"): (
        ("too many",),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    epoch = 0
    while epoch <= n_epochs:
        w, b = params
        params = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        epoch += 1
    return params
""",
    ),
    ("gradient_descent/training_loop", "readings and targets swapped"): (
        ("each other's place",),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        params = params - learning_rate * grad_fn(t_c, t_u, model(t_c, w, b), w, b)
    return params
""",
    ),
    ("gradient_descent/training_loop", "the file's readings"): (
        (),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        w, b = params
        params = params - learning_rate * grad_fn(globals()["t_u"], t_c, model(globals()["t_u"], w, b), w, b)
    return params
""",
    ),
    ("gradient_descent/model", "w and b swapped"): (
        ("exchanged",),
        """
def model(t_u, w, b):
    return b * t_u + w
""",
    ),
    ("gradient_descent/grad_fn", "b before w"): (
        ("wrong order",),
        """
def grad_fn(t_u, t_c, t_p, w, b):
    error = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([error.sum(), (error * t_u).sum()])
""",
    ),
    ("gradient_descent/loss_history", "a loss too few"): (
        ("The last loss is missing",),
        """
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for _ in range(n_epochs - 1):
        w, b = params
        t_p = model(t_u, w, b)
        losses.append(loss_fn(t_p, t_c))
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return torch.tensor(losses)
""",
    ),
    ("gradient_descent/train_until", "below the tolerance"): (
        ("equal",),
        """
def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(max_epochs):
        w, b = params
        new = params - learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        moved = (new - params).abs().max()
        params = new
        if moved < tolerance:
            return params, epoch + 1
    return params, max_epochs
""",
    ),
    ("gradient_descent/train_until", "epochs from zero"): (
        ("one too small",),
        """
def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(max_epochs):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        if step.abs().max() <= tolerance:
            break
    return params, epoch
""",
    ),
    ("gradient_descent/has_diverged", "at least as large"): (
        ("equal",),
        """
def has_diverged(losses):
    return bool(losses[-1] >= losses[0]) or not bool(torch.isfinite(losses[-1]))
""",
    ),
    ("gradient_descent/grad_fn", "only the gradient of w"): (
        ("only",),
        """
def grad_fn(t_u, t_c, t_p, w, b):
    return (2 * (t_p - t_c) / len(t_c) * t_u).sum()
""",
    ),
    ("gradient_descent/loss_history", "a rate of its own"): (
        (
            "learning_rate",
            "learning rate",
        ),
        """
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for _ in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses.append(loss_fn(t_p, t_c))
        params = params - 0.01 * grad_fn(t_u, t_c, t_p, w, b)
    return torch.stack(losses)
""",
    ),
    ("autograd/accumulated_gradient", "once too often"): (
        ("too many",),
        """
def accumulated_gradient(params, t_u, t_c, times):
    params.grad = None
    for _ in range(times + 1):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad
""",
    ),
    ("autograd/accumulated_gradient", "once too little"): (
        (),
        """
def accumulated_gradient(params, t_u, t_c, times):
    params.grad = None
    for _ in range(1, times):
        loss_fn(model(t_u, *params), t_c).backward()
    return params.grad if params.grad is not None else torch.zeros(2)
""",
    ),
    ("autograd/gradient", "data swapped"): (
        ("each other's place",),
        """
def gradient(params, t_u, t_c):
    params.grad = None
    loss = ((model(t_c, *params) - t_u) ** 2).mean()
    loss.backward()
    return params.grad.clone()
""",
    ),
    ("autograd/gradient", "b before w"): (
        ("wrong order",),
        """
def gradient(params, t_u, t_c):
    params.grad = None
    loss_fn(model(t_u, *params), t_c).backward()
    return params.grad.flip(0)
""",
    ),
    ("autograd/gradient", "the file's targets"): (
        ("of the file",),
        """
def gradient(params, t_u, t_c):
    params.grad = None
    loss_fn(model(globals()["t_u"], *params), globals()["t_c"]).backward()
    return params.grad
""",
    ),
    # It returns its argument in every call, which holds another answer each time.
    ("autograd/training_loop", "a rate for each reading"): (
        ("number of elements in `t_u`", "number of elements in `t_c`"),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    rate = learning_rate / len(t_u)
    for _ in range(n_epochs):
        zero_grad(params)
        loss_fn(model(t_u, *params), t_c).backward()
        update(params, rate)
    return params
""",
    ),
    ("autograd/training_loop", "an epoch too many"): (
        ("too often",),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs + 1):
        if params.grad is not None:
            params.grad.zero_()
        loss_fn(model(t_u, *params), t_c).backward()
        with torch.no_grad():
            params -= learning_rate * params.grad
    return params
""",
    ),
    ("autograd/training_loop", "trains a clone"): (
        ("copy",),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    params = params.clone().detach().requires_grad_(True)
    for epoch in range(n_epochs):
        params.grad = None
        loss_fn(model(t_u, *params), t_c).backward()
        with torch.no_grad():
            params -= learning_rate * params.grad
    return params
""",
    ),
    ("autograd/training_loop", "clears at the end and stops early"): (
        (),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(1, n_epochs):
        loss_fn(model(t_u, *params), t_c).backward()
        update(params, learning_rate)
        params.grad = None
    return params
""",
    ),
    ("autograd/training_loop", "readings swapped"): (
        ("each other's place",),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        zero_grad(params)
        loss_fn(model(t_c, *params), t_u).backward()
        update(params, learning_rate)
    return params
""",
    ),
    ("autograd/training_loop", "the file's data"): (
        ("of the file",),
        """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    for epoch in range(n_epochs):
        zero_grad(params)
        loss_fn(model(globals()["t_u"], *params), globals()["t_c"]).backward()
        update(params, learning_rate)
    return params
""",
    ),
    ("autograd/update", "a rate of its own"): (
        (
            "learning_rate",
            "learning rate",
        ),
        """
def update(params, learning_rate):
    with torch.no_grad():
        params -= 1e-3 * params.grad
""",
    ),
    ("autograd/update", "updates a copy"): (
        (
            "copy",
            "has not changed",
            "stays",
        ),
        """
def update(params, learning_rate):
    with torch.no_grad():
        new = params.clone()
        new -= learning_rate * params.grad
    return new
""",
    ),
    ("optimizers/train_step", "an SGD of its own each call"): (
        ("own",),
        """
def train_step(optimizer, params, t_u, t_c):
    own = torch.optim.SGD([params], lr=optimizer.param_groups[0]["lr"])
    loss = loss_fn(model(t_u, *params), t_c)
    own.zero_grad()
    loss.backward()
    own.step()
    return loss.item()
""",
    ),
    ("optimizers/train_step", "step swapped data"): (
        ("each other's place",),
        """
def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(t_c, *params), t_u)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
""",
    ),
    ("optimizers/train_step", "step on the file's data"): (
        ("of the file",),
        """
def train_step(optimizer, params, t_u, t_c):
    loss = loss_fn(model(globals()["t_u"], *params), globals()["t_c"])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss)
""",
    ),
    ("optimizers/training_loop", "an epoch too many"): (
        ("too often",),
        """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs + 1):
        train_step(optimizer, params, t_u, t_c)
    return params
""",
    ),
    ("optimizers/training_loop", "swapped"): (
        ("each other's place",),
        """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        train_step(optimizer, params, t_c, t_u)
    return params
""",
    ),
    ("optimizers/training_loop", "an Adam of its own"): (
        ("own",),
        """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    adam = torch.optim.Adam([params], lr=optimizer.param_groups[0]["lr"])
    for epoch in range(n_epochs):
        train_step(adam, params, t_u, t_c)
    return params
""",
    ),
    ("optimizers/fixed_training_loop", "an epoch too few"): (
        (
            "too few",
            "too little",
        ),
        """
def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(1, n_epochs):
        train_step(optimizer, params, t_u, t_c)
    return params
""",
    ),
    ("optimizers/fixed_training_loop", "an epoch too many"): (
        ("too often",),
        """
def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    epoch = 0
    while epoch <= n_epochs:
        optimizer.zero_grad()
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
        epoch += 1
    return params
""",
    ),
    ("optimizers/fixed_training_loop", "a new one every round"): (
        ("memory",),
        """
def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        optimizer.state.clear()
        train_step(optimizer, params, t_u, t_c)
    return params
""",
    ),
    ("optimizers/fixed_training_loop", "a clone returned"): (
        (
            "another tensor",
            "copy",
        ),
        """
def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        train_step(optimizer, params, t_u, t_c)
    return params.clone()
""",
    ),
    ("optimizers/make_optimizer", "a rate of its own"): (
        (
            "learning_rate",
            "learning rate",
        ),
        """
def make_optimizer(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params], lr=0.001)
""",
    ),
    ("optimizers/fixed_training_loop", "the file's data"): (
        ("of the file",),
        """
def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        train_step(optimizer, params, globals()["t_u"], globals()["t_c"])
    return params
""",
    ),
    ("validation/split_indices", "parts swapped"): (
        ("wrong order",),
        """
def split_indices(n_samples, val_fraction, generator):
    order = torch.randperm(n_samples, generator=generator)
    n_val = int(n_samples * val_fraction)
    cut = n_samples - n_val
    return order[cut:], order[:cut]
""",
    ),
    ("validation/split_indices", "one part twice"): (
        ("twice",),
        """
def split_indices(n_samples, val_fraction, generator):
    order = torch.randperm(n_samples, generator=generator)
    cut = n_samples - int(n_samples * val_fraction)
    return order[:cut], order[:cut]
""",
    ),
    ("validation/split_indices", "counted from one"): (
        ("one too large",),
        """
def split_indices(n_samples, val_fraction, generator):
    order = torch.randperm(n_samples, generator=generator) + 1
    cut = n_samples - int(n_samples * val_fraction)
    return order[:cut], order[cut:]
""",
    ),
    ("validation/split_indices", "a fraction of its own"): (
        ("val_fraction",),
        """
def split_indices(n_samples, val_fraction, generator):
    order = torch.randperm(n_samples, generator=generator)
    cut = n_samples - int(n_samples * 0.1)
    return order[:cut], order[cut:]
""",
    ),
    ("validation/calc_forward", "always a graph"): (
        (
            "graph",
            "is_train",
        ),
        """
def calc_forward(params, t_u, t_c, is_train):
    return ((params[0] * t_u + params[1] - t_c) ** 2).mean()
""",
    ),
    ("validation/calc_forward", "never a graph"): (
        (
            "graph",
            "is_train",
        ),
        """
def calc_forward(params, t_u, t_c, is_train):
    return loss_fn(model(t_u, *params), t_c).detach()
""",
    ),
    ("validation/calc_forward", "swapped"): (
        ("each other's place",),
        """
def calc_forward(params, t_u, t_c, is_train):
    with torch.set_grad_enabled(is_train):
        return loss_fn(model(t_c, *params), t_u)
""",
    ),
    ("validation/training_loop", "losses in each other's column"): (
        ("exchanged",),
        """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = []
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
        history.append([val_loss.item(), train_loss.item()])
    return params, torch.tensor(history)
""",
    ),
    ("validation/training_loop", "history alone"): (
        ("only",),
        """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = []
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
        history.append([train_loss.item(), val_loss.item()])
    return torch.tensor(history)
""",
    ),
    ("validation/training_loop", "results swapped"): (
        ("wrong order",),
        """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = []
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
        history.append([train_loss.item(), val_loss.item()])
    return torch.tensor(history), params
""",
    ),
    ("validation/training_loop", "validates once"): (
        (
            "first round",
            "once",
        ),
        """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    val_loss = calc_forward(params, val_t_u, val_t_c, False)
    history = []
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
        history.append([train_loss.item(), val_loss.item()])
    return params, torch.tensor(history)
""",
    ),
    ("validation/training_loop", "a part of the epochs"): (
        (),
        """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = []
    for epoch in range(1, n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
        history.append([train_loss.item(), val_loss.item()])
    return params, torch.tensor(history)
""",
    ),
    ("validation/is_overfitting", "losses swapped"): (
        ("each other's place",),
        """
def is_overfitting(train_losses, val_losses):
    return bool(val_losses[-1] < val_losses[0] and train_losses[-1] > 1.1 * train_losses.min())
""",
    ),
    ("quadratic/model", "w2 and b swapped"): (
        ("reverse order",),
        """
def model(t_u, w2, w1, b):
    return w2 + w1 * t_u + b * t_u * t_u
""",
    ),
    ("quadratic/model", "w2 and w1 swapped"): (
        ("exchanged",),
        """
def model(t_u, w2, w1, b):
    return w1 * t_u**2 + w2 * t_u + b
""",
    ),
    ("quadratic/model", "the file's readings"): (
        ("of the file",),
        """
def model(t_u, w2, w1, b):
    return w2 * globals()["t_u"]**2 + w1 * globals()["t_u"] + b
""",
    ),
    ("quadratic/grad_fn", "gradient reversed"): (
        ("reverse order",),
        """
def grad_fn(t_u, t_c, t_p, w2, w1, b):
    each = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([each.sum(), (each * t_u).sum(), (each * t_u**2).sum()])
""",
    ),
    ("quadratic/grad_fn", "the first alone"): (
        ("only",),
        """
def grad_fn(t_u, t_c, t_p, w2, w1, b):
    each = 2 * (t_p - t_c) / t_p.size(0)
    return (each * t_u**2).sum()
""",
    ),
    ("quadratic/grad_fn", "data swapped"): (
        ("each other's place",),
        """
def grad_fn(t_u, t_c, t_p, w2, w1, b):
    each = 2 * (t_p - t_u) / len(t_p)
    return torch.stack([(each * t_c * t_c).sum(), (each * t_c).sum(), each.sum()])
""",
    ),
    ("quadratic/final_losses", "losses swapped"): (
        ("wrong order",),
        """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    found = []
    for forward, n in ((model, 3), (linear_model, 2)):
        params = torch.zeros(n, requires_grad=True)
        optimizer = torch.optim.SGD([params], lr=learning_rate)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss_fn(forward(t_u, *params), t_c).backward()
            optimizer.step()
        found.append(loss_fn(forward(t_u, *params), t_c).item())
    return tuple(found)
""",
    ),
    ("quadratic/final_losses", "an epoch too few"): (
        ("before the last update",),
        """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    found = []
    for forward, n in ((linear_model, 2), (model, 3)):
        params = torch.zeros(n, requires_grad=True)
        optimizer = torch.optim.SGD([params], lr=learning_rate)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss = loss_fn(forward(t_u, *params), t_c)
            loss.backward()
            optimizer.step()
        found.append(loss.item())
    return found[0], found[1]
""",
    ),
    ("quadratic/final_losses", "a rate of its own"): (
        (
            "learning_rate",
            "learning rate",
        ),
        """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    found = []
    for forward, n in ((linear_model, 2), (model, 3)):
        params = torch.zeros(n, requires_grad=True)
        optimizer = torch.optim.SGD([params], lr=1e-3)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            loss_fn(forward(t_u, *params), t_c).backward()
            optimizer.step()
        found.append(loss_fn(forward(t_u, *params), t_c).item())
    return found[0], found[1]
""",
    ),
    ("quadratic/training_loop", "an epoch too many"): (
        ("too often",),
        """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(0, n_epochs + 1):
        optimizer.zero_grad()
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
    return params
""",
    ),
    ("quadratic/training_loop", "an Adam of its own"): (
        ("own",),
        """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    optimizer = torch.optim.Adam([params], lr=optimizer.param_groups[0]["lr"])
    for epoch in range(n_epochs):
        optimizer.zero_grad()
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
    return params
""",
    ),
    ("quadratic/training_loop", "trained on the file's data"): (
        ("of the file",),
        """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        optimizer.zero_grad()
        loss_fn(model(globals()["t_u"], *params), globals()["t_c"]).backward()
        optimizer.step()
    return params
""",
    ),
}
