# assignment: gradient_descent
# function: dmodel_dw
# mistake: The derivatives are added up over the readings already.
# kind: added up too early
# breaks: Derivative of each prediction with respect to w: a tensor (N,).
# shows: dmodel_dw(X, 2.0, 3.0).shape

def dmodel_dw(t_u, w, b):
    return t_u.sum()  # wrong
