# assignment: gradient_descent
# function: normalize_inputs
# way: Divides by ten.
# kind: division

def normalize_inputs(t_u):
    return t_u.clone().div_(10)
