# assignment: gradient_descent
# function: numerical_grad_fn
# mistake: Divides by 2 and multiplies by delta.
# kind: brackets of a divisor forgotten
# breaks: The rate of change is (loss right - loss left) / (2 delta).
# shows: numerical_grad_fn(X, Y, 0.7, -0.3, 0.1)

def numerical_grad_fn(t_u, t_c, w, b, delta):
    right = loss_fn(model(t_u, w + delta, b), t_c)
    left = loss_fn(model(t_u, w - delta, b), t_c)
    rate_w = (right - left) / (2 * delta)
    right = loss_fn(model(t_u, w, b + delta), t_c)
    left = loss_fn(model(t_u, w, b - delta), t_c)
    rate_b = (right - left) / 2 * delta  # wrong
    return torch.stack([rate_w, rate_b])
