# assignment: tensors
# function: channels_last
# way: Two transpositions, made contiguous at the end.
# kind: two transpositions

def channels_last(x):
    return x.transpose(1, 2).transpose(2, 3).contiguous()
