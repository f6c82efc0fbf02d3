# assignment: gradient_descent
# function: grad_fn
# mistake: The line for b was copied and still multiplies by the readings.
# kind: factor copied to the second line
# breaks: The gradient of the loss in (w, b), by the chain rule and without autograd: a tensor of 2.
# shows: grad_fn(X, Y, X + 1, 0.7, -0.3)

def grad_fn(t_u, t_c, t_p, w, b):
    error = 2.0 * (t_p - t_c) / t_p.size(0)
    grad_w = torch.sum(error * t_u)
    grad_b = torch.sum(error * t_u)  # wrong
    return torch.stack((grad_w, grad_b))
