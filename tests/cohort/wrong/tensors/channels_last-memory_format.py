# assignment: tensors
# function: channels_last
# mistake: The memory format changes the strides, not the order of the dimensions.
# kind: memory format for the order of dimensions
# breaks: A batch of images (N, C, H, W) as (N, H, W, C)
# shows: channels_last(torch.arange(12.0).reshape(1, 2, 2, 3)).shape

def channels_last(x):
    return x.to(memory_format=torch.channels_last)  # wrong
