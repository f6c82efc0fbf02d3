# assignment: tensors
# function: to_rows
# mistake: n is taken for the number of columns.
# kind: rows and columns swapped
# breaks: in n rows of one length: a 2-D tensor.
# shows: to_rows(torch.arange(6.0), 2)

def to_rows(x, n):
    if x.numel() % n != 0:
        raise ValueError("the elements do not fill the rows")
    return x.reshape(-1, n)  # wrong
