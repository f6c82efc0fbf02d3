# assignment: gradient_descent
# function: loss_fn
# way: A dot product of the errors with themselves.
# kind: dot product

def loss_fn(t_p, t_c):
    errors = t_p - t_c
    return errors @ errors / errors.numel()
