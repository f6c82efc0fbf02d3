# assignment: tensors
# function: channels_last
# mistake: One transposition also swaps height and width.
# kind: one transposition for a rotation
# breaks: A batch of images (N, C, H, W) as (N, H, W, C)
# shows: channels_last(torch.arange(12.0).reshape(1, 2, 2, 3)).shape

def channels_last(x):
    return x.transpose(1, 3)  # wrong
