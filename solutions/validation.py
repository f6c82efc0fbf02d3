# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Validation
#
# A well trained model answers well for the readings of its training. But you already knew those answers. You
# want to know how it does on readings that it has never seen. There is one fair way to find out. Keep some
# readings for validation, never train on them, and look at their loss, too. (§5.5.3)
#
# Write each function in place of `raise NotImplementedError`, in order. `grader check` shows how far you are.
# Do not change readings. Make new tensors on their device, which need not be the CPU. Cells under
# `if __name__ == "__main__":` run here, but not when you are graded.
#
# In a notebook, write `import grader; grader.check("split_indices")` in a new cell. If `grader` is not
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
# ## Two parts
#
# Readings are often sorted, for example by day or by size. Then the last ones are special, and you must not
# keep only those for validation. So shuffle the *indices*, and cut there. The same indices then select from
# `t_u` and from `t_c`, and every reading keeps its temperature. With your own generator, you can repeat the
# shuffle. (§5.5.3)
#
# Take care with the cut. `indices[:-n_val]` counts from the end. That is right until there is nothing to keep
# for validation: minus zero is zero.

# %%
if __name__ == "__main__":
    indices = torch.arange(5)
    for n_val in (2, 1, 0):
        print(n_val, "to validate:", indices[:-n_val].tolist(), "and", indices[-n_val:].tolist())


# %%
def split_indices(n_samples, val_fraction, generator):
    """Shuffled indices of n_samples readings in two parts: (train, val), 1-D tensors of int64.

    They come from one `torch.randperm(n_samples, generator=generator)`. Its last
    `int(val_fraction * n_samples)` indices validate, which may be none. Those before them train.
    """
    ### BEGIN SOLUTION
    indices = torch.randperm(n_samples, generator=generator)
    n_train = n_samples - int(val_fraction * n_samples)
    return indices[:n_train], indices[n_train:]
    ### END SOLUTION


# %%
if __name__ == "__main__":
    train, val = split_indices(len(t_u), 0.2, torch.Generator().manual_seed(0))
    print("train on", train.tolist(), "and validate with", val.tolist())

# %% [markdown]
# ## A loss for training, and a loss to look at
#
# The training loss is for `backward()`, so autograd must record its computation. The validation loss needs no
# gradient. Recording it would cost memory and time, and you could train on it by mistake.
# `with torch.no_grad():` turns recording off. `with torch.set_grad_enabled(flag):` does what the flag says.
# Both restore the old setting at the end of the block. Without `with`, the setting stays, for all later code.
# (§5.5.4)


# %%
def calc_forward(params, t_u, t_c, is_train):
    """The loss of the line at params, a 0-d tensor. It has an autograd graph only if is_train is True.

    params: a leaf tensor of 2 (w, b) that requires grad. t_u, t_c: tensors (N,). After the call, gradients
    are on or off, as they were before.
    """
    ### BEGIN SOLUTION
    with torch.set_grad_enabled(is_train):
        return loss_fn(model(t_u, *params), t_c)
    ### END SOLUTION


# %%
if __name__ == "__main__":
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    print(calc_forward(params, 0.1 * t_u, t_c, True), calc_forward(params, 0.1 * t_u, t_c, False))

# %% [markdown]
# ## The loop
#
# Every epoch now computes two losses, both before the update. Only the training loss changes the parameters.
# Record the numbers, not the tensors with their graphs. A history that holds graphs keeps every epoch in
# memory. (§5.5.3)


# %%
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """n_epochs of steps on the training part. Returns (params, history).

    params: a leaf tensor of 2 (w, b) that the optimizer holds. The other tensors: (N,) for training, (M,) for
    validation. history: float32, (n_epochs, 2), training and validation loss before each update. It is on the
    readings' device and has no graph. Do not build a graph for the validation loss either. The optimizer may
    have taken steps before. It keeps its options and its memory.
    """
    ### BEGIN SOLUTION
    history = torch.zeros(n_epochs, 2, device=train_t_u.device)
    for epoch in range(n_epochs):
        train_loss = calc_forward(params, train_t_u, train_t_c, True)
        val_loss = calc_forward(params, val_t_u, val_t_c, False)
        optimizer.zero_grad()
        train_loss.backward()
        optimizer.step()
        history[epoch, 0] = train_loss.detach()
        history[epoch, 1] = val_loss
    return params, history
    ### END SOLUTION


# %%
if __name__ == "__main__":
    # The split that the chapter prints.
    train, val = torch.tensor([9, 6, 5, 8, 4, 7, 0, 1, 3]), torch.tensor([2, 10])
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    sgd = torch.optim.SGD([params], lr=1e-2)
    t_un = 0.1 * t_u
    params, history = training_loop(3000, sgd, params, t_un[train], t_un[val], t_c[train], t_c[val])
    for epoch in (1, 2, 3, 500, 1000, 2000, 3000):
        train_loss, val_loss = history[epoch - 1].tolist()
        print(f"epoch {epoch}: training loss {train_loss:.4f}, validation loss {val_loss:.4f}")
    print(params)  # close to (5.1964, -16.7512)

# %% [markdown]
# ## Reading the two curves
#
# Two numbers for each epoch show how a training goes. If even the training loss does not fall, the model
# cannot follow the data. Or the data contain nothing to learn. If both losses fall, all is well, even with a
# difference between them. There are only two validation readings, and some readings are harder than others.
# If the training loss falls but the validation loss turns and rises, the model is overfitting. It has begun
# to learn its readings by heart. (§5.5.3)

# %%
if __name__ == "__main__":
    from matplotlib import pyplot as plt

    x = torch.linspace(0, 1, 50)
    cartoons = {
        "nothing is learned": (1 + 0.02 * torch.sin(40 * x), 1.1 + 0.02 * torch.sin(30 * x)),
        "overfitting": (torch.exp(-4 * x), 1.2 * torch.exp(-5 * x) + 0.8 * x**2),
        "both fall": (torch.exp(-4 * x), 1.1 * torch.exp(-4 * x) + 0.02),
        "both fall, with a gap": (torch.exp(-4 * x), 0.8 * torch.exp(-4 * x) + 0.25),
    }
    figure, panels = plt.subplots(1, 4, figsize=(12, 2.5), sharey=True, layout="constrained")
    for axes, (title, (train_losses, val_losses)) in zip(panels, cartoons.items(), strict=True):
        axes.plot(x.numpy(), train_losses.numpy(), label="training")
        axes.plot(x.numpy(), val_losses.numpy(), linestyle="dashed", label="validation")
        axes.set_title(title)
        axes.set_xlabel("epoch")
    panels[0].set_ylabel("loss")
    panels[0].legend()

# %% [markdown]
# Here is a simple rule with two conditions. The training loss ended below its start. The validation loss
# ended more than a tenth above its lowest value. The lowest value is rarely the first one, and it need not be
# the last one. (§5.5.3)


# %%
def is_overfitting(train_losses, val_losses):
    """Whether training ended below its start, but validation more than 10 % above its minimum.

    train_losses, val_losses: tensors (n_epochs,) of positive numbers. Returns True or False.
    """
    ### BEGIN SOLUTION
    learns = train_losses[-1] < train_losses[0]
    return bool(learns and val_losses[-1] > 1.1 * val_losses.min())
    ### END SOLUTION


# %%
if __name__ == "__main__":
    print("on the thermometer:", is_overfitting(history[:, 0], history[:, 1]))
    for title, losses in cartoons.items():
        print(f"{title}:", is_overfitting(*losses))
