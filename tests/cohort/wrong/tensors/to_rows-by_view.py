# assignment: tensors
# function: to_rows
# mistake: view refuses a tensor that is not contiguous.
# kind: view of a strided tensor
# breaks: x: a tensor of any shape, contiguous or not.
# shows: to_rows(torch.arange(6.0).reshape(2, 3).t(), 2)

def to_rows(x, n):
    if x.numel() % n:
        raise ValueError("the elements do not fill the rows")
    return x.view(n, -1)  # wrong
