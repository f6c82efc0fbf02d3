# assignment: optimizers
# function: make_optimizer
# mistake: The optimizer holds a copy of params.
# kind: optimizer over a copy
# breaks: the optimizer holds that same tensor.
# shows: p = leaf(1.0, 2.0); make_optimizer("Adam", p, 0.25).param_groups[0]["params"][0] is p

def make_optimizer(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(f"there is no optimizer {name}")
    held = params.detach().clone().requires_grad_()  # wrong
    return getattr(torch.optim, name)([held], lr=learning_rate)
