# assignment: tensors
# function: repeat_rows
# way: broadcast_to with a full shape.
# kind: broadcast_to

def repeat_rows(x, n):
    return torch.broadcast_to(x, (n, *x.shape))
