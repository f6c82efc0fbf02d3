# assignment: tensors
# function: repeat_rows
# mistake: x becomes the columns of the result.
# kind: rows and columns turned
# breaks: x (k,) gives a tensor (n, k).
# shows: repeat_rows(torch.tensor([1.0, 2.0, 3.0]), 2)

def repeat_rows(x, n):
    return x.unsqueeze(1).expand(-1, n)  # wrong
