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
# `dir(torch.optim)` lists everything in the module. The optimizers are the classes that derive from
# `torch.optim.Optimizer`. (§5.5.2)


# %%
def available_optimizers():
    """The sorted names of the optimizer classes in torch.optim, the base class `Optimizer` left out."""
    ### BEGIN SOLUTION
    return sorted(
        name
        for name in dir(torch.optim)
        if isinstance(getattr(torch.optim, name), type)
        and issubclass(getattr(torch.optim, name), torch.optim.Optimizer)
        and name != "Optimizer"
    )
    ### END SOLUTION


# %%
def make_optimizer(name, params, learning_rate):
    """The optimizer of that (case-sensitive) name over [params]. ValueError for a name there is none of."""
    ### BEGIN SOLUTION
    if name not in available_optimizers():
        raise ValueError(f"torch.optim has no optimizer {name!r}")
    return getattr(torch.optim, name)([params], lr=learning_rate)
    ### END SOLUTION


# %% [markdown]
# ## One step
#
# Forward, `zero_grad`, `backward`, `step`. The clearing may stand anywhere but between `backward()`, which
# fills the gradients, and `step()`, which reads them. (§5.5.2)


# %%
def train_step(optimizer, params, t_u, t_c):
    """One step of the optimizer over params. Returns the loss before the step as a Python float."""
    ### BEGIN SOLUTION
    loss = loss_fn(model(t_u, *params), t_c)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
    ### END SOLUTION


# %%
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    """n_epochs of steps; right for SGD, momentum and Adam, and where `params.grad` is dirty at the start.

    Returns the same params object that the optimizer holds.
    """
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        train_step(optimizer, params, t_u, t_c)
    return params
    ### END SOLUTION


# %% [markdown]
# ## Repair this loop
#
# It runs, prints no error and learns nothing. Find out why, and move one line. (§5.5.2)


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
# Adam finds its own step sizes and needs no scaled inputs: raw readings, learning rate 1e-1. (§5.5.2)

# %%
if __name__ == "__main__":
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    print(
        training_loop(2000, torch.optim.Adam([params], lr=1e-1), params, t_u, t_c)
    )  # close to (0.5367, -17.3021)
