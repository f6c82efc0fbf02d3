# assignment: validation
# function: calc_forward
# mistake: Autograd is switched on at the end, whatever it was before.
# kind: autograd switched on afterwards
# breaks: Both restore the old setting at the end of the block.
# shows: without_grad(lambda: (calc_forward(leaf(0.7, -0.3), X, Y, False), enabled())[1])

def calc_forward(params, t_u, t_c, is_train):
    torch.set_grad_enabled(is_train)
    loss = loss_fn(model(t_u, *params), t_c)
    torch.set_grad_enabled(True)  # wrong
    return loss
