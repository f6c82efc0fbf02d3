"""Wrong turns in what is left dry."""


def goes_below_nothing(width, height, depths):
    """More water than height leaves a negative area; it is to be 0.

    Water that has eaten everything cannot eat more. (§1.1)
    """
    return width * (height - sum(depths))
