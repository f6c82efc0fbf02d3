# assignment: validation
# function: calc_forward
# mistake: A Python float is returned where no graph is wanted.
# kind: number for a tensor in validation
# breaks: The loss of the line at params, a 0-d tensor.
# shows: type(calc_forward(leaf(0.7, -0.3), X, Y, False)) is torch.Tensor

def calc_forward(params, t_u, t_c, is_train):
    loss = loss_fn(model(t_u, *params), t_c)
    if is_train:
        return loss
    return loss.item()  # wrong
