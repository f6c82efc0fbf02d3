# assignment: optimizers
# function: available_optimizers
# mistake: Only classes derived directly from the base are listed, so AdamW, an Adam, is missing.
# kind: only direct subclasses
# breaks: The optimizers are the classes that are derived from `torch.optim.Optimizer`.
# shows: available_optimizers()

def available_optimizers():
    names = []
    for name in dir(torch.optim):
        member = getattr(torch.optim, name)
        if isinstance(member, type) and torch.optim.Optimizer in member.__bases__:  # wrong
            names.append(name)
    return sorted(names)
