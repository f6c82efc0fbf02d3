"""Mistakes of device, as students make them, and which kind of device finds each.

Every one is right but for where its tensors are. It stands in its function's place in the reference's file,
and is graded on one kind of device at a time. docs/devices.md shows this table; `test_devices` holds both to
what is found, on cuda where there is one (`make test-cuda`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """What it is, whose place it takes, and what each device says: "yes", "no", or "?" (not checked)."""

    what: str
    assignment: str
    function: str
    code: str
    cpu: str = "no"
    sim: str = "yes"
    cuda: str = "yes"


MISTAKES = [
    # ── made in the wrong place
    Mistake("a factor made by `torch.full`", "gradient_descent", "dloss_fn", """
def dloss_fn(t_p, t_c):
    return torch.full((t_p.size(0),), 2.0 / t_p.size(0)) * (t_p - t_c)
"""),
    Mistake("an accumulator of `torch.zeros(n)`", "gradient_descent", "loss_history", """
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = torch.zeros(n_epochs)
    for epoch in range(n_epochs):
        t_p = model(t_u, *params)
        losses[epoch] = loss_fn(t_p, t_c)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, *params)
    return losses
"""),
    Mistake("a list of numbers made into a tensor", "gradient_descent", "loss_history", """
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    losses = []
    for _ in range(n_epochs):
        t_p = model(t_u, *params)
        losses.append(loss_fn(t_p, t_c).item())
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, *params)
    return torch.tensor(losses)
"""),
    Mistake("a gradient put together by `torch.tensor`", "gradient_descent", "grad_fn", """
def grad_fn(t_u, t_c, t_p, w, b):
    per_point = dloss_fn(t_p, t_c)
    return torch.tensor([(per_point * t_u).sum(), per_point.sum()])
"""),
    Mistake("a 0-d sum that starts on the CPU, added to in place", "gradient_descent", "loss_fn", """
def loss_fn(t_p, t_c):
    total = torch.tensor(0.0)
    for p, c in zip(t_p, t_c):
        total += (p - c) ** 2
    return total / len(t_p)
"""),
    Mistake("a vector of ones in a matrix product", "gradient_descent", "loss_fn", """
def loss_fn(t_p, t_c):
    return torch.ones(len(t_p)) @ (t_p - t_c) ** 2 / len(t_p)
"""),
    Mistake("a constant at the top of the file", "gradient_descent", "normalize_inputs", """
SCALE = torch.full((1,), 0.1)

def normalize_inputs(t_u):
    return SCALE * t_u
"""),
    Mistake("the old constructor `torch.FloatTensor`", "gradient_descent", "normalize_inputs", """
def normalize_inputs(t_u):
    return t_u * torch.FloatTensor([0.1])
"""),
    Mistake("`torch.linspace` between two tensors", "gradient_descent", "normalize_inputs", """
def normalize_inputs(t_u):
    return t_u * torch.linspace(t_u.new_tensor(0.1), t_u.new_tensor(0.1), len(t_u))
"""),
    Mistake("an array turned into a tensor", "gradient_descent", "numerical_grad_fn", """
import numpy as np

def numerical_grad_fn(t_u, t_c, w, b, delta):
    def loss(w, b):
        return loss_fn(model(t_u, w, b), t_c).item()
    by_w = (loss(w + delta, b) - loss(w - delta, b)) / (2 * delta)
    by_b = (loss(w, b + delta) - loss(w, b - delta)) / (2 * delta)
    return torch.from_numpy(np.array([by_w, by_b], dtype=np.float32))
"""),
    Mistake("a mask made by `torch.ones`, for `torch.where`", "gradient_descent", "loss_fn", """
def loss_fn(t_p, t_c):
    errors = (t_p - t_c) ** 2
    return torch.where(torch.ones(len(errors)) > 0, errors, 0.0).mean()
"""),
    Mistake("positions for `gather` on the CPU", "gradient_descent", "normalize_inputs", """
def normalize_inputs(t_u):
    return 0.1 * t_u.gather(0, torch.arange(len(t_u)))
