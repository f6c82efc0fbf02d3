# assignment: optimizers
# function: available_optimizers
# mistake: Every public name of the module is listed, modules of schedulers and all.
# kind: everything in the module listed
# breaks: `dir(torch.optim)` lists everything in the module: optimizers, and also modules and other functions.
# shows: available_optimizers()

def available_optimizers():
    names = []
    for name in dir(torch.optim):
        if not name.startswith("_") and name != "Optimizer":  # wrong
            names.append(name)
    return sorted(names)
