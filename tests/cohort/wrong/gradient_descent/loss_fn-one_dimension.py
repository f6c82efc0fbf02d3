# assignment: gradient_descent
# function: loss_fn
# mistake: The result has one element and one dimension.
# kind: result with one dimension
# breaks: Returns a 0-d tensor.
# shows: loss_fn(X, Y).shape

def loss_fn(t_p, t_c):
    return ((t_p - t_c) ** 2).mean(dim=0, keepdim=True)  # wrong
