# assignment: optimizers
# function: available_optimizers
# mistake: The base class is part of the list.
# kind: base class not left out
# breaks: without the base class.
# shows: available_optimizers()

def available_optimizers():
    found = []
    for name, member in vars(torch.optim).items():
        if isinstance(member, type) and issubclass(member, torch.optim.Optimizer):  # wrong
            found.append(name)
    return sorted(found)
