# assignment: tensors
# function: to_rows
# mistake: Tests whether n divides the number of rows of x.
# kind: first size taken for the number of elements
# breaks: Raises ValueError if n does not divide the number of elements.
# shows: to_rows(torch.arange(6.0).reshape(3, 2), 2)

def to_rows(x, n):
    if len(x) % n != 0:  # wrong
        raise ValueError("the elements do not fill the rows")
    return x.reshape(n, -1)
