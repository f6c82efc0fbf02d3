# assignment: gradient_descent
# function: model
# mistake: The weight is rounded to a whole number.
# kind: rounded weight
# breaks: `w` scales the unknown unit, and `b` shifts it.
# shows: model(X, 2.4, 3.0)

def model(t_u, w, b):
    slope = round(float(w))  # wrong
    return slope * t_u + b
