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
# You have a thermometer from a trip. It shows numbers without a unit. You read it eleven times, together with
# a thermometer in degrees Celsius. Now you want the formula that turns its numbers `t_u` into Celsius `t_c`.
# You will guess a model with two parameters and measure how wrong it is. Then you find the direction in which
# the error falls, and go there in steps. (§5.2)
#
# Here you do everything by hand: no `backward()`, no optimizer. Write each function in place of
# `raise NotImplementedError`, in order. `grader check` shows how far you are. Keep names and arguments as
# they are. Do not change readings or parameters. Make new tensors on their device, which need not be the CPU.
# Cells under `if __name__ == "__main__":` show what you have built. They run here, but not when you are
# graded.
#
# In a notebook, write `import grader; grader.check("model")` in a new cell. If `grader` is not installed,
# README.md says what to install. § stands for a section of the book *Deep Learning with PyTorch* (2020).

# %%
import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])

# %% [markdown]
# ## The model
#
# The simplest guess is a line: `w` scales the unknown unit, and `b` shifts it. `t_u` is a whole tensor of
# readings. Broadcasting handles all of them, so you need no loop. (§5.2.4)


# %%
def model(t_u, w, b):
    """Predict degrees Celsius from readings.

    t_u: tensor (N,) of readings. w, b: numbers or 0-d tensors. Returns a tensor (N,).
    """
    ### BEGIN SOLUTION
    return w * t_u + b
    ### END SOLUTION


# %% [markdown]
# ## The loss
#
# The loss is one number that says how wrong the predictions are. Plain differences do not work: one guess
# that is too warm and one that is too cold would cancel. Squares make every error positive, and large errors
# count more. Their mean does not grow only because there are more readings. (§5.3)


# %%
def loss_fn(t_p, t_c):
    """Mean squared error of predictions t_p (N,) against t_c (N,). Returns a 0-d tensor."""
    ### BEGIN SOLUTION
    squared_diffs = (t_p - t_c) ** 2
    return squared_diffs.mean()
    ### END SOLUTION


# %% [markdown]
# With `w = 1` and `b = 0`, the thermometer would show Celsius. It does not: (§5.3.1)

# %%
if __name__ == "__main__":
    print(loss_fn(model(t_u, 1.0, 0.0), t_c))  # close to 1763.88

# %% [markdown]
# ## In which direction does the loss fall?
#
# Move a parameter a little to both sides and see how the loss changes. The rate of change is (loss right -
# loss left) / (2 delta). Do this for `w` with the same `b`, and for `b` with the same `w`. (§5.4.1)


