# assignment: optimizers
# function: available_optimizers
# way: inspect.getmembers, which is sorted already.
# kind: inspect.getmembers

import inspect


def available_optimizers():
    def wanted(member):
        return inspect.isclass(member) and issubclass(member, torch.optim.Optimizer)

    return [name for name, member in inspect.getmembers(torch.optim, wanted) if name != "Optimizer"]
