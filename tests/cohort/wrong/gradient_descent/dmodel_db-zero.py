# assignment: gradient_descent
# function: dmodel_db
# mistake: The derivative of a constant is taken to be zero.
# kind: constant taken for no effect
# breaks: Derivative of each prediction with respect to b
# shows: torch.as_tensor(dmodel_db(X, 2.0, 3.0)) * torch.ones(5)

def dmodel_db(t_u, w, b):
    return 0.0  # wrong
