# assignment: tensors
# function: to_rows
# way: Catches the RuntimeError of reshape and raises a ValueError.
# kind: error translated

def to_rows(x, n):
    try:
        return x.contiguous().view(n, x.numel() // n)
    except RuntimeError as error:
        raise ValueError(str(error)) from error
