# assignment: gradient_descent
# function: numerical_grad_fn
# mistake: Divides by delta where the two sides are 2 delta apart.
# kind: two forgotten in the divisor
# breaks: The rate of change is (loss right - loss left) / (2 delta).
# shows: numerical_grad_fn(X, Y, 0.7, -0.3, 0.1)

def numerical_grad_fn(t_u, t_c, w, b, delta):
    def loss(w, b):
        return loss_fn(model(t_u, w, b), t_c)

    rate_w = loss(w + delta, b) - loss(w - delta, b)
    rate_b = loss(w, b + delta) - loss(w, b - delta)
    return torch.stack([rate_w, rate_b]) / delta  # wrong
