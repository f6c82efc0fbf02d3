# assignment: gradient_descent
# function: grad_fn
# mistake: The effects are not added up, so the result has N columns.
# kind: sum over the readings forgotten
# breaks: One parameter changes *all* predictions, so add up its effects over the readings.
# shows: grad_fn(X, Y, X + 1, 0.7, -0.3).shape

def grad_fn(t_u, t_c, t_p, w, b):
    dloss = dloss_fn(t_p, t_c)
    grad_w = dloss * dmodel_dw(t_u, w, b)  # wrong
    grad_b = dloss * dmodel_db(t_u, w, b)  # wrong
    return torch.stack([grad_w, grad_b])