# %%
def numerical_grad_fn(t_u, t_c, w, b, delta):
    """Central differences of the loss of the model with respect to w and b.

    t_u, t_c: tensors (N,). w, b: numbers or 0-d tensors. delta: how far to step to each side. Returns a
    tensor of 2 on the device of t_u: (rate for w, rate for b).
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
# Small moves cost two losses for each parameter, and the answer depends on `delta`. If `delta` is too large,
# the slope is not exact. If it is too small, rounding makes the result wrong. The chain rule gives the
# gradient itself. It has three parts. The first is the derivative of the loss with respect to each
# *prediction*. Do not forget the mean: it divides by the number of readings, and so does its derivative.
# (§5.4.2)


# %%
def dloss_fn(t_p, t_c):
    """Derivative of the loss with respect to each prediction: a tensor (N,).

    t_p, t_c: tensors (N,). The mean's 1/N belongs here: N is `t_p.size(0)`.
    """
    ### BEGIN SOLUTION
    return 2 * (t_p - t_c) / t_p.size(0)
    ### END SOLUTION


# %% [markdown]
# The other two parts say how each prediction `w * t_u + b` changes with each parameter. They are short. Both
# take the same arguments as the model, even if they do not use all of them. (§5.4.2)


# %%
def dmodel_dw(t_u, w, b):
    """Derivative of each prediction with respect to w: a tensor (N,). t_u is (N,)."""
    ### BEGIN SOLUTION
    return t_u
    ### END SOLUTION


# %%
def dmodel_db(t_u, w, b):
    """Derivative of each prediction with respect to b: a float, a 0-d tensor or a tensor (N,)."""
    ### BEGIN SOLUTION
    return 1.0
    ### END SOLUTION


# %% [markdown]
# Now multiply along the chain. One parameter changes *all* predictions, so add up its effects over the
# readings. The 1/N is already in `dloss_fn`. The predictions are an argument, because the caller already has
# them. (§5.4.2)


# %%
def grad_fn(t_u, t_c, t_p, w, b):
    """The gradient of the loss in (w, b), by the chain rule and without autograd: a tensor of 2.

    t_u, t_c, t_p: tensors (N,). w, b: numbers or 0-d tensors. Use the predictions t_p that the caller passes.
    """
    ### BEGIN SOLUTION
    dloss_dtp = dloss_fn(t_p, t_c)
    dloss_dw = dloss_dtp * dmodel_dw(t_u, w, b)
    dloss_db = dloss_dtp * dmodel_db(t_u, w, b)
    return torch.stack([dloss_dw.sum(), dloss_db.sum()])
    ### END SOLUTION


# %% [markdown]
# Both ways must agree. If they do not, trust the small moves: they do not use your formulas.

# %%
if __name__ == "__main__":
    print(numerical_grad_fn(t_u, t_c, 1.0, 0.0, 0.1))
    print(grad_fn(t_u, t_c, model(t_u, 1.0, 0.0), 1.0, 0.0))  # close to (4517.2969, 82.6000)

# %% [markdown]
# ## The loop
#
# Predict, compute the gradient, subtract a step, and repeat. One round over all readings is an epoch. Make a
# new `params` in each round. The caller still holds the old one, and it must not change. (§5.4.3)


# %%
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    """Gradient descent for n_epochs from params, a tensor of 2 (w, b), which must not change.

    t_u, t_c: tensors (N,). Returns the new params, a tensor of 2. You may print what you like in between.
    """
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        w, b = params
        t_p = model(t_u, w, b)
        params = params - learning_rate * grad_fn(t_u, t_c, t_p, w, b)
    return params
    ### END SOLUTION


# %% [markdown]
# ## Watching the loss
#
# The parameters alone do not show whether training works. The loss does. Record the loss of every epoch,
# *before* the update of that epoch. Then the first one shows where you started. (§5.4.3)


# %%
def loss_history(n_epochs, learning_rate, params, t_u, t_c):
    """The loss before each of n_epochs updates: a tensor (n_epochs,) on the device of t_u.

    params: a tensor of 2 (w, b), which must not change. t_u, t_c: tensors (N,).
    """
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
# ## First see it fail
#
# Take a learning rate of 1e-2 on raw readings. Every step jumps over the valley and ends higher on the other
# side. After eleven epochs the loss is infinite. (§5.4.3)

# %%
if __name__ == "__main__":
    print(loss_history(11, 1e-2, torch.tensor([1.0, 0.0]), t_u, t_c))

# %% [markdown]
# A training program should notice this. Compare the end of the losses with their beginning. Take care: every
# comparison with `nan` is false. (§5.4.3)


# %%
def has_diverged(losses):
    """Whether training went wrong: the losses end non-finite or above where they began.

    losses: a tensor (n_epochs,) of at least one loss. What happens in between does not count. Returns True or
    False.
    """
    ### BEGIN SOLUTION
    last = losses[-1]
    return bool(not torch.isfinite(last) or last > losses[0])
    ### END SOLUTION


# %% [markdown]
# ## The solution
#
# With a smaller learning rate, 1e-4, the loss stays finite, but it hardly falls. The reason is the size of
# the readings. With raw readings, the gradient for `w` is about fifty times the gradient for `b`. No learning
# rate is right for both. If you scale the readings by 0.1, both have about the same size. (§5.4.4)


# %%
def normalize_inputs(t_u):
    """The readings (N,) times 0.1: a new tensor (N,). t_u must not change."""
    ### BEGIN SOLUTION
    return 0.1 * t_u
    ### END SOLUTION


# %%
if __name__ == "__main__":
    for readings, learning_rate in ((t_u, 1e-2), (t_u, 1e-4), (normalize_inputs(t_u), 1e-2)):
        losses = loss_history(100, learning_rate, torch.tensor([1.0, 0.0]), readings, t_c)
        print(f"learning rate {learning_rate:g}: {losses[0]:g} to {losses[-1]:g}", has_diverged(losses))

# %% [markdown]
# ## How many epochs are enough?
#
# Stop when an epoch hardly changes the parameters. Also set a limit, in case this never happens. A change has
# a sign: a large step down is not a small step. (§5.4.3)


# %%
def train_until(tolerance, max_epochs, learning_rate, params, t_u, t_c):
    """Gradient descent until an epoch moves no parameter by more than tolerance, or for max_epochs.

    The epoch that moves so little counts, and its update is kept. Returns (params, epochs used): a new tensor
    of 2 and an int. params: a tensor of 2 (w, b), which must not change.
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


# %% [markdown]
# ## Look at it
#
# A picture shows quickly what numbers hide. Draw the readings as points and your line through them. Label
# both axes, so that everybody knows what the plot shows. A figure from `plt.subplots()` appears below its
# cell. (§5.4.5)


# %%
def plot_fit(t_u, t_c, params):
    """A matplotlib Figure: the readings as points, the fitted line, a label on each axis.

    t_u, t_c: tensors (N,). params: (w, b), a tensor of 2.
    """
    ### BEGIN SOLUTION
    from matplotlib import pyplot as plt

    t_p = model(t_u, *params).detach()
    figure, axes = plt.subplots()
    axes.scatter(t_u.cpu().numpy(), t_c.cpu().numpy())
    axes.plot(t_u.cpu().numpy(), t_p.cpu().numpy())
    axes.set_xlabel("Measurement (unknown unit)")
    axes.set_ylabel("Temperature (°C)")
    return figure
    ### END SOLUTION


# %%
if __name__ == "__main__":
    params = training_loop(5000, 1e-2, torch.tensor([1.0, 0.0]), normalize_inputs(t_u), t_c)
    print(params)  # close to (5.3671, -17.3012): the thermometer showed Fahrenheit
    figure = plot_fit(normalize_inputs(t_u), t_c, params)
