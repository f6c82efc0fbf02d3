# assignment: quadratic
# function: grad_fn
# way: The matrix of powers times the derivative of the loss.
# kind: matrix of powers

def grad_fn(t_u, t_c, t_p, w2, w1, b):
    powers = torch.vander(t_u, 3)
    return 2 / len(t_u) * powers.T @ (t_p - t_c)
