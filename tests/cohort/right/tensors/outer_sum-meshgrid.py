# assignment: tensors
# function: outer_sum
# way: meshgrid, then a sum.
# kind: meshgrid

def outer_sum(x, y):
    rows, columns = torch.meshgrid(x, y, indexing="ij")
    return torch.add(rows, columns)
