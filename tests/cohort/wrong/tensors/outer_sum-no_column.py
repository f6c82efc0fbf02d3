# assignment: tensors
# function: outer_sum
# mistake: No column is made, so equal lengths add in pairs and others fail.
# kind: column forgotten
# breaks: tensors x (k,) and y (m,) give a tensor (k, m).
# shows: outer_sum(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]))

def outer_sum(x, y):
    return x + y  # wrong
