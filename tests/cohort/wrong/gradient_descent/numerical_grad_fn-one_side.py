# assignment: gradient_descent
# function: numerical_grad_fn
# mistake: Steps only to the right, with the loss in the middle.
# kind: one-sided difference
# breaks: The rate of change is (loss right - loss left) / (2 delta).
# shows: numerical_grad_fn(X, Y, 0.7, -0.3, 0.1)

def numerical_grad_fn(t_u, t_c, w, b, delta):
    here = loss_fn(model(t_u, w, b), t_c)  # wrong
    rate_w = (loss_fn(model(t_u, w + delta, b), t_c) - here) / delta  # wrong
    rate_b = (loss_fn(model(t_u, w, b + delta), t_c) - here) / delta  # wrong
    return torch.stack([rate_w, rate_b])
