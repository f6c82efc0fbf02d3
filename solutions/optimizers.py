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
# The update `params -= learning_rate * params.grad` is only the simplest method. `torch.optim` has about a
# dozen optimizers, all with the same two methods. `zero_grad()` clears the gradients of the parameters that
# the optimizer holds. `step()` changes those parameters in place. (§5.5.2)
#
# Write each function in place of `raise NotImplementedError`, in order. `grader check` shows how far you are.
# Do not change readings. Make new tensors on their device, which need not be the CPU. Cells under
# `if __name__ == "__main__":` run here, but not when you are graded.
#
# In a notebook, write `import grader; grader.check("make_optimizer")` in a new cell. If `grader` is not
# installed, README.md says what to install. § stands for a section of the book *Deep Learning with PyTorch*
# (2020).

# %%
import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])


def model(t_u, w, b):
    """The line. This function is given."""
    return w * t_u + b


def loss_fn(t_p, t_c):
    """Mean squared error. This function is given."""
    return ((t_p - t_c) ** 2).mean()


# %% [markdown]
# ## Which optimizers are there?
#
# `dir(torch.optim)` lists everything in the module: optimizers, and also modules and other functions. The
# optimizers are the classes that are derived from `torch.optim.Optimizer`. That class itself is only their
# base. Ask PyTorch instead of writing a fixed list: the next version may have more. (§5.5.2)


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
# When you make an optimizer, you tell it which parameters to update: a *list* of tensors. Here the list has
# one tensor. From then on, the optimizer holds that same tensor. For a name with a typing mistake, raise a
# ValueError at once that contains the name. It must not fail later, somewhere inside. (§5.5.2)


# %%
def make_optimizer(name, params, learning_rate):
    """The optimizer with this name over [params]. Capital and small letters are different.

    params: a leaf tensor that requires grad. The optimizer then holds it. Every other option keeps its
    default. Raises ValueError for a name that no optimizer has.
    """
    ### BEGIN SOLUTION
    if name not in available_optimizers():
        raise ValueError(f"torch.optim has no optimizer {name!r}")
    return getattr(torch.optim, name)([params], lr=learning_rate)
    ### END SOLUTION


# %% [markdown]
# ## One step
#
# Forward, `zero_grad`, `backward`, `step`. You may clear anywhere before `backward()`, which fills the
# gradients. `step()` reads them. If you clear between `backward()` and `step()`, you delete the new gradient.
# Keep the loss as a plain number: the tensor would keep its whole graph in memory. (§5.5.2)


# %%
def train_step(optimizer, params, t_u, t_c):
    """One step of the optimizer, which holds params. Returns the loss before the step as a Python float.

    params: a leaf tensor of 2 (w, b), which the optimizer changes in place. t_u, t_c: tensors (N,). The
    optimizer may have taken steps before. Its options stay as they are.
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
# The loop does not know which optimizer it gets. That is important: the same loop works with SGD, momentum
# and Adam. Some optimizers remember things from step to step. So use the one that you are given, in all
# epochs. It may have taken steps before your loop. Do not change its options or what it remembers. (§5.5.2)


# %%
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    """n_epochs of steps: right for SGD, momentum and Adam, even if `params.grad` holds something at the
    start.

    params: a leaf tensor of 2 (w, b). t_u, t_c: tensors (N,). Returns the same params object that the
    optimizer holds. The optimizer may have taken steps before. It keeps its options and its memory.
    """
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        train_step(optimizer, params, t_u, t_c)
    return params
    ### END SOLUTION


# %% [markdown]
# ## Repair this loop
#
# This loop runs, prints no error and learns nothing: it returns the params unchanged. Find out why, and move
# one line. Think about what `.grad` holds when `step()` reads it. (§5.5.2)


# %%
def fixed_training_loop(n_epochs, optimizer, params, t_u, t_c):
    """The same as training_loop, but `zero_grad()` is in the wrong place: repair it."""
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
# SGD needs the scaled inputs. Adam finds its own step sizes. It works with the raw readings, at a learning
# rate of 1e-1. (§5.5.2)

# %%
if __name__ == "__main__":
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    sgd = make_optimizer("SGD", params, 1e-2)
    print(training_loop(5000, sgd, params, 0.1 * t_u, t_c))  # close to (5.3671, -17.3012)

    params = torch.tensor([1.0, 0.0], requires_grad=True)
    adam = make_optimizer("Adam", params, 1e-1)
    print(training_loop(2000, adam, params, t_u, t_c))  # close to (0.5367, -17.3021)
