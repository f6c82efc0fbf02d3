# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Autograd
#
# Deriving gradients by hand works for two parameters and not for two million. PyTorch remembers which
# operations made a tensor, and `backward()` walks them in reverse: the gradient of the loss appears in the
# `.grad` of every *leaf tensor* that requires grad. It is added there, not stored, which is where most
# loops go wrong. (§5.5.1)
#
# Write each function in place of `raise NotImplementedError`, in order; `grader check` says how far you are.
# Readings stay as they were, and what you make lies on their device, which need not be the CPU. Cells under
# `if __name__ == "__main__":` run here, and not when you are graded.

# %%
import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])


def model(t_u, w, b):
    """The line of the assignment before; given."""
    return w * t_u + b


def loss_fn(t_p, t_c):
    """Mean squared error; given."""
    return ((t_p - t_c) ** 2).mean()


# %% [markdown]
# ## One gradient
#
# `params` is one tensor that holds `w` and `b`; `model(t_u, *params)` takes it apart, and autograd follows.
# Forward, then backward, then read `params.grad`: `backward()` itself returns nothing. Mind that somebody may
# have left something in `.grad` before you came. (§5.5.1)


# %%
def gradient(params, t_u, t_c):
    """The gradient of the loss of the linear model at params, by `backward()`: a tensor of 2.

    params: a leaf tensor of 2 (w, b) that requires grad; t_u, t_c: tensors (N,). The result is right also
    where `params.grad` already holds something.
    """
    ### BEGIN SOLUTION
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    return params.grad
    ### END SOLUTION


# %% [markdown]
# The same two numbers as by hand, and nobody derived anything:

# %%
if __name__ == "__main__":
    print(gradient(torch.tensor([1.0, 0.0], requires_grad=True), t_u, t_c))  # close to (4517.2969, 82.6000)

# %% [markdown]
# ## Gradients add up
#
# Calling `backward()` twice does not replace the gradient, it adds a second one. See it once, on purpose, so
# that you know the look of it: after seven calls the gradient is seven times too large. A graph serves one
# `backward()` only, so every call needs a forward of its own. (§5.5.1)


# %%
def accumulated_gradient(params, t_u, t_c, times):
    """Zero the gradient once, then forward and `backward()` `times` times; what `.grad` holds: a tensor of 2.

    params: a leaf tensor of 2 (w, b) that requires grad; t_u, t_c: tensors (N,); times: an int, at least 1.
    """
    ### BEGIN SOLUTION
    params.grad = None
    for _ in range(times):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
    return params.grad
    ### END SOLUTION


# %% [markdown]
# ## The cure
#
# Somebody has to clear the gradient, and it is you. Before the very first `backward()` there is none yet:
# `.grad` is `None`, and `None` cannot be zeroed. (§5.5.1)


# %%
def zero_grad(params):
    """In place: `params.grad` becomes zero, or None. No error where it is None already.

    params: a leaf tensor that requires grad; its own values stay as they are.
    """
    ### BEGIN SOLUTION
    if params.grad is not None:
        params.grad.zero_()
    ### END SOLUTION


# %% [markdown]
# ## The update
#
# The step must change the very tensor that is being trained, and autograd must not watch: otherwise the step
# becomes part of the next graph, or `params` stops being a leaf. `torch.no_grad()` is for this. Mind the
# difference: `params -= x` changes the tensor, `params = params - x` makes another one under the same name.
# (§5.5.1, §5.5.4)


# %%
def update(params, learning_rate):
    """In place and outside the graph: params moves against `params.grad`, by learning_rate times as much.

    params stays the same leaf tensor and still requires grad.
    """
    ### BEGIN SOLUTION
    with torch.no_grad():
        params -= learning_rate * params.grad
    ### END SOLUTION


# %% [markdown]
# ## The loop
#
# Four things in each epoch: zero, forward, backward, update. Ask of every order that you try: what does
# `.grad` hold when `update` reads it? (§5.5.1)


# %%
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    """n_epochs of: zero, forward, backward, update. Returns the same params object, trained.

    params: a leaf tensor of 2 (w, b) that requires grad and has no gradient yet; t_u, t_c: tensors (N,).
    """
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        zero_grad(params)
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
        update(params, learning_rate)
    return params
    ### END SOLUTION


# %% [markdown]
# The numbers are those of the loop by hand. (§5.5.1)

# %%
if __name__ == "__main__":
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    print(training_loop(5000, 1e-2, params, 0.1 * t_u, t_c))  # close to (5.3671, -17.3012)
