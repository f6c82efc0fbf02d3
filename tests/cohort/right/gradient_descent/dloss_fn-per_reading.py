# assignment: gradient_descent
# function: dloss_fn
# way: One reading after the other.
# kind: loop over pairs

def dloss_fn(t_p, t_c):
    n = len(t_p)
    return torch.stack([2.0 / n * (p - c) for p, c in zip(t_p, t_c)])
