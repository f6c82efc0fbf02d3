# assignment: tensors
# function: repeat_rows
# mistake: x is cloned once and the clone is stretched, so it does not share memory with x.
# kind: one copy, then stretched
# breaks: in the memory of x, without a copy
# shows: x = torch.zeros(3); r = repeat_rows(x, 2); x[0] = 5.0; r

def repeat_rows(x, n):
    row = x.clone()  # wrong
    return row.unsqueeze(0).expand(n, -1)
