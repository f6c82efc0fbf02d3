# assignment: tensors
# function: repeat_rows
# mistake: The stride of x is taken for 1, so a strided x gives other elements.
# kind: stride of the argument assumed to be one
# breaks: n rows, each of them x, in the memory of x, without a copy
# shows: repeat_rows(torch.arange(6.0)[::2], 2)

def repeat_rows(x, n):
    return torch.as_strided(x, (n, x.numel()), (0, 1))  # wrong
