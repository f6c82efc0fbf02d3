# assignment: gradient_descent
# function: loss_fn
# mistake: The biased variance of the errors is computed, which forgets a constant error.
# kind: spread of the errors for their size
# breaks: Mean squared error of predictions t_p (N,) against t_c (N,).
# shows: loss_fn(X, X + 1)

def loss_fn(t_p, t_c):
    errors = t_p - t_c
    errors = errors - errors.mean()  # wrong
    return (errors**2).mean()
