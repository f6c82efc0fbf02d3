# assignment: optimizers
# function: available_optimizers
# way: A set comprehension over vars, asked by the classes' own order of bases.
# kind: set comprehension

def available_optimizers():
    base = torch.optim.Optimizer
    return sorted({n for n, c in vars(torch.optim).items() if isinstance(c, type) and base in c.__mro__[1:]})
