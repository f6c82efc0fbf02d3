"""shapes: two functions, each caught at every slip."""

from numbers_drawn import sides

from grader.testing import check, expect


@check("area", points=1)
def test_area(student, cases):
    """The area of a rectangle."""
    width, height = sides(cases)
    expect(student.area(width, height)).number_close_to(width * height)


@check("dry", points=1)
def test_dry(student, cases):
    """What the water leaves."""
    width, height = sides(cases)
    depths = [cases.integer(1, 2), cases.integer(3, 4)]
    expect(student.dry(width, height, depths)).number_close_to(width * (height - sum(depths)))


@check("dry", points=1, needs=test_dry)
def test_nothing_left(student, cases):
    """Nothing is left where the water is higher, or just as high."""
    for excess in (0, 0.25, 2):
        width, height = sides(cases)
        expect(student.dry(width, height, [1, height - 1 + excess])).number_close_to(0)


@check("folds", points=1, seconds=0.5)
def test_folds(student, cases):
    """Halved until nothing is left; a loop that never ends is stopped."""
    power = cases.integer(3, 9)
    for length in (2**power, 2**power - 1):
        expect(student.folds(length)).number_close_to(length.bit_length())
    expect(student.folds(0)).number_close_to(0)
