# assignment: tensors
# function: repeat_rows
# mistake: For n = 1, it returns x itself, of one dimension.
# kind: one row left as it is
# breaks: x (k,) gives a tensor (n, k).
# shows: repeat_rows(torch.tensor([1.0, 2.0, 3.0]), 1).shape

def repeat_rows(x, n):
    if n == 1:
        return x  # wrong
    return x.expand(n, x.size(0))
