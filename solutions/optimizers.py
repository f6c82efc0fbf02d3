# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Optimizers
#
# The update `params -= learning_rate * params.grad` is only the simplest strategy. `torch.optim` has a dozen,
# all with the same two methods: `zero_grad()` clears the gradients of the parameters that the optimizer
# holds, `step()` changes those parameters in place. (§5.5.2)
#
# Write each function in place of `raise NotImplementedError`, in order; `grader check` says how far you are.
# Readings stay as they were, and what you make lies on their device, which need not be the CPU. Cells under
# `if __name__ == "__main__":` run here, and not when you are graded.

# %%
import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])


def model(t_u, w, b):
    """The line; given."""
    return w * t_u + b


def loss_fn(t_p, t_c):
    """Mean squared error; given."""
    return ((t_p - t_c) ** 2).mean()


# %% [markdown]
# ## What is there
#
# `dir(torch.optim)` lists everything in the module: optimizers, and modules and helpers beside them. The
# optimizers are the classes that derive from `torch.optim.Optimizer`; that one is only their base. Ask
# PyTorch rather than writing the list down: the next version has more. (§5.5.2)


# %%
def available_optimizers():
    """A sorted list of the names of the optimizer classes in torch.optim, without the base class."""
    ### BEGIN SOLUTION
    return sorted(
        name
        for name in dir(torch.optim)
        if isinstance(getattr(torch.optim, name), type)
        and issubclass(getattr(torch.optim, name), torch.optim.Optimizer)
        and name != "Optimizer"
    )
    ### END SOLUTION


# %% [markdown]
# ## Making one
#
# An optimizer is told once which parameters it looks after: a *list* of tensors, here with one in it. From
# then on it holds that very tensor. A mistyped name should say so at once, as a ValueError that names it, and
# not fail somewhere inside. (§5.5.2)


# %%
def make_optimizer(name, params, learning_rate):
    """The optimizer of that (case-sensitive) name over [params]. ValueError for a name there is none of.

    params: a leaf tensor that requires grad, which the optimizer then holds.
    """
    ### BEGIN SOLUTION
    if name not in available_optimizers():
        raise ValueError(f"torch.optim has no optimizer {name!r}")
    return getattr(torch.optim, name)([params], lr=learning_rate)
    ### END SOLUTION


# %% [markdown]
# ## One step
#
# Forward, `zero_grad`, `backward`, `step`. The clearing may stand anywhere before `backward()`, which fills
# the gradients; between `backward()` and `step()`, which reads them, it would wipe out what was just found.
# The loss is kept as a plain number: the tensor would keep its whole graph alive. (§5.5.2)


# %%
def train_step(optimizer, params, t_u, t_c):
    """One step of the optimizer, which holds params. Returns the loss before the step as a Python float.

    params: a leaf tensor of 2 (w, b), changed in place by the optimizer; t_u, t_c: tensors (N,).
    """
    ### BEGIN SOLUTION
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
    ### END SOLUTION


# %% [markdown]
# ## The loop
#
# Nothing in it knows which optimizer it was given, and that is the point: the same loop serves SGD, momentum
# and Adam. Some of them remember things from step to step, so use the one you were given, to the end.
# (§5.5.2)


# %%
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    """n_epochs of steps; right for SGD, momentum and Adam, and where `params.grad` is dirty at the start.

    params: a leaf tensor of 2 (w, b); t_u, t_c: tensors (N,). Returns the same params object that the
    optimizer holds.
    """
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        train_step(optimizer, params, t_u, t_c)
    return params
    ### END SOLUTION


# %% [markdown]
# ## Repair this loop
#
# It runs, prints no error and learns nothing: the params that come back are those that went in. Find out why,
# and move one line. Think of what `.grad` holds when `step()` reads it. (§5.5.2)


# %%
def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    """As training_loop. `zero_grad()` stands in the wrong place: repair it."""
    ### BEGIN SOLUTION
    ### STUB: for _ in range(n_epochs):
    ### STUB:     loss = loss_fn(model(t_u, *params), t_c)
    ### STUB:     loss.backward()
    ### STUB:     optimizer.zero_grad()
    ### STUB:     optimizer.step()
    ### STUB: return params
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
    ### END SOLUTION


# %% [markdown]
# SGD needs the scaled inputs. Adam finds its own step sizes and takes the raw readings, at a learning rate of
# 1e-1. (§5.5.2)

# %%
if __name__ == "__main__":
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    sgd = make_optimizer("SGD", params, 1e-2)
    print(training_loop(5000, sgd, params, 0.1 * t_u, t_c))  # close to (5.3671, -17.3012)

    params = torch.tensor([1.0, 0.0], requires_grad=True)
    adam = make_optimizer("Adam", params, 1e-1)
    print(training_loop(2000, adam, params, t_u, t_c))  # close to (0.5367, -17.3021)
