# assignment: validation
# function: calc_forward
# way: Two branches, the second under no_grad.
# kind: two branches

def calc_forward(params, t_u, t_c, is_train):
    if is_train:
        return loss_fn(model(t_u, *params), t_c)
    with torch.no_grad():
        return loss_fn(model(t_u, *params), t_c)
