# assignment: gradient_descent
# function: dmodel_dw
# mistake: w is the derivative with respect to t_u.
# kind: derivative by the readings
# breaks: Derivative of each prediction with respect to w: a tensor (N,).
# shows: dmodel_dw(X, 2.0, 3.0) * torch.ones(5)

def dmodel_dw(t_u, w, b):
    return w  # wrong
