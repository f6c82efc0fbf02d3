# assignment: autograd
# function: gradient
# mistake: The parameters are passed as (b, w).
# kind: arguments of the model swapped
# breaks: `model(t_u, *params)` takes it apart
# shows: gradient(leaf(0.7, -0.3), X, Y)

def gradient(params, t_u, t_c):
    params.grad = None
    w, b = params
    t_p = model(t_u, b, w)  # wrong
    loss_fn(t_p, t_c).backward()
    return params.grad
