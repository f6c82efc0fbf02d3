# assignment: tensors
# function: channels_last
# mistake: A batch of one image loses its first dimension.
# kind: batch of one squeezed
# breaks: A batch of images (N, C, H, W) as (N, H, W, C)
# shows: channels_last(torch.arange(12.0).reshape(1, 2, 2, 3)).shape

def channels_last(x):
    return x.squeeze(0).movedim(-3, -1)  # wrong
