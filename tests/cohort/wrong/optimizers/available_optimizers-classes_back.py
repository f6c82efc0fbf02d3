# assignment: optimizers
# function: available_optimizers
# mistake: The classes are returned, sorted by name.
# kind: classes for names
# breaks: A sorted list of the names
# shows: available_optimizers()

def available_optimizers():
    base = torch.optim.Optimizer
    members = [m for m in vars(torch.optim).values() if isinstance(m, type) and issubclass(m, base)]
    members = [m for m in members if m is not base]
    return sorted(members, key=lambda m: m.__name__)  # wrong
