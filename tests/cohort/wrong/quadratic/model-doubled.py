# assignment: quadratic
# function: model
# mistake: * 2 for ** 2.
# kind: doubled for squared
# breaks: w2 times the squared readings plus w1 times the readings plus b
# shows: model(X, 2.0, 3.0, 4.0)

def model(t_u, w2, w1, b):
    return w2 * t_u * 2 + w1 * t_u + b  # wrong
