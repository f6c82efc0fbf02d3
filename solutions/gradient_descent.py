# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Gradient descent, by hand
#
# A thermometer from a trip shows numbers without a unit. You read it eleven times beside one in degrees
# Celsius, and now you want the formula that turns its numbers `t_u` into Celsius `t_c`. You will guess a
# model with two parameters, measure how wrong it is, find out which way is down, and walk there.
#
# Everything here is done by hand: no `backward()`, no optimizer. (§5.2)

# %%
import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])

# %% [markdown]
# ## The model
#
# The simplest guess is a line: `w` scales the unknown unit, `b` shifts it. (§5.2.4)


# %%
def model(t_u, w, b):
    """Predict degrees Celsius from readings.

    t_u: tensor (N,) of readings; w, b: numbers or 0-d tensors. Returns a tensor (N,).
    """
    ### BEGIN SOLUTION
    return w * t_u + b
    ### END SOLUTION


# %% [markdown]
# ## The loss
#
# One number that says how wrong the predictions are: the mean of the squared differences. Squares make every
# error count as positive, and large ones count more. (§5.3)


# %%
def loss_fn(t_p, t_c):
    """Mean squared error of predictions t_p (N,) against t_c (N,). Returns a 0-d tensor."""
    ### BEGIN SOLUTION
    squared_diffs = (t_p - t_c) ** 2
    return squared_diffs.mean()
    ### END SOLUTION


# %% [markdown]
# ## Which way is down?
#
# Wiggle a parameter a little to both sides and see how the loss moves: the rate of change is
# (loss right - loss left) / (2 delta). Do it for `w` and for `b`. (§5.4.1)


# %%
def numerical_grad_fn(t_u, t_c, w, b, delta):
    """Central differences of the loss of the model in w and in b.

    delta: how far to step to each side. Returns a tensor of 2: (rate for w, rate for b).
    """

    ### BEGIN SOLUTION
    def loss_at(w, b):
        return loss_fn(model(t_u, w, b), t_c)

    rate_w = (loss_at(w + delta, b) - loss_at(w - delta, b)) / (2.0 * delta)
    rate_b = (loss_at(w, b + delta) - loss_at(w, b - delta)) / (2.0 * delta)
    return torch.stack([rate_w, rate_b])
    ### END SOLUTION


# %% [markdown]
# ## The same, exactly
#
# Wiggling costs two losses per parameter and depends on `delta`. The chain rule gives the gradient itself:
# the derivative of the loss in each prediction, times the derivative of the prediction in each parameter,
# summed over the readings. (§5.4.2)


# %%
def dloss_fn(t_p, t_c):
    """Derivative of the loss with respect to each prediction: a tensor (N,).

    The mean's 1/N belongs here: N is `t_p.size(0)`.
    """
    ### BEGIN SOLUTION
    return 2 * (t_p - t_c) / t_p.size(0)
    ### END SOLUTION


# %%
def dmodel_dw(t_u, w, b):
    """Derivative of each prediction with respect to w: a tensor (N,)."""
    ### BEGIN SOLUTION
    return t_u
    ### END SOLUTION


# %%
def dmodel_db(t_u, w, b):
    """Derivative of each prediction with respect to b: a float, a 0-d tensor or a tensor (N,)."""
    ### BEGIN SOLUTION
    return 1.0
    ### END SOLUTION


# %%
def grad_fn(t_u, t_c, t_p, w, b):
    """The gradient of the loss in (w, b), by the chain rule and without autograd: a tensor of 2.

    Use the predictions t_p that are passed in.
    """
    ### BEGIN SOLUTION
    dloss_dtp = dloss_fn(t_p, t_c)
    dloss_dw = dloss_dtp * dmodel_dw(t_u, w, b)
    dloss_db = dloss_dtp * dmodel_db(t_u, w, b)
    return torch.stack([dloss_dw.sum(), dloss_db.sum()])
    ### END SOLUTION


# %% [markdown]
# ## Inputs of one size
#
# With raw readings the gradient in `w` is some fifty times that in `b`: a learning rate that suits one is far
# off for the other. Scaling the readings by 0.1 brings both to one size. (§5.4.4)


# %%
def normalize_inputs(t_u):
    """The readings times 0.1: a new tensor (N,)."""
    ### BEGIN SOLUTION
    return 0.1 * t_u
    ### END SOLUTION


# %% [markdown]
# ## The loop
#
# Predict, find the gradient, take a step against it; again. One round over all readings is an epoch. (§5.4.3)


# %%
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    """Descend for n_epochs from params, a tensor of 2 (w, b), which stays as it was.

    Returns the new params, a tensor of 2. Print what you like on the way.
    """
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return params
    ### END SOLUTION


# %% [markdown]
# First see it fail. With a learning rate of 1e-2 on raw readings the loss explodes to infinity; with 1e-4 it
# no longer does, and crawls; with scaled readings 1e-2 works. (§5.4.3, §5.4.4)

# %%
if __name__ == "__main__":
    start = torch.tensor([1.0, 0.0])
    for readings, learning_rate in ((t_u, 1e-2), (t_u, 1e-4), (normalize_inputs(t_u), 1e-2)):
        params = training_loop(100, learning_rate, start, readings, t_c)
        print(
            f"learning rate {learning_rate:g}: params {params}, loss {loss_fn(model(readings, *params), t_c):g}"
        )

# %% [markdown]
# ## Watching the loss
#
# To see whether training works, keep the loss of every epoch, taken before that epoch's update.


# %%
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    """The loss before each of n_epochs updates: a tensor (n_epochs,). params stays as it was."""
    ### BEGIN SOLUTION
    losses = []
    for _ in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        losses.append(loss_fn(t_p, t_c))
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return torch.stack(losses)
    ### END SOLUTION


# %% [markdown]
# How many epochs are enough? Stop when an epoch hardly moves the parameters any more. (§5.4.3)


# %%
def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """Descend until an epoch moves no parameter by more than tolerance, or for max_epochs.

    The epoch that moves so little counts and its update is kept. Returns (params, epochs used), epochs an int.
    """
    ### BEGIN SOLUTION
    for epoch in range(1, max_epochs + 1):
        w, b = params
        step = learning_rate * grad_fn(t_u, t_c, model(t_u, w, b), w, b)
        params = params - step
        if step.abs().max() <= tolerance:
            return params, epoch
    return params, max_epochs
    ### END SOLUTION


# %%
def has_diverged(losses):
    """Whether training went wrong: the losses (n_epochs,) end non-finite or above where they began."""
    ### BEGIN SOLUTION
    last = losses[-1]
    return bool(not torch.isfinite(last) or last > losses[0])
    ### END SOLUTION


# %% [markdown]
# ## Look at it
#
# Numbers hide what a picture shows at once: draw the readings as points and your line through them. (§5.4.5)


# %%
def plot_fit(t_u, t_c, params):
    """A matplotlib Figure: the readings as points, the fitted line, a label on each axis. params is (w, b)."""
    ### BEGIN SOLUTION
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4))
    axes = figure.subplots()
    axes.scatter(t_u.numpy(), t_c.numpy())
    axes.plot(t_u.numpy(), model(t_u, *params).detach().numpy())
    axes.set_xlabel("Measurement (unknown unit)")
    axes.set_ylabel("Temperature (°C)")
    return figure
    ### END SOLUTION


# %%
if __name__ == "__main__":
    params = training_loop(5000, 1e-2, torch.tensor([1.0, 0.0]), normalize_inputs(t_u), t_c)
    print(params)  # close to (5.3671, -17.3012): the readings were in Fahrenheit
    plot_fit(normalize_inputs(t_u), t_c, params)
