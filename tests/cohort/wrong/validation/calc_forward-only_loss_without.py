# assignment: validation
# function: calc_forward
# mistake: Only the loss is computed inside, so the model's graph remains for a training loss without its own part.
# kind: model outside of the block
# breaks: It has an autograd graph only if is_train is True.
# shows: calc_forward(leaf(0.7, -0.3), X, Y, True).requires_grad

def calc_forward(params, t_u, t_c, is_train):
    with torch.no_grad():  # wrong
        t_p = model(t_u, *params)
    with torch.set_grad_enabled(is_train):
        return loss_fn(t_p, t_c)
