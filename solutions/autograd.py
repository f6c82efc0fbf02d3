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
# You can derive gradients by hand for two parameters, but not for two million. PyTorch remembers which
# operations made a tensor, and `backward()` goes through them in reverse. Then the gradient of the loss is in
# the `.grad` of every *leaf tensor* that requires grad. `backward()` adds it to the old value. It does not
# replace that value, and most wrong loops forget this. (§5.5.1)
#
# Write each function in place of `raise NotImplementedError`, in order. `grader check` shows how far you are.
# Do not change readings. Make new tensors on their device, which need not be the CPU. Cells under
# `if __name__ == "__main__":` run here, but not when you are graded.
#
# In a notebook, write `import grader; grader.check("gradient")` in a new cell. If `grader` is not installed,
# README.md says what to install. § stands for a section of the book *Deep Learning with PyTorch* (2020).

# %%
import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])


def model(t_u, w, b):
    """The line of the assignment before. This function is given."""
    return w * t_u + b


def loss_fn(t_p, t_c):
    """Mean squared error. This function is given."""
    return ((t_p - t_c) ** 2).mean()


# %% [markdown]
# ## One gradient
#
# `params` is one tensor that holds `w` and `b`. `model(t_u, *params)` takes it apart, and autograd follows.
# Go forward, then backward, then read `params.grad`: `backward()` itself returns nothing. Note that `.grad`
# may already hold an old gradient from other code. (§5.5.1)


# %%
def gradient(params, t_u, t_c):
    """The gradient of the loss of the linear model at params, by `backward()`: a tensor of 2.

    params: a leaf tensor of 2 (w, b) that requires grad. t_u, t_c: tensors (N,). The result must be right
    even if `params.grad` already holds something.
    """
    ### BEGIN SOLUTION
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    loss.backward()
    return params.grad
    ### END SOLUTION


# %% [markdown]
# These are the same two numbers as by hand, but you derived nothing:

# %%
if __name__ == "__main__":
    print(gradient(torch.tensor([1.0, 0.0], requires_grad=True), t_u, t_c))  # close to (4517.2969, 82.6000)

# %% [markdown]
# ## Gradients add up
#
# A second call of `backward()` does not replace the gradient, it adds a second one. Try it once, so that you
# know how it looks: after seven calls, the gradient is seven times too large. One graph is enough for only
# one `backward()`, so every call needs its own forward pass. (§5.5.1)


# %%
def accumulated_gradient(params, t_u, t_c, times):
    """Zero the gradient once, then go forward and `backward()` `times` times. Returns `.grad`: a tensor of 2.

    params: a leaf tensor of 2 (w, b) that requires grad. t_u, t_c: tensors (N,). times: an int, at least 1.
    """
    ### BEGIN SOLUTION
    params.grad = None
    for _ in range(times):
        loss = loss_fn(model(t_u, *params), t_c)
        loss.backward()
    return params.grad
    ### END SOLUTION


# %% [markdown]
# ## The solution
#
# You must clear the gradient yourself. Before the very first `backward()`, there is no gradient yet: `.grad`
# is `None`, and you cannot zero `None`. (§5.5.1)


# %%
def zero_grad(params):
    """In place: `params.grad` becomes zero, or None. No error if it is None already.

    params: a leaf tensor that requires grad. Its own values must not change.
    """
    ### BEGIN SOLUTION
    if params.grad is not None:
        params.grad.zero_()
    ### END SOLUTION


# %% [markdown]
# ## The update
#
# The step must change the same tensor that you train, and autograd must not record the step. If autograd
# records it, the step becomes part of the next graph, or `params` is no longer a leaf. `torch.no_grad()`
# turns autograd off. Note the difference: `params -= x` changes the tensor, but `params = params - x` makes
# another one with the same name. (§5.5.1, §5.5.4)


# %%
def update(params, learning_rate):
    """In place and outside the graph: subtract learning_rate times `params.grad` from params.

    params stays the same leaf tensor and still requires grad.
    """
    ### BEGIN SOLUTION
    with torch.no_grad():
        params -= learning_rate * params.grad
    ### END SOLUTION


# %% [markdown]
# ## The loop
#
# Each epoch has four parts: zero, forward, backward, update. For every order that you try, ask: what does
# `.grad` hold when `update` reads it? (§5.5.1)


# %%
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    """n_epochs of: zero, forward, backward, update. Returns the same params object, trained.

    params: a leaf tensor of 2 (w, b) that requires grad and has no gradient yet. t_u, t_c: tensors (N,).
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
# The numbers are the same as with the loop by hand. (§5.5.1)

# %%
if __name__ == "__main__":
    params = torch.tensor([1.0, 0.0], requires_grad=True)
    print(training_loop(5000, 1e-2, params, 0.1 * t_u, t_c))  # close to (5.3671, -17.3012)
