# assignment: tensors
# function: column_extremes
# mistake: The best so far starts at 0, so columns of negative numbers give 0.
# kind: maximum that starts at zero
# breaks: The largest value of each column and its row
# shows: column_extremes(torch.tensor([[-1.0, 5.0], [-4.0, 3.0]]))

def column_extremes(x):
    values = torch.zeros(x.shape[1], device=x.device)  # wrong
    indices = torch.zeros(x.shape[1], dtype=torch.int64, device=x.device)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            if x[i, j] > values[j]:
                values[j], indices[j] = x[i, j], i
    return values, indices
