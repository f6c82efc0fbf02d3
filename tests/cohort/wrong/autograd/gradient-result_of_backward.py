# assignment: autograd
# function: gradient
# mistake: backward() returns None, and so does the function.
# kind: result of backward returned
# breaks: `backward()` itself returns nothing.
# shows: gradient(leaf(0.7, -0.3), X, Y)

def gradient(params, t_u, t_c):
    params.grad = None
    loss = loss_fn(model(t_u, *params), t_c)
    return loss.backward()  # wrong
