# assignment: optimizers
# function: make_optimizer
# way: A dict from names to classes, with the KeyError translated.
# kind: table of classes

def make_optimizer(name, params, learning_rate):
    kinds = {known: getattr(torch.optim, known) for known in available_optimizers()}
    try:
        kind = kinds[name]
    except KeyError:
        raise ValueError(f"unknown optimizer: {name}, try one of {list(kinds)}") from None
    return kind(params=[params], lr=learning_rate)
