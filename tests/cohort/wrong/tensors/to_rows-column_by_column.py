# assignment: tensors
# function: to_rows
# mistake: The rows are filled column by column.
# kind: filled column by column
# breaks: The elements of x in their order
# shows: to_rows(torch.arange(6.0), 2)

def to_rows(x, n):
    if x.numel() % n != 0:
        raise ValueError("the elements do not fill the rows")
    return x.reshape(x.numel() // n, n).t()  # wrong
