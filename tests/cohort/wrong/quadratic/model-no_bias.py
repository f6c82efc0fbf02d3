# assignment: quadratic
# function: model
# mistake: The bias is left out.
# kind: term left out
# breaks: w2 times the squared readings plus w1 times the readings plus b
# shows: model(X, 2.0, 3.0, 4.0)

def model(t_u, w2, w1, b):
    return t_u * (w2 * t_u + w1)  # wrong
