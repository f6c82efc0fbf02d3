# assignment: tensors
# function: to_rows
# mistake: The elements are taken as they lie in memory, which is another order for a transposed tensor.
# kind: order of memory for the order of reading
# breaks: The elements of x in their order
# shows: to_rows(torch.arange(6.0).reshape(2, 3).t(), 2)

def to_rows(x, n):
    if x.numel() % n != 0:
        raise ValueError("the elements do not fill the rows")
    length = x.numel() // n
    return torch.as_strided(x, (n, length), (length, 1))  # wrong
