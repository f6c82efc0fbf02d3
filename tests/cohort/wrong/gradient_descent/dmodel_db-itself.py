# assignment: gradient_descent
# function: dmodel_db
# mistake: b itself is returned.
# kind: argument returned
# breaks: Derivative of each prediction with respect to b
# shows: torch.as_tensor(dmodel_db(X, 2.0, 3.0)) * torch.ones(5)

def dmodel_db(t_u, w, b):
    return b  # wrong
