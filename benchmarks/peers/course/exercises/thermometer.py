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
    raise NotImplementedError


# %%
def loss_fn(t_p, t_c):
    """Mean squared error."""
    raise NotImplementedError


# %%
def dloss_fn(t_p, t_c):
    """Derivative of the loss by t_p."""
    raise NotImplementedError


# %%
def dmodel_dw(t_u, w, b):
    """Derivative of the model by w."""
    raise NotImplementedError


# %%
def dmodel_db(t_u, w, b):
    """Derivative of the model by b."""
    raise NotImplementedError


# %%
def grad_fn(t_u, t_c, t_p, w, b):
    """Gradient of the loss by (w, b)."""
    raise NotImplementedError


# %%
def training_loop(n_epochs, learning_rate, params, t_u, t_c):
    """Gradient descent by hand; return the parameters."""
    raise NotImplementedError


# %%
def training_loop_autograd(n_epochs, learning_rate, params, t_u, t_c):
    """The same with autograd: zero the gradient, update in place under no_grad."""
    raise NotImplementedError


# %%
def training_loop_optim(n_epochs, optimizer, params, t_u, t_c):
    """The same with an optimizer: zero_grad, backward, step."""
    raise NotImplementedError


# %%
def model_quad(t_u, w1, w2, b):
    """Quadratic model w2*t_u**2 + w1*t_u + b."""
    raise NotImplementedError
