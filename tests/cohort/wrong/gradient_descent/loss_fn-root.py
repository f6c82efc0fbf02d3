# assignment: gradient_descent
# function: loss_fn
# mistake: The square root of the mean is returned.
# kind: root of the mean
# breaks: Mean squared error of predictions t_p (N,) against t_c (N,).
# shows: loss_fn(X, Y)

def loss_fn(t_p, t_c):
    return torch.sqrt(torch.mean((t_p - t_c) ** 2))  # wrong
