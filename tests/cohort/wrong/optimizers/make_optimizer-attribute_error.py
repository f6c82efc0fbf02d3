# assignment: optimizers
# function: make_optimizer
# mistake: An unknown name gives an AttributeError.
# kind: error of getattr let out
# breaks: Raises ValueError for a name that no optimizer has.
# shows: raised(lambda: make_optimizer("Sgd", leaf(1.0, 2.0), 0.1))

def make_optimizer(name, params, learning_rate):
    return getattr(torch.optim, name)([params], lr=learning_rate)  # wrong
