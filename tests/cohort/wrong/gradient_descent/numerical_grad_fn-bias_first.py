# assignment: gradient_descent
# function: numerical_grad_fn
# mistake: The rate for b comes first.
# kind: two results in the wrong order
# breaks: (rate for w, rate for b).
# shows: numerical_grad_fn(X, Y, 0.7, -0.3, 0.1)

def numerical_grad_fn(t_u, t_c, w, b, delta):
    rate_w = (
        loss_fn(model(t_u, w + delta, b), t_c) - loss_fn(model(t_u, w - delta, b), t_c)
    ) / (2.0 * delta)
    rate_b = (
        loss_fn(model(t_u, w, b + delta), t_c) - loss_fn(model(t_u, w, b - delta), t_c)
    ) / (2.0 * delta)
    return torch.stack([rate_b, rate_w])  # wrong
