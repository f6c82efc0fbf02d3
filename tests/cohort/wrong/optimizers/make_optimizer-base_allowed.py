# assignment: optimizers
# function: make_optimizer
# mistake: The base class passes the test and fails somewhere inside.
# kind: base class accepted as an optimizer
# breaks: Raises ValueError for a name that no optimizer has.
# shows: raised(lambda: make_optimizer("Optimizer", leaf(1.0, 2.0), 0.1))

def make_optimizer(name, params, learning_rate):
    kind = getattr(torch.optim, name, None)
    if not isinstance(kind, type) or not issubclass(kind, torch.optim.Optimizer):  # wrong
        raise ValueError(f"there is no optimizer {name}")
    return kind([params], lr=learning_rate)
