# assignment: optimizers
# function: make_optimizer
# mistake: Unknown names give SGD.
# kind: other names fall back to SGD
# breaks: Raises ValueError for a name that no optimizer has.
# shows: raised(lambda: make_optimizer("Sgdd", leaf(1.0, 2.0), 0.1))

def make_optimizer(name, params, learning_rate):
    kind = getattr(torch.optim, name, torch.optim.SGD)  # wrong
    return kind([params], lr=learning_rate)
