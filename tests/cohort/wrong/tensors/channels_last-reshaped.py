# assignment: tensors
# function: channels_last
# mistake: Reshaping gives the shape but mixes the pixels.
# kind: reshape for permute
# breaks: the same pixels, their channels last.
# shows: channels_last(torch.arange(8.0).reshape(1, 2, 2, 2))

def channels_last(x):
    n, c, h, w = x.shape
    return x.reshape(n, h, w, c)  # wrong
