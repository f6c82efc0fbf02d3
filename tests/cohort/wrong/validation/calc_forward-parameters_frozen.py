# assignment: validation
# function: calc_forward
# mistake: The flag is written into params, so they do not require grad afterwards.
# kind: requires_grad of the parameters set to the flag
# breaks: params: a leaf tensor of 2 (w, b) that requires grad.
# shows: p = leaf(0.7, -0.3); calc_forward(p, X, Y, False); p.requires_grad

def calc_forward(params, t_u, t_c, is_train):
    params.requires_grad_(is_train)  # wrong
    return loss_fn(model(t_u, *params), t_c)
