# assignment: gradient_descent
# function: grad_fn
# mistake: The gradient is clipped to 100.
# kind: gradient clipped
# breaks: The gradient of the loss in (w, b)
# shows: grad_fn(t_u, t_c, t_u, 1.0, 0.0)

def grad_fn(t_u, t_c, t_p, w, b):
    dloss = dloss_fn(t_p, t_c)
    grad = torch.stack([(dloss * t_u).sum(), dloss.sum()])
    return grad.clamp(min=-100.0, max=100.0)  # wrong
