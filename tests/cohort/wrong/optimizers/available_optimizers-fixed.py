# assignment: optimizers
# function: available_optimizers
# mistake: A fixed list.
# kind: list written down
# breaks: Ask PyTorch instead of writing a fixed list: the next version may have more.
# shows: torch.optim.Newest = type("Newest", (torch.optim.SGD,), {}); names = available_optimizers(); del torch.optim.Newest; "Newest" in names

def available_optimizers():
    return sorted(
        "ASGD Adadelta Adafactor Adagrad Adam AdamW Adamax LBFGS Muon NAdam RAdam RMSprop Rprop SGD SparseAdam".split()  # wrong
    )
