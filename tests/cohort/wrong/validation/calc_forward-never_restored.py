# assignment: validation
# function: calc_forward
# mistake: set_grad_enabled without with stays for all later code.
# kind: setting left as the flag says
# breaks: Without `with`, the setting stays, for all later code.
# shows: calc_forward(leaf(0.7, -0.3), X, Y, False); enabled()

def calc_forward(params, t_u, t_c, is_train):
    torch.set_grad_enabled(is_train)  # wrong
    return loss_fn(model(t_u, *params), t_c)
