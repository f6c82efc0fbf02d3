# assignment: gradient_descent
# function: model
# mistake: The bias is added before the product.
# kind: brackets around a sum
# breaks: `w` scales the unknown unit, and `b` shifts it.
# shows: model(X, 2.0, 3.0)

def model(t_u, w, b):
    return w * (t_u + b)  # wrong
