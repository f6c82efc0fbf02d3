# assignment: tensors
# function: grid
# way: Computed from whole numbers by arange, in double precision.
# kind: arange scaled

def grid(start, end, steps):
    parts = torch.arange(steps, dtype=torch.float64) / (steps - 1)
    return (start * (1 - parts) + end * parts).float()
