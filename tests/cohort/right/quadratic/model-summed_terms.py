# assignment: quadratic
# function: model
# way: A sum over powers, built in.
# kind: sum over powers

def model(t_u, w2, w1, b):
    return sum(weight * t_u.pow(power) for power, weight in enumerate([b, w1, w2]))
