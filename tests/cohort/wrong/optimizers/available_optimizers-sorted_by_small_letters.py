# assignment: optimizers
# function: available_optimizers
# mistake: The names are sorted as if all letters were small.
# kind: sorted without capitals
# breaks: A sorted list of the names
# shows: available_optimizers()

def available_optimizers():
    names = []
    for name in dir(torch.optim):
        member = getattr(torch.optim, name)
        if isinstance(member, type) and issubclass(member, torch.optim.Optimizer):
            if member is not torch.optim.Optimizer:
                names.append(name)
    return sorted(names, key=str.lower)  # wrong
