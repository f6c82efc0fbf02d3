# assignment: gradient_descent
# function: numerical_grad_fn
# mistake: A delta of 0.1 is written down, so the argument only divides.
# kind: delta written down
# breaks: delta: how far to step to each side.
# shows: numerical_grad_fn(X, Y, 0.7, -0.3, 0.05)

def numerical_grad_fn(t_u, t_c, w, b, delta):
    losses = []
    for dw, db in ((0.1, 0.0), (-0.1, 0.0), (0.0, 0.1), (0.0, -0.1)):  # wrong
        losses.append(loss_fn(model(t_u, w + dw, b + db), t_c))
    rate_w = (losses[0] - losses[1]) / (2.0 * delta)
    rate_b = (losses[2] - losses[3]) / (2.0 * delta)
    return torch.stack([rate_w, rate_b])
