"""Wrong turns in the area."""


def adds_the_sides(width, height):
    """The sides are added; they are to be multiplied.

    Count the squares of a rectangle of 2 by 3. (§1.1)
    """
    return width + height


def goes_around(width, height):
    """This is the way around the rectangle, not the ground inside.

    The circumference is a length, an area is not. (§1.1)
    """
    return 2 * (width + height)
