# assignment: tensors
# function: outer_sum
# mistake: The table has as many columns as x has elements.
# kind: table of the first length squared
# breaks: tensors x (k,) and y (m,) give a tensor (k, m).
# shows: outer_sum(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0, 5.0])).shape

def outer_sum(x, y):
    k = m = x.size(0)  # wrong
    rows = [[x[i] + y[j] for j in range(m)] for i in range(k)]
    return torch.tensor(rows, device=x.device)
