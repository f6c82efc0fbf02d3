"""Answers that are right in unusual ways, by assignment and name."""

from __future__ import annotations

from grader.course.layout import open_course
from helpers import right_tensors
from helpers.grading import ROOT

ASSIGNMENTS = sorted(open_course(ROOT).assignments)

# Appended to the reference, so that they stand in its functions' place.
RIGHT = {
    "tensors": right_tensors.RIGHT,
    "gradient_descent": {
        "loops": """
def loss_fn(t_p, t_c):
    total = 0.0
    for p, c in zip(t_p, t_c):
        total = total + (p - c) * (p - c)
    return total / len(t_p)

def dloss_fn(t_p, t_c):
    return torch.stack([2 * (p - c) / len(t_p) for p, c in zip(t_p, t_c)])
""",
        "library": """
def loss_fn(t_p, t_c):
    return torch.nn.functional.mse_loss(t_p, t_c)
""",
        "double_inside_and_back": """
def dloss_fn(t_p, t_c):
    return (2 * (t_p.double() - t_c.double()) / t_p.size(0)).float()
""",
        "ones": """
def dmodel_db(t_u, w, b):
    return torch.ones_like(t_u)
""",
        "a_one_of_no_dimensions": """
def dmodel_db(t_u, w, b):
    return torch.tensor(1.0)
""",
        "prints_and_clones": """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    params = params.clone()
    for epoch in range(n_epochs):
        w, b = params[0], params[1]
        gradient = grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        print('epoch', epoch, params, gradient)
        params -= learning_rate * gradient
    return params
""",
        "helper_functions": """
def _one_step(params, learning_rate, t_u, t_c):
    return params - learning_rate * grad_fn(t_u, t_c, model(t_u, *params), *params)

def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    return params if n_epochs == 0 else training_loop(
        n_epochs - 1, learning_rate, _one_step(params, learning_rate, t_u, t_c), t_u, t_c)
""",
        "tensor_bool": """
def has_diverged(losses):
    return ~torch.isfinite(losses[-1]) | (losses[-1] > losses[0])
""",
        "pyplot": """
def plot_fit(t_u, t_c, params):
    import matplotlib.pyplot as plt
    plt.figure()
    plt.plot(t_u, t_c, 'o')
    x = torch.linspace(t_u.min(), t_u.max(), 50)
    plt.plot(x, model(x, *params))
    plt.xlabel('t_u')
    plt.ylabel('t_c')
    return plt.gcf()
""",
    },
    "autograd": {
        "data_update": """
def update(params, learning_rate):
    params.data = params.data - learning_rate * params.grad
""",
        "data_in_place": """
def update(params, learning_rate):
    params.data -= learning_rate * params.grad.data
""",
        "grad_none": """
def zero_grad(params):
    params.grad = None
""",
        "zero_at_the_end": """
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    params.grad = None
    for _ in range(n_epochs):
        loss_fn(model(t_u, *params), t_c).backward()
        with torch.no_grad():
            params.sub_(params.grad, alpha=learning_rate)
            params.grad.zero_()
    return params
""",
        "autograd_grad": """
def gradient(params, t_u, t_c):
    return torch.autograd.grad(((params[0] * t_u + params[1] - t_c) ** 2).mean(), params)[0]
""",
    },
    "optimizers": {
        "zero_first": """
def train_step(optimizer, params, t_u, t_c):
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(params[0] * t_u + params[1], t_c)
    loss.backward()
    optimizer.step()
    return float(loss.detach())
""",
        "zero_at_the_end": """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    optimizer.zero_grad()
    for _ in range(n_epochs):
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
        optimizer.zero_grad()
    return params
""",
        "zero_filled": """
def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad(set_to_none=False)
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
    return params
""",
        "grad_none_and_prints": """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        params.grad = None
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        optimizer.step()
        print(f'Epoch {epoch}, Loss {float(loss)}')
    return params
""",
        "a_closure": """
def train_step(optimizer, params, t_u, t_c):
    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        return loss
    return optimizer.step(closure).item()
""",
    },
    "validation": {
        "other_cuts": """
def split_indices(n_samples, val_fraction, generator):
    n_val = int(val_fraction * n_samples)
    return torch.randperm(n_samples, generator=generator).split([n_samples - n_val, n_val])
""",
        "a_pair_as_a_list": """
def split_indices(n_samples, val_fraction, generator):
    n_val = int(val_fraction * n_samples)
    shuffled = torch.randperm(n_samples, generator=generator)
    return [shuffled, shuffled[:0]] if n_val == 0 else [shuffled[:-n_val], shuffled[-n_val:]]
""",
        "branches": """
def calc_forward(params, t_u, t_c, is_train):
    if is_train:
        return torch.nn.functional.mse_loss(params[0] * t_u + params[1], t_c)
    with torch.no_grad():
        return torch.nn.functional.mse_loss(params[0] * t_u + params[1], t_c)
""",
        "inference_mode": """
def calc_forward(params, t_u, t_c, is_train):
    with torch.inference_mode(not is_train):
        return loss_fn(model(t_u, *params), t_c)
""",
        "detached_parameters": """
def calc_forward(params, t_u, t_c, is_train):
    return loss_fn(model(t_u, *(params if is_train else params.detach())), t_c)
""",
        "a_list_of_numbers": """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = []
    for epoch in range(1, n_epochs + 1):
        train_loss = loss_fn(model(train_t_u, *params), train_t_c)
        with torch.no_grad():
            val_loss = loss_fn(model(val_t_u, *params), val_t_c)
            assert val_loss.requires_grad == False
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
        history.append((train_loss.item(), val_loss.item()))
        print(f'Epoch {epoch}, Training loss {train_loss.item():.4f}, Validation loss {val_loss.item():.4f}')
    return params, torch.tensor(history, device=params.device)
""",
        "zero_at_the_end": """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    train_losses, val_losses = [], []
    for _ in range(n_epochs):
        val_losses.append(loss_fn(model(val_t_u, *params.detach()), val_t_c))
        loss = loss_fn(model(train_t_u, *params), train_t_c)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        train_losses.append(loss.detach())
    return params, torch.stack([torch.stack(train_losses), torch.stack(val_losses)], dim=1)
""",
        "stacked_and_detached": """
@torch.inference_mode()
def validation_loss(params, t_u, t_c):
    return ((params[0] * t_u + params[1] - t_c) ** 2).mean()

def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    rows = []
    for _ in range(n_epochs):
        optimizer.zero_grad(set_to_none=False)
        loss = loss_fn(model(train_t_u, *params), train_t_c)
        rows.append(torch.stack([loss, validation_loss(params, val_t_u, val_t_c)]).detach())
        loss.backward()
        optimizer.step()
    return params.detach().clone(), torch.stack(rows)
""",
        "ratio_and_tensor_bool": """
def is_overfitting(train_losses, val_losses):
    return (train_losses[0] > train_losses[-1]) & (val_losses[-1] / val_losses.min() > 1.1)
""",
        "numbers": """
def is_overfitting(train_losses, val_losses):
    train, val = train_losses.tolist(), val_losses.tolist()
    if train[-1] >= train[0]:
        return False
    return (val[-1] - min(val)) / min(val) > 0.1
""",
    },
    "quadratic": {
        "horner": """
def model(t_u, w2, w1, b):
    return (w2 * t_u + w1) * t_u + b
""",
        "chain_rule_in_steps": """
def dmodel(t_u):
    return torch.stack([t_u * t_u, t_u, torch.ones_like(t_u)])

def grad_fn(t_u, t_c, t_p, w2, w1, b):
    return dmodel(t_u) @ (2 * (t_p - t_c)) / len(t_p)
""",
        "loops": """
def grad_fn(t_u, t_c, t_p, w2, w1, b):
    total = [0.0, 0.0, 0.0]
    for u, c, p in zip(t_u, t_c, t_p):
        for power in range(3):
            total[2 - power] = total[2 - power] + 2 * (p - c) * u ** power / t_u.numel()
    return torch.stack(total)
""",
        "gradient_by_hand_in_the_loop": """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for epoch in range(n_epochs):
        with torch.no_grad():
            w2, w1, b = params
            params.grad = grad_fn(t_u, t_c, model(t_u, w2, w1, b), w2, w1, b)
        optimizer.step()
    return params
""",
        "zeroes_first_and_last": """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    optimizer.zero_grad()
    for epoch in range(1, n_epochs + 1):
        loss = torch.nn.functional.mse_loss(params[0] * t_u ** 2 + params[1] * t_u + params[2], t_c)
        loss.backward()
        optimizer.step()
        print(f'Epoch {epoch}, Loss {float(loss)}')
        optimizer.zero_grad()
    return params
""",
        "one_loop_for_both_models": """
def fit(forward, n_params, n_epochs, learning_rate, t_u, t_c):
    params = [torch.zeros((), requires_grad=True) for _ in range(n_params)]
    optimizer = torch.optim.SGD(params, lr=learning_rate)
    for _ in range(n_epochs):
        loss = loss_fn(forward(t_u, *params), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return float(loss_fn(forward(t_u, *params), t_c).detach())

def final_losses(n_epochs, learning_rate, t_u, t_c):
    return [fit(f, n, n_epochs, learning_rate, t_u, t_c) for f, n in ((linear_model, 2), (model, 3))]
""",
        "the_line_as_a_curve_that_cannot_bend": """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    line = torch.zeros(2, device=t_u.device)
    for _ in range(n_epochs):
        t_p = model(t_u, 0.0, *line)
        line = line - learning_rate * grad_fn(t_u, t_c, t_p, 0.0, *line)[1:]
    curve = torch.nn.Parameter(torch.zeros(3, device=t_u.device))
    training_loop(n_epochs, torch.optim.SGD([curve], lr=learning_rate), curve, t_u, t_c)
    return loss_fn(model(t_u, 0.0, *line), t_c).item(), loss_fn(model(t_u, *curve), t_c).item()
""",
    },
}
