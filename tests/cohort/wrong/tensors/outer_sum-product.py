# assignment: tensors
# function: outer_sum
# mistake: The outer product is returned.
# kind: product for sum
# breaks: Its element (i, j) is x[i] + y[j].
# shows: outer_sum(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0, 5.0]))

def outer_sum(x, y):
    return torch.outer(x, y)  # wrong
