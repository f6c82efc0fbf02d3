# assignment: optimizers
# function: make_optimizer
# mistake: The learning rate is not passed on.
# kind: learning rate not passed on
# breaks: The optimizer with this name over [params].
# shows: make_optimizer("Adam", leaf(1.0, 2.0), 0.25).param_groups[0]["lr"]

def make_optimizer(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError(f"there is no optimizer {name}")
    return getattr(torch.optim, name)([params])  # wrong
