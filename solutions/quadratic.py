# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # A quadratic model
#
# So far, the model was a line. But perhaps the readings lie on a curve. You may choose another model.
# Changing it shows which parts of your training code depend on the model. You will add a square to the model,
# derive its gradient by hand, and train it. Then decide whether it was a good idea. (§5.7)
#
# Write each function in place of `raise NotImplementedError`, in order. `grader check` shows how far you are.
# Do not change readings. Make new tensors on their device, which need not be the CPU. Four questions ask for
# an answer in words. A person reads these answers. Cells under `if __name__ == "__main__":` run here, but not
# when you are graded.
#
# In a notebook, write `import grader; grader.check("model")` in a new cell. If `grader` is not installed,
# README.md says what to install. § stands for a section of the book *Deep Learning with PyTorch* (2020).

# %%
import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])
t_un = 0.1 * t_u


def linear_model(t_u, w, b):
    """The line, to compare with. This function is given."""
    return w * t_u + b


def loss_fn(t_p, t_c):
    """Mean squared error. This function is given."""
    return ((t_p - t_c) ** 2).mean()


# %% [markdown]
# Look at the readings first: do they lie on a curve?

# %%
if __name__ == "__main__":
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots()
    axes.scatter(t_u.numpy(), t_c.numpy())
    axes.set_xlabel("Measurement (unknown unit)")
    axes.set_ylabel("Temperature (°C)")

# %% [markdown]
# ## The model
#
# Add one more weight, for the square of the reading. Square only the reading. (§5.7)


# %%
def model(t_u, w2, w1, b):
    """w2 times the squared readings plus w1 times the readings plus b: a tensor (N,), like t_u.

    w2, w1, b: numbers or 0-d tensors.
    """
    ### BEGIN SOLUTION
    return w2 * t_u**2 + w1 * t_u + b
    ### END SOLUTION


# %% [markdown]
# ## Its gradient, by hand
#
# Use the chain rule again. Take how the loss changes with each prediction. Multiply it by how that prediction
# changes with each parameter, and add up over the readings. The first factor does not depend on the model, so
# it stays the same. Only the second one is new. (§5.4.2)


# %%
def grad_fn(t_u, t_c, t_p, w2, w1, b):
    """The gradient of the mean squared error by (w2, w1, b): a tensor of 3, without autograd.

    t_u, t_c, t_p: tensors (N,). w2, w1, b: numbers or 0-d tensors. Use the predictions t_p as they are,
    wherever they come from.
    """
    ### BEGIN SOLUTION
    each = 2 * (t_p - t_c) / t_p.size(0)
    return torch.stack([(each * t_u**2).sum(), (each * t_u).sum(), each.sum()])
    ### END SOLUTION


# %% [markdown]
# ## The loop
#
# `params` now holds three numbers. Autograd and the optimizer do the rest. Write the loop as you did for the
# line, and note what you must change. (§5.5.2)


