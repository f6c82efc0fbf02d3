# assignment: quadratic
# function: model
# way: Horner's scheme.
# kind: Horner's scheme

def model(t_u, w2, w1, b):
    return (w2 * t_u + w1) * t_u + b
