# assignment: tensors
# function: broadcast_shape
# way: Lets torch broadcast empty tensors of no memory and translates the error.
# kind: asks torch

def broadcast_shape(a, b):
    try:
        return tuple(torch.broadcast_shapes(a, b))
    except RuntimeError as error:
        raise ValueError(f"{a} and {b} do not fit") from error
