# assignment: tensors
# function: pick_device
# way: Returns cuda:0 early.
# kind: early return with an index

def pick_device():
    if torch.cuda.is_available():
        return torch.device("cuda", 0)
    return torch.device("cpu")
