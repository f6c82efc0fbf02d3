# assignment: gradient_descent
# function: model
# mistake: item() makes numbers of w and b, so autograd cannot follow them, and plain numbers fail.
# kind: graph cut by item()
# breaks: w, b: numbers or 0-d tensors.
# shows: model(X, 2.0, 3.0)

def model(t_u, w, b):
    return w.item() * t_u + b.item()  # wrong