# %%
def training_loop(n_epochs, optimizer, params, t_u, t_c):
    """n_epochs of steps of the quadratic model: right for any optimizer, even if `params.grad` holds
    something.

    params: a leaf tensor of 3 (w2, w1, b). t_u, t_c: tensors (N,). Returns the same params object that the
    optimizer holds. The optimizer may have taken steps before. It keeps its options and its memory.
    """
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        loss = loss_fn(model(t_u, *params), t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
    ### END SOLUTION


# %% [markdown] written="what_changes" points=2
# ## Question: what had to change?
#
# You trained a line before, and now a curve. Which parts of the code had to change for the new model, and
# why? Think of the gradient by hand, too. (§5.7)
#
# ### BEGIN SOLUTION
# The model itself. The parameters, which are now three, with their starting values. All code that takes
# `params` apart. By hand, also the gradient: there is one more derivative, `t_u ** 2` for `w2`. And the
# learning rate: squared readings are larger, and so is the gradient for `w2`. A rate that was right for the
# line makes the curve diverge.
#
# Rubric: 1 point for the model and its parameters. 1 point for the gradient by hand: the derivative of the
# model is new, and that of the loss stays. The learning rate or the scale of the inputs also earns this
# point, with the reason.
# ### END SOLUTION

# %% [markdown] written="what_is_agnostic" points=2
# ## Question: what does not depend on the model?
#
# Which parts stayed as they were, and why do they not depend on the model? (§5.7)
#
# ### BEGIN SOLUTION
# The loss function, which sees only predictions and targets. The loop of `zero_grad`, `backward` and `step`.
# The optimizer, which updates the tensors that it holds. Autograd, which follows any operations. The split
# and the data. `model(t_u, *params)` passes any number of parameters, so even this line stays.
#
# Rubric: 1 point for naming at least two of loss, loop, optimizer, autograd, data. 1 point for a reason: each
# of them works with predictions, or with tensors that have a gradient. They do not use the formula between
# them.
# ### END SOLUTION

# %% [markdown]
# ## First see it fail
#
# Take the learning rate that was right for the line, on the same scaled readings. With the square, the
# gradient is several times larger again, and the loss diverges. (§5.4.3)

# %%
if __name__ == "__main__":
    for learning_rate in (1e-2, 1e-3, 5e-4):
        params = torch.zeros(3, requires_grad=True)
        sgd = torch.optim.SGD([params], lr=learning_rate)
        for epoch in (1, 2, 3):
            training_loop(1, sgd, params, t_un, t_c)
            loss = loss_fn(model(t_un, *params), t_c)
            print(f"learning rate {learning_rate:g}, after epoch {epoch}: loss {loss:g}")

# %% [markdown]
# ## Which is better?
#
# Train both models from zero parameters, with the same optimizer and the same number of epochs. Then compare
# the losses at the end. (§5.7)


# %%
def final_losses(n_epochs, learning_rate, t_u, t_c):
    """The losses (linear, quadratic) after training each model: two Python floats.

    Each model starts from parameters that are all zero, on the device of t_u. It takes n_epochs of SGD at
    that learning rate. t_u, t_c: tensors (N,). The readings are scaled already. After the call, gradients are
    on, as before.
    """
    ### BEGIN SOLUTION
    line = torch.zeros(2, device=t_u.device, requires_grad=True)
    optimizer = torch.optim.SGD([line], lr=learning_rate)
    for _ in range(n_epochs):
        optimizer.zero_grad()
        loss_fn(linear_model(t_u, *line), t_c).backward()
        optimizer.step()
    curve = torch.zeros(3, device=t_u.device, requires_grad=True)
    training_loop(n_epochs, torch.optim.SGD([curve], lr=learning_rate), curve, t_u, t_c)
    with torch.no_grad():
        linear, quadratic = loss_fn(linear_model(t_u, *line), t_c), loss_fn(model(t_u, *curve), t_c)
    return linear.item(), quadratic.item()
    ### END SOLUTION


# %%
if __name__ == "__main__":
    print(final_losses(5000, 5e-4, t_un, t_c))  # close to (14.66, 3.46)
    # At a rate of its own the line had ended at 2.93. Is that fair? These readings suit both models.
    t_us = (t_u - t_u.mean()) / t_u.std()
    print(final_losses(1000, 1e-1, t_us, t_c))  # close to (2.93, 2.09)

# %%
if __name__ == "__main__":
    line, curve = torch.zeros(2, requires_grad=True), torch.zeros(3, requires_grad=True)
    training_loop(1000, torch.optim.SGD([curve], lr=1e-1), curve, t_us, t_c)
    optimizer = torch.optim.SGD([line], lr=1e-1)
    for _ in range(1000):
        optimizer.zero_grad()
        loss_fn(linear_model(t_us, *line), t_c).backward()
        optimizer.step()
    wide = torch.linspace(0.0, 140.0, 100)
    scaled = (wide - t_u.mean()) / t_u.std()
    figure, axes = plt.subplots()
    axes.scatter(t_u.numpy(), t_c.numpy())
    axes.plot(wide.numpy(), linear_model(scaled, *line).detach().numpy(), label="line")
    axes.plot(wide.numpy(), model(scaled, *curve).detach().numpy(), label="curve")
    axes.set_xlabel("Measurement (unknown unit)")
    axes.set_ylabel("Temperature (°C)")
    axes.legend()

# %% [markdown] written="is_the_loss_lower" points=2
# ## Question: is the loss lower?
#
# Compare the final losses of the two models. Is the loss of the quadratic model higher or lower, and did it
# have to be so? Say which runs you compare, and why that is fair. (§5.7)
#
# ### BEGIN SOLUTION
# Lower: 2.09 against 2.93 after both have converged (standardized readings, rate 1e-1). It had to be. With
# `w2 = 0` the quadratic model *is* the line, so its best loss on the training readings cannot be higher.
# After a fixed number of epochs it may be higher. At 5e-4 on scaled readings the line has hardly begun (14.7
# against 3.5). Its 2.93 at a rate of 1e-2 is lower than the curve's 3.46.
#
# Rubric: 1 point for "lower" with the numbers of a real run. 1 point for the reason: the line is a special
# case. Or for seeing that a run before convergence compares learning rates and not models.
# ### END SOLUTION

# %% [markdown] written="is_the_result_better" points=2
# ## Question: is the result better?
#
# Would you build a thermometer with the line or with the curve? Look at the plot outside the readings. Think
# about what a validation set would show. (§5.7)
#
# ### BEGIN SOLUTION
# With the line. There are eleven noisy readings and one more parameter. The curve has a lower training loss
# because it follows the noise. A validation loss would show that as a gap. Outside the readings the curve
# bends away. At 120 it says 60 °C, and the line says 47 °C. The true value, from degrees Fahrenheit, is
# 49 °C. Far below the readings it turns up, as if cold became warm. A lower training loss is not a better
# model.
#
# Rubric: 1 point for a decision that does not use only the training loss (validation, unseen readings,
# overfitting). 1 point for evidence: what happens outside the readings, or what is known about thermometers.
# ### END SOLUTION
