# assignment: tensors
# function: to_rows
# mistake: A RuntimeError of reshape comes out, not a ValueError.
# kind: error of torch let out
# breaks: Raises ValueError if n does not divide the number of elements.
# shows: raised(lambda: to_rows(torch.arange(5.0), 2))

def to_rows(x, n):
    return x.reshape(n, -1)  # wrong
