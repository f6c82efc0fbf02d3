# assignment: tensors
# function: channels_last
# way: movedim.
# kind: movedim

def channels_last(x):
    return torch.movedim(x, 1, -1)
