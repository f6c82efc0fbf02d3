# assignment: gradient_descent
# function: numerical_grad_fn
# mistake: For b, w moves, too.
# kind: both parameters moved together
# breaks: Do this for `w` with the same `b`, and for `b` with the same `w`.
# shows: numerical_grad_fn(X, Y, 0.7, -0.3, 0.1)

def numerical_grad_fn(t_u, t_c, w, b, delta):
    rate_w = loss_fn(model(t_u, w + delta, b), t_c) - loss_fn(model(t_u, w - delta, b), t_c)
    w, b_left, b = w + delta, b - delta, b + delta  # wrong
    rate_b = loss_fn(model(t_u, w, b), t_c) - loss_fn(model(t_u, w, b_left), t_c)
    return torch.stack([rate_w / (2.0 * delta), rate_b / (2.0 * delta)])
