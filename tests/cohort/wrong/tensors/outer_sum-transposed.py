# assignment: tensors
# function: outer_sum
# mistake: x is the row and y the column, so the result is transposed.
# kind: transposed result
# breaks: Make `x` a column, (k, 1), and `y` a row, (m,).
# shows: outer_sum(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0, 5.0]))

def outer_sum(x, y):
    return x + y.unsqueeze(1)  # wrong