"""),
    Mistake("a result matrix filled in place", "tensors", "outer_sum", """
def outer_sum(x, y):
    out = torch.empty(len(x), len(y))
    for i in range(len(x)):
        out[i] = x[i] + y
    return out
"""),
    Mistake("rows by multiplying with `torch.ones`", "tensors", "hadamard", """
def hadamard(x, y):
    return torch.ones(x.shape) * x * y
"""),
    Mistake("columns joined with a CPU tensor by `torch.cat`", "tensors", "hadamard", """
def hadamard(x, y):
    flat = torch.cat([torch.zeros(1), (x * y).reshape(-1)])
    return flat[1:].reshape(x.shape)
"""),
    Mistake("a history of `torch.zeros(n, 2)`", "validation", "training_loop", """
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    history = torch.zeros(n_epochs, 2)
    for epoch in range(n_epochs):
        loss = loss_fn(model(train_t_u, *params), train_t_c)
        with torch.no_grad():
            history[epoch] = torch.stack([loss, loss_fn(model(val_t_u, *params), val_t_c)])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, history
"""),
    # ── carried away
    Mistake("inputs brought to the CPU, the result left there", "gradient_descent", "model", """
def model(t_u, w, b):
    return (w * t_u + b).cpu()
"""),
    Mistake("one operand brought to the CPU", "optimizers", "train_step", """
