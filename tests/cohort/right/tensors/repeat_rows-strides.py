# assignment: tensors
# function: repeat_rows
# way: as_strided with a stride of 0 and the tensor's own stride and offset.
# kind: as_strided with the tensor's own stride

def repeat_rows(x, n):
    return x.as_strided((n, x.size(0)), (0, x.stride(0)))
