"""Mistakes in moving the channels. The student reads a function's docstring."""


def reshapes(x):
    """The shape is right, but the pixels are mixed up: you keep the numbers in their old order.

    `reshape` and `view` never change the order of the elements. `permute` changes the order of the
    dimensions. (§3.8.3)
    """
    n, c, h, w = x.shape
    return x.reshape(n, h, w, c)


def swaps_channels_and_width(x):
    """You have also exchanged height and width, so every picture lies on its side.

    `transpose` exchanges two dimensions: channels went to the end and width to the front. Height should come
    before width. Three dimensions move, so use `permute`. (§3.8.3)
    """
    return x.transpose(1, 3)


def goes_the_other_way(x):
    """You have moved the dimensions in the opposite direction: the last one, the width, comes to the front.

    `permute` asks, for each place of the result, which dimension to take. Here these are batch 0, height 2,
    width 3, channels 1. (§3.8.3)
    """
    return x.permute(0, 3, 1, 2)


def moves_the_batch(x):
    """You have exchanged the batch with the pixels: the batch is no longer the first dimension.

    `permute(2, 3, 1, 0)` puts the batch last, and `.T` reverses all four. The batch must stay first. (§3.8.3)
    """
    return x.permute(2, 3, 1, 0)


def turns_everything_around(x):
    """All four dimensions are in reverse order, so the batch is last.

    `.T` and `.mT` are for matrices. Use `permute` to say where each dimension must come from. (§3.8.3)
    """
    return x.permute(3, 2, 1, 0)


def swaps_channels_and_height(x):
    """The channels have moved by only one place: they are now between height and width.

    `transpose(1, 2)` exchanges them with the height. They must be at the very end. (§3.8.3)
    """
    return x.transpose(1, 2)


def asks_for_a_memory_format(x):
    """The shape is still (N, C, H, W): only the order in memory has changed.

    `torch.channels_last` only changes how the tensor lies in memory, and no shape shows that. Here the
    dimensions themselves must change places. (§3.8.3)
    """
    return x.to(memory_format=torch.channels_last)
