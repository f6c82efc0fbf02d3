# assignment: tensors
# function: repeat_rows
# mistake: repeat copies the row n times.
# kind: memory repeated
# breaks: n rows, each of them x, in the memory of x, without a copy
# shows: x = torch.zeros(3); r = repeat_rows(x, 2); x[0] = 5.0; r

def repeat_rows(x, n):
    return x.repeat(n, 1)  # wrong
