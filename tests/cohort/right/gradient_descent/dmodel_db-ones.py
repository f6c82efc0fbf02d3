# assignment: gradient_descent
# function: dmodel_db
# way: A tensor of ones like the readings.
# kind: ones

def dmodel_db(t_u, w, b):
    return torch.ones_like(t_u)