def train_step(optimizer, params, t_u, t_c):
    loss = ((params[0] * t_u + params[1] - t_c.to("cpu")) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    Mistake("copied into a CPU tensor by `copy_`", "gradient_descent", "normalize_inputs", """
def normalize_inputs(t_u):
    out = torch.empty(t_u.shape)
    out.copy_(0.1 * t_u)
    return out
"""),
    Mistake("cast by `.type(torch.FloatTensor)`", "gradient_descent", "loss_fn", """
def loss_fn(t_p, t_c):
    return ((t_p - t_c) ** 2).mean().type(torch.FloatTensor)
"""),
    Mistake("`.numpy()` of a device tensor", "gradient_descent", "has_diverged", """
def has_diverged(losses):
    losses = losses.numpy()
    return bool(losses[-1] != losses[-1] or abs(losses[-1]) == float("inf") or losses[-1] > losses[0])
"""),
    Mistake("a NumPy function on a device tensor", "gradient_descent", "loss_fn", """
import numpy as np

def loss_fn(t_p, t_c):
    return torch.tensor(float(np.mean(np.square(np.asarray(t_p - t_c)))))
"""),
    Mistake("the extremes found by NumPy", "tensors", "column_extremes", """
def column_extremes(x):
    array = x.numpy()
    return torch.from_numpy(array.max(axis=0)), torch.from_numpy(array.argmax(axis=0))
"""),
    Mistake("`isinstance(x, torch.FloatTensor)`", "gradient_descent", "loss_fn", """
def loss_fn(t_p, t_c):
    if not isinstance(t_p, torch.FloatTensor):
        raise TypeError("expected a float tensor")
    return ((t_p - t_c) ** 2).mean()
"""),
    # ── what only aliasing on the CPU made right
    Mistake("an update of `params.cpu()`, which elsewhere is a copy", "autograd", "update", """
def update(params, learning_rate):
    held = params.detach().cpu()
    held -= learning_rate * params.grad.cpu()
"""),
    Mistake("a gradient cleared through `.cpu()`", "autograd", "zero_grad", """
def zero_grad(params):
    if params.grad is not None:
        params.grad.cpu().zero_()
"""),
    Mistake("an optimizer over `params.cpu()`, elsewhere another tensor", "optimizers", "make_optimizer", """
def make_optimizer(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(name)
    return getattr(torch.optim, name)([params.cpu()], lr=learning_rate)
"""),
    # ── gradients, optimizers, generators
    Mistake("a gradient set to `torch.zeros(2)`", "autograd", "zero_grad", """
def zero_grad(params):
    if params.grad is not None:
        params.grad = torch.zeros(params.shape)
"""),
    Mistake("gradients summed up on the CPU", "autograd", "accumulated_gradient", """
def accumulated_gradient(params, t_u, t_c, times):
    total = torch.zeros(2)
    for _ in range(times):
        params.grad = None
        loss_fn(model(t_u, *params), t_c).backward()
        total = total + params.grad
    return total
"""),
    Mistake("optimizer state moved to the CPU", "optimizers", "training_loop", """
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss_fn(model(t_u, *params), t_c).backward()
        optimizer.step()
        for state in optimizer.state.values():
            for key, value in state.items():
                if isinstance(value, torch.Tensor):
                    state[key] = value.cpu()
    return params
"""),
    Mistake("a CPU generator for numbers on the device", "gradient_descent", "loss_fn", """
def loss_fn(t_p, t_c):
    dice = torch.Generator().manual_seed(0)
    order = torch.randperm(len(t_p), generator=dice, device=t_p.device)
    return ((t_p[order] - t_c[order]) ** 2).mean()
"""),
    Mistake("a generator of the device for numbers on the CPU", "gradient_descent", "loss_fn", """
def loss_fn(t_p, t_c):
    dice = torch.Generator(device=t_p.device).manual_seed(0)
    order = torch.randperm(len(t_p), generator=dice)
    return ((t_p[order] - t_c[order]) ** 2).mean()
"""),
    # ── one device for everybody
    Mistake("`.cuda()`, hard-coded", "gradient_descent", "loss_fn", """
def loss_fn(t_p, t_c):
    return ((t_p.cuda() - t_c.cuda()) ** 2).mean()
""", cpu="yes", cuda="no"),
    Mistake('`device="cuda"` in a factory', "gradient_descent", "dloss_fn", """
def dloss_fn(t_p, t_c):
    return torch.full((t_p.size(0),), 2.0 / t_p.size(0), device="cuda") * (t_p - t_c)
""", cpu="yes", cuda="no"),
    Mistake("moved to where the file thinks the GPU is", "gradient_descent", "model", """
device = "cuda" if torch.cuda.is_available() else "cpu"

def model(t_u, w, b):
    return w * t_u.to(device) + b
""", cuda="no"),
    Mistake("a choice by `x.is_cuda`, and nothing else", "gradient_descent", "dloss_fn", """
def dloss_fn(t_p, t_c):
    factor = torch.full((t_p.size(0),), 2.0 / t_p.size(0))
    return (factor.cuda() if t_p.is_cuda else factor) * (t_p - t_c)
""", cuda="no"),
    # ── no mistake, or beyond a pretence
    Mistake("no mistake: an index on the CPU", "gradient_descent", "normalize_inputs", """
def normalize_inputs(t_u):
    return 0.1 * t_u[torch.arange(len(t_u))]
""", sim="no", cuda="no"),
    Mistake("no mistake: a 0-d CPU tensor as a factor", "gradient_descent", "normalize_inputs", """
def normalize_inputs(t_u):
    return torch.tensor(0.1) * t_u
""", sim="no", cuda="no"),
    Mistake("no mistake: CPU parameters, used one by one as 0-d tensors", "quadratic", "final_losses", """
def final_losses(n_epochs, learning_rate, t_u, t_c):
    found = []
    for function, count in ((linear_model, 2), (model, 3)):
        params = torch.zeros(count, requires_grad=True)
        optimizer = torch.optim.SGD([params], lr=learning_rate)
        for _ in range(n_epochs):
            loss = loss_fn(function(t_u, *params), t_c)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        found.append(loss_fn(function(t_u, *params), t_c).item())
    return tuple(found)
""", sim="no", cuda="no"),
    Mistake("no mistake: through a sparse tensor and back", "gradient_descent", "normalize_inputs", """
def normalize_inputs(t_u):
    return (0.1 * t_u).to_sparse().to_dense()
""", sim="?", cuda="no"),
    Mistake("pinned memory asked of a device tensor", "gradient_descent", "normalize_inputs", """
def normalize_inputs(t_u):
    return 0.1 * (t_u if t_u.device.type == "cpu" else t_u.pin_memory())
""", sim="?"),
]  # fmt: skip
