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
# A model that is trained well answers well on the readings it was trained with. Nobody needs that: those
# answers were known. What counts is how it does on readings it has never seen, and there is one honest way to
# find out: keep some of them aside, never train on them, and look at their loss, too. (§5.5.3)
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
# ## Two parts
#
# Readings are often sorted, by day or by size. Whoever keeps the last ones aside keeps a special kind aside.
# So shuffle the *indices*, and cut there: the same indices then pick from `t_u` and from `t_c`, and every
# reading stays with its temperature. A generator of your own makes the shuffle repeatable. (§5.5.3)
#
# Beware of the cut. Counting from the end, as in `indices[:-n_val]`, is right until there is nothing to keep
# aside: minus zero is zero.

# %%
if __name__ == "__main__":
    indices = torch.arange(5)
    for n_val in (2, 1, 0):
        print(n_val, "to validate:", indices[:-n_val].tolist(), "and", indices[-n_val:].tolist())


# %%
def split_indices(n_samples, val_fraction, generator):
    """Shuffled indices of n_samples readings in two parts: (train, val), 1-D tensors of int64.

    They come from one `torch.randperm(n_samples, generator=generator)`; its last
    `int(val_fraction * n_samples)` validate, which may be none, and those before them train.
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
# ## A loss to learn from, and one to look at
#
# The training loss is for `backward()`, so autograd has to take notes while it is computed. Nobody will ever
# differentiate the validation loss: notes would only cost memory and time, and invite the mistake of training
# on it. `with torch.no_grad():` switches the notes off, `with torch.set_grad_enabled(flag):` as the flag
# says, and both put everything back at their end. Without `with`, it stays so, for everybody. (§5.5.4)


# %%
def calc_forward(params, t_u, t_c, is_train):
    """The loss of the line at params, a 0-d tensor, with an autograd graph only where is_train.

    params: a leaf tensor of 2 (w, b) that requires grad; t_u, t_c: tensors (N,).
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
# Every epoch now computes two losses, both before the update, and only one of them has a say in it. Keep the
# numbers and not the tensors with their graphs: a history that holds graphs holds every epoch in memory.
# (§5.5.3)


# %%
def training_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """n_epochs of steps on the training part. Returns (params, history).

    params: a leaf tensor of 2 (w, b) that the optimizer holds; the other tensors: (N,) for training, (M,) for
    validation. history: float32, (n_epochs, 2), training and validation loss before each update, on the
    readings' device and without a graph. No graph is built for the validation loss either.
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
# Two numbers for each epoch tell how a training goes. Where even the training loss does not fall, the model
# cannot follow the data, or the data say nothing. Where both fall, all is well, also with a gap between them:
# two readings are few, and some are harder than others. Where the training loss falls on while the validation
# loss turns and climbs, the model has begun to learn its readings by heart: it is overfitting. (§5.5.3)

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
# A rule for it, as simple as rules get: the training loss has come down since it began, and the validation
# loss has ended more than a tenth above the best it ever was. The best is seldom the first and never
# promised to be the last. (§5.5.3)


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
