# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %%
import torch

t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])
t_un = 0.1 * t_u


# %%
def model(t_u, w, b):
    """Linear thermometer model."""
    ### BEGIN SOLUTION
    return w * t_u + b
    ### END SOLUTION


# %%
def loss_fn(t_p, t_c):
    """Mean squared error."""
    ### BEGIN SOLUTION
    squared_diffs = (t_p - t_c) ** 2
    return squared_diffs.mean()
    ### END SOLUTION


# %%
def dloss_fn(t_p, t_c):
    """Derivative of the loss by t_p."""
    ### BEGIN SOLUTION
    dsq_diffs = 2 * (t_p - t_c) / t_p.size(0)
    return dsq_diffs
    ### END SOLUTION


# %%
def dmodel_dw(t_u, w, b):
    """Derivative of the model by w."""
    ### BEGIN SOLUTION
    return t_u
    ### END SOLUTION


# %%
def dmodel_db(t_u, w, b):
    """Derivative of the model by b."""
    ### BEGIN SOLUTION
    return 1.0
    ### END SOLUTION


# %%
def grad_fn(t_u, t_c, t_p, w, b):
    """Gradient of the loss by (w, b)."""
    ### BEGIN SOLUTION
    dloss_dtp = dloss_fn(t_p, t_c)
    dloss_dw = dloss_dtp * dmodel_dw(t_u, w, b)
    dloss_db = dloss_dtp * dmodel_db(t_u, w, b)
    return torch.stack([dloss_dw.sum(), dloss_db.sum()])
    ### END SOLUTION


# %%
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    """Gradient descent by hand; return the parameters."""
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        w, b = params
        t_p = w * t_u + b
        d = 2 * (t_p - t_c) / t_p.size(0)
        grad = torch.stack([(d * t_u).sum(), d.sum()])
        params = params - learning_rate * grad
    return params
    ### END SOLUTION


# %%
def training_loop_autograd(n_epochs, learning_rate, params, t_u, t_c):
    """The same with autograd: zero the gradient, update in place under no_grad."""
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        if params.grad is not None:
            params.grad.zero_()
        w, b = params
        t_p = w * t_u + b
        loss = ((t_p - t_c) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            params -= learning_rate * params.grad
    return params
    ### END SOLUTION


# %%
def training_loop_optim(n_epochs, optimizer, params, t_u, t_c):
    """The same with an optimizer: zero_grad, backward, step."""
    ### BEGIN SOLUTION
    for _ in range(n_epochs):
        w, b = params
        t_p = w * t_u + b
        loss = ((t_p - t_c) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params
    ### END SOLUTION


# %%
def model_quad(t_u, w1, w2, b):
    """Quadratic model w2*t_u**2 + w1*t_u + b."""
    ### BEGIN SOLUTION
    return w2 * t_u**2 + w1 * t_u + b
    ### END SOLUTION
