# assignment: validation
# function: calc_forward
# way: Detached parameters where no graph is wanted.
# kind: detached parameters

def calc_forward(params, t_u, t_c, is_train):
    w, b = params if is_train else params.detach()
    return loss_fn(model(t_u, w, b), t_c)
