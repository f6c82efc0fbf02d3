# assignment: gradient_descent
# function: grad_fn
# way: Means of products, without the other functions.
# kind: means from sums written out

def grad_fn(t_u, t_c, t_p, w, b):
    error = t_p - t_c
    gradient = torch.empty(2, device=t_u.device)
    gradient[0], gradient[1] = 2 * (error * t_u).mean(), 2 * error.mean()
    return gradient
