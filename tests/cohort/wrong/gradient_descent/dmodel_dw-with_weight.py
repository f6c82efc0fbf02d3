# assignment: gradient_descent
# function: dmodel_dw
# mistake: The term w * t_u is returned as it is.
# kind: product not derived
# breaks: Derivative of each prediction with respect to w: a tensor (N,).
# shows: dmodel_dw(X, 2.0, 3.0)

def dmodel_dw(t_u, w, b):
    return w * t_u  # wrong
