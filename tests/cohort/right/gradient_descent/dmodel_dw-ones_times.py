# assignment: gradient_descent
# function: dmodel_dw
# way: A clone of the readings.
# kind: clone

def dmodel_dw(t_u, w, b):
    return t_u.clone()
