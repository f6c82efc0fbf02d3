# assignment: gradient_descent
# function: numerical_grad_fn
# mistake: The difference has the wrong sign.
# kind: left minus right
# breaks: The rate of change is (loss right - loss left) / (2 delta).
# shows: numerical_grad_fn(X, Y, 0.7, -0.3, 0.1)

def numerical_grad_fn(t_u, t_c, w, b, delta):
    rates = []
    for dw, db in ((delta, 0.0), (0.0, delta)):
        right = loss_fn(model(t_u, w + dw, b + db), t_c)
        left = loss_fn(model(t_u, w - dw, b - db), t_c)
        rates.append((left - right) / (2 * delta))  # wrong
    return torch.stack(rates)
