# assignment: gradient_descent
# function: dmodel_db
# mistake: 1/N is returned, as for a mean.
# kind: mean applied twice
# breaks: Derivative of each prediction with respect to b
# shows: torch.as_tensor(dmodel_db(X, 2.0, 3.0)) * torch.ones(5)

def dmodel_db(t_u, w, b):
    return torch.ones_like(t_u) / t_u.size(0)  # wrong
