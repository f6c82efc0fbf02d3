# assignment: validation
# function: calc_forward
# mistake: The flag is not used; a graph is always built.
# kind: flag not used
# breaks: It has an autograd graph only if is_train is True.
# shows: calc_forward(leaf(0.7, -0.3), X, Y, False).requires_grad

def calc_forward(params, t_u, t_c, is_train):
    return loss_fn(model(t_u, *params), t_c)  # wrong
