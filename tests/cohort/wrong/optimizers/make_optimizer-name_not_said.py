# assignment: optimizers
# function: make_optimizer
# mistake: The error does not contain the name.
# kind: name missing in the message
# breaks: raise a ValueError at once that contains the name.
# shows: "Sgdd" in message(lambda: make_optimizer("Sgdd", leaf(1.0, 2.0), 0.1))

def make_optimizer(name, params, learning_rate):
    if name not in available_optimizers():
        raise ValueError("there is no such optimizer")  # wrong
    return getattr(torch.optim, name)([params], lr=learning_rate)
