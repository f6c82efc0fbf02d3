# assignment: optimizers
# function: make_optimizer
# mistake: Capital and small letters are taken for the same.
# kind: capitals ignored
# breaks: Capital and small letters are different.
# shows: raised(lambda: make_optimizer("sgd", leaf(1.0, 2.0), 0.1))

def make_optimizer(name, params, learning_rate):
    for known in available_optimizers():
        if known.lower() == name.lower():  # wrong
            return getattr(torch.optim, known)([params], lr=learning_rate)
    raise ValueError(f"there is no optimizer {name}")
