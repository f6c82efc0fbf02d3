# assignment: gradient_descent
# function: loss_fn
# mistake: The mean absolute error.
# kind: absolute for squared
# breaks: Mean squared error of predictions t_p (N,) against t_c (N,).
# shows: loss_fn(X, Y)

def loss_fn(t_p, t_c):
    return torch.nn.functional.l1_loss(t_p, t_c)  # wrong
