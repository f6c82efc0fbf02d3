# assignment: validation
# function: calc_forward
# mistake: The graph is built where it is not wanted.
# kind: flag turned round
# breaks: `with torch.set_grad_enabled(flag):` does what the flag says.
# shows: calc_forward(leaf(0.7, -0.3), X, Y, True).requires_grad

def calc_forward(params, t_u, t_c, is_train):
    with torch.set_grad_enabled(not is_train):  # wrong
        return loss_fn(model(t_u, *params), t_c)
