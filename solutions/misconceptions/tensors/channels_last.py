"""Wrong turns in moving the channels. A function's docstring is what the student reads."""


def reshapes(x):
    """The shape is right and the picture is scrambled: the numbers are dealt out anew in the order they lie
    in.

    `reshape` and `view` never move an element past another. Dimensions change places with `permute`. (§3.8.3)
    """
    n, c, h, w = x.shape
    return x.reshape(n, h, w, c)


def swaps_channels_and_width(x):
    """Height and width have changed places, too: every picture lies on its side.

    `transpose` swaps two dimensions: channels went to the end and width to the front. Height should come
    before width: three dimensions move, so take `permute`. (§3.8.3)
    """
    return x.transpose(1, 3)


def goes_the_other_way(x):
    """This is the way back: it would take the last dimension to the front, and here that is the width.

    `permute` asks, for each place of the result, which dimension it is taken from: batch 0, height 2, width
    3, channels 1. (§3.8.3)
    """
    return x.permute(0, 3, 1, 2)


def moves_the_batch(x):
    """The pictures have changed places with the pixels: the batch is no longer the first dimension.

    `permute(2, 3, 1, 0)` puts the batch last, `.T` turns all four around. It stays in front. (§3.8.3)
    """
    return x.permute(2, 3, 1, 0)


def turns_everything_around(x):
    """All four dimensions are in reverse order, the batch last of all.

    `.T` and `.mT` are for matrices. Say with `permute` where each dimension is to come from. (§3.8.3)
    """
    return x.permute(3, 2, 1, 0)


def swaps_channels_and_height(x):
    """The channels have moved by one place only: they now stand between height and width.

    `transpose(1, 2)` swaps them with the height. They belong at the very end. (§3.8.3)
    """
    return x.transpose(1, 2)


def asks_for_a_memory_format(x):
    """The shape is still (N, C, H, W): only the order in memory has changed.

    `torch.channels_last` is a way to lay the same tensor out, which no shape shows. Here the dimensions
    themselves are to change places. (§3.8.3)
    """
    return x.to(memory_format=torch.channels_last)
