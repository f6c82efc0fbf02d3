# assignment: tensors
# function: to_rows
# way: Cuts the flat tensor into rows and stacks them.
# kind: rows stacked

def to_rows(x, n):
    length, rest = divmod(x.numel(), n)
    if rest:
        raise ValueError(f"{n} rows?")
    flat = x.flatten()
    return torch.stack([flat[i * length : (i + 1) * length] for i in range(n)])
